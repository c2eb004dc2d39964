"""The lines and dots of a chart as one graphics item, which is several times cheaper than an item for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform

from desktop.lab.charts.drawings import Line
from desktop.lab.charts.overlays import DASHES, Look
from desktop.lab.charts.spans import dashes
from scenes.stage.numbers.growing import Numbers
from scenes.stage.output.theme import Theme

# A line is made thick by drawing it several times, less than a pixel apart: Qt's pen of width 1 is more than twenty
# times faster than any wider one on a jagged anti-aliased line.
_FINE = (QPointF(0, 0), QPointF(0, 0.9), QPointF(0.7, 0.45))
_HEAVY = (*_FINE, QPointF(0, 1.8), QPointF(1.4, 0.9))
_ONCE = _FINE[:1]
DASH_WIDTHS = (1.6, 2.4)
"""How thick strokes are, and heavy ones. Straight pieces stay cheap with a pen wider than 1."""
HEAVY_FROM = 1.3
"""Themes whose lines are thicker than this get heavy ones."""
HEAVY_DOTS = 5.0
"""With larger dots than this, as a hall needs them, lines are heavy too."""


class Curves(pg.GraphicsObject):  # type: ignore[misc]
    """Draws `Line`s in the units of the view it stands in."""

    def __init__(self) -> None:
        super().__init__()
        self._box = QRectF()
        self._radius = 3.0
        self._ground = QColor()
        self._heavy = False
        self._shapes: list[tuple[Line, list[QPolygonF]]] = []

    def restyle(self, theme: Theme, radius: float) -> None:
        """Take on a theme; dots have a radius in pixels."""
        self._ground, self._radius = QColor(theme.surface), radius
        self._heavy = theme.lines > HEAVY_FROM or radius > HEAVY_DOTS
        self.update()

    def show_lines(self, lines: Sequence[Line], box: QRectF) -> None:
        """Draw other lines; `box` is what is in view."""
        if box != self._box:
            self.prepareGeometryChange()
            self._box = box
        self._shapes = [(line, list(polygons(line.x, line.y))) for line in lines]
        self.update()

    @property
    def lines(self) -> list[Line]:
        """What is drawn."""
        return [line for line, _ in self._shapes]

    def boundingRect(self) -> QRectF:  # noqa: D102 - Qt's
        return self._box

    def paint(self, painter: QPainter, option: object, widget: object = None) -> None:
        """Paint in pixels, so that pens and dots have a size that doesn't depend on the view."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        to_pixels = painter.transform()
        painter.resetTransform()
        for line, shapes in self._shapes:
            if line.look in DASHES:
                self._paint_dashes(painter, line, [to_pixels.map(shape) for shape in shapes])
                continue
            if line.look == "dots":
                self._paint_dots(painter, QColor(line.colour), [to_pixels.map(shape) for shape in shapes])
                continue
            painter.setPen(QPen(QColor(line.colour), 0))
            for shift in self._strokes(line.look):
                moved = to_pixels * QTransform.fromTranslate(shift.x(), shift.y())
                for shape in shapes:
                    painter.drawPolyline(moved.map(shape))

    def _strokes(self, look: Look) -> Sequence[QPointF]:
        if look == "thick":
            return _HEAVY if self._heavy else _FINE
        return _FINE[:2] if self._heavy else _ONCE

    def _paint_dashes(self, painter: QPainter, line: Line, shapes: list[QPolygonF]) -> None:
        """Paint a line in strokes and gaps."""
        painter.setPen(dash_pen(line.colour, self._heavy))
        for shape in shapes:
            points = np.array([(point.x(), point.y()) for point in shape.toList()])
            painter.drawLines([QLineF(*ends) for ends in dashes(points, DASHES[line.look]).tolist()])

    def _paint_dots(self, painter: QPainter, colour: QColor, shapes: list[QPolygonF]) -> None:
        """Paint a fine line through the points, each a disc that the ground's colour sets off from the lines."""
        painter.setPen(QPen(colour, 0))
        for shape in shapes:
            painter.drawPolyline(shape)
        painter.setPen(QPen(self._ground, 1))
        painter.setBrush(colour)
        for shape in shapes:
            for index in range(shape.count()):
                painter.drawEllipse(shape.at(index), self._radius, self._radius)


def dash_pen(colour: str, heavy: bool) -> QPen:
    """The pen of the lines of other runs."""
    return QPen(QColor(colour), DASH_WIDTHS[heavy], Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)


def polygons(x: Numbers, y: Numbers) -> Iterator[QPolygonF]:
    """The stretches of a line between its gaps, which are where y is not finite."""
    finite = np.isfinite(y)
    if finite.all():
        runs = [(0, len(y))] if len(y) else []
    else:
        edges = np.flatnonzero(np.diff(np.concatenate([[False], finite, [False]]).astype(np.int8)))
        runs = list(zip(edges[::2], edges[1::2], strict=True))
    for first, end in runs:
        yield pg.functions.arrayToQPolygonF(x[first:end], y[first:end])
