"""The list of runs: a click opens one, its box lays it over, F2 or a double click renames it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QListView, QWidget

from desktop.lab.kept_runs.rows import ROW, Row, RowPainter
from desktop.theme.appearance import Appearance
from desktop.widgets.keyboard import means

_Index = QModelIndex | QPersistentModelIndex


class RowModel(QAbstractListModel):
    """Rows as Qt's views want them. `renamed` carries a key and a name that somebody typed."""

    renamed = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Hold other rows; where they are of the same runs, the view keeps its place."""
        if rows == self.rows:
            return
        if [row.key for row in rows] == [row.key for row in self.rows]:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102 - Qt's
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.title}\n{row.facts}" if row.run else None
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: D102 - Qt's
        self.renamed.emit(self.rows[index.row()].key, str(value))
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:  # noqa: D102 - Qt's
        row, flags = self.rows[index.row()], Qt.ItemFlag
        if row.heading:
            return flags.ItemIsEnabled
        editable = row.run is not None and not row.run.shipped and not row.run.trouble
        return flags.ItemIsEnabled | flags.ItemIsSelectable | (flags.ItemIsEditable if editable else flags.NoItemFlags)


class RunList(QListView):
    """Shows rows and says what is wanted of them; `chose` says that another row is the one that buttons act on."""

    opened = Signal(str)
    live_wanted = Signal()
    ticked = Signal(str)
    delete_wanted = Signal(str)
    chose = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("runs")
        self.setAccessibleName("Runs")
        self.rows = RowModel(self)
        self.painter_of_rows = RowPainter(appearance, self.viewport())
        self._late: tuple[Row, ...] | None = None
        self._ticking = False
        self.setModel(self.rows)
        self.setItemDelegate(self.painter_of_rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)
        appearance.changed.connect(self.scheduleDelayedItemsLayout)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; while somebody types a name, that waits."""
        if self.state() == QAbstractItemView.State.EditingState:
            self._late = tuple(rows)
            return
        self._late = None
        key, place = self.key, self.currentIndex().row()
        self.rows.show_rows(tuple(rows))
        self.scheduleDelayedItemsLayout()
        if key and self.key != key:
            self.choose(key)
            if not self.key:
                self._choose_near(place)
        self.chose.emit()

    @property
    def row(self) -> Row | None:
        """The chosen row."""
        index = self.currentIndex()
        return self.rows.rows[index.row()] if index.isValid() else None

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

    def rename(self) -> None:
        """Let the chosen run's name be typed."""
        if self.currentIndex().isValid():
            self.setFocus()
            self.edit(self.currentIndex())

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

    def currentChanged(self, current: _Index, previous: _Index) -> None:  # noqa: D102 - Qt's
        super().currentChanged(current, previous)
        self.chose.emit()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Show what has happened to the list while somebody typed."""
        super().closeEditor(editor, hint)
        if self._late is not None:
            self.show_rows(self._late)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
