"""The teacher's secret: with it numbers are drawn that no student can foretell, and the same ones on each computer."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.files import load as load_text
from desktop.homework.faults import HomeworkError
from desktop.pictures.answers import called
from engine.contract.files import write_atomically

BYTES = 32
FILE = "homework-secret"
_HEX = re.compile(rf"[0-9a-f]{{{2 * BYTES}}}")
_TEXT = """\
# Convoscope draws the numbers of your homework with this secret. Show it to no student.
{secret}
"""


def secret_file() -> Path:
    """Where the secret is kept; there need not be one."""
    from desktop.system.paths import data_folder  # which loads Qt

    return data_folder() / FILE


def secret() -> bytes:
    """The secret of this computer, made when it is asked for first. Raises HomeworkError."""
    path = secret_file()
    if not path.exists():
        _keep(path, secrets.token_bytes(BYTES))
    return read_secret(path)


def export_secret(to: Path) -> None:
    """Write the secret into a file, for another computer. Raises HomeworkError."""
    if os.path.lexists(to):
        raise HomeworkError(f"There is a file {called(to)} already: choose another name.")
    _keep(to, secret())


def import_secret(source: Path, replace: bool = False) -> bool:
    """Take over a secret from another computer; returns whether it is another one than before.

    Raises HomeworkError where it can't be read, or where there is another one that is not to be replaced.
    """
    found, path = read_secret(source), secret_file()
    if path.exists() and not replace:
        if _is(path, found):
            return False
        raise HomeworkError(
            "This computer has a secret of its own already. With another one, sheets that were made here get other "
            "numbers when they are made again: export it first, then import with --replace."
        )
    _keep(path, found)
    return True


def read_secret(path: Path) -> bytes:
    """The secret in a file. Raises HomeworkError."""
    try:
        lines = load_text(path, "secret").splitlines()
    except LessonError as error:
        raise HomeworkError(str(error)) from error
    found = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if len(found) != 1 or not _HEX.fullmatch(found[0]):
        raise HomeworkError(
            f"{path} holds no secret: that is one line of {2 * BYTES} digits and letters a to f. "
            "`convoscope homework secret import FILE --replace` puts one there that was exported before."
        )
    return bytes.fromhex(found[0])


def _is(path: Path, found: bytes) -> bool:
    try:
        return read_secret(path) == found
    except HomeworkError:
        return False


def _keep(path: Path, content: bytes) -> None:
    """Write a secret so that nobody else on this computer can read it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with write_atomically(path) as file:
            os.chmod(file.name, 0o600)
            file.write(_TEXT.format(secret=content.hex()).encode())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can have such a name"
        raise HomeworkError(f"The secret can't be written to {path} ({reason}).") from error
