"""The pictures held back: what they are, by what was said of them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.theme.mistakes import coloured
from desktop.theme.paint import MIDDLE, RIGHT, write
from scenes.stage.core.marks import Role
from scenes.stage.numbers.confusion import Counts
from scenes.stage.output.shading import takes_black

NAMES, HEAD, LARGEST, UPRIGHT = 0.3, 22, 76, 62
"""The share of the width that names have, the height of the words above, of a cell and of upright names at most."""


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
    def _room(self) -> float:
        """The width that cells have."""
        return (1 - NAMES) * self.width()

    @property
    def _foot(self) -> tuple[float, bool]:
        """The height of the columns' names, and whether they stand upright: where they have no room side by side."""
        letter = self._appearance.px(13)
        metrics = QFontMetricsF(fonts.font(letter))
        widest = max((metrics.horizontalAdvance(name) for name in self._classes), default=0.0) + 4
        if widest <= min(self._appearance.px(LARGEST), self._room / max(1, len(self._classes))):
            return 1.5 * letter, False
        return min(widest + 6, self._appearance.px(UPRIGHT)), True

    @property
    def _cell(self) -> float:
        count = max(1, len(self._classes))
        high = self.height() - self._appearance.px(HEAD) - self._foot[0]
        return min(self._appearance.px(LARGEST), high / count, self._room / count)

    def _box(self, row: int, column: int) -> QRectF:
        cell, top = self._cell, self._appearance.px(HEAD)
        found = QRectF(NAMES * self.width() + column * cell, top + row * cell, cell, cell)
        return found.adjusted(1, 1, -1, -1)

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
            self._name_columns(painter, text)

    def _name_columns(self, painter: QPainter, ink: str) -> None:
        """Write the names of the columns below them."""
        (high, upright), letter = self._foot, self._appearance.px(13)
        for column, name in enumerate(self._classes):
            last = self._box(len(self._classes) - 1, column)
            if not upright:
                write(painter, QRectF(last.x(), last.bottom() + 1, last.width(), high), name, ink, letter, MIDDLE)
                continue
            painter.save()
            painter.translate(last.center().x(), last.bottom() + 5)
            painter.rotate(90)
            write(painter, QRectF(0, -letter, high - 5, 2 * letter), name, ink, letter)
            painter.restore()

    def event(self, event: object) -> bool:  # noqa: D102 - Qt's
        if isinstance(event, QHelpEvent):
            for row in range(len(self._classes)):
                for column in range(len(self._classes)):
                    if self._box(row, column).contains(event.pos().toPointF()):
                        QToolTip.showText(event.globalPos(), self.words(row, column), self)
                        return True
        return super().event(event)  # type: ignore[arg-type]
