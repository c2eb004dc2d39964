"""A run on disk: what the engine said of it, as it was said, compressed.

A tape is a line that names the format and then one zlib stream of wire frames: `Hello` with protocol and versions,
`Started` with the spec and the networks as built, and all events that measure or change something, to the end of
the run. Nothing here imports torch, so the window reads and writes tapes too.
"""

import math
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeGuard

from msgspec.structs import replace

from engine.contract import wire
from engine.contract.events import (
    PROTOCOL,
    Changed,
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

Measured = Tick | Validated | Snapshot | Changed | Diverged | Notice | Finished


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


def write(path: Path, kept: Tape, level: int = _LEVEL) -> None:
    """Write a tape in one piece; raises `TapeError` if the file can't be written.

    `level` is zlib's: from 1, which takes a third of the time and for snapshots hardly more room, to 9.
    """
    packer = zlib.compressobj(level)
    try:
        with write_atomically(path) as file:
            file.write(_FIRST_LINE)
            for event in (kept.hello, kept.started, *kept.events):
                file.write(packer.compress(wire.frame(event)))
            file.write(packer.flush())
    except OSError as error:
        raise TapeError(f"The recording {path.name} can't be written ({error.strerror}).") from error


def read(path: Path) -> Tape:
    """Read a tape; raises `TapeError` if the file isn't there, is no tape, is damaged, or speaks another protocol."""
    try:
        packed = path.read_bytes()
    except OSError as error:
        raise TapeError(f"The recording {path.name} can't be read ({error.strerror}).") from error
    if not packed.startswith(_FIRST_LINE):
        raise TapeError(f"{path.name} is no recording of Convoscope; choose another file.")
    damaged = f"The recording {path.name} is damaged; delete it and record the run again."
    try:
        said = wire.event_decoder().feed(_unpacked(packed[len(_FIRST_LINE) :]))
        first = next(said, None)
        if isinstance(first, Hello) and not UNCHANGED_SINCE <= first.protocol <= PROTOCOL:
            raise TapeError(
                f"The recording {path.name} was made by another version of Convoscope (protocol {first.protocol}, "
                f"this one reads {PROTOCOL}); record the run again."
            )
        hello, started, *events = first, *said
    except (zlib.error, wire.WireError, ValueError) as error:
        if isinstance(error, TapeError):
            raise
        raise TapeError(damaged) from error
    measured = tuple(event for event in events if _is_measured(event))
    if not isinstance(hello, Hello) or not isinstance(started, Started) or len(measured) != len(events):
        raise TapeError(damaged)
    return Tape(hello, started, measured)


def _unpacked(packed: bytes) -> bytes:
    """Return what a whole zlib stream holds; raises ValueError if it is cut off, goes on too long or has a tail."""
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(packed, LARGEST)
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("not one whole stream")
    return data
