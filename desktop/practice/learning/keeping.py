"""Progress in a file beside the state: several windows write into it, and it goes from one computer to another.

A window adds what was answered in it, and leaves the rest as it is by then. A file that can't be read is set aside,
never overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.files import load_bytes
from desktop.pictures.answers import called
from desktop.practice.learning.progress import MOST, Progress, Try, merged
from desktop.system.files import set_aside
from desktop.system.paths import HOME, folder
from desktop.system.sharing import alone
from engine.contract.files import write_atomically

FILE = "practice.json"
FORMAT = 1
LARGEST = 2_000_000
"""No file of `MOST` tries is larger than this, in bytes, and a larger one is not read."""
DAMAGE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class UnsavedError(Exception):
    """The user's progress can't be read or written. The message is one sentence for the user."""


class ProgressError(Exception):
    """A file of progress can't be read or written. The message is one sentence for the user."""


class _File(msgspec.Struct, kw_only=True):
    convoscope_practice: Literal[1]
    answers: Annotated[tuple[Try, ...], msgspec.Meta(max_length=MOST)] = ()


class _Format(msgspec.Struct):
    convoscope_practice: int = 0


def own_file() -> Path:
    """Where the user's progress is kept."""
    return folder() / FILE


def load(path: Path) -> tuple[Progress, str]:
    """Read the user's progress, and a sentence ("" where all is well); a damaged file is renamed.

    Raises UnsavedError where it can't be read, or where a newer Convoscope has written it.
    """
    try:
        return _found(path)
    except OSError as error:
        raise UnsavedError(f"Your progress in practice can't be read ({error.strerror}: {path}).") from error


def add(path: Path, tries: Iterable[Try]) -> tuple[Progress, str]:
    """Add tries to those in the file; returns all of them, and a sentence where the file was damaged.

    Raises UnsavedError, and then the file is as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with alone(path):
            found, trouble = _found(path)
            found = merged(found, tries)
            _write(path, found)
    except OSError as error:
        raise UnsavedError(_unwritten(error, path)) from error
    return found, trouble


def clear(path: Path) -> Progress:
    """Forget everything; returns what was there, so that it can be added again. Raises UnsavedError as `add` does."""
    try:
        with alone(path):
            found, _ = _found(path)
            if found:
                _write(path, ())
    except OSError as error:
        raise UnsavedError(_unwritten(error, path)) from error
    return found


def export(path: Path, progress: Progress) -> None:
    """Write progress into a file to take home. Raises ProgressError."""
    try:
        _write(path, progress)
    except OSError as error:
        raise ProgressError(f"{called(path)} can't be written ({error.strerror}). Choose another place.") from error


def read_foreign(path: Path) -> Progress:
    """Read progress out of a file that may be anybody's. Raises ProgressError."""
    name = called(path)
    try:
        data = load_bytes(path, "progress of practice", LARGEST)
    except LessonError as error:
        raise ProgressError(str(error)) from error
    form = _form(data)
    if form > FORMAT:
        raise ProgressError(f"{name} was written by a newer Convoscope. Install that one here, then import it.")
    if form != FORMAT:
        raise ProgressError(f"{name} is no progress of practice. Choose a file that Export has written.")
    try:
        return merged(msgspec.json.decode(data, type=_File).answers)
    except DAMAGE as error:
        raise ProgressError(f"{name} is damaged: {error}. Nothing of it was taken; export it anew.") from error


def _found(path: Path) -> tuple[Progress, str]:
    """What is in the user's file, and a sentence where it was damaged.

    Raises OSError, and UnsavedError where a newer Convoscope has written it: then nothing is overwritten.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return (), ""
    if _form(data) > FORMAT:
        raise UnsavedError(
            f"Your progress in practice was written by a newer Convoscope ({path}). It stays as it is, and what you "
            "answer here is forgotten when the window closes."
        )
    try:
        return merged(msgspec.json.decode(data, type=_File).answers), ""
    except DAMAGE:
        return (), _aside(path)


def _form(data: bytes) -> int:
    """Which version of the format some bytes say they are; 0 where they say none."""
    try:
        return msgspec.json.decode(data, type=_Format).convoscope_practice
    except DAMAGE:
        return 0


def _write(path: Path, progress: Progress) -> None:
    with write_atomically(path) as file:
        file.write(msgspec.json.encode(_File(convoscope_practice=1, answers=progress)))


def _aside(path: Path) -> str:
    try:
        aside = set_aside(path)
    except OSError as error:
        return f"Your progress in practice is damaged and can't be set aside ({error.strerror}: {path})."
    return f"Your progress in practice was damaged; the file is kept as {aside}, and practice begins afresh."


def _unwritten(error: OSError, path: Path) -> str:
    return (
        f"Your progress in practice can't be saved ({error.strerror}: {path}). "
        f"Set {HOME} to a folder that can be written."
    )
