"""The learning rate as a strip under the axis of steps."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.lab.charts.spans import Span
from scenes.stage.charts.rates import FULL, Rates
from scenes.stage.core.marks import Role
from scenes.stage.output.shading import mixed
from scenes.stage.output.theme import Theme

FILL = 0.55
"""How much of the colour of muted words the strip has."""
WORDS, BAND = 1.35, 0.75
"""How high the line of words is and the strip under it, in letters."""


class RateStrip(QWidget):
    """Paints rates between two edges, which are those of the plot above, and words over them."""

    def __init__(self) -> None:
        super().__init__()
        self.rates: Rates | None = None
        self._steps: Span = (0.0, 1.0)
        self._edges = (0.0, 1.0)
        self._theme: Theme | None = None
        self._letters = QFont()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def restyle(self, theme: Theme, letters: QFont) -> None:
        """Take on a theme and a font."""
        self._theme, self._letters = theme, letters
        self.setFixedHeight(round((WORDS + BAND) * letters.pixelSize()))
        self.update()

    def show_rates(self, found: Rates | None, steps: Span) -> None:
        """Show the rates of a stretch of steps."""
        if (found, steps) != (self.rates, self._steps):
            self.rates, self._steps = found, steps
            self.setAccessibleName("; ".join(words for _, words in found.words) if found else "")
            self.update()

    def show_between(self, left: float, right: float) -> None:
        """Have the ends of the stretch stand at two places in pixels."""
        if (left, right) != self._edges:
            self._edges = (left, right)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        if self.rates is not None and self._theme is not None:
            with QPainter(self) as painter:
                self._paint(painter, self.rates, self._theme)

    def _paint(self, painter: QPainter, found: Rates, theme: Theme) -> None:
        left, right = self._edges
        low, high = self._steps
        painter.setClipRect(QRectF(left, 0, right - left, self.height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        letter = self._letters.pixelSize()
        places = [left + (x - low) / (high - low or 1.0) * (right - left) for x, _ in found.points]
        tops = [self.height() - BAND * letter * FULL * share for _, share in found.points]
        corners = [QPointF(x, y) for x, y in zip(places, tops, strict=True)]
        ground = [QPointF(places[-1], self.height()), QPointF(places[0], self.height())]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mixed(theme.colour(Role.MUTED), theme.surface, FILL)))
        painter.drawPolygon(QPolygonF([*corners, *ground]))
        painter.setPen(QColor(theme.colour(Role.TEXT)))
        painter.setFont(self._letters)
        taken, metrics = left, painter.fontMetrics()
        for step, words in found.words:
            x = max(taken, left + (step - low) / (high - low or 1.0) * (right - left)) + 4
            shown = fitting(words, metrics, right - x)
            painter.drawText(QRectF(x, 0, right - x, WORDS * letter), Qt.AlignmentFlag.AlignVCenter, shown)
            taken = x + metrics.horizontalAdvance(shown) + 4


def fitting(words: str, metrics: QFontMetrics, room: float) -> str:
    """Words that fit into a width: the last that are said are the last to go, for they are of now."""
    if metrics.horizontalAdvance(words) <= room:
        return words
    begin, _, now = words.rpartition(", ")
    short = f"{begin.partition(':')[0]}: {now}" if begin else now
    return metrics.elidedText(short, Qt.TextElideMode.ElideRight, int(room))
