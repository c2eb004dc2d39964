"""Files that are written whole or not at all."""

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_A_DAY = 86_400.0


@contextmanager
def write_atomically(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write; it becomes `path` when the block ends well. If not, all is as it was before.

    It is written beside `path`, under a name that no other process uses. Raises OSError, which names `path`.
    """
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())  # else a power cut could leave an empty file under the right name
        os.replace(partial, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None
        raise


def remove_partials(folder: Path) -> None:
    """Delete what was left half-written in a folder: by processes that are gone, or longer than a day ago.

    Only a process that was killed leaves any. What can't be deleted stays.
    """
    with contextlib.suppress(OSError):
        for partial in folder.glob("*.partial"):
            with contextlib.suppress(OSError):
                if time.time() - partial.stat().st_mtime > _A_DAY or not _is_alive(partial.stem.rpartition(".")[2]):
                    partial.unlink()


def _is_alive(number: str) -> bool:
    """Whether there is a process of a number; on Windows, where asking would end it, it is taken for granted."""
    if not number.isdecimal():
        return False
    if sys.platform == "win32":
        return True
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError, ValueError):
        return False
    except PermissionError:
        pass  # somebody else's
    return True
