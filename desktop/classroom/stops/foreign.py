"""Pictures beside a lesson: the teacher's slides, and pictures for scenes to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from desktop.classroom.lessons.model import Lesson, Stop
from desktop.pictures.answers import PictureError
from desktop.pictures.reading import read_picture
from scenes.stage.data.pictures import LARGEST_SIDE, SLIDE_SIDE, Picture
from scenes.stage.numbers.reading import echoed

FILE = "file:"
"""So begins the value of a knob that is a picture beside the lesson."""


@dataclass(frozen=True)
class Foreign:
    """A picture file, and how many pixels its longer side may have: `SLIDE_SIDE` for a slide."""

    path: Path
    side: int = LARGEST_SIDE


Found = Picture | PictureError
Ready = Mapping[Foreign, Found]
"""Pictures that have been read already, or what is wrong with their files."""


def foreign_pictures(lesson: Lesson, folder: Path) -> tuple[Foreign, ...]:
    """The picture files that a lesson in a folder needs, each once, in the order of its stops."""
    return tuple(dict.fromkeys(each for stop in lesson.stop for each in pictures_of(stop, folder)))


def pictures_of(stop: Stop, folder: Path) -> Iterator[Foreign]:
    """The picture files that a stop needs; what no file can be called is left out."""
    wanted = [(stop.picture, SLIDE_SIDE)] if stop.picture else []
    wanted += [(value.removeprefix(FILE), LARGEST_SIDE) for value in stop.knobs.values() if is_file(value)]
    for name, side in wanted:
        try:
            yield Foreign(beside(folder, name), side)
        except PictureError:
            continue


def is_file(value: Any) -> bool:
    """Whether the value of a knob names a picture beside the lesson."""
    return isinstance(value, str) and value.startswith(FILE)


def beside(folder: Path, name: str) -> Path:
    """The path of a file beside a lesson; raises PictureError for one that lies elsewhere."""
    name = name.removeprefix(FILE)
    parts = (*PurePosixPath(name).parts, *PureWindowsPath(name).parts)
    rooted = PurePosixPath(name).is_absolute() or bool(PureWindowsPath(name).anchor)
    if not name.strip() or rooted or ".." in parts or "\0" in name:
        raise PictureError(
            f"The picture {echoed(name)!r} must lie beside the lesson: copy it there, and write its name alone."
        )
    return folder / name


def read(wanted: Foreign, ready: Ready) -> Picture:
    """A picture that is ready, or is read here and now. Raises PictureError."""
    found = ready.get(wanted)
    if found is None:
        found = _kept(wanted, _stamp(wanted.path))
    if isinstance(found, PictureError):
        raise found
    return found


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when a file does."""
    try:
        of = path.stat()
    except (OSError, ValueError):
        return 0, 0
    return of.st_mtime_ns, of.st_size


@lru_cache(maxsize=32)
def _kept(wanted: Foreign, stamp: tuple[int, int]) -> Found:
    """What a file comes to, as long as it stays as it is."""
    try:
        return read_picture(wanted.path, side=wanted.side).picture
    except PictureError as problem:
        return problem
