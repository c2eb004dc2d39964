"""Numbers as pictures, with each number told under the pointer: the kernels of a filter, or a map."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.lab.networks.colouring import image
from desktop.theme.appearance import Appearance
from scenes.stage.core.marks import Role

Floats = npt.NDArray[np.float32]
GAP = 0.14
"""The space between two tiles, as a share of a tile."""
Told = Callable[[int, int, int], str]
"""What is said of a number, by its tile, row and column."""


class Tiles(QWidget):
    """Shows arrays of numbers side by side. `read` carries what is said of the one under the pointer, "" of none."""

    read = Signal(str)

    def __init__(self, appearance: Appearance, title: str) -> None:
        super().__init__()
        self._appearance = appearance
        self._numbers: Floats | None = None
        self._limit = 1.0
        self._told: Told = lambda tile, row, column: ""
        self._marked: tuple[int, int] | None = None
        self.setAccessibleName(title)
        self.setMouseTracking(True)
        self.setMinimumSize(40, 40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(140, 140)

    def show_numbers(
        self, numbers: Floats | None, limit: float, told: Told, marked: tuple[int, int] | None = None
    ) -> None:
        """Show numbers (tiles, rows, columns), those of size `limit` in the full colour; `marked` is a framed cell."""
        self._numbers, self._limit, self._told, self._marked = numbers, limit or 1.0, told, marked
        self.update()

    def boxes(self) -> list[QRectF]:
        """Where each tile is."""
        if self._numbers is None:
            return []
        count, rows, columns = self._numbers.shape
        room, ratio = QRectF(self.rect()).adjusted(2, 2, -2, -2), columns / rows
        best, across = 0.0, 1
        for each in range(1, count + 1):
            down = math.ceil(count / each)
            side = min(room.width() / ((each + (each - 1) * GAP) * ratio), room.height() / (down + (down - 1) * GAP))
            if side > best:
                best, across = side, each
        pitch = best * (1 + GAP)
        wide = (across - 1) * pitch * ratio + best * ratio
        left = room.left() + (room.width() - wide) / 2
        return [
            QRectF(
                left + number % across * pitch * ratio, room.top() + number // across * pitch, best * ratio, best
            )
            for number in range(count)
        ]  # fmt: skip

    def at(self, place: QPointF) -> tuple[int, int, int] | None:
        """The number under a point: its tile, row and column."""
        if self._numbers is None:
            return None
        _, rows, columns = self._numbers.shape
        for number, box in enumerate(self.boxes()):
            if box.contains(place):
                row = min(rows - 1, int((place.y() - box.top()) / box.height() * rows))
                return number, row, min(columns - 1, int((place.x() - box.left()) / box.width() * columns))
        return None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        if self._numbers is None:
            return
        theme, boxes = self._appearance.theme, self.boxes()
        _, rows, columns = self._numbers.shape
        made = self._image(self._numbers)
        with QPainter(self) as painter:
            for number, box in enumerate(boxes):
                shrunk = box.width() < columns
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, shrunk)
                painter.drawImage(box, made, QRectF(0, number * rows, columns, rows))
                painter.setPen(QPen(QColor(theme.values.edge), 1))
                painter.drawRect(box)
            if self._marked is not None:
                painter.setPen(QPen(QColor(theme.colour(Role.HIGHLIGHT)), 2))
                painter.drawRect(cell_of(boxes[0], rows, columns, *self._marked))

    def _image(self, numbers: Floats) -> QImage:
        """The tiles below each other."""
        return image(numbers, self._limit, self._appearance.theme)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        found = self.at(event.position())
        self.read.emit(self._told(*found) if found is not None else "")

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        self.read.emit("")


def cell_of(box: QRectF, rows: int, columns: int, row: int, column: int) -> QRectF:
    """The room of a cell in that of its map."""
    height, width = box.height() / rows, box.width() / columns
    return QRectF(box.left() + column * width, box.top() + row * height, width, height).adjusted(-1, -1, 1, 1)
