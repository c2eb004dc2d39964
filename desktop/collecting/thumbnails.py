"""The pictures of one class, small, in rows: chosen by click or arrow keys, and deleted."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView

from desktop.sets.collection import Pile, Shape
from desktop.theme.appearance import Appearance
from desktop.widgets.data_picture import pixel_image

AnyIndex = QModelIndex | QPersistentModelIndex
SIDE = 40
"""How wide a picture is shown, in pixels for letters of the usual size."""


class _Model(QAbstractListModel):
    """The pictures of a class, the newest first."""

    def __init__(self, pile: Pile, shape: Shape, side: int) -> None:
        super().__init__()
        self.pile, self.shape, self.side = pile, shape, side

    def show_pile(self, pile: Pile, shape: Shape, side: int) -> None:
        """Hold other pictures; what comes at the end of the old ones only makes room at the beginning."""
        old, new = self.pile.samples, pile.samples
        more = len(new) - len(old)
        if more > 0 and new[: len(old)] == old and (shape, side) == (self.shape, self.side):
            self.beginInsertRows(QModelIndex(), 0, more - 1)
            self.pile = pile
            self.endInsertRows()
        elif new != old or (shape, side) != (self.shape, self.side):
            self.beginResetModel()
            self.pile, self.shape, self.side = pile, shape, side
            self.endResetModel()
        else:
            self.pile = pile

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(self.pile.samples)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        place = self.place(index.row())
        if role == Qt.ItemDataRole.DecorationRole:
            pixels = np.frombuffer(self.pile.samples[place].pixels, np.uint8).reshape(self.shape)
            return QPixmap.fromImage(pixel_image(pixels).scaled(self.side, self.side))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"picture {place + 1} of {self.pile.name}"
        return None

    def place(self, row: int) -> int:
        """The place in the class of the picture in a row."""
        return len(self.pile.samples) - 1 - row


class Thumbnails(QListView):
    """Shows a class. `delete_wanted` carries the places of the chosen pictures; `chose` says that others are chosen."""

    delete_wanted = Signal(object)
    chose = Signal()

    def __init__(self, appearance: Appearance, pile: Pile, shape: Shape) -> None:
        super().__init__()
        self._appearance = appearance
        self._pictures = _Model(pile, shape, appearance.px(SIDE))
        self._pictures.setParent(self)
        self.setObjectName("runs")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setModel(self._pictures)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(2)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chose.emit())
        self._pictures.modelReset.connect(self.chose)
        self._fit()

    @property
    def places(self) -> list[int]:
        """The places in the class of the chosen pictures."""
        return [self._pictures.place(index.row()) for index in self.selectionModel().selectedIndexes()]

    def choose(self, *places: int) -> None:
        """Choose some pictures."""
        model = self.selectionModel()
        model.clearSelection()
        for place in places:
            row = self._pictures.index(self._pictures.place(place))
            model.select(row, QItemSelectionModel.SelectionFlag.Select)

    def show_pile(self, pile: Pile, shape: Shape) -> None:
        """Show what is in the class now."""
        self._pictures.show_pile(pile, shape, self._appearance.px(SIDE))
        self.setAccessibleName(f"Pictures of the class {pile.name}")
        self._fit()

    def _fit(self) -> None:
        """Take the room of one row, or of two that are scrolled."""
        side = self._appearance.px(SIDE)
        self.setIconSize(QSize(side, side))
        self.setGridSize(QSize(side + 6, side + 6))
        wide = max(1, self.viewport().width() // (side + 6))
        rows = min(2, max(1, -(-len(self._pictures.pile.samples) // wide)))
        self.setFixedHeight(rows * (side + 6))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many rows as are needed in this width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete what is chosen."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.places:
            self.delete_wanted.emit(self.places)
        else:
            super().keyPressEvent(event)
