"""Reading a class log: whatever of it is whole, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import msgspec

from desktop.classroom.lessons.model import Lesson
from desktop.classroom.lessons.reading import upgraded
from desktop.classroom.record.entries import AnyEntry, Began, Cued, Ended, Revised, from_line
from desktop.pictures.answers import called

LARGEST = 64 * 2**20
"""Bytes of the largest log that is read. One of an hour has some ten thousand."""
MOST_ENTRIES = 200_000


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
    try:
        if path.stat().st_size > LARGEST:
            raise RecordError(f"{called(path)} is too large for a class log: it has more than {LARGEST >> 20} MB.")
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise RecordError(f"{called(path)} can't be read ({error.strerror}).") from error
    began = from_line(lines[0]) if lines else None
    if not isinstance(began, Began):
        raise RecordError(f"{called(path)} doesn't begin as a class log does, so nothing of it can be shown.")
    found = (from_line(line) for line in lines[1 : MOST_ENTRIES + 1])
    entries = tuple(entry for entry in found if entry is not None)
    revisions = [entry.lesson for entry in entries if isinstance(entry, Revised)]
    try:
        datetime.fromisoformat(began.at)
        lesson = msgspec.convert(upgraded(dict((revisions or [began.lesson])[-1])), Lesson, strict=False)
    except ValueError as error:
        raise RecordError(f"The lesson in {called(path)} can't be read: another version has written it.") from error
    return ClassRecord(path, began, lesson, entries)
