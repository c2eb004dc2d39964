"""The list of a lesson's stops: Enter or a double click goes to one, F2 renames, Del deletes, a drag moves it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from desktop.classroom.authoring.row_painter import RowPainter
from desktop.classroom.authoring.rows import StopRow
from desktop.classroom.authoring.thumbnails import Thumbnails
from desktop.theme.appearance import Appearance
from desktop.widgets.keyboard import means
from desktop.widgets.row_list import AnyIndex, RowList, RowModel


class StopModel(RowModel[StopRow]):
    """The stops of a lesson. `renamed` carries a row's index and the title that somebody typed."""

    renamed = Signal(int, str)

    def identity(self, row: StopRow) -> str:
        """A stop is known by its id."""
        return row.id

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: D102 - Qt's
        if str(value).strip() != self.rows[index.row()].title:
            self.renamed.emit(index.row(), str(value).strip())
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:  # noqa: D102 - Qt's
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag
        return flags.ItemIsEnabled | flags.ItemIsSelectable | flags.ItemIsEditable | flags.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: D102 - Qt's
        return Qt.DropAction.MoveAction


class StopList(RowList[StopRow]):
    """Shows the stops and says what is wanted of them, by their indices."""

    go_wanted = Signal(int)
    delete_wanted = Signal(int)
    move_wanted = Signal(int, int)
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, appearance: Appearance, thumbnails: Thumbnails) -> None:
        self.stops = StopModel()
        super().__init__("Stops of the lesson", self.stops, appearance)
        self.painter_of_rows = RowPainter(appearance, thumbnails, self.viewport())
        self.setItemDelegate(self.painter_of_rows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.activated.connect(lambda index: self.go_wanted.emit(index.row()))
        thumbnails.drawn.connect(lambda _: self.viewport().update())

    # --- What is shown ----------------------------------------------------------------------------------------------

    def choose_again(self, chosen: StopRow, place: int) -> None:
        """Choose the same stop, or else the one that has come to its place."""
        rows = self.stops.rows
        if rows:
            last = min(place, len(rows) - 1)
            self.choose(next((index for index, row in enumerate(rows) if row.id == chosen.id), last))

    def choose(self, index: int) -> None:
        """Choose a row, and have it in sight."""
        if 0 <= index < len(self.stops.rows):
            self.setCurrentIndex(self.stops.index(index))

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
