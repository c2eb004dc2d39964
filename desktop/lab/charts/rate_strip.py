"""The learning rate as a strip under the axis of steps."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.lab.charts.spans import Span
from scenes.stage.charts.rates import FULL, Rates
from scenes.stage.core.marks import Role
from scenes.stage.output.shading import mixed
from scenes.stage.output.theme import Theme

FILL = 0.6
"""How much of the border's colour the strip has."""


class RateStrip(QWidget):
    """Paints rates between two edges, which are those of the plot above."""

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
        self.setFixedHeight(round(1.6 * letters.pixelSize()))
        self.update()

    def show_rates(self, found: Rates | None, steps: Span, edges: tuple[float, float]) -> None:
        """Show the rates of a stretch of steps, whose ends stand at two places in pixels."""
        if (found, steps, edges) != (self.rates, self._steps, self._edges):
            self.rates, self._steps, self._edges = found, steps, edges
            self.setAccessibleName("; ".join(words for _, words in found.words) if found else "")
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
        places = [left + (x - low) / (high - low or 1.0) * (right - left) for x, _ in found.points]
        tops = [self.height() * (1 - FULL * share) for _, share in found.points]
        corners = [QPointF(x, y) for x, y in zip(places, tops, strict=True)]
        ground = [QPointF(places[-1], self.height()), QPointF(places[0], self.height())]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mixed(theme.border, theme.surface, FILL)))
        painter.drawPolygon(QPolygonF([*corners, *ground]))
        painter.setPen(QColor(theme.colour(Role.TEXT)))
        painter.setFont(self._letters)
        taken, metrics = left, painter.fontMetrics()
        for step, words in found.words:
            x = max(taken, left + (step - low) / (high - low or 1.0) * (right - left)) + 4
            painter.drawText(QRectF(x, 0, right - x, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
            taken = x + metrics.horizontalAdvance(words) + 4
