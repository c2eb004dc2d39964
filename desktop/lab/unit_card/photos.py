"""Pictures of a data set with a patch of them outlined, and words under each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.widgets.data_picture import pixel_image
from engine.contract.spec.built.sight import Patch
from scenes.stage.core.marks import Role

GAP, LINE = 0.5, 1.4
"""In letters: the space between two pictures, and a line of words under one."""


class Photo(NamedTuple):
    """A picture, uint8 (channels, height, width), the patch that is outlined, words under it, and what is read of it.

    What sees the whole picture has no patch.
    """

    pixels: npt.NDArray[np.uint8]
    patch: Patch | None = None
    words: str = ""
    told: str = ""


class Photos(QWidget):
    """Shows pictures in rows. `read` carries what there is to say of the one under the pointer, "" of none."""

    read = Signal(str)

    def __init__(self, appearance: Appearance, title: str, across: int = 1) -> None:
        super().__init__()
        self._appearance, self._title, self._across = appearance, title, across
        self.photos: tuple[Photo, ...] = ()
        self.letter = 13.0
        self.setMouseTracking(True)
        self.setMinimumSize(40, 40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(title)
        appearance.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(140, 140)

    def show_photos(self, photos: Sequence[Photo], letter: float) -> None:
        """Show pictures, with words in letters of a size in pixels."""
        self.photos, self.letter = tuple(photos), letter
        self.setAccessibleDescription("; ".join(photo.words for photo in photos if photo.words))
        self.update()

    def boxes(self) -> list[QRectF]:
        """Where each picture is."""
        if not self.photos:
            return []
        across = min(self._across, len(self.photos))
        down = math.ceil(len(self.photos) / across)
        line = LINE * self.letter if any(photo.words for photo in self.photos) else 0.0
        gap, (_, rows, columns) = GAP * self.letter, self.photos[0].pixels.shape
        wide = (self.width() - 4 - (across - 1) * gap) / across
        high = (self.height() - 4 - (down - 1) * gap) / down - line
        side = max(1.0, min(wide / columns, high / rows))
        width, height = side * columns, side * rows
        pitch = max(width, min(wide, width + 3 * gap)) + gap
        left = (self.width() - (across - 1) * pitch - width) / 2
        return [
            QRectF(left + number % across * pitch, 2 + number // across * (height + line + gap), width, height)
            for number in range(len(self.photos))
        ]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        theme, boxes = self._appearance.theme, self.boxes()
        with QPainter(self) as painter:
            painter.setFont(fonts.font(self.letter))
            metrics = QFontMetricsF(painter.font())
            pitch = boxes[1].left() - boxes[0].left() if len(boxes) > 1 and self._across > 1 else float(self.width())
            for box, photo in zip(boxes, self.photos, strict=True):
                shrunk = box.width() < photo.pixels.shape[2]
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, shrunk)
                painter.drawImage(box, pixel_image(photo.pixels))
                if photo.patch is not None and not photo.patch.empty:
                    frame, thick = outline(box, photo), max(2.0, 0.18 * self.letter)
                    for colour, width in ((theme.surface, thick + 3), (theme.colour(Role.KERNEL), thick)):
                        painter.setPen(QPen(QColor(colour), width))  # on white and on black pixels
                        painter.drawRect(frame)
                if photo.words:
                    painter.setPen(QColor(theme.colour(Role.TEXT)))
                    room = QRectF(box.center().x() - pitch / 2, box.bottom() + 1, pitch, LINE * self.letter)
                    fit = metrics.elidedText(photo.words, Qt.TextElideMode.ElideRight, pitch)
                    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, fit)

    def at(self, place: QPointF) -> int | None:
        """Which picture is under a point."""
        return next((number for number, box in enumerate(self.boxes()) if box.contains(place)), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        number = self.at(event.position())
        self.read.emit(self.photos[number].told if number is not None else "")

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        self.read.emit("")


def outline(box: QRectF, photo: Photo) -> QRectF:
    """The room of a picture's patch."""
    assert photo.patch is not None
    _, rows, columns = photo.pixels.shape
    top, left, bottom, right = photo.patch
    height, width = box.height() / rows, box.width() / columns
    return QRectF(box.left() + left * width, box.top() + top * height, (right - left) * width, (bottom - top) * height)
