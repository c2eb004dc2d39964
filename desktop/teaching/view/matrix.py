"""The pictures held back: what they are, by what was said of them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.teaching.view.paint import MIDDLE, RIGHT, write
from desktop.theme.appearance import Appearance
from desktop.theme.mistakes import coloured
from scenes.stage.core.marks import Role
from scenes.stage.numbers.confusion import Counts
from scenes.stage.output.shading import takes_black

NAMES, HEAD, LARGEST = 0.3, 22, 46
"""The share of the width that names have, the height of those above, and of a cell at most."""


class Matrix(QWidget):
    """A small confusion matrix; a cell says in words what it counts."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._classes: tuple[str, ...] = ()
        self._counts: Counts = np.zeros((0, 0), np.int64)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Confusion matrix of the pictures held back")

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(240), self._appearance.px(190))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(160), self._appearance.px(110))

    def show_counts(self, classes: tuple[str, ...], counts: Counts) -> None:
        """Show what was counted."""
        self._classes, self._counts = classes, counts
        self.setAccessibleDescription(" ".join(self.words(row, row) for row in range(len(classes))))
        self.update()

    def words(self, row: int, column: int) -> str:
        """What a cell counts, in a sentence."""
        count, of = int(self._counts[row, column]), int(self._counts[row].sum())
        said = "are right" if row == column else f"were taken for {self._classes[column]}"
        return f"{count} of {of} pictures of {self._classes[row]} {said}."

    @property
    def _cell(self) -> float:
        count = max(1, len(self._classes))
        room = self.height() - self._appearance.px(HEAD), (1 - NAMES) * self.width()
        return min(self._appearance.px(LARGEST), room[0] / count, room[1] / count)

    def _box(self, row: int, column: int) -> QRectF:
        cell = self._cell
        return QRectF(
            NAMES * self.width() + column * cell, self._appearance.px(HEAD) + row * cell, cell, cell
        ).adjusted(1, 1, -1, -1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        if not self._classes:
            return
        px, theme, cell = self._appearance.px, self._appearance.theme, self._cell
        text, muted = theme.colour(Role.TEXT), theme.colour(Role.MUTED)
        colours = coloured(self._counts, theme)
        black = takes_black(colours)
        letter = min(px(14), 0.62 * cell)
        with QPainter(self) as painter:
            head = QRectF(NAMES * self.width(), 0, (1 - NAMES) * self.width(), px(HEAD))
            write(painter, head, "is taken for", muted, px(13))
            for row, name in enumerate(self._classes):
                line = self._box(row, 0)
                names = QRectF(0, line.y(), NAMES * self.width() - 8, line.height())
                write(painter, names, name, text, letter, RIGHT)
                for column in range(len(self._classes)):
                    box, count = self._box(row, column), int(self._counts[row, column])
                    painter.fillRect(box, QColor(*(int(each) for each in colours[row, column])))
                    if count:
                        ink = "black" if black[row, column] else "white"
                        bold = row != column
                        write(painter, box, str(count), ink if bold else text, min(px(15), 0.6 * cell), MIDDLE, bold)
            self._mark_columns(painter, letter, muted)

    def _mark_columns(self, painter: QPainter, letter: float, colour: str) -> None:
        """Write the names of the columns below them, where there is room."""
        if self._cell < 1.3 * letter:
            return
        below = self._box(len(self._classes) - 1, 0).bottom()
        for column, name in enumerate(self._classes):
            box = self._box(0, column)
            foot = QRectF(box.x(), below, box.width(), 1.5 * letter)
            if foot.bottom() <= self.height():
                write(painter, foot, name, colour, min(letter, self._appearance.px(13)), MIDDLE)

    def event(self, event: object) -> bool:  # noqa: D102 - Qt's
        if isinstance(event, QHelpEvent):
            for row in range(len(self._classes)):
                for column in range(len(self._classes)):
                    if self._box(row, column).contains(event.pos().toPointF()):
                        QToolTip.showText(event.globalPos(), self.words(row, column), self)
                        return True
        return super().event(event)  # type: ignore[arg-type]
