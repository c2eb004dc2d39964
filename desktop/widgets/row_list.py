"""A list of rows that are painted by their owner and renamed in place: kept runs, the stops of a lesson."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QListView, QWidget

from desktop.theme.appearance import Appearance

AnyIndex = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
"""The role under which a delegate finds the whole row."""


class Listed(Protocol):
    """A row as far as every list knows it."""

    @property
    def title(self) -> str:
        """Its name, which can be typed anew."""

    @property
    def words(self) -> str:
        """All of it, for a screen reader."""


R = TypeVar("R", bound=Listed)


class RowModel(QAbstractListModel, Generic[R]):
    """Rows as Qt's views want them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[R, ...] = ()

    def identity(self, row: R) -> str:
        """What a row stands for: rows of the same thing have the same."""
        raise NotImplementedError

    def show_rows(self, rows: tuple[R, ...]) -> None:
        """Hold other rows; where they are of the same things, the view keeps its place."""
        if rows == self.rows:
            return
        if list(map(self.identity, rows)) == list(map(self.identity, self.rows)):
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102 - Qt's
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.title
        return row.words if role == Qt.ItemDataRole.AccessibleTextRole else None


class RowList(QListView, Generic[R]):
    """Shows the rows of a model; `chose` says that another one is chosen."""

    chose = Signal()

    def __init__(self, name: str, rows: RowModel[R], appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("runs")
        self.setAccessibleName(name)
        self.rows = rows
        rows.setParent(self)
        self._late: tuple[R, ...] | None = None
        self.setModel(rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        appearance.changed.connect(self.scheduleDelayedItemsLayout)

    def show_rows(self, rows: tuple[R, ...]) -> None:
        """Show other rows; while somebody types a name, that waits."""
        if self.state() == QAbstractItemView.State.EditingState:
            self._late = rows
            return
        self._late = None
        chosen, place = self.row, self.currentIndex().row()
        self.rows.show_rows(rows)
        self.scheduleDelayedItemsLayout()
        if chosen is not None:
            self.choose_again(chosen, place)
        self.chose.emit()

    def choose_again(self, chosen: R, place: int) -> None:
        """Choose among other rows the one that was chosen, at a place, or one near it."""
        raise NotImplementedError

    @property
    def row(self) -> R | None:
        """The chosen row."""
        index = self.currentIndex()
        return self.rows.rows[index.row()] if index.isValid() else None

    def rename(self) -> None:
        """Let the chosen row's title be typed."""
        if self.currentIndex().isValid():
            self.setFocus()
            self.edit(self.currentIndex())

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:  # noqa: D102 - Qt's
        super().currentChanged(current, previous)
        self.chose.emit()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Show what has come while somebody typed."""
        super().closeEditor(editor, hint)
        if self._late is not None:
            self.show_rows(self._late)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
