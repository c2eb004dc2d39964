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

NO_CLASSES = "{} gives no number for each class, so only its time, its file and its activations can be measured."
ONE_NUMBER = (
    "{} gives one number only, so its first answer can’t change: only its time, its file and its activations say "
    "something."
)


class SessionError(ValueError):
    """A network that can't be run or timed; the text is one sentence for the user."""


class Node(NamedTuple):
    """A node that the runtime has made of a network: its name and its operator there, and its median seconds."""

    name: str
    kind: str
    seconds: float


class Network:
    """An ONNX file in ONNX Runtime, on the processor and so many threads; sentences say `title` for it.

    It sees (picture / 255 - `mean`) / `deviation` unless we wrote the file, or it takes bytes, or these are (): then
    pixels as they are.
    `shape` is (channels, height, width) of a picture; it takes a `batch` of them at once. Raises SessionError where it
    takes anything else than pictures.
    """

    def __init__(
        self,
        path: Path,
        threads: int,
        mean: Sequence[float] = (),
        deviation: Sequence[float] = (),
        title: str = "",
    ) -> None:
        if refused := threads_refused(threads):
            raise SessionError(refused)
        self.path, self.threads, self.title = path, threads, title or path.name
        self._session = _session(path, threads, self.title)
        self._takes = _picture_of(self._session, self.title)
        self.shape, self.assumed, self.batch = self._takes.shape, self._takes.assumed, self._takes.batch
        self._output = self._session.get_outputs()[0].name
        ours = self._session.get_modelmeta().producer_name == OURS
        self.raw = ours or self._takes.kind == np.uint8
        """Whether it sees pixels as they are, whatever is said of mean and deviation."""
        self._standard = None if self.raw or not len(mean) else (_column(mean), _column(deviation))

    @property
    def as_they_are(self) -> bool:
        """Whether it sees pixels as they are."""
        return self._standard is None

    def times(self, clock: Clock = time.perf_counter) -> tuple[float, ...]:
        """The seconds that one picture takes in each pass that counts, of the same pictures by chance."""
        x = self.seen(self._noise())
        found = counting(passes(lambda: self._run(self._session, x), CLOSELY, clock))
        return tuple(seconds / self.batch for seconds in found)

    def by_node(self) -> tuple[Node, ...]:
        """The nodes that the runtime has made of the network, in order; it notes whole microseconds of a pass."""
        with tempfile.TemporaryDirectory() as folder:
            session = _session(self.path, self.threads, self.title, Path(folder, "profile"))
            x = self.seen(self._noise())
            for _ in passes(lambda: self._run(session, x), BY_LAYER):
                pass
            events = json.loads(Path(session.end_profiling()).read_text(encoding="utf-8"))
        seconds: dict[tuple[str, str], list[float]] = {}
        for event in events:
            if event["cat"] == "Node" and event["name"].endswith(_ENDING):
                name, kind = event["name"].removesuffix(_ENDING), event["args"]["op_name"]
                seconds.setdefault((name or kind, kind), []).append(event["dur"] / 1e6 / self.batch)
        return tuple(Node(*node, median(each[BY_LAYER.warm_up :])) for node, each in seconds.items())

    def judge(self, pictures: Pixels) -> Iterator[Floats]:
        """What it says of pictures (count, channels, height, width): the logits (classes,) of one after the other.

        As many go through it at once as where it is timed. Raises SessionError where it gives no such list, or one of a
        single number: nothing can change in it.
        """
        left = len(pictures)
        for some in in_batches(pictures, self.batch):
            (found,) = self._run(self._session, self.seen(some), [self._output])
            logits = np.asarray(found, np.float32)
            of_each = logits.shape[1:] if logits.shape[:1] == (self.batch,) else logits.shape
            if logits.size != self.batch * max(of_each, default=1):
                raise SessionError(NO_CLASSES.format(self.title))
            if logits.size == self.batch:
                raise SessionError(ONE_NUMBER.format(self.title))
            yield from logits.reshape(self.batch, -1)[:left]
            left -= self.batch

    def _run(self, session: InferenceSession, x: NDArray[Any], outputs: list[str] | None = None) -> Sequence[Any]:
        try:
            found: Sequence[Any] = session.run(outputs, {self._takes.name: x})
        except Exception as error:  # it raises what has no class in common but this
            shape = "×".join(map(str, self.shape))
            raise SessionError(
                f"ONNX Runtime can’t run {self.title} on a picture of {shape}. It says: {_first_line(error)}"
            ) from error
        return found

    def _noise(self) -> Pixels:
        """Pictures by chance, as many as it takes at once: the same ones each time."""
        return np.random.default_rng(0).integers(0, 256, (self.batch, *self.shape), np.uint8)

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

    It holds numbers of a `kind`, may have its channels last, and holds a `batch` of pictures.
    """

    name: str
    shape: tuple[int, int, int]
    assumed: bool
    kind: type[np.generic]
    channels_last: bool
    batch: int


def in_batches(pictures: NDArray[Any], batch: int) -> Iterator[NDArray[Any]]:
    """Pictures (count, …) in groups of so many; the last of them stands for those that lack in the last group."""
    for first in range(0, len(pictures), batch):
        some = pictures[first : first + batch]
        yield some if len(some) == batch else np.concatenate([some, *[some[-1:]] * (batch - len(some))])


def version() -> str:
    """ONNX Runtime with its version. Raises ImportError where it isn't installed."""
    import onnxruntime

    return f"ONNX Runtime {onnxruntime.__version__}"


def _session(path: Path, threads: int, title: str, profile: Path | None = None) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 4  # what it warns of is no user's business
    if profile is not None:
        options.enable_profiling, options.profile_file_prefix = True, str(profile)
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # it raises what has no class in common but this
        raise SessionError(f"ONNX Runtime can’t run {title}: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    """What the runtime says, without its codes in front."""
    return (str(error).splitlines() or [""])[0].rpartition(" : ")[2].strip().rstrip(".") + "."


def _picture_of(session: InferenceSession, title: str) -> _Picture:
    """What a network takes, if that is pictures."""
    inputs = session.get_inputs()
    kind = _KINDS.get(inputs[0].type) if len(inputs) == 1 else None
    shape: list[int | str | None] = inputs[0].shape if kind is not None else []
    if kind is None or len(shape) != 4:
        raise SessionError(
            f"{title} doesn’t take pictures (batch, channels, height, width). Only networks that do can be measured."
        )
    batch, *sides = (side if isinstance(side, int) else 0 for side in shape)
    last = sides[2] in COLOURS and sides[0] not in COLOURS
    channels, height, width = (sides[2], *sides[:2]) if last else sides
    known = (channels or 3, height or UNKNOWN_SIDE, width or UNKNOWN_SIDE)
    return _Picture(inputs[0].name, known, 0 in sides, kind, last, max(1, batch))


def _column(values: Sequence[float]) -> Floats:
    return np.reshape(np.asarray(values, np.float32), (-1, 1, 1))
