"""Running an ONNX file in ONNX Runtime on one picture, and looking at what its layers give."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper

from desktop.model_files.onnx_graphs.arrays import arrays_in, outside
from desktop.model_files.onnx_graphs.network import Network, open_network
from desktop.model_files.onnx_graphs.shapes import Sides
from desktop.model_files.words import Ran, Refused, Run
from desktop.pictures.answers import called
from engine.contract.numbers import MAX_AXES, Array
from scenes.stage.numbers.reading import echoed

MOST_SESSIONS = 2
"""So many sets of layers are kept ready to run."""
_SILENT = 4
_TYPES: dict[int, type[np.floating[Any]]] = {
    TensorProto.FLOAT: np.float32,
    TensorProto.FLOAT16: np.float16,
    TensorProto.DOUBLE: np.float64,
}
_STEPS = {"QuantizeLinear": (1, 2), "QLinearConv": (6, 7), "QLinearMatMul": (6, 7)}
"""Which inputs say what the whole numbers of an operator's output stand for: their step, and which of them is 0."""
_LACKS = re.compile(r"implementation for (\w+)|error: *(\S+?)\(.*is not a registered|for domain (\S+)")
_SMALLEST = float(np.finfo(np.float32).tiny)


class RunningError(Exception):
    """A network can't be run; the message is one sentence."""


class Runner:
    """Runs the network of a file, on so many threads."""

    def __init__(self, file: Path | Network, threads: int = 1) -> None:
        """Raises FileError where it can't be read."""
        self._network = open_network(file) if isinstance(file, Path) else file
        self._threads = threads
        self._sessions: dict[tuple[str, ...], onnxruntime.InferenceSession] = {}
        onnxruntime.set_default_logger_severity(_SILENT)

    def refusal(self) -> str:
        """Why ONNX Runtime can't run the network, in a sentence; "" where it can."""
        try:
            self._session(())
        except RunningError as error:
            return str(error)
        return ""

    def run(self, order: Run) -> Ran | Refused:
        """Send a picture through."""
        try:
            return self._run(order)
        except RunningError as error:
            return Refused(str(error))

    def _run(self, order: Run) -> Ran:
        interface, values = self._network.interface, self._network.found.values
        if interface.why:
            raise RunningError(interface.why)
        unknown = next((name for name in order.layers if name not in values), None)
        if unknown is not None:
            raise RunningError(f"The network has no layer “{echoed(unknown)}”.")
        asked = tuple(dict.fromkeys(values[name] for name in order.layers))
        picture = self._picture(order)
        session = self._session(asked)
        wanted = [interface.result, *map(self._shown, asked)]
        try:
            result, *maps = session.run(wanted, {interface.value: picture})
        except Exception as error:
            raise RunningError(_sentence(self._network.path, error)) from error
        of_one = dict(zip(asked, map(self._of_one, maps), strict=True))
        logits = np.asarray(result, np.float32)[0].ravel()
        if interface.probabilities:  # the logits of a softmax, but for a number that is the same for all
            logits = np.log(np.maximum(logits, _SMALLEST))
        return Ran(Array.of(logits), tuple(Array.of(of_one[values[name]]) for name in order.layers))

    def _picture(self, order: Run) -> NDArray[Any]:
        """The picture as the graph takes it: standardised, of its kind of numbers, as often as it takes at once."""
        interface, picture = self._network.interface, order.picture.numpy()
        if picture.ndim != 3 or not _fits(picture.shape, interface.sides, interface.channels_last):
            raise RunningError(_other_size(interface.sides, interface.channels_last, picture.shape))
        if interface.kind != TensorProto.UINT8:
            mean, deviation = _by_channel(order.mean, 0), _by_channel(order.deviation, 1)
            if not all(len(each) in (1, len(picture)) for each in (mean, deviation)) or not np.all(deviation):
                raise RunningError(
                    "The mean and the deviation must be one number for each channel, and none of them 0."
                )
            picture = ((picture / np.float32(255) - mean) / deviation).astype(_TYPES[interface.kind])
        if interface.channels_last:
            picture = picture.transpose(1, 2, 0)
        return np.repeat(picture[None], self._network.shapes.batch, axis=0)

    def _of_one(self, values: NDArray[Any]) -> NDArray[np.float32]:
        batch = self._network.shapes.batch
        one = values[0] if values.ndim > 1 and values.shape[0] == batch else values
        if one.ndim > MAX_AXES:
            raise RunningError(f"The layer gives arrays with {one.ndim} axes, which is more than can be shown.")
        return np.ascontiguousarray(one, np.float32)

    def _session(self, asked: tuple[str, ...]) -> onnxruntime.InferenceSession:
        """A session that also gives some values of the graph."""
        if asked in self._sessions:
            self._sessions[asked] = self._sessions.pop(asked)  # the one used last stands last
            return self._sessions[asked]
        while len(self._sessions) >= MOST_SESSIONS:
            self._sessions.pop(next(iter(self._sessions)))
        model, network = self._network.model, self._network
        options = onnxruntime.SessionOptions()
        options.log_severity_level = _SILENT
        options.intra_op_num_threads, options.inter_op_num_threads = self._threads, 1
        if any(outside(array) for array in arrays_in(model)):
            folder = str(network.path.parent.resolve())
            options.add_session_config_entry("session.model_external_initializers_file_folder_path", folder)
        try:
            content = self._with_outputs(asked)
            # Without a second try with the same provider, of which it would print.
            session = onnxruntime.InferenceSession(
                content, options, providers=["CPUExecutionProvider"], enable_fallback=0
            )
        except Exception as error:
            raise RunningError(_sentence(network.path, error)) from error
        self._sessions[asked] = session
        return session

    def _with_outputs(self, asked: tuple[str, ...]) -> bytes:
        """The file, changed so that it gives some values more; whole numbers as what they stand for."""
        model = self._network.model
        nodes, outputs = len(model.graph.node), len(model.graph.output)
        given = {each.name for each in model.graph.output}
        try:
            for name in asked:
                shown = self._shown(name)
                if shown != name:
                    node = self._maker(name)
                    assert node is not None
                    step, zero = _STEPS[node.op_type]
                    scaling = [name, *node.input[step : zero + 1]]
                    model.graph.node.append(helper.make_node("DequantizeLinear", scaling, [shown]))
                if shown not in given:
                    model.graph.output.add(name=shown)
            return bytes(model.SerializeToString())
        finally:
            del model.graph.node[nodes:], model.graph.output[outputs:]

    def _shown(self, value: str) -> str:
        """The value that is given in a value's place: what whole numbers stand for."""
        return value if self._maker(value) is None else f"{value} as numbers"

    def _maker(self, value: str) -> NodeProto | None:
        """The node that makes whole numbers out of numbers, and says what they stand for."""
        return next(
            (node for node in self._network.graph.nodes if node.op_type in _STEPS and value in node.output), None
        )


