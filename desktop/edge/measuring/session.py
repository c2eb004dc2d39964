"""A network in ONNX Runtime: how long it takes for one picture, in all and by layer, and what it says of many."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.contract.edge.timing import CLOSELY, Clock, Enough, counting, passes, threads_refused

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

OURS = "Convoscope"
"""What a file that we wrote names as its producer: its first nodes standardise the pictures."""
BY_LAYER = Enough(2, 5, 50, 0.5)
"""How often a network passes while the runtime notes how long each of its nodes takes."""
UNKNOWN_SIDE = 224
"""How high and wide pictures are taken to be where a file leaves that open."""
COLOURS = (1, 3)
"""So many channels pictures have: that tells where they stand."""
_KINDS: dict[str, type[np.generic]] = {
    "tensor(float)": np.float32,
    "tensor(float16)": np.float16,
    "tensor(double)": np.float64,
    "tensor(uint8)": np.uint8,
}
_ENDING = "_kernel_time"
Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


class SessionError(ValueError):
    """A network that can't be run or timed; the text is one sentence for the user."""


class Node(NamedTuple):
    """A node that the runtime has made of a network: its name and its operator there, and its median seconds."""

    name: str
    kind: str
    seconds: float


class Network:
    """An ONNX file in ONNX Runtime, on the processor and so many threads.

    It sees (picture / 255 - `mean`) / `deviation` unless we wrote the file, or it takes bytes, or these are (): then
    pixels as they are.
    `shape` is (channels, height, width). Raises SessionError where it takes anything else than one picture.
    """

    def __init__(self, path: Path, threads: int, mean: Sequence[float] = (), deviation: Sequence[float] = ()) -> None:
        if refused := threads_refused(threads):
            raise SessionError(refused)
        self.path, self.threads = path, threads
        self._session = _session(path, threads)
        self._takes = _picture_of(self._session, path)
        self.shape, self.assumed = self._takes.shape, self._takes.assumed
        self._output = self._session.get_outputs()[0].name
        ours = self._session.get_modelmeta().producer_name == OURS
        raw = ours or not len(mean) or self._takes.kind == np.uint8
        self._standard = None if raw else (_column(mean), _column(deviation))

    @property
    def as_they_are(self) -> bool:
        """Whether it sees pixels as they are."""
        return self._standard is None

    def times(self, clock: Clock = time.perf_counter) -> tuple[float, ...]:
        """The seconds of each pass that counts, of the same picture by chance."""
        x = self.seen(_noise(self.shape)[None])
        return counting(passes(lambda: self._session.run(None, {self._takes.name: x}), CLOSELY, clock))

    def by_node(self) -> tuple[Node, ...]:
        """The nodes that the runtime has made of the network, in order; it notes whole microseconds."""
        with tempfile.TemporaryDirectory() as folder:
            session, x = _session(self.path, self.threads, Path(folder, "profile")), self.seen(_noise(self.shape)[None])
            for _ in passes(lambda: session.run(None, {self._takes.name: x}), BY_LAYER):
                pass
            events = json.loads(Path(session.end_profiling()).read_text(encoding="utf-8"))
        seconds: dict[tuple[str, str], list[float]] = {}
        for event in events:
            if event["cat"] == "Node" and event["name"].endswith(_ENDING):
                name, kind = event["name"].removesuffix(_ENDING), event["args"]["op_name"]
                seconds.setdefault((name or kind, kind), []).append(event["dur"] / 1e6)
        return tuple(Node(*node, median(each[BY_LAYER.warm_up :])) for node, each in seconds.items())

    def judge(self, pictures: Pixels) -> Iterator[Floats]:
        """What it says of pictures (count, channels, height, width): the logits (classes,) of one after the other.

        They go through it one by one, as the one that is timed does. Raises SessionError where it gives no such list.
        """
        for picture in pictures:
            (logits,) = self._session.run([self._output], {self._takes.name: self.seen(picture[None])})
            logits = np.asarray(logits, np.float32)
            if logits.size != max(logits.shape, default=0):
                raise SessionError(f"{self.path.name} gives no list of classes: there are no first answers to compare.")
            yield logits.reshape(-1)

    def seen(self, pictures: Pixels) -> NDArray[Any]:
        """Pictures (count, channels, height, width) in the network's own units and order of axes."""
        x: NDArray[Any] = pictures
        if self._standard is not None:
            mean, deviation = self._standard
            x = (pictures / np.float32(255) - mean) / deviation
        return (x.transpose(0, 2, 3, 1) if self._takes.channels_last else x).astype(self._takes.kind)

    @property
    def taken(self) -> tuple[int, ...]:
        """The shape of one picture in its order of axes."""
        channels, height, width = self.shape
        return (height, width, channels) if self._takes.channels_last else self.shape


class _Picture(NamedTuple):
    """What a network takes: its name, its shape (channels, height, width), and whether we had to assume some of it.

    It holds numbers of a `kind`, and may have its channels last.
    """

    name: str
    shape: tuple[int, int, int]
    assumed: bool
    kind: type[np.generic]
    channels_last: bool


def version() -> str:
    """ONNX Runtime with its version. Raises ImportError where it isn't installed."""
    import onnxruntime

    return f"ONNX Runtime {onnxruntime.__version__}"


def _session(path: Path, threads: int, profile: Path | None = None) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 4  # what it warns of is no user's business
    if profile is not None:
        options.enable_profiling, options.profile_file_prefix = True, str(profile)
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # it raises what has no class in common but this
        raise SessionError(f"ONNX Runtime can’t run {path.name}: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    """What the runtime says, without its codes in front."""
    return (str(error).splitlines() or [""])[0].rpartition(" : ")[2].strip().rstrip(".") + "."


def _picture_of(session: InferenceSession, path: Path) -> _Picture:
    """What a network takes, if that is one picture."""
    inputs = session.get_inputs()
    kind = _KINDS.get(inputs[0].type) if len(inputs) == 1 else None
    shape: list[int | str | None] = inputs[0].shape if kind is not None else []
    if kind is None or len(shape) != 4 or (isinstance(shape[0], int) and shape[0] != 1):
        raise SessionError(
            f"The network in {path.name} doesn’t take one picture (batch, channels, height, width). Only such networks "
            "can be measured."
        )
    sides = [side if isinstance(side, int) else 0 for side in shape[1:]]
    last = sides[2] in COLOURS and sides[0] not in COLOURS
    channels, height, width = (sides[2], *sides[:2]) if last else sides
    known = (channels or 3, height or UNKNOWN_SIDE, width or UNKNOWN_SIDE)
    return _Picture(inputs[0].name, known, 0 in sides, kind, last)


def _column(values: Sequence[float]) -> Floats:
    return np.reshape(np.asarray(values, np.float32), (-1, 1, 1))


def _noise(shape: tuple[int, ...]) -> Pixels:
    """A picture by chance, the same one each time."""
    return np.random.default_rng(0).integers(0, 256, shape, np.uint8)
