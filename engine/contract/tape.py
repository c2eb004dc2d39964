"""A run on disk: what the engine said of it, as it was said, compressed.

A tape is a line that names the format and then one zlib stream of wire frames: `Hello` with protocol and versions,
`Started` with the spec and the networks as built, and all events that measure or change something, to the end of
the run. The window tells many steps at once, column by column, so that a very long run is read in no time. Nothing here
imports torch, so the window reads and writes tapes too.
"""

import io
import math
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple, TypeGuard, TypeVar

from msgspec.structs import replace

from engine.contract import wire
from engine.contract.events import (
    PROTOCOL,
    ByHeart,
    Changed,
    Checkpoint,
    Diverged,
    Event,
    Finished,
    Hello,
    Notice,
    Predicted,
    Snapshot,
    Started,
    StepResult,
    Tick,
    Ticks,
    Validated,
)
from engine.contract.files import write_atomically

SUFFIX = ".tape"
UNCHANGED_SINCE = 2
"""The protocol since which runs are told in the same words; older tapes can't be read."""
LARGEST = 512 * 1024 * 1024
"""Bytes that a tape may hold when unpacked."""

_FIRST_LINE = b"Convoscope tape\n"
_LEVEL = 9
_BITS = 17
_HUGE = 1e308
_PIECE = 65536
_UNPACKED_PIECE = 2**22
"""Bytes of a file, and of what it holds, that are in memory at once."""

T = TypeVar("T")
Measured = (
    Tick | Ticks | ByHeart | Validated | Predicted | Snapshot | Checkpoint | Changed | Diverged | Notice | Finished
)


class TapeError(ValueError):
    """A tape that can't be read or written; the text is one sentence for the user."""


class Tape(NamedTuple):
    """One run: who made the tape, how the run began, and what happened then, in order."""

    hello: Hello
    started: Started
    events: tuple[Measured, ...]


def tape(said: Iterable[Event]) -> Tape:
    """Take from what an engine said the last run that began; raises `TapeError` if none did.

    What neither measures nor changes anything (pauses, answers) is left out.
    """
    hello: Hello | None = None
    started: Started | None = None
    events: list[Measured] = []
    for event in said:
        if isinstance(event, Hello):
            hello = event
        elif isinstance(event, Started):
            started, events = event, []
        elif _is_measured(event):
            events.append(event)
    if hello is None or started is None:
        raise TapeError("There is no run to keep; start one first.")
    return Tape(hello, started, tuple(events))


def _is_measured(event: Event) -> TypeGuard[Measured]:
    return isinstance(event, Measured)


def thinned(full: Tape, snapshots: int) -> Tape:
    """Return a tape with at most so many snapshots, evenly spread, with the first and the last."""
    pictured = [index for index, event in enumerate(full.events) if isinstance(event, Snapshot)]
    kept = set(spread(pictured, snapshots))
    return full._replace(
        events=tuple(
            event for index, event in enumerate(full.events) if not isinstance(event, Snapshot) or index in kept
        )
    )


def rounded(full: Tape) -> Tape:
    """Return a tape whose losses, gradient norms and times keep 17 binary digits, five decimal ones."""
    return full._replace(
        events=tuple(
            replace(event, seconds=_short(event.seconds), results=tuple(map(_shortened, event.results)))
            if isinstance(event, Tick)
            else event
            for event in full.events
        )
    )


def spread(items: Sequence[T], most: int) -> Iterator[T]:
    """Choose at most so many items, evenly spread, the first and the last among them where there is room for two."""
    if len(items) <= most:
        yield from items
    elif most == 1:
        yield items[-1]
    else:
        yield from (items[round(place * (len(items) - 1) / (most - 1))] for place in range(most))


def _shortened(result: StepResult | None) -> StepResult | None:
    """Round what was measured of one contestant's step."""
    return result and replace(
        result,
        loss=_short(result.loss),
        gradients=tuple(map(_short, result.gradients)),
        activation_gradients=tuple(map(_short, result.activation_gradients)),
        seconds=_short(result.seconds),
    )


def _short(number: float) -> float:
    """Round to so many binary digits, which leaves the rest of the bits zero for the compression to find."""
    if not abs(number) < _HUGE:
        return number
    fraction, exponent = math.frexp(number)
    return math.ldexp(round(fraction * 2**_BITS), exponent - _BITS)


class Writer:
    """Writes a tape event by event into a file: what was added is there after `flush`, and whole after `finish`."""

    def __init__(self, file: IO[bytes], level: int = _LEVEL) -> None:
        self._file, self._packer = file, zlib.compressobj(level)
        file.write(_FIRST_LINE)

    def add(self, event: Event) -> None:
        """Add an event: first a `Hello`, then a `Started`, then what was measured."""
        self._file.write(self._packer.compress(wire.frame(event)))

    def flush(self) -> None:
        """Hand the system all that was added, so that it outlives this process; `salvage` reads it."""
        self._file.write(self._packer.flush(zlib.Z_SYNC_FLUSH))
        self._file.flush()

    def finish(self) -> None:
        """Say that nothing more comes."""
        self._file.write(self._packer.flush())


