"""The filters of a layer side by side: in colours where they read a picture in colour, else one channel of each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen

from desktop.lab.unit_card.tiles import Floats, Tiles, Told
from desktop.theme.appearance import Appearance
from scenes.stage.core.marks import Role

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Wall(Tiles):
    """Shows them. `picked` carries the place of one that is clicked, or chosen by arrows and Enter."""

    picked = Signal(int)

    def __init__(self, appearance: Appearance, title: str) -> None:
        super().__init__(appearance, title)
        self._colours: npt.NDArray[np.uint8] | None = None
        self._lit = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_filters(self, filters: Floats | None, limit: float, told: Told, channel: int | None) -> None:
        """Show filters (filters, channels, rows, columns): in colours without a `channel`, else that channel."""
        self._lit, self._colours = 0, None
        shown = None
        if filters is not None and channel is None:
            self._colours, shown = in_colours(filters, limit), filters[:, 0]
        elif filters is not None:
            shown = filters[:, channel]
        pointed = Qt.CursorShape.PointingHandCursor if shown is not None else Qt.CursorShape.ArrowCursor
        self.setCursor(pointed)
        self.show_numbers(shown, limit, told)

    def _image(self, numbers: Floats) -> QImage:
        if self._colours is None:
            return super()._image(numbers)
        count, rows, columns, _ = self._colours.shape
        return QImage(self._colours.data, columns, count * rows, 3 * columns, QImage.Format.Format_RGB888).copy()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        super().paintEvent(event)
        boxes = self.boxes()
        if self.hasFocus() and self._lit < len(boxes):
            with QPainter(self) as painter:
                painter.setPen(QPen(QColor(self._appearance.theme.colour(Role.HIGHLIGHT)), 2))
                painter.drawRect(boxes[self._lit].adjusted(-1, -1, 1, 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        found = self.at(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._lit = found[0]
            self.picked.emit(found[0])

    def take_key(self, event: QKeyEvent) -> bool:
        """Arrows go from filter to filter, Enter picks one."""
        boxes, key = self.boxes(), Qt.Key(event.key())
        if not boxes:
            return False
        across = sum(box.top() == boxes[0].top() for box in boxes)
        step = {**_STEPS, Qt.Key.Key_Up: -across, Qt.Key.Key_Down: across}.get(key, 0)
        if key in _ENTER:
            self.picked.emit(self._lit)
        elif step and 0 <= self._lit + step < len(boxes):
            self._lit += step
            self.read.emit(self._told(self._lit, 0, 0))
            self.update()
        return key in _ENTER or bool(step)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's
        super().focusOutEvent(event)
        self.update()


def in_colours(filters: Floats, limit: float) -> npt.NDArray[np.uint8]:
    """Filters (filters, 3, rows, columns) as pixels (filters, rows, columns, 3): zero is grey, `limit` full."""
    shares = np.nan_to_num(filters / np.float32(limit or 1.0), posinf=1.0, neginf=-1.0).clip(-1.0, 1.0)
    return np.ascontiguousarray(np.moveaxis(np.rint(127.5 + 127.5 * shares).astype(np.uint8), 1, 3))