def _by_channel(numbers: tuple[float, ...], default: float) -> NDArray[np.float32]:
    """Numbers for channels, in the form that they go with a picture."""
    return np.array(numbers or (default,), np.float32)[:, None, None]


def _fits(shape: tuple[int, ...], sides: Sides, channels_last: bool) -> bool:
    wanted = _channels_first(sides, channels_last)
    return all(side is None or side == length for side, length in zip(wanted, shape, strict=True))


def _channels_first(sides: Sides, channels_last: bool) -> Sides:
    return (sides[3], *sides[1:3]) if channels_last else sides[1:]


def _other_size(sides: Sides, channels_last: bool, shape: tuple[int, ...]) -> str:
    channels, height, width = ("any" if side is None else str(side) for side in _channels_first(sides, channels_last))
    got = "×".join(map(str, shape))
    return (
        f"The network takes pictures of {channels}×{height}×{width} (channels, height, width), and this one is {got}."
    )


def _sentence(path: Path, error: Exception) -> str:
    """What ONNX Runtime says, as a sentence."""
    said = str(error)
    lacks = _LACKS.search(said)
    if lacks is not None:
        operator = next(filter(None, lacks.groups()))
        return f"ONNX Runtime can’t run {called(path)}: it has no operator “{echoed(operator)}”."
    if isinstance(error, MemoryError) or "bad_alloc" in said or "allocate memory" in said:
        return f"{called(path)} takes more memory than it is given here, so it can’t run."
    first = said.rpartition(" : ")[2].splitlines()[0] if said.strip() else type(error).__name__
    return f"ONNX Runtime can’t run {called(path)}. It says: {first[:200].rstrip('.')}."
