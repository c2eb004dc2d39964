"""From where earlier versions kept runs, in the folder for configuration, to the folder for data."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from pathlib import Path

from engine.contract.files import write_atomically


def move(old: Path, new: Path) -> str:
    """Move what is in a folder to another, and then the folder is gone; returns "" or a sentence on why it can't be.

    What is left is moved the next time. Nothing is overwritten, and a folder that the user has linked stays.
    """
    if old == new or old.is_symlink() or not old.is_dir():
        return ""
    try:
        new.mkdir(parents=True, exist_ok=True)
        for path in sorted(old.iterdir()):
            if not (new / path.name).exists():
                _move(path, new / path.name)
    except OSError as error:
        return (
            f"The runs in {old} can't be moved to {new} ({error.strerror}), where Convoscope looks for them now; "
            "the next start tries it again."
        )
    with contextlib.suppress(OSError):  # something else is in it
        old.rmdir()
    return ""


def _move(path: Path, to: Path) -> None:
    try:
        os.rename(path, to)
    except FileNotFoundError:
        return  # another window was faster
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        with path.open("rb") as source, write_atomically(to) as copy:  # to another disk
            shutil.copyfileobj(source, copy)
        shutil.copystat(path, to)
        path.unlink()
