"""What a class log says: an entry a line, each about something that happened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from desktop.classroom.conducting.cues import Kind
from desktop.classroom.overlays.ink import Stroke

Count = Annotated[int, Meta(ge=0, le=100_000)]


class Entry(msgspec.Struct, frozen=True, kw_only=True, tag=str.lower, tag_field="what", omit_defaults=True):
    """Something that happened so many `seconds` after the class began. Time while no program ran isn't counted."""

    seconds: Annotated[float, Meta(ge=0, le=1e7)] = 0.0


class Began(Entry, frozen=True, kw_only=True):
    """The class began: `at` is its day and time here, `lesson` what was given.

    Its `file` and its pictures lie in `folder`, which is written without the name of a home.
    """

    at: str
    title: str
    lesson: dict[str, Any]
    folder: str = ""
    file: str = ""
    version: str = ""


class WentOn(Entry, frozen=True, kw_only=True):
    """The class went on after the program had ended in the middle of it."""


class Cued(Entry, frozen=True, kw_only=True):
    """A cue was shown; the fields are those of `conducting.cues.Cue`."""

    stop: str
    kind: Kind
    at: str = ""
    ask: int | None = None


class Turned(Entry, frozen=True, kw_only=True):
    """Knobs came to stand otherwise: `room` is the session's for a stop, "" for a scene that no stop shows."""

    room: str
    scene: str
    knobs: dict[str, Any]


class Dark(Entry, frozen=True, kw_only=True):
    """The class's screen was covered, or shown again."""

    colour: Literal["no", "black", "white"]


class Inked(Entry, frozen=True, kw_only=True):
    """The ink over a step became this."""

    place: str
    strokes: tuple[Stroke, ...]


class Counted(Entry, frozen=True, kw_only=True):
    """Hands were counted; `stop` is "" for a question that no lesson had planned. `slips` name misconceptions."""

    stop: str
    ask: int
    vote: Literal[1, 2]
    counts: tuple[Count, ...]
    right: int
    stem: str = ""
    answers: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()


class Ran(Entry, frozen=True, kw_only=True):
    """A run was trained live."""

    preset: str


class LeftOut(Entry, frozen=True, kw_only=True):
    """These stops, by their ids, are passed over from now on, and no others."""

    stops: tuple[str, ...]


class Revised(Entry, frozen=True, kw_only=True):
    """The lesson's file was changed during the class."""

    lesson: dict[str, Any]


class Ended(Entry, frozen=True, kw_only=True):
    """The class was ended."""


AnyEntry = Began | WentOn | Cued | Turned | Dark | Inked | Counted | Ran | LeftOut | Revised | Ended


def shown_on(entries: Iterable[AnyEntry]) -> bool:
    """Whether a class was shown more than what a lesson opens with: a lesson that is only looked at is no class."""
    return len({(entry.stop, entry.kind, entry.at) for entry in entries if isinstance(entry, Cued)}) > 1


_ENCODER = msgspec.json.Encoder()
_DECODER: msgspec.json.Decoder[AnyEntry] = msgspec.json.Decoder(AnyEntry)


def to_line(entry: AnyEntry) -> bytes:
    """An entry as a line of a log."""
    return _ENCODER.encode(entry) + b"\n"


def from_line(line: bytes) -> AnyEntry | None:
    """The entry of a line; None where it is cut, damaged, or of a kind that only a newer version knows."""
    try:
        return _DECODER.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError, OverflowError):
        return None
