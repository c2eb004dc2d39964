"""Reading the pictures beside a lesson before their stops are shown, while the window goes on."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.classroom.stops.foreign import Foreign, Found, stamp
from desktop.pictures.answers import OpenedPicture, PictureError
from desktop.pictures.reader import PictureReader


class PicturesAhead(QObject):
    """Reads files one after the other into `ready`; `done` says that all that are wanted have been read."""

    done = Signal()

    def __init__(self, ready: dict[Foreign, Found], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ready = ready
        self._stamps: dict[Foreign, tuple[int, int]] = {}
        self._wanted: list[Foreign] = []
        self._reader = PictureReader(self)

    @property
    def busy(self) -> bool:
        """Whether some are still to be read."""
        return bool(self._wanted)

    def read(self, wanted: Iterable[Foreign]) -> None:
        """Read these files, as far as they aren't read or are others by now; those asked for before are forgotten."""
        was_busy = self.busy
        self._wanted = [
            each for each in wanted if each not in self._ready or self._stamps.get(each) != stamp(each.path)
        ]
        if self._wanted:
            self._next()
        elif was_busy:
            self._reader.close()
            self.done.emit()

    def close(self) -> None:
        """Read nothing more."""
        self._wanted = []
        self._reader.close()

    def _next(self) -> None:
        if self._wanted:
            wanted = self._wanted[0]
            self._reader.read(wanted.path, lambda found: self._take(wanted, found), wanted.side)

    def _take(self, wanted: Foreign, found: OpenedPicture | PictureError) -> None:
        self._stamps[wanted] = stamp(wanted.path)
        self._ready[wanted] = found.picture if isinstance(found, OpenedPicture) else found
        self._wanted = [each for each in self._wanted if each != wanted]
        if self._wanted:
            QTimer.singleShot(0, self, self._next)  # not at once: many that are missing would be a tower of calls
        else:
            self.done.emit()
