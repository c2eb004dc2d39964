"""What is kept in a folder until it is deleted, and can be brought back until the window closes."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

Kept = TypeVar("Kept")


class Keeping(QObject, Generic[Kept]):
    """Knows what is kept in a folder; close it at the end.

    What is deleted can be brought back until then: its files go when it is closed. `changed` says that there are others
    than before.
    """

    changed = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self._deleted: list[Kept] = []

    @property
    def undoable(self) -> Kept | None:
        """What `undo` would bring back."""
        return self._deleted[-1] if self._deleted else None

    def delete(self, kept: Kept) -> None:
        """Take something from the list."""
        self._deleted.append(kept)
        self.changed.emit()

    def undo(self) -> None:
        """Bring back what was deleted last."""
        if self._deleted:
            self._deleted.pop()
            self.changed.emit()

    def close(self) -> None:
        """Remove the files of what is deleted; what can't be removed is there again at the next start."""
        for kept in self._deleted:
            self._remove(kept)
        self._deleted.clear()

    @abstractmethod
    def _remove(self, kept: Kept) -> None:
        """Remove the files of something; whatever stands in the way of that is no matter."""
