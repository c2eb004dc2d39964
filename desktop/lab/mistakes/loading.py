"""The validation pictures of a data set, read behind the window."""

from __future__ import annotations

import contextlib
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, Qt, Signal

from desktop.system.paths import sets_folder
from engine.contract import pictures
from engine.contract.pictures import Pictures
from engine.contract.spec import Data, SpecError

_Read = tuple[Data, Pictures | None, str]


class ValidationPictures(QObject):
    """Holds the pictures of one data set at a time; close it at the end.

    `changed` says that they are there, or that they can't be had, which is what `trouble` says in one sentence.
    """

    changed = Signal()
    _read = Signal(object)
    """From the thread: what it has read."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pictures: Pictures | None = None
        """uint8 (count, channels, height, width)."""
        self.trouble = ""
        self._data: Data | None = None
        self._reader = ThreadPoolExecutor(1, "validation pictures")
        self._read.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def want(self, data: Data) -> None:
        """Read the pictures of a data set unless they are there."""
        if data != self._data:
            self._data, self.pictures, self.trouble = data, None, ""
            self._reader.submit(_pictures, data).add_done_callback(self._tell)

    def look_again(self) -> None:
        """Try once more to read what could not be read: the set may have been imported meanwhile."""
        if self.trouble:
            self._data = None

    def close(self) -> None:
        """Wait for what is being read."""
        self._reader.shutdown(cancel_futures=True)

    def _tell(self, future: Future[_Read]) -> None:
        if not future.cancelled():
            with contextlib.suppress(RuntimeError):  # the window may be gone meanwhile
                self._read.emit(future.result())

    def _take(self, found: _Read) -> None:
        data, read, trouble = found
        if data == self._data:  # else others are wanted by now
            self.pictures, self.trouble = read, trouble
            self.changed.emit()


def _pictures(data: Data) -> _Read:
    """Read the validation pictures; in the thread."""
    try:
        folder = None if isinstance(data, str) else sets_folder()
        return data, pictures.source(data, folder).validation_x, ""
    except SpecError as error:
        return data, None, str(error)
