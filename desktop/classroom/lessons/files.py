"""Lesson files as texts: reading one whatever it is, and writing one whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from desktop.classroom.lessons.faults import LessonError
from desktop.pictures.answers import called
from engine.contract.files import write_atomically

LARGEST = 1_000_000
"""Bytes that a lesson file may have."""
WRITABLE = 0o222


def load(path: Path, what: str = "lesson", largest: int = LARGEST) -> str:
    """The text of a lesson file, or of `what` else a teacher or a student writes, of so many bytes at most.

    Raises LessonError with one sentence where it can't be read.
    """
    data = load_bytes(path, what, largest)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LessonError(
            f"{called(path)} is no text in UTF-8 (see line {line}). Save it as UTF-8 in its editor."
        ) from None


def load_bytes(path: Path, what: str, largest: int) -> bytes:
    """What is in a file that somebody chose as `what`. Raises LessonError as `load` does."""
    name = called(path)
    try:
        if path.is_dir():
            raise LessonError(f"{name} is a folder. Choose a {what} that is in it.")
        if path.exists() and not path.is_file():
            raise LessonError(f"{name} is no file that can be read as a {what}.")
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except FileNotFoundError:
        raise LessonError(f"There is no file {name}.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can have such a name"
        raise LessonError(f"{name} can't be read ({reason}).") from error
    if len(data) > largest:
        raise LessonError(f"{name} has more than {largest // 10**6} MB, so it is no {what}.")
    return data


def save(path: Path, text: str) -> None:
    """Write a text into a file. Raises LessonError, and all is as it was then."""
    target = Path(os.path.realpath(path))  # a link stays one
    try:
        if target.exists() and not (target.stat().st_mode & WRITABLE and os.access(target, os.W_OK)):
            raise LessonError(f"{called(path)} can only be read, so nothing is changed. Make it writable, or copy it.")
        with write_atomically(target) as file:
            file.write(text.encode("utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can have such a name"
        raise LessonError(
            f"{called(path)} can't be written ({reason}), so nothing is changed. Make room there, or copy it."
        ) from error


def create(path: Path, text: str) -> None:
    """Write a lesson that is new. Raises LessonError where there is a file already, or where none can be written."""
    if os.path.lexists(path):
        raise LessonError(f"There is a file {called(path)} already: choose another name.")
    save(path, text)
