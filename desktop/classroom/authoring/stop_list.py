"""The list of a lesson's stops: Enter or a double click goes to one, F2 renames, Del deletes, a drag moves it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QListView, QWidget

from desktop.classroom.authoring.row_painter import ROW, RowPainter
from desktop.classroom.authoring.rows import StopRow
from desktop.classroom.authoring.thumbnails import Thumbnails
from desktop.theme.appearance import Appearance
from desktop.widgets.keyboard import means

_Index = QModelIndex | QPersistentModelIndex


class StopModel(QAbstractListModel):
    """Rows as Qt's views want them. `renamed` carries a row's index and the title that somebody typed."""

    renamed = Signal(int, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[StopRow, ...] = ()

    def show_rows(self, rows: tuple[StopRow, ...]) -> None:
        """Hold other rows; where they are of the same stops, the view keeps its place."""
        if rows == self.rows:
            return
        if [row.id for row in rows] == [row.id for row in self.rows]:
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
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: D102 - Qt's
        if str(value).strip() != self.rows[index.row()].title:
            self.renamed.emit(index.row(), str(value).strip())
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:  # noqa: D102 - Qt's
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag
        return flags.ItemIsEnabled | flags.ItemIsSelectable | flags.ItemIsEditable | flags.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: D102 - Qt's
        return Qt.DropAction.MoveAction


class StopList(QListView):
    """Shows the rows and says what is wanted of them, by their indices; `chose` says that another one is chosen."""

    go_wanted = Signal(int)
    delete_wanted = Signal(int)
    move_wanted = Signal(int, int)
    undo_wanted = Signal()
    redo_wanted = Signal()
    chose = Signal()

    def __init__(self, appearance: Appearance, thumbnails: Thumbnails) -> None:
        super().__init__()
        self.setObjectName("runs")
        self.setAccessibleName("Stops of the lesson")
        self.stops = StopModel(self)
        self.painter_of_rows = RowPainter(appearance, thumbnails, self.viewport())
        self._late: tuple[StopRow, ...] | None = None
        self.setModel(self.stops)
        self.setItemDelegate(self.painter_of_rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.activated.connect(lambda index: self.go_wanted.emit(index.row()))
        thumbnails.drawn.connect(lambda _: self.viewport().update())
        appearance.changed.connect(self.scheduleDelayedItemsLayout)

    # --- What is shown ----------------------------------------------------------------------------------------------

    def show_rows(self, rows: tuple[StopRow, ...]) -> None:
        """Show other rows, the same stop chosen if it is there; while somebody types a title, that waits."""
        if self.state() == QAbstractItemView.State.EditingState:
            self._late = rows
            return
        self._late = None
        chosen, place = self.row, self.currentIndex().row()
        self.stops.show_rows(rows)
        self.scheduleDelayedItemsLayout()
        if chosen is not None and rows:
            found = next((index for index, row in enumerate(rows) if row.id == chosen.id), min(place, len(rows) - 1))
            self.choose(found)
        self.chose.emit()

    @property
    def row(self) -> StopRow | None:
        """The chosen row."""
        index = self.currentIndex()
        return self.stops.rows[index.row()] if index.isValid() else None

    def choose(self, index: int) -> None:
        """Choose a row, and have it in sight."""
        if 0 <= index < len(self.stops.rows):
            self.setCurrentIndex(self.stops.index(index))

    def rename(self) -> None:
        """Let the chosen stop's title be typed."""
        if self.currentIndex().isValid():
            self.setFocus()
            self.edit(self.currentIndex())

    # --- Keys and drags ---------------------------------------------------------------------------------------------

    def take_key(self, event: QKeyEvent) -> bool:
        """Use the keys that act on the chosen stop, or on the lesson; all others are the window's."""
        index = self.currentIndex().row()
        if means(event, "Ctrl+Y") or (means(event, "Ctrl+Z") and event.modifiers() & Qt.KeyboardModifier.ShiftModifier):
            self.redo_wanted.emit()
        elif means(event, "Ctrl+Z"):
            self.undo_wanted.emit()
        elif index < 0:
            return False
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_wanted.emit(index)
        elif means(event, "Ctrl+Up"):
            self._move(index, index - 1)
        elif means(event, "Ctrl+Down"):
            self._move(index, index + 1)
        else:
            return False
        return True

    def _move(self, index: int, to: int) -> None:
        if index != to and 0 <= to < len(self.stops.rows):
            self.move_wanted.emit(index, to)

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the stop that is dragged where it was let go; the list itself follows the file."""
        dragged, over = self.currentIndex().row(), self.indexAt(event.position().toPoint())
        after = self.dropIndicatorPosition() == QAbstractItemView.DropIndicatorPosition.BelowItem
        gap = over.row() + after if over.isValid() else len(self.stops.rows)
        event.setDropAction(Qt.DropAction.IgnoreAction)  # else the view takes the row out of its model
        event.accept()
        self._move(dragged, gap - (gap > dragged))

    def currentChanged(self, current: _Index, previous: _Index) -> None:  # noqa: D102 - Qt's
        super().currentChanged(current, previous)
        self.chose.emit()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Show what has happened to the lesson while somebody typed."""
        super().closeEditor(editor, hint)
        if self._late is not None:
            self.show_rows(self._late)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
