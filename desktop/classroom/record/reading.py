"""Reading a class log: whatever of it is whole, as a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path

import msgspec

from desktop.classroom.lessons.model import Lesson
from desktop.classroom.lessons.reading import upgraded
from desktop.classroom.record.entries import AnyEntry, Began, Cued, Ended, Revised, from_line
from desktop.pictures.answers import called

LARGEST = 64 * 2**20
"""Bytes of the largest log that is read. One of an hour has some ten thousand."""
MOST_ENTRIES = 200_000
_OUTLINE = tuple(f'{{"what":"{kind}"'.encode() for kind in ("cued", "revised", "ended"))
"""So begin the lines of an outline."""


class RecordError(ValueError):
    """A class log can't be read; the message says why in one sentence."""


@dataclass(frozen=True)
class ClassRecord:
    """A class that was given: its first entry, and all the others in their order."""

    path: Path
    began: Began
    lesson: Lesson
    """The lesson as it was at the end of the class."""
    entries: tuple[AnyEntry, ...]

    @cached_property
    def ended(self) -> bool:
        """Whether somebody ended it."""
        return any(isinstance(entry, Ended) for entry in self.entries)

    @property
    def at(self) -> datetime:
        """The day and time at which it began."""
        return datetime.fromisoformat(self.began.at)

    @property
    def folder(self) -> Path:
        """Where the pictures of its lesson lie."""
        return Path(self.began.folder).expanduser()

    @property
    def file(self) -> Path | None:
        """The file of its lesson, if that is still there."""
        path = self.folder / Path(self.began.file).name
        return path if self.began.file and path.is_file() else None

    @property
    def cued(self) -> tuple[Cued, ...]:
        """The cues that were shown."""
        return tuple(entry for entry in self.entries if isinstance(entry, Cued))


def read(path: Path) -> ClassRecord:
    """Read a log, but for lines that are cut, damaged or unknown. Raises RecordError where no class can be made out."""
    lines = _lines(path)
    return _record(path, lines[:1], lines[1:])


def outline(path: Path) -> ClassRecord:
    """A log with no more than what tells how long its class was, how far it came and whether it ended.

    What was read once is remembered as long as the file stays as it is. Raises RecordError as `read` does.
    """
    try:
        of = path.stat()
    except OSError as error:
        raise RecordError(_unreadable(path, error)) from error
    found = _outline(path, of.st_mtime_ns, of.st_size)
    if isinstance(found, RecordError):
        raise found
    return found


@lru_cache(maxsize=512)
def _outline(path: Path, changed: int, size: int) -> ClassRecord | RecordError:
    try:
        lines = _lines(path)
        first, others = lines[:1], lines[1:]
        told = [line for line in others[:-2] if line.startswith(_OUTLINE)]
        return _record(path, first, [*told, *others[-2:]])  # when it ended: the very last line may be cut
    except RecordError as error:
        return error


def _lines(path: Path) -> list[bytes]:
    try:
        if path.stat().st_size > LARGEST:
            raise RecordError(f"{called(path)} is too large for a class log: it has more than {LARGEST >> 20} MB.")
        return path.read_bytes().splitlines()
    except OSError as error:
        raise RecordError(_unreadable(path, error)) from error


def _unreadable(path: Path, error: OSError) -> str:
    return f"{called(path)} can't be read ({error.strerror})."


def _record(path: Path, first: Sequence[bytes], others: Sequence[bytes]) -> ClassRecord:
    """The class that some lines of a log tell of."""
    began = from_line(first[0]) if first else None
    if not isinstance(began, Began):
        raise RecordError(f"{called(path)} doesn't begin as a class log does, so nothing of it can be shown.")
    found = (from_line(line) for line in others[:MOST_ENTRIES])
    entries = tuple(entry for entry in found if entry is not None)
    revisions = [entry.lesson for entry in entries if isinstance(entry, Revised)]
    try:
        datetime.fromisoformat(began.at)
        lesson = msgspec.convert(upgraded(dict((revisions or [began.lesson])[-1])), Lesson, strict=False)
    except ValueError as error:
        raise RecordError(f"The lesson in {called(path)} can't be read: another version has written it.") from error
    return ClassRecord(path, began, lesson, entries)
