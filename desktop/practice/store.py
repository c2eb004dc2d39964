"""The user's progress while a window is open: read when it is first needed, and written with each answer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.practice.learning import keeping
from desktop.practice.learning.progress import Known, Progress, Try, known, merged


class Store(QObject):
    """Keeps what was answered. `changed` says that it is something else; `told` carries a sentence for the user."""

    changed = Signal()
    told = Signal(str)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._progress: Progress = ()
        self._unsaved: Progress = ()
        self._forgotten: Progress = ()
        self.known = known(())

    def keep(self, tries: tuple[Try, ...] = ()) -> Known:
        """Add tries to the file, and take from it what other windows have added; returns what follows from all."""
        wanted = (*self._unsaved, *tries)
        try:
            found, trouble = keeping.add(self._path, wanted) if wanted else keeping.load(self._path)
            self._unsaved = ()
        except keeping.UnsavedError as error:
            found, trouble, self._unsaved = merged(self._progress, tries), str(error), wanted
        self._take(found, trouble)
        return self.known

    def _take(self, progress: Progress, trouble: str = "") -> None:
        if trouble:
            self.told.emit(trouble)
        if progress != self._progress:
            self._progress, self.known = progress, known(progress)
            self.changed.emit()

    # --- Forgetting -------------------------------------------------------------------------------------------------

    @property
    def can_take_back(self) -> bool:
        """Whether there is something forgotten that can be brought back."""
        return bool(self._forgotten)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered yet."""
        return not self._progress

    def reset(self) -> None:
        """Forget everything, until it is taken back or the window closes."""
        try:
            forgotten = keeping.clear(self._path)
        except keeping.UnsavedError as error:
            self.told.emit(str(error))
            return
        self._forgotten, self._unsaved = merged(self._forgotten, forgotten, self._unsaved), ()
        self._take(())

    def take_back(self) -> None:
        """Bring back what was forgotten, beside what was answered since."""
        forgotten, self._forgotten = self._forgotten, ()
        self.keep(forgotten)

    # --- From one computer to another -------------------------------------------------------------------------------

    def export(self, path: Path) -> None:
        """Write all into a file to take home."""
        self.keep()
        try:
            keeping.export(path, self._progress)
        except keeping.ProgressError as error:
            self.told.emit(str(error))
        else:
            self.told.emit(f"Your progress is saved as {path}. Import takes it in on another computer.")

    def take_in(self, path: Path) -> None:
        """Add what is in a file from elsewhere."""
        try:
            found = keeping.read_foreign(path)
        except keeping.ProgressError as error:
            self.told.emit(str(error))
            return
        self.keep()
        new = len(set(found) - set(self._progress))
        self.keep(found)
        words = "1 answer was" if new == 1 else f"{new} answers were"
        self.told.emit(f"{words} added to yours." if new else "All of these answers were here already.")
