"""The list of runs: a click opens one, its box lays it over, F2 or a double click renames it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView

from desktop.lab.kept_runs.rows import Row, RowPainter
from desktop.theme.appearance import Appearance
from desktop.widgets.keyboard import means
from desktop.widgets.row_list import AnyIndex, RowList, RowModel


class RunModel(RowModel[Row]):
    """Kept runs. `renamed` carries a key and a name that somebody typed."""

    renamed = Signal(str, str)

    def identity(self, row: Row) -> str:
        """A run is known by its key."""
        return row.key

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102 - Qt's
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.title}\n{row.facts}" if row.run else None
        return super().data(index, role)

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: D102 - Qt's
        self.renamed.emit(self.rows[index.row()].key, str(value))
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:  # noqa: D102 - Qt's
        row, flags = self.rows[index.row()], Qt.ItemFlag
        if row.heading:
            return flags.ItemIsEnabled
        editable = row.run is not None and not row.run.shipped and not row.run.trouble
        return flags.ItemIsEnabled | flags.ItemIsSelectable | (flags.ItemIsEditable if editable else flags.NoItemFlags)


class RunList(RowList[Row]):
    """Shows runs and says what is wanted of them; buttons act on the chosen one."""

    opened = Signal(str)
    live_wanted = Signal()
    ticked = Signal(str)
    delete_wanted = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        self.runs = RunModel()
        super().__init__("Runs", self.runs, appearance)
        self.painter_of_rows = RowPainter(appearance, self.viewport())
        self._ticking = False
        self.setItemDelegate(self.painter_of_rows)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)

    def choose_again(self, chosen: Row, place: int) -> None:
        """Choose the same run, or else one near its place."""
        if chosen.key and self.key != chosen.key:
            self.choose(chosen.key)
            if not self.key:
                self._choose_near(place)

    @property
    def key(self) -> str:
        """The key of the chosen run; "" if there is none."""
        return self.row.key if self.row else ""

    def choose(self, key: str) -> None:
        """Let the buttons act on a run."""
        for number, row in enumerate(self.rows.rows):
            if row.key == key and not row.heading:
                self.setCurrentIndex(self.rows.index(number))

    def _choose_near(self, place: int) -> None:
        """Let the buttons act on the run that has moved up to where a deleted one was, or else on the last one."""
        own = [number for number, row in enumerate(self.rows.rows) if row.run is not None and not row.run.shipped]
        if own:
            self.setCurrentIndex(self.rows.index(next((number for number in own if number >= place), own[-1])))

    def box(self, key: str) -> QRect:
        """Where the box of a run is, in the list's viewport."""
        number = next(number for number, row in enumerate(self.rows.rows) if row.key == key)
        return self.painter_of_rows.box(self.rows.rows[number], self.visualRect(self.rows.index(number)))

    def take_key(self, event: QKeyEvent) -> bool:
        """Use the keys that act on the chosen run."""
        if not self.key or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if means(event, "C"):
            self.ticked.emit(self.key)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_wanted.emit(self.key)
        else:
            return False
        return True

    def _open(self, index: QModelIndex) -> None:
        row = self.rows.rows[index.row()]
        if row.live:
            self.live_wanted.emit()
        elif row.run is not None:
            self.opened.emit(row.key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick a box, or let Qt choose the row."""
        self._ticking = self._tick(event.position().toPoint())
        if not self._ticking:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tick is over where it began."""
        if not self._ticking:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick ticks are two ticks."""
        self._ticking = self._tick(event.position().toPoint())
        if not self._ticking:
            super().mouseDoubleClickEvent(event)

    def _tick(self, place: QPoint) -> bool:
        """Tick the box at a place; returns whether there is one."""
        index = self.indexAt(place)
        row = self.rows.rows[index.row()] if index.isValid() else None
        if row is None or not row.can_compare:
            return False
        if not self.painter_of_rows.box(row, self.visualRect(index)).adjusted(-6, -6, 6, 6).contains(place):
            return False
        self.setCurrentIndex(index)
        self.ticked.emit(row.key)
        return True
