"""Reading a picture file from outside: a process of our own decodes it, within limits, and this one stays whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NoReturn

from desktop.pictures.answers import OpenedPicture, PictureError, called, read_answer
from desktop.pictures.limits import LIMITS, Limits
from desktop.system.processes import own_environment
from desktop.system.tracebacks import wanted
from scenes.stage.data.pictures import LARGEST_SIDE

CURE = "Open it in an image editor, save it as PNG, and open that."


def read_picture(path: Path, limits: Limits = LIMITS, side: int = LARGEST_SIDE) -> OpenedPicture:
    """Read a picture file and wait for it; the window has a `PictureReader` instead. Raises PictureError.

    It is scaled down to at most `side` pixels a side: what scenes take, or `SLIDE_SIDE` to be looked at.
    """
    look_for(path)
    try:
        done = subprocess.run(
            command(path, limits, side),
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=None if wanted() else subprocess.DEVNULL,
            timeout=limits.seconds,
        )
    except subprocess.TimeoutExpired:
        give_up(path, limits)
    except OSError as error:
        raise PictureError(f"{called(path)} can't be read: no process starts for it ({error.strerror}).") from error
    return understood(path, done.stdout)


def look_for(path: Path) -> None:
    """Raise PictureError where there is no such file."""
    try:
        if path.is_file():
            return
        folder = path.is_dir()
    except (OSError, ValueError):  # a name that no file can have
        folder = False
    if folder:
        raise PictureError(f"{called(path)} is a folder. Choose a picture that is in it.")
    raise PictureError(f"There is no file {called(path)}.")


def command(path: Path, limits: Limits, side: int) -> list[str]:
    """What to start for a file."""
    return [sys.executable, "-m", "desktop.pictures.decoding", str(path.absolute()), str(side), *map(str, limits)]


def environment() -> dict[str, str]:
    """What to start it in: no screen, and no more threads than it needs."""
    return {**own_environment(), "QT_QPA_PLATFORM": "offscreen", "OPENBLAS_NUM_THREADS": "1"}


def understood(path: Path, line: bytes) -> OpenedPicture:
    """What the process has answered; raises PictureError where it has ended without an answer."""
    try:
        return read_answer(line)
    except PictureError:
        raise
    except ValueError:
        raise PictureError(f"{called(path)} can't be read as a picture: its decoder broke down. {CURE}") from None


def give_up(path: Path, limits: Limits) -> NoReturn:
    """Raise PictureError for a file that takes too long."""
    raise PictureError(f"{called(path)} is not read within {limits.seconds} seconds, so it is given up. {CURE}")
