"""A network in 8 bits: whole numbers instead of floating-point ones, with ranges that pictures tell.

What ONNX Runtime calls static quantisation in the form QDQ: weights are int8 with a scale for each channel of a
convolution, what layers give is uint8 with one scale and one zero point. Ranges are from the smallest to the largest
number that any of the pictures has made there.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from desktop.edge.measuring.session import in_batches
from engine.contract.files import write_atomically

if TYPE_CHECKING:
    from onnx import ModelProto

METHOD = "from the smallest to the largest number"
"""How ranges follow from the numbers that pictures have made: of what ONNX Runtime offers, MinMax."""
PER_CHANNEL_FROM = 13
"""The first opset in which weights have a scale for each channel."""
_ERRORS_ONLY = 3
"""Of four steps in which the runtime's own log is told."""
_WARNINGS_TOO = 2

Pictures = npt.NDArray[np.uint8] | npt.NDArray[np.float32]


class QuantisingError(ValueError):
    """A network can't be had in 8 bits; its words are one sentence for a user."""


def quantised(model: Path, pictures: Pictures, into: Path, batch: int = 1, title: str = "") -> None:
    """Write the network of an ONNX file, which takes a `batch` of pictures at once, in 8 bits.

    `pictures` (count, channels, height, width) are what the network takes, in its own units; some ten are enough to
    tell the ranges. Batch normalisation is folded into the convolutions first. Sentences say `title` for the file.

    Raises:
        QuantisingError: it can't be done.
        OSError: a file can't be read or written.
        ImportError: the extra `edge` is missing.
    """
    if not len(pictures):
        raise QuantisingError("Ranges for 8 bits come from pictures, and there is none. Choose some pictures.")
    with model.open("rb"):
        pass  # a file that isn't there is no fault of its network
    with tempfile.TemporaryDirectory(dir=into.parent) as folder, _quietly():  # it goes with that one if we are killed
        made = Path(folder, "int8.onnx")
        try:
            _quantise(_folded(model, Path(folder)), pictures, made, batch)
        except OSError:
            raise
        except Exception as error:  # each part of the runtime raises its own, and a file may be anybody's
            reason = (str(error).splitlines() or [type(error).__name__])[0].rpartition(" : ")[2].strip(" .")
            which = title or model.name
            raise QuantisingError(f"ONNX Runtime can’t make 8 bits of {which}: {reason}.") from error
        with write_atomically(into) as file:
            file.write(made.read_bytes())


def _folded(model: Path, folder: Path) -> Path:
    """The network after the runtime's basic simplifications, in a file.

    The runtime's own preparation asks for sympy, which a small machine need not have; this is what of it counts.
    """
    import onnx
    import onnxruntime
    from onnxruntime.quantization.quant_utils import add_pre_process_metadata

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(folder / "folded.onnx")
    onnxruntime.InferenceSession(str(_up_to_date(model, folder)), options, providers=["CPUExecutionProvider"])
    found = onnx.shape_inference.infer_shapes(onnx.load(options.optimized_model_filepath))
    add_pre_process_metadata(found)
    path = folder / "prepared.onnx"
    onnx.save_model(found, path)
    return path


def _up_to_date(model: Path, folder: Path) -> Path:
    """The file itself, or the same network in words that know scales for each channel."""
    import onnx
    from onnx import version_converter

    read = onnx.load(model)
    if _opset(read) >= PER_CHANNEL_FROM:
        return model
    path = folder / "newer.onnx"
    onnx.save_model(version_converter.convert_version(read, PER_CHANNEL_FROM), path)
    return path


def _opset(model: ModelProto) -> int:
    """The version of the words that a file is written in."""
    return next((each.version for each in model.opset_import if each.domain in ("", "ai.onnx")), 1)


def _quantise(prepared: Path, pictures: Pictures, into: Path, batch: int) -> None:
    from onnxruntime.quantization import (
        CalibrationDataReader,
        CalibrationMethod,
        QuantFormat,
        QuantType,
        quantize_static,
    )

    class Reader(CalibrationDataReader):  # type: ignore[misc]
        """Gives as many pictures at a time as the network takes: one, or the batch that its file says."""

        def __init__(self, name: str) -> None:
            self._left = ({name: some.astype(np.float32)} for some in in_batches(pictures, batch))

        def get_next(self) -> dict[str, npt.NDArray[np.float32]] | None:
            return next(self._left, None)

    quantize_static(
        prepared,
        into,
        Reader(_input_of(prepared)),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        calibrate_method=CalibrationMethod.MinMax,
        calibration_providers=["CPUExecutionProvider"],
    )


def _input_of(model: Path) -> str:
    """What the network calls the pictures that it takes."""
    import onnxruntime

    inputs = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"]).get_inputs()
    if len(inputs) != 1:
        raise ValueError(f"it takes {len(inputs)} inputs instead of pictures only")
    return str(inputs[0].name)


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep what the runtime's tools say to programmers from the shell."""
    import onnxruntime

    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    onnxruntime.set_default_logger_severity(_ERRORS_ONLY)
    try:
        yield
    finally:
        onnxruntime.set_default_logger_severity(_WARNINGS_TOO)
        logging.disable(before)
