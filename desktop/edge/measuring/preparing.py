"""Having a network as an ONNX file, and the pictures that it answers and is calibrated with."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from desktop.edge.measuring import kits
from desktop.edge.measuring.pictures import Pictures, Shape, pictures_of
from desktop.edge.measuring.session import Network
from desktop.edge.measuring.words import IMAGENET_MEAN, OfFile, OfKit, OfRun, Prepare, Progress, Ready, Source
from desktop.system.extras import missing
from engine.contract.files import write_atomically
from engine.contract.spec import about

if TYPE_CHECKING:
    from onnx import ModelProto

FILE, PICTURES = "network.onnx", "pictures.npz"
ASSUMED = "The file leaves the size of its pictures open: {} were taken."
DRAWN = "The weights are drawn by chance, so there is no accuracy, and there are no answers that could change."
STANDARD = "Pictures go in as (picture / 255 - mean) / deviation, with ImageNet’s mean and deviation of each channel."


class PreparingError(ValueError):
    """A network or pictures that can't be had; the text is one sentence for the user."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """A network that can be measured, with a `folder` for more; it sees pictures as `Network` says.

    Without a `file` only the engine can measure it.
    """

    folder: Path
    file: Path | None
    shape: Shape
    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    pictures: Pictures
    notes: tuple[str, ...]

    def network(self, file: Path, threads: int) -> Network:
        """The network in ONNX Runtime, as it is in a file."""
        return Network(file, threads, self.mean, self.deviation)

    @property
    def ready(self) -> Ready:
        """What is said of it."""
        known = self.pictures
        return Ready(
            str(self.file or ""), self.shape, str(self.folder / PICTURES), len(known.answered), known.names,
            known.classes, known.said, self.notes, known.which,
        )  # fmt: skip


def prepare(wish: Prepare) -> Generator[Progress, None, Prepared]:
    """Have everything at hand, and tell meanwhile how far it is.

    Raises PreparingError, SessionError, PicturesError, KitError, UnfitLayersError, ImportError without ONNX Runtime
    where there is nothing else to run the network, and OSError where the folder can't be used.
    """
    folder, source = Path(wish.folder), wish.source
    file = _file(source, folder)
    mean, deviation = _standard(source) if isinstance(source, OfFile) else ((), ())
    notes = [DRAWN] if isinstance(source, OfKit) and source.drawn is not None else []
    if file is None:
        shape = _shape_of(source)
    else:
        network = Network(file, 1, mean, deviation)
        shape = network.shape
        notes += [ASSUMED.format("×".join(map(str, shape)))] * network.assumed
        notes += [STANDARD] * (mean == IMAGENET_MEAN and not network.as_they_are)
    known = yield from pictures_of(wish, shape)
    with write_atomically(folder / PICTURES) as written:
        np.savez(written, pictures=known.answered, labels=known.labels)
    return Prepared(folder, file, shape, mean, deviation, known, (*notes, *known.notes))


def lacking() -> str:
    """The sentence that says how to get what ONNX takes; "" where it is there."""
    there = has_onnx() and find_spec("onnxruntime") is not None
    return "" if there else missing("edge", "A network in ONNX Runtime")


def _file(source: Source, folder: Path) -> Path | None:
    """The network as an ONNX file, None where nothing is there that writes or runs one."""
    if isinstance(source, OfFile):
        return Path(source.path)
    if lacking():
        return None
    path = folder / FILE
    with write_atomically(path) as file:
        file.write(_written(source))
    return path


def has_onnx() -> bool:
    """Whether graphs can be read and written, and not only run."""
    return find_spec("onnx") is not None


def read(file: Path) -> ModelProto | None:
    """The graph in a file; None where nothing is there that reads it."""
    if not has_onnx():
        return None
    import onnx

    return onnx.load(str(file))


def _standard(source: OfFile) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """With what the network in a file sees pictures standardised: its graph may do so itself, and then say how."""
    if not has_onnx():
        return source.mean, source.deviation
    from desktop.model_files.errors import FileError
    from desktop.model_files.onnx_graphs.network import open_network

    try:
        white = open_network(Path(source.path)).interface.white
    except FileError as error:
        raise PreparingError(str(error)) from error
    return ((0.0,), (1 / white,)) if white else (source.mean, source.deviation)


def _shape_of(source: Source) -> Shape:
    """The shape of the pictures that a network takes which is in no file."""
    match source:
        case OfRun(order):
            return about(order.spec.data).shape
        case OfKit():
            return kits.shape(source)
        case OfFile(path):
            raise ValueError(f"{path} is a file")


def _written(source: OfRun | OfKit) -> bytes:
    """The network as the bytes of an ONNX file."""
    from desktop.lab.take_away import onnx_file

    if isinstance(source, OfKit):
        return kits.written(source)
    if source.order.kept is None:
        raise PreparingError("No weights of this network are kept. Train it again, and keep the run.")
    return onnx_file.model(source.order, source.order.kept)
