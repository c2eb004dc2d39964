"""The classes of a set that is brought in: each with its counts and some of its pictures."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.sets.words import SHOWN, ClassBox, Sheet
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.widgets.data_picture import pixel_image
from scenes.stage.core.marks import Role

_PICTURE, _GAP, _NAME, _COUNT, _MARGIN = 40, 4, 20, 18, 10


class ClassBoxes(QWidget):
    """Boxes in as many columns as there is room for."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._boxes: tuple[ClassBox, ...] = ()
        self._images: list[list[QImage]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Show the classes of a set; None shows none."""
        self._boxes = sheet.classes if sheet is not None else ()
        options = sheet.options if sheet is not None else None
        self._images = (
            [[_image(each, options.side, options.channels) for each in box.examples] for box in self._boxes]
            if options
            else []
        )
        self.setAccessibleName("; ".join(f"{box.name}: {counts(box)}" for box in self._boxes))
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        rows = -(-len(self._boxes) // self._columns)
        return QSize(2 * self._wide, rows * self._high)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(max(1, self.sizeHint().height()))

    @property
    def _wide(self) -> int:
        return self._appearance.px(SHOWN * (_PICTURE + _GAP) - _GAP + 2 * _MARGIN)

    @property
    def _high(self) -> int:
        return self._appearance.px(_NAME + _COUNT + _PICTURE + 3 * _MARGIN)

    @property
    def _columns(self) -> int:
        return max(1, self.width() // self._wide)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            for index, (box, images) in enumerate(zip(self._boxes, self._images, strict=True)):
                row, column = divmod(index, self._columns)
                wide = self.width() / self._columns
                self._paint(painter, box, images, QRectF(column * wide, row * self._high, wide, self._high))

    def _paint(self, painter: QPainter, box: ClassBox, images: list[QImage], room: QRectF) -> None:
        px, looks = self._appearance.px, self._appearance
        inside = room.adjusted(0, 0, -px(_MARGIN), -px(_MARGIN))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(looks.theme.surface))
        painter.drawRoundedRect(inside, px(7), px(7))
        left, top = inside.left() + px(_MARGIN), inside.top() + px(_MARGIN) / 2
        width = inside.width() - 2 * px(_MARGIN)
        for words, role, size, height in (
            (box.name, Role.TEXT, 14, _NAME),
            (counts(box), Role.MUTED, 12, _COUNT),
        ):
            painter.setFont(fonts.font(px(size)))
            painter.setPen(QColor(looks.colour(role)))
            line = QRectF(left, top, width, px(height))
            fitting = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(width))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, fitting)
            top += px(height)
        top += px(_MARGIN) / 2
        for place, image in enumerate(images):
            painter.drawImage(QRectF(left + place * px(_PICTURE + _GAP), top, px(_PICTURE), px(_PICTURE)), image)


def counts(box: ClassBox) -> str:
    """How many pictures of a class there are, and for what."""
    return f"{box.train:,} to learn from, {box.validation:,} to judge"


def _image(data: bytes, side: int, channels: int) -> QImage:
    return pixel_image(np.frombuffer(data, np.uint8).reshape(channels, side, side))
