"""The run in progress on disk: a tape that grows beside the kept runs, so that the end of this process loses nothing.

It is there from the first steps of a run until the run itself is saved. One that is there without a process that owns
it is of a run that was broken off.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from PySide6.QtCore import QLockFile

from desktop.runs import storage
from desktop.runs.storage import RecordingError
from engine.contract import tape
from engine.contract.events import Event, Predicted, Snapshot
from engine.contract.tape import TapeError
from scenes.stage.data import recording as rec
from scenes.stage.data.recording import Plan, Recording

SUFFIX = ".journal"
SPARSER = 1.05
"""A snapshot, or what was said of all pictures, is written only so many times as many steps after the one before:

they are most of a run's size.
"""

UNPACKED = 0
"""A journal isn't compressed: each second brings little, and it is read in half the time when it is needed."""

_BUFFER = 2**20
"""Bytes that are handed to the system at once: the beginning of a run is, so that there is no half of it."""


class Journal:
    """One growing file, and a lock beside it that tells whose it is; a lock ends with its process."""

    def __init__(self, path: Path, plan: Plan | None = None) -> None:
        self.path = path
        self.plan = plan
        """The plan of the run that is written; None where one is only read."""
        self._lock = QLockFile(f"{path}.lock")
        self._lock.setStaleLockTime(0)  # no lock ends by its age: a run can take days
        self._file: IO[bytes] | None = None
        self._written: Recording | None = None
        self._last: dict[type[Event], int] = {}
        """After how many steps what is written sparsely was written last."""
        self._stuck = False

    @property
    def key(self) -> str:
        """What the run's own files will be called."""
        return self.path.stem

    def claim(self) -> bool:
        """Make it this process's own; False if it is another's."""
        return self._lock.tryLock(0)

    def read(self) -> Recording:
        """The run as far as it was written; raises RecordingError if there is none to be read."""
        try:
            return storage.replayed(tape.salvage(self.path))
        except TapeError as error:
            raise RecordingError(str(error)) from error
        except ValueError as error:
            raise RecordingError(
                f"The recording {self.path.name} doesn't fit together ({error}); delete it."
            ) from error

    def write(self, recording: Recording) -> None:
        """Write what has come to a run since the last time.

        Raises OSError if that can't be done; it is not tried again then, and what was written before can be read.
        """
        if self._stuck:
            return
        try:
            self._add(recording)
        except OSError:
            self._stuck = True
            self._close()
            raise

    def _add(self, recording: Recording) -> None:
        if self._file is None or self._written is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.claim()
            self._file = self.path.open("xb", buffering=_BUFFER)
            self._writer = tape.Writer(self._file, UNPACKED)
            self._written = rec.begin(recording.plan)
            for event in storage.opening(recording.plan):
                self._writer.add(event)
            self._writer.flush()
        for event in storage.news(recording, self._written):
            if isinstance(event, Snapshot | Predicted):
                if event.step < SPARSER * self._last.get(type(event), -1):
                    continue
                self._last[type(event)] = event.step
            self._writer.add(event)
        self._writer.flush()
        self._written = recording

    def release(self) -> None:
        """Leave it to whoever looks next."""
        self._close()
        self._lock.unlock()

    def remove(self) -> None:
        """Delete it: the run is saved, or nobody wants it. Raises OSError if the file can't be deleted."""
        self._close()
        try:
            self.path.unlink(missing_ok=True)
        finally:
            self._lock.unlock()

    def _close(self) -> None:
        """Close the file, even where what is left can't be written."""
        file, self._file = self._file, None
        if file is not None:
            try:
                file.close()
            except OSError:
                self._stuck = True


def left(folder: Path) -> Iterator[Journal]:
    """Claim the journals in a folder that are no living process's."""
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        journal = Journal(path)
        if not journal.claim():
            continue
        if path.exists() and path.stat().st_size:
            yield journal
        else:  # its owner was done with it just now, or ended before it wrote anything
            journal.remove()
