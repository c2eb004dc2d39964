"""One home for several windows: who else is there, what they write, and how none gets in another's way."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, QTimer, Signal

PATIENCE_MS = 1000
"""How long a file that another window is about to write is waited for."""
PAUSE_MS = 100
"""How long after the first change in a folder it is looked at: one file is several changes."""
LOOK_MS = 2000
"""How often it is looked whether another window is still there: one that is killed takes no leave."""


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Read a file and write it without another window in between.

    Where that can't be had in time, as in a folder that can't be written, the block runs all the same.
    """
    lock = QLockFile(f"{path}.lock")
    lock.tryLock(PATIENCE_MS)
    try:
        yield
    finally:
        lock.unlock()


class FolderWatch(QObject):
    """Says `changed` a moment after something came to a folder, went from it or was replaced in it.

    The folder need not exist: until it does, the nearest one around it is watched.
    """

    changed = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._notice)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self._aim()

    def close(self) -> None:
        """Say nothing any more."""
        self._pause.stop()
        self._let_go()

    def _notice(self) -> None:
        self._aim()
        if not self._pause.isActive():
            self._pause.start()

    def _aim(self) -> None:
        """Watch the folder, or what is nearest to it by now."""
        while (nearest := self._nearest()) not in self._watcher.directories():
            self._let_go()
            if not self._watcher.addPath(nearest):
                return

    def _let_go(self) -> None:
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())

    def _nearest(self) -> str:
        return str(next((each for each in (self._folder, *self._folder.parents) if each.is_dir()), self._folder))


class FileWatch(QObject):
    """Says `changed` a moment after a file was written, replaced, deleted, or came back."""

    changed = Signal()

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = str(path)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._notice)
        self._folder = FolderWatch(path.parent, self)
        self._folder.changed.connect(self._notice)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._settle)
        self._watcher.addPath(self._path)

    def close(self) -> None:
        """Say nothing any more."""
        self._pause.stop()
        self._folder.close()
        if self._watcher.files():
            self._watcher.removePaths(self._watcher.files())

    def _notice(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    def _settle(self) -> None:
        if self._path not in self._watcher.files():  # an editor has put another file in the place of this one
            self._watcher.addPath(self._path)
        self.changed.emit()


class OtherWindows(QObject):
    """Knows how many other windows are open on a folder; `changed` says that one came or went.

    Each holds a lock in the folder. A lock ends with its process, and one that is left over is deleted.
    """

    changed = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.count = 0
        with contextlib.suppress(OSError):  # then nothing can be kept there either, and saving says so
            folder.mkdir(parents=True, exist_ok=True)
        self._own = folder / f"window-{uuid4().hex}.lock"
        self._lock = _lock(self._own)
        self._lock.tryLock(0)
        self._watch = FolderWatch(folder, self)
        self._watch.changed.connect(self.look)
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(self.look)

    def look(self) -> None:
        """Count them now."""
        count = sum(path != self._own and _is_held(path) for path in self._folder.glob("window-*.lock"))
        if count != self.count:
            self.count = count
            self._looking.start() if count else self._looking.stop()
            self.changed.emit()

    def close(self) -> None:
        """Be no window any more."""
        self._looking.stop()
        self._watch.close()
        self._lock.unlock()


def _lock(path: Path) -> QLockFile:
    lock = QLockFile(str(path))
    lock.setStaleLockTime(0)  # no lock ends by its age: a window can be open for days
    return lock


def _is_held(path: Path) -> bool:
    """Whether a lock is a living process's; one that isn't is deleted."""
    lock = _lock(path)
    if not lock.tryLock(0):
        return lock.error() == QLockFile.LockError.LockFailedError
    lock.unlock()
    return False
