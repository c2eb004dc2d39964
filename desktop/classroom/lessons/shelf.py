"""The lessons that there are: those that ship with Convoscope, and the user's own in one folder."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import assets
from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.files import save
from desktop.classroom.lessons.model import ENDING

_LONGEST = 60
"""Letters of a file's name, without its ending."""


def shipped() -> tuple[Path, ...]:
    """The files of the lessons that ship, by their names."""
    return _lessons_in(assets.path("lessons"))


def own() -> tuple[Path, ...]:
    """The files of the user's own lessons, by their names."""
    return _lessons_in(own_folder())


def own_folder() -> Path:
    """The folder of the user's own lessons; it need not exist."""
    from desktop.system.paths import data_folder  # which loads Qt, and most of what is here does without

    return data_folder() / "lessons"


def ships(path: Path) -> bool:
    """Whether a file is one of the lessons that ship, which are not to be changed."""
    return path.resolve().parent == assets.path("lessons").resolve()


def name_of(path: Path) -> str:
    """The name of a lesson's file without its ending."""
    return path.name.removesuffix(ENDING)


def id_of(title: str) -> str:
    """An id for a lesson of a title: small letters, digits and hyphens."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall("[a-z0-9]+", letters))
    return words[:_LONGEST].strip("-") or "lesson"


def free_path(title: str) -> Path:
    """A file for a lesson of a title that is not there yet, in the user's folder."""
    folder = own_folder()
    name, number = id_of(title), 1
    path = folder / f"{name}{ENDING}"
    while path.exists() or path.is_symlink():
        number += 1
        path = folder / f"{name}-{number}{ENDING}"
    return path


def keep(title: str, text: str) -> Path:
    """Write a lesson of a title into a new file in the user's folder, and return that. Raises LessonError."""
    path = free_path(title)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LessonError(f"The folder {path.parent} can't be made ({error.strerror}).") from error
    save(path, text)
    return path


def _lessons_in(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in folder.glob(f"*{ENDING}") if path.is_file()))
