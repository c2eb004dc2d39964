"""The learning rate as a strip under the axis of steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.lab.charts.spans import Span
from scenes.stage.core.marks import Role
from scenes.stage.data.recording import Recording
from scenes.stage.output.theme import Theme

MOST_LEVELS = 8
"""More different rates than this are a schedule: they are drawn as a curve with its ends in words."""
POINTS = 200
"""A curve of rates has at most so many points."""


@dataclass(frozen=True)
class Rates:
    """Steps at which the rate changes, and from there on what share of the largest it is; `words` stand in places."""

    points: tuple[tuple[float, float], ...]
    words: tuple[tuple[float, str], ...]


def rates(recording: Recording) -> Rates | None:
    """The learning rates of a run; None before the first step."""
    found, steps = recording.column("lr"), recording.steps
    if not len(found):
        return None
    most = float(found.max()) or 1.0
    starts = np.flatnonzero(np.diff(found, prepend=np.nan) != 0)
    if len(starts) > MOST_LEVELS:
        chosen = np.unique(np.linspace(0, len(found) - 1, POINTS).astype(int))
        points = tuple((float(steps[at]), float(found[at] / most)) for at in chosen)
        words = f"learning rate, at most {most:.3g} at step {int(steps[int(found.argmax())])}, now {found[-1]:.3g}"
        return Rates(points, ((float(steps[0]), words),))
    ends = [*starts[1:], len(found)]
    levels = list[tuple[float, float]]()
    words_at = list[tuple[float, str]]()
    for first, end in zip(starts, ends, strict=True):
        share = float(found[first] / most)
        left = float(steps[first]) if first else 0.0
        levels += [(left, share), (float(steps[end - 1]), share)]
        words_at.append((left, f"learning rate {found[first]:.3g}" if first == 0 else f"{found[first]:.3g}"))
    return Rates(tuple(levels), tuple(words_at))


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
        tops = [self.height() * (1 - 0.9 * share) for _, share in found.points]
        corners = [QPointF(x, y) for x, y in zip(places, tops, strict=True)]
        ground = [QPointF(places[-1], self.height()), QPointF(places[0], self.height())]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.border))
        painter.drawPolygon(QPolygonF([*corners, *ground]))
        painter.setPen(QColor(theme.colour(Role.TEXT)))
        painter.setFont(self._letters)
        taken, metrics = left, painter.fontMetrics()
        for step, words in found.words:
            x = max(taken, left + (step - low) / (high - low or 1.0) * (right - left)) + 4
            painter.drawText(QRectF(x, 0, right - x, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
            taken = x + metrics.horizontalAdvance(words) + 4
