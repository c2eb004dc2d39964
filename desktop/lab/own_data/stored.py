"""What of the user's own is stored: sets of pictures with their sizes, the runs that use them, and a way to delete."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.sets.store import KeptSet, SetStore
from desktop.widgets.parts import ScrollColumn, button, label
from engine.contract.spec import OwnData, about

RunsOf = Callable[[OwnData], tuple[str, ...]]


class StoredDialog(QDialog):
    """Lists the sets of a store; `runs_of` names the kept runs of a set."""

    def __init__(self, store: SetStore, runs_of: RunsOf, parent: QWidget) -> None:
        super().__init__(parent)
        self._store, self._runs_of = store, runs_of
        self.setWindowTitle("What of mine is stored")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.headline = label(name="heading")
        self.where = label(name="muted", wrap=True)
        self.rows: list[SetRow] = []
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, 6, 0)
        self._list.setSpacing(8)
        self.deleted = label(name="muted", wrap=True)
        self.undo = button("Undo", "Bring it back", store.undo)
        self.close_button = button("Close", "", self.accept)
        self.close_button.setDefault(True)
        bottom = QHBoxLayout()
        bottom.addWidget(self.deleted, 1)
        bottom.addWidget(self.undo)
        bottom.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(10)
        column.addWidget(self.headline)
        column.addWidget(self.where)
        column.addWidget(ScrollColumn(self._inside), 1)
        column.addLayout(bottom)
        self.setMinimumSize(560, 360)
        store.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        sets = self._store.sets
        total = sum(each.size for each in sets)
        self.headline.setText(
            f"Your sets of pictures take {_size(total)}." if sets else "No pictures of yours are stored."
        )
        self.where.setText(
            f"They lie in {self._store.folder} and leave this computer only if you copy them. "
            "A kept run holds one picture of each class, and those that you looked at in it."
        )
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.rows = [SetRow(each, self._runs_of(each.data), self._store) for each in sets]
        for row in self.rows:
            self._list.addWidget(row)
        self._list.addStretch(1)
        deleted = self._store.undoable
        self.deleted.setText(
            f"Deleted “{deleted.title}”. It can be brought back until Convoscope is closed." if deleted else ""
        )
        self.undo.setVisible(deleted is not None)


class SetRow(QFrame):
    """One set: what it is, who uses it, and a button to delete it."""

    def __init__(self, kept: KeptSet, runs: tuple[str, ...], store: SetStore) -> None:
        super().__init__()
        self.setObjectName("card")
        known = about(kept.data)
        channels, height, width = known.shape
        self.title = label(known.title, "key", wrap=True)
        self.words = label(
            f"{len(known.classes)} classes, {known.train:,} + {known.validation:,} pictures, {width}×{height}, "
            f"{'colour' if channels == 3 else 'grey'}: {_size(kept.size)}",
            "muted",
            wrap=True,
        )
        self.use = label(_used_by(runs), "muted", wrap=True)
        self.delete = button(
            "Delete", f"Delete “{known.title}”; it can be brought back", lambda: store.delete(kept.data)
        )
        words = QVBoxLayout()
        words.setSpacing(2)
        for line in (self.title, self.words, self.use):
            words.addWidget(line)
        row = QHBoxLayout(self)
        row.addLayout(words, 1)
        row.addWidget(self.delete, 0, Qt.AlignmentFlag.AlignVCenter)


def _used_by(runs: tuple[str, ...]) -> str:
    if not runs:
        return "No kept run uses it."
    names = ", ".join(f"“{name}”" for name in runs[:3]) + (" and others" if len(runs) > 3 else "")
    one = "One kept run was" if len(runs) == 1 else f"{len(runs)} kept runs were"
    return f"{one} trained on it: {names}. Without it they can be looked at, but not repeated."


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.0f} kB"
