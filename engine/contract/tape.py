"""A run on disk: what the engine said of it, as it was said, compressed.

A tape is a line that names the format and then one zlib stream of wire frames: `Hello` with protocol and versions,
`Started` with the spec and the networks as built, and all events that measure or change something, to the end of
the run. Nothing here imports torch, so the window reads and writes tapes too.
"""

import contextlib
import io
import math
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, NamedTuple, TypeGuard

from msgspec.structs import replace

from engine.contract import wire
from engine.contract.events import (
    PROTOCOL,
    Changed,
    Checkpoint,
    Diverged,
    Event,
    Finished,
    Hello,
    Notice,
    Snapshot,
    Started,
    StepResult,
    Tick,
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
_PIECE = 16384

Measured = Tick | Validated | Snapshot | Checkpoint | Changed | Diverged | Notice | Finished


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
    kept = set(_spread(pictured, snapshots))
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


def _spread(items: list[int], most: int) -> Iterator[int]:
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
    """Write a tape in one piece; raises `TapeError` if the file can't be written.

    `level` is zlib's: from 1, which takes a third of the time and for snapshots hardly more room, to 9.
    """
    try:
        with write_atomically(path) as file:
            _write(file, kept, level)
    except OSError as error:
        raise TapeError(f"The recording {path.name} can't be written ({error.strerror}).") from error


def packed(kept: Tape, level: int = _LEVEL) -> bytes:
    """Return a tape as the bytes of its file."""
    file = io.BytesIO()
    _write(file, kept, level)
    return file.getvalue()


def _write(file: IO[bytes], kept: Tape, level: int) -> None:
    """Write a whole tape."""
    writer = Writer(file, level)
    for event in (kept.hello, kept.started, *kept.events):
        writer.add(event)
    writer.finish()


def read(path: Path) -> Tape:
    """Read a tape; raises `TapeError` if the file isn't there, is no tape, is damaged, or speaks another protocol."""
    packed = _packed(path)
    try:
        return _tape(path, wire.event_decoder().feed(_unpacked(packed)))
    except (zlib.error, wire.WireError, ValueError) as error:
        if isinstance(error, TapeError):
            raise
        raise _damaged(path) from error


def salvage(path: Path) -> Tape:
    """Read a tape that was cut off or is damaged behind some place, as far as it makes sense.

    Raises `TapeError` as `read` does if not even the beginning of its run can be read.
    """
    return _tape(path, _whole_events(_packed(path)))


def _packed(path: Path) -> bytes:
    """Read a tape's file and return what stands behind its first line."""
    try:
        packed = path.read_bytes()
    except OSError as error:
        raise TapeError(f"The recording {path.name} can't be read ({error.strerror}).") from error
    if not packed.startswith(_FIRST_LINE):
        raise TapeError(f"{path.name} is no recording of Convoscope; choose another file.")
    return packed[len(_FIRST_LINE) :]


def _whole_events(packed: bytes) -> Iterator[Event]:
    """The events of a stream up to the first place that makes no sense, or to its end."""
    decoder, taken = wire.event_decoder(), 0
    with contextlib.suppress(zlib.error, wire.WireError, ValueError):
        for data in _readable(packed):
            yield from decoder.feed(data)
            taken += len(data)
            if taken > LARGEST:
                return


def _readable(packed: bytes) -> Iterator[bytes]:
    """What a zlib stream holds, to the very byte at which it makes no sense; raises zlib.error there."""
    unpacker = zlib.decompressobj()
    for place in range(0, len(packed), _PIECE):
        piece, before = packed[place : place + _PIECE], unpacker.copy()
        try:
            yield unpacker.decompress(piece)
        except zlib.error:
            yield from (before.decompress(piece[at : at + 1]) for at in range(len(piece)))


def _tape(path: Path, said: Iterator[Event]) -> Tape:
    """Put a tape together; raises `TapeError` if it is none, or speaks a protocol that nobody here knows."""
    hello = next(said, None)
    if isinstance(hello, Hello) and not UNCHANGED_SINCE <= hello.protocol <= PROTOCOL:
        raise TapeError(
            f"The recording {path.name} was made by another version of Convoscope (protocol {hello.protocol}, "
            f"this one reads {PROTOCOL}); record the run again."
        )
    started, events = next(said, None), list(said)
    measured = tuple(event for event in events if _is_measured(event))
    if not isinstance(hello, Hello) or not isinstance(started, Started) or len(measured) != len(events):
        raise _damaged(path)
    return Tape(hello, started, measured)


def _damaged(path: Path) -> TapeError:
    return TapeError(f"The recording {path.name} is damaged; delete it and record the run again.")


def _unpacked(packed: bytes) -> bytes:
    """Return what a whole zlib stream holds; raises ValueError if it is cut off, goes on too long or has a tail."""
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(packed, LARGEST)
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("not one whole stream")
    return data