def write(path: Path, kept: Tape, level: int = _LEVEL) -> None:
    """Write a tape as `record` does."""
    record(path, (kept.hello, kept.started, *kept.events), level)


def record(path: Path, said: Iterable[Event], level: int = _LEVEL) -> None:
    """Write what was said of a run in one piece: `Hello`, `Started`, and what was measured.

    `level` is zlib's: from 1, which takes a third of the time and for snapshots hardly more room, to 9. Raises
    `TapeError` if the file can't be written.
    """
    try:
        with write_atomically(path) as file:
            _write(file, said, level)
    except OSError as error:
        raise TapeError(f"The recording {path.name} can't be written ({error.strerror}).") from error


def packed(kept: Tape, level: int = _LEVEL) -> bytes:
    """Return a tape as the bytes of its file."""
    file = io.BytesIO()
    _write(file, (kept.hello, kept.started, *kept.events), level)
    return file.getvalue()


def _write(file: IO[bytes], said: Iterable[Event], level: int) -> None:
    """Write a whole tape."""
    writer = Writer(file, level)
    for event in said:
        writer.add(event)
    writer.finish()


def read(path: Path) -> Tape:
    """Read a tape whole; raises `TapeError` as `play` does."""
    hello, started, *measured = play(path)
    assert isinstance(hello, Hello)
    assert isinstance(started, Started)
    return Tape(hello, started, tuple(event for event in measured if _is_measured(event)))


def play(path: Path) -> Iterator[Event]:
    """Read a tape piece by piece, in order: `Hello`, `Started`, and what was measured; it is never in memory whole.

    Raises `TapeError` if the file isn't there, is no tape, is damaged, or speaks another protocol; where it is damaged
    only after what came before.
    """
    decoder = wire.event_decoder()
    try:
        yield from _told(path, (event for data in _unpacked(path) for event in decoder.feed(data)))
    except (zlib.error, wire.WireError, ValueError) as error:
        if isinstance(error, TapeError):
            raise
        raise _damaged(path) from error


def salvage(path: Path) -> Iterator[Event]:
    """Read a tape that was cut off or is damaged behind some place as `play` does, as far as it makes sense.

    Raises `TapeError` as `play` does if not even the beginning of its run can be read.
    """
    yield from _told(path, _whole_events(path))


def _pieces(path: Path) -> Iterator[bytes]:
    """Read what stands behind a tape's first line, piece by piece; raises `TapeError` if it has another."""
    try:
        with path.open("rb") as file:
            if file.read(len(_FIRST_LINE)) != _FIRST_LINE:
                raise TapeError(f"{path.name} is no recording of Convoscope; choose another file.")
            while piece := file.read(_PIECE):
                yield piece
    except OSError as error:
        raise TapeError(f"The recording {path.name} can't be read ({error.strerror}).") from error


def _unpacked(path: Path) -> Iterator[bytes]:
    """What a whole zlib stream holds; raises ValueError if it is cut off, goes on too long or has a tail."""
    unpacker, taken = zlib.decompressobj(), 0
    for piece in _pieces(path):
        while piece:
            data = unpacker.decompress(piece, _UNPACKED_PIECE)
            taken += len(data)
            if unpacker.unused_data or taken > LARGEST:
                raise ValueError("not one whole stream")
            yield data
            piece = unpacker.unconsumed_tail
    if not unpacker.eof:
        raise ValueError("not one whole stream")


def _whole_events(path: Path) -> Iterator[Event]:
    """The events of a stream up to the first place that makes no sense, or to its end."""
    decoder, taken = wire.event_decoder(), 0
    try:
        for data in _readable(path):
            yield from decoder.feed(data)
            taken += len(data)
            if taken > LARGEST:
                return
    except TapeError:
        raise
    except (zlib.error, wire.WireError, ValueError):
        return


def _readable(path: Path) -> Iterator[bytes]:
    """What a zlib stream holds, to the very byte at which it makes no sense; raises zlib.error there."""
    unpacker = zlib.decompressobj()
    for piece in _pieces(path):
        before = unpacker.copy()
        try:
            yield unpacker.decompress(piece)
        except zlib.error:
            yield from (before.decompress(piece[at : at + 1]) for at in range(len(piece)))


def _told(path: Path, said: Iterator[Event]) -> Iterator[Event]:
    """Hold what was said against what a tape is; raises `TapeError` if it is none, or of an unknown protocol."""
    hello = next(said, None)
    if isinstance(hello, Hello) and not UNCHANGED_SINCE <= hello.protocol <= PROTOCOL:
        raise TapeError(
            f"The recording {path.name} was made by another version of Convoscope (protocol {hello.protocol}, "
            f"this one reads {PROTOCOL}); record the run again."
        )
    started = next(said, None)
    if not isinstance(hello, Hello) or not isinstance(started, Started):
        raise _damaged(path)
    yield hello
    yield started
    for event in said:
        if not _is_measured(event):
            raise _damaged(path)
        yield event


def _damaged(path: Path) -> TapeError:
    return TapeError(f"The recording {path.name} is damaged; delete it and record the run again.")
