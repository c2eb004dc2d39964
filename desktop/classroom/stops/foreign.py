"""Pictures beside a lesson: the teacher's slides, and pictures for scenes to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from desktop.classroom.lessons.knobs import FILE, blank, is_beside
from desktop.classroom.lessons.model import Lesson, Stop
from desktop.pictures.answers import PictureError
from desktop.pictures.reading import read_picture
from scenes.stage.data.pictures import LARGEST_SIDE, SLIDE_SIDE, Picture
from scenes.stage.numbers.reading import echoed


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


def without_reading(stop: Stop, folder: Path, ready: Ready) -> Ready:
    """The pictures that a stop needs, with blank ones in the places of those that are not `ready`."""
    found = ((each, ready.get(each)) for each in pictures_of(stop, folder))
    return {each: picture if isinstance(picture, Picture) else blank() for each, picture in found}


def is_file(value: Any) -> bool:
    """Whether the value of a knob names a picture beside the lesson."""
    return isinstance(value, str) and value.startswith(FILE)


def beside(folder: Path, name: str) -> Path:
    """The path of a file beside a lesson; raises PictureError for one that lies elsewhere."""
    name = name.removeprefix(FILE)
    if not is_beside(name):
        raise PictureError(
            f"The picture {echoed(name)!r} must lie beside the lesson: copy it there, and write its name alone."
        )
    return folder / name


def read(wanted: Foreign, ready: Ready) -> Picture:
    """A picture that is ready, or is read here and now. Raises PictureError."""
    found = ready.get(wanted)
    if found is None:
        found = _kept(wanted, stamp(wanted.path))
    if isinstance(found, PictureError):
        raise found
    return found


def stamp(path: Path) -> tuple[int, int]:
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
