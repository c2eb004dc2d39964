"""Reading runs behind the window, which goes on meanwhile."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from desktop.runs import storage
from desktop.runs.storage import RecordingError
from scenes.stage.data.recording import Recording


class Reader(QObject):
    """Reads one run after the other in a thread. `read` carries a run's key and its recording, or a RecordingError."""

    read = Signal(str, object)
    _done = Signal(str, object)
    """From the thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: set[str] = set()
        self._thread = ThreadPoolExecutor(1, "reading")
        self._done.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def want(self, key: str, path: Path) -> None:
        """Read a run, unless that is under way."""
        if key not in self._wanted:
            self._wanted.add(key)
            self._thread.submit(self._load, key, path)

    def _load(self, key: str, path: Path) -> None:
        found: Recording | RecordingError
        try:
            found = storage.load(path)
        except RecordingError as error:
            found = error
        with contextlib.suppress(RuntimeError):  # whoever wanted it may be gone meanwhile
            self._done.emit(key, found)

    def _hand_over(self, key: str, found: Recording | RecordingError) -> None:
        self._wanted.discard(key)
        self.read.emit(key, found)

    def close(self) -> None:
        """Wait for the thread; what it has not begun is not read."""
        self._thread.shutdown(cancel_futures=True)
