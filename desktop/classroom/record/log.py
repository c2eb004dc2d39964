"""The log of a class on disk: a file that grows line by line, so that the end of this process loses nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import IO

from PySide6.QtCore import QLockFile

from desktop.classroom.record.entries import AnyEntry, Began, to_line

SUFFIX = ".jsonl"


class ClassLog:
    """One growing file, and a lock beside it that tells whose it is; a lock ends with its process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = QLockFile(f"{path}.lock")
        self._lock.setStaleLockTime(0)  # no lock ends by its age: a class can stand open over a break
        self._file: IO[bytes] | None = None

    def claim(self) -> bool:
        """Make it this process's own; False if it is another's."""
        return self._lock.isLocked() or self._lock.tryLock(0)

    def add(self, entry: AnyEntry) -> None:
        """Write what has happened. Raises OSError if that can't be done; what was written before can be read."""
        if self._file is None:
            self._file = self.path.open("ab")
        try:
            self._file.write(to_line(entry))
            self._file.flush()
        except OSError:
            self._close()
            raise

    def mend(self) -> None:
        """Cut off a last line that was not written to its end, before others follow. Raises OSError."""
        with self.path.open("r+b") as file:
            found = file.read()
            file.truncate(found.rfind(b"\n") + 1)

    def release(self) -> None:
        """Leave it to whoever looks next."""
        self._close()
        self._lock.unlock()

    def remove(self) -> None:
        """Delete it. Raises OSError if that can't be done."""
        self._close()
        try:
            self.path.unlink(missing_ok=True)
        finally:
            self._lock.unlock()

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            try:
                file.close()
            except OSError:
                return  # what could not be written was told when it was


def begin(folder: Path, began: Began, name: str) -> ClassLog:
    """Begin the log of a lesson named `name`, under a name that no other class has. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{datetime.fromisoformat(began.at):%Y-%m-%dT%H%M}-{name}"
    for number in count(1):
        log = ClassLog(folder / f"{stem}{'' if number == 1 else f'-{number}'}{SUFFIX}")
        log.claim()  # before there is a file that another window could take for one left over
        try:
            log.path.open("xb").close()
        except FileExistsError:
            log.release()
            continue
        try:
            log.add(began)
        except OSError:
            with contextlib.suppress(OSError):
                log.remove()  # nothing can be made out of a log without its first entry
            raise
        return log
    raise AssertionError("numbers don't end")


def logs(folder: Path) -> Iterator[ClassLog]:
    """All logs in a folder, the newest first."""
    for path in sorted(folder.glob(f"*{SUFFIX}"), reverse=True):
        yield ClassLog(path)
