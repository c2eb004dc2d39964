"""The picture under the lens: what is pointed at, and the grey square that a hand moves over it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.lab.looking.lens import Square
from desktop.theme.appearance import Appearance
from desktop.widgets.data_picture import pixel_image
from scenes.stage.core.marks import Role

Place = tuple[float, float]
"""Across and down, in shares of a picture."""
_OTHERS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
"""With these the arrows mean something else."""
_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


def fitted(room: QRectF, shape: tuple[int, ...]) -> QRectF:
    """The largest box for a picture (channels, height, width) in a room, at its upper edge and in its middle."""
    _, height, width = shape
    scale = max(0.0, min(room.width() / width, room.height() / height))
    return QRectF(room.center().x() - scale * width / 2, room.y(), scale * width, scale * height)


def cross(painter: QPainter, box: QRectF, place: Place, colour: QColor) -> None:
    """Mark a place of a picture that is painted in a box."""
    x, y = box.x() + place[0] * box.width(), box.y() + place[1] * box.height()
    painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine))
    painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
    painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))


class CoveredPicture(QWidget):
    """Shows a picture. `moved` carries the `Square` that a hand has moved, `pointed` the `Place` that it is at."""

    moved = Signal(object)
    pointed = Signal(object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._picture: NDArray[np.uint8] | None = None
        self._grey = 127
        self._place: Place | None = None
        self.square: Square | None = None
        """What covers the picture; None where nothing does."""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(40, 40)
        self.setAccessibleName("The picture under the lens")

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(200), self._appearance.px(100))

    def show_picture(self, picture: NDArray[np.uint8] | None, square: Square | None, grey: float) -> None:
        """Show a picture (channels, height, width), and a square of one grey over it."""
        self._picture, self.square, self._grey = picture, square, round(grey)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if square is not None else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor if square is not None else Qt.CursorShape.CrossCursor)
        self.update()

    def show_place(self, place: Place | None) -> None:
        """Mark what is pointed at, here or in what a lens shows."""
        self._place = place
        self.update()

    @property
    def box(self) -> QRectF:
        """Where the picture is."""
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        return room if self._picture is None else fitted(room, self._picture.shape)

    def place(self, point: QPointF) -> Place | None:
        """What of the picture is at a point; None where nothing is."""
        box = self.box
        across, down = (point.x() - box.x()) / max(1.0, box.width()), (point.y() - box.y()) / max(1.0, box.height())
        return (across, down) if 0 <= across < 1 and 0 <= down < 1 else None

    # The hand

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event.position())
        self.pointed.emit(self.place(event.position()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        self.pointed.emit(None)

    def _drag(self, point: QPointF) -> None:
        if self._picture is None or self.square is None:
            return
        box, (_, height, width) = self.box, self._picture.shape
        row = (point.y() - box.y()) / max(1.0, box.height()) * height
        column = (point.x() - box.x()) / max(1.0, box.width()) * width
        self._move(self.square.moved(row, column, self._picture.shape))

    def take_key(self, event: QKeyEvent) -> bool:
        """Arrows move the square by a pixel; tells whether a key was one of these."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & _OTHERS or self.square is None or self._picture is None:
            return False
        side, top, left = self.square
        self._move(self.square.moved(top + side / 2 + step[0], left + side / 2 + step[1], self._picture.shape))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's
        if not self.take_key(event):
            super().keyPressEvent(event)

    def _move(self, square: Square) -> None:
        if square != self.square:
            self.square = square
            self.update()
            self.moved.emit(square)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        if self._picture is None:
            return
        theme, box = self._appearance.theme, self.box
        with QPainter(self) as painter:
            painter.drawImage(box, pixel_image(self._picture))
            if self.square is not None:
                _, height, width = self._picture.shape
                side, top, left = self.square
                across, down = box.width() / width, box.height() / height
                covered = QRectF(box.x() + left * across, box.y() + top * down, side * across, side * down)
                painter.fillRect(covered, QColor(self._grey, self._grey, self._grey))
                painter.setPen(QPen(QColor(theme.colour(Role.KERNEL)), 2 if not self.hasFocus() else 3))
                painter.drawRect(covered)
            elif self._place is not None:
                cross(painter, box, self._place, QColor(theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.values.edge), 1))
            painter.drawRect(box)
