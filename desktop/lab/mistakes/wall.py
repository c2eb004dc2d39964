"""A wall of pictures, each with what was said of it and what it is; a click takes one along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour
from scenes.stage.core.marks import Role

MOST = 24
"""So many pictures hang on the wall."""
WIDE, PICTURE, LINE, GAP = 10.2, 5.6, 1.35, 0.6
"""In letters: the width of a tile, its picture, a line of words, and the space between tiles."""
HIGH = PICTURE + 3 * LINE + 0.4
"""How high a tile is, in letters."""

Pixels = NDArray[np.uint8]
"""A picture as a data set has it, (channels, height, width)."""


LOOK = "A click has all networks look at it."


class Hung(NamedTuple):
    """A picture on the wall (None: it is not here), what was said of it and what it is, who said it, and its loss."""

    pixels: Pixels | None
    words: tuple[str, str]
    contestant: int
    name: str
    loss: str


def shortened(words: str, width: int, metrics: QFontMetrics) -> str:
    """Words that fit in a line: the end of a long name is left out, and not the number behind it."""
    name, comma, number = words.rpartition(", ")
    behind = comma + number if number[:1].isdigit() else ""
    room = width - metrics.horizontalAdvance(behind)
    return metrics.elidedText(name if behind else words, Qt.TextElideMode.ElideRight, room) + behind


class PictureButton(QAbstractButton):
    """A picture with three lines under it: what was said, in the colour of who said it, what it is, and who said it.

    `hint` says what a click does.
    """

    def __init__(self, appearance: Appearance, hint: str = LOOK) -> None:
        super().__init__()
        self._appearance, self._hint = appearance, hint
        self._image: QImage | None = None
        self._words: tuple[str, str] = ("", "")
        self._contestant, self._name, self._loss = 0, "", ""
        self.letter = 12.0
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_picture(self, hung: Hung, letter: float) -> None:
        """Show a picture with what a contestant said of it and what it is, in letters of a size in pixels."""
        pixels, words, contestant, name, loss = hung
        self._image = picture_image(pixels) if pixels is not None else None
        self._words, self._contestant, self._name, self._loss, self.letter = words, contestant, name, loss, letter
        told = f", {loss}" if loss else ""
        self.setAccessibleName(f"{name} {words[0]}, {words[1]}{told}")
        self.setToolTip(f"{name} {words[0]}, it {words[1]}{told}. {self._hint}")
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(round(WIDE * self.letter), round(HIGH * self.letter))

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: D102 - Qt's
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme, letter, side = self._appearance.theme, self.letter, PICTURE * self.letter
        box = QRectF((self.width() - side) / 2, 1, side, side)
        if self._image is None:
            painter.fillRect(box, QColor(theme.raised))
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, side < self._image.width())
            painter.drawImage(box, self._image)
        muted = theme.colour(Role.MUTED)
        painter.setFont(fonts.font(0.95 * letter))
        metrics = painter.fontMetrics()
        behind = f", {self._loss}" if self._loss else ""
        room = self.width() - metrics.horizontalAdvance(behind)
        who = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, room) + behind
        colours = contestant_colour(self._contestant, theme), theme.colour(Role.TEXT), muted
        for line, (words, colour) in enumerate(zip((*self._words, who), colours, strict=True)):
            painter.setPen(QColor(colour))
            row = QRectF(0, side + (0.2 + line * LINE) * letter, self.width(), LINE * letter)
            painter.drawText(row, Qt.AlignmentFlag.AlignCenter, shortened(words, self.width(), metrics))
        if self.hasFocus() or self.underMouse():
            painter.setPen(QPen(QColor(theme.accent if self.hasFocus() else theme.colour(Role.HIGHLIGHT)), 2))
            painter.drawRect(box)


class Wall(QWidget):
    """Hangs pictures in as many columns as there is room for. `chosen` carries the place of the one clicked.

    `hint` says what a click does.
    """

    chosen = Signal(int)

    def __init__(self, appearance: Appearance, hint: str = LOOK) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.buttons = [PictureButton(appearance, hint) for _ in range(MOST)]
        for place, button in enumerate(self.buttons):
            button.clicked.connect(lambda _checked=False, place=place: self.chosen.emit(place))
            self._grid.addWidget(button, place, 0)
            button.hide()
        self._columns = 0
        self._letter = 12.0

    def show_pictures(self, pictures: Sequence[Hung], letter: float) -> None:
        """Show pictures, in letters of a size in pixels."""
        self._letter = letter
        for button, picture in zip(self.buttons, pictures, strict=False):
            button.show_picture(picture, letter)
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(pictures))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        self._arrange()

    @staticmethod
    def width_of(columns: int, letter: float) -> int:
        """How wide so many columns are, in letters of a size in pixels."""
        return columns * round(WIDE * letter) + (columns - 1) * round(GAP * letter)

    @staticmethod
    def columns_in(width: int, letter: float) -> int:
        """How many columns have room, at least one."""
        gap = round(GAP * letter)
        return max(1, (width + gap) // (round(WIDE * letter) + gap))

    @staticmethod
    def rows_in(height: int, letter: float) -> int:
        """How many whole rows have room, at least one, in letters of a size in pixels."""
        gap = round(GAP * letter)
        return max(1, (height + gap) // (round(HIGH * letter) + gap))

    def whole_rows(self, room: int) -> int:
        """How high as many whole rows are as have room, at least one; what is cut through is not seen."""
        gap, high = self._grid.spacing(), self.buttons[0].sizeHint().height()
        return max(1, (room + gap) // (high + gap)) * (high + gap) - gap

    def _arrange(self) -> None:
        gap = round(GAP * self._letter)
        self._grid.setSpacing(gap)
        columns = self.columns_in(self.width(), self._letter)
        if columns != self._columns:
            self._columns = columns
            for place, button in enumerate(self.buttons):
                self._grid.addWidget(button, place // columns, place % columns)


def picture_image(pixels: Pixels) -> QImage:
    """A picture in grey, or in its colours."""
    channels, height, width = pixels.shape
    if channels == 1:
        return QImage(pixels.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()
    rows = np.ascontiguousarray(pixels.transpose(1, 2, 0)).tobytes()
    return QImage(rows, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
