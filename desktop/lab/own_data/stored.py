"""What of the user's own is stored: sets of pictures and sweeps, with their sizes and a way to delete."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.collecting.class_card import counted
from desktop.runs.kept_sweeps import KeptSweep, SweepStore
from desktop.sets.drafts import Draft, DraftStore
from desktop.sets.store import KeptSet, SetStore
from desktop.sets.taught import TaughtStore
from desktop.system.keeping import Keeping, Kept
from desktop.widgets.parts import ScrollColumn, button, label
from engine.contract.spec import OwnData, about

RunsOf = Callable[[OwnData], tuple[str, ...]]


class StoredDialog(QDialog):
    """Lists the sets of a store, those that grow, sweeps, and classes that were taught; `runs_of` names a set's runs.

    `collect_wanted` asks for a set to be shown with all its pictures: the key of one that grows, or a set;
    `sweep_wanted` for the sweep of a folder. `teach_wanted` carries the key of classes that were taught.
    """

    collect_wanted = Signal(object)
    sweep_wanted = Signal(object)
    teach_wanted = Signal(str)

    def __init__(
        self,
        store: SetStore,
        drafts: DraftStore,
        sweeps: SweepStore,
        taught: TaughtStore | None,
        runs_of: RunsOf,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._store, self._drafts, self._sweeps, self._taught = store, drafts, sweeps, taught
        self._runs_of = runs_of
        self._stores: list[Keeping[Any]] = [store, drafts, sweeps, *([taught] if taught is not None else [])]
        """The one in which something was deleted last is the first."""
        self.setWindowTitle("What of mine is stored")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.headline = label(name="heading")
        self.where = label(name="muted", wrap=True)
        self.rows: list[StoredRow] = []
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, 6, 0)
        self._list.setSpacing(8)
        self.deleted = label(name="muted", wrap=True)
        self.undo = button("Undo", "Bring it back", self._undo)
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
        for each in self._stores:
            each.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        sets, drafts, sweeps = self._store.sets, self._drafts.drafts, self._sweeps.sweeps
        taught = self._taught.drafts if self._taught is not None else ()
        total = sum(each.size for each in sets) + sum(each.size for each in (*drafts, *taught))
        said = f"Your sets of pictures take {_size(total)}." if total else "No pictures of yours are stored."
        if sweeps:
            said += f" Your sweeps take {_size(sum(each.size for each in sweeps))}."
        self.headline.setText(said)
        self.where.setText(
            f"They lie in {self._store.folder} and leave this computer only if you copy them. "
            "A kept run holds one picture of each class, and those that you looked at in it, unless you chose that it "
            "holds none."
        )
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.rows = [self._draft_row(each) for each in drafts] + [self._set_row(each) for each in sets]
        self.rows += [self._taught_row(each) for each in taught]
        self.rows += [self._sweep_row(each) for each in sweeps]
        for row in self.rows:
            self._list.addWidget(row)
        self._list.addStretch(1)
        deleted = self._deleted()
        self.deleted.setText(
            f"Deleted “{deleted}”. It can be brought back until Convoscope is closed." if deleted else ""
        )
        self.undo.setVisible(bool(deleted))

    def _set_row(self, kept: KeptSet) -> StoredRow:
        known = about(kept.data)
        words = (
            f"{len(known.classes)} classes, {known.train:,} + {known.validation:,} pictures, "
            f"{_shape(known.shape)}: {_size(kept.size)}"
        )
        use = _used_by(self._runs_of(kept.data)) + ("" if kept.data.shown else " Kept runs hold none of its pictures.")
        row = StoredRow(known.title, words, use, "Add to it…")
        row.delete.clicked.connect(lambda: self._delete(self._store, kept.data))
        row.open.clicked.connect(lambda: self.collect_wanted.emit(kept.data))
        return row

    def _draft_row(self, draft: Draft) -> StoredRow:
        label = draft.label
        classes = "1 class" if len(label.classes) == 1 else f"{len(label.classes)} classes"
        words = f"{classes}, {counted(sum(label.counts))}, {_shape(label.shape)}: {_size(draft.size)}"
        row = StoredRow(
            f"{label.title} (still grows)", words, "Each training on it makes a set of its own, as it is then.", "Open…"
        )
        row.delete.clicked.connect(lambda: self._delete(self._drafts, draft))
        row.open.clicked.connect(lambda: self.collect_wanted.emit(draft.key))
        return row

    def _taught_row(self, draft: Draft) -> StoredRow:
        assert self._taught is not None
        store, label, head = self._taught, draft.label, self._taught.head_path(draft.key)
        words = (
            f"{len(label.classes)} classes, {counted(sum(label.counts))}, {_shape(label.shape)}: {_size(draft.size)}"
        )
        learned = (
            f"The layer that has learned from them is {head}." if head.is_file() else "No layer was kept with them."
        )
        row = StoredRow(f"{label.title} (taught)", words, learned, "Open…")
        row.delete.clicked.connect(lambda: self._delete(store, draft))
        row.open.clicked.connect(lambda: self.teach_wanted.emit(draft.key))
        return row

    def _sweep_row(self, kept: KeptSweep) -> StoredRow:
        runs = "1 run" if kept.sweep.count == 1 else f"{kept.sweep.count} runs"
        words = f"A sweep of {runs}: {_size(kept.size)}"
        row = StoredRow(kept.path.name, words, f"It lies in {kept.path}.", "Open")
        row.open.setToolTip("Show the sweep as a picture, and go on with what is not trained")
        row.delete.clicked.connect(lambda: self._delete(self._sweeps, kept))
        row.open.clicked.connect(partial(self.sweep_wanted.emit, kept.path))
        row.open.clicked.connect(self.accept)
        return row

    # Deleting

    def _delete(self, where: Keeping[Kept], kept: Kept) -> None:
        self._stores.remove(where)
        self._stores.insert(0, where)
        where.delete(kept)

    def _undo(self) -> None:
        """Bring back what was deleted last."""
        next(each for each in self._stores if each.undoable is not None).undo()

    def _deleted(self) -> str:
        """The name of what *Undo* would bring back, if there is something."""
        for where in self._stores:
            match where.undoable:
                case Draft(label=each):
                    return each.title
                case OwnData(title=title):
                    return title
                case KeptSweep(path=path):
                    return path.name
        return ""


class StoredRow(QFrame):
    """One set: what it is, what becomes of it, and buttons to open and to delete it."""

    def __init__(self, title: str, words: str, use: str, opens: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.title = label(title, "key", wrap=True)
        self.words = label(words, "muted", wrap=True)
        self.use = label(use, "muted", wrap=True)
        self.open = button(opens, f"Show the pictures of “{title}”; add to them and train on them")
        self.delete = button("Delete", f"Delete “{title}”; it can be brought back")
        column = QVBoxLayout()
        column.setSpacing(2)
        for line in (self.title, self.words, self.use):
            column.addWidget(line)
        row = QHBoxLayout(self)
        row.addLayout(column, 1)
        for each in (self.open, self.delete):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)


def _shape(shape: tuple[int, int, int]) -> str:
    channels, height, width = shape
    return f"{width}×{height}, {'colour' if channels == 3 else 'grey'}"


def _used_by(runs: tuple[str, ...]) -> str:
    if not runs:
        return "No kept run uses it."
    names = ", ".join(f"“{name}”" for name in runs[:3]) + (" and others" if len(runs) > 3 else "")
    one = "One kept run was" if len(runs) == 1 else f"{len(runs)} kept runs were"
    return f"{one} trained on it: {names}. Without it they can be looked at, but not repeated."


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.0f} kB"
