"""Between the stage's units and the canvas's pixels."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from desktop.painter.paint import fit
from scenes.stage.core.gestures import Hit
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import Grid, Image, Rect
from scenes.stage.core.placing import Placed


class Geometry:
    """The stage as the painter fits it into a rectangle."""

    def __init__(self, rect: QRectF) -> None:
        self.rect = rect
        self._to_widget = fit(rect)
        self._to_stage = self._to_widget.inverted()[0]

    def to_stage(self, point: QPointF) -> Point:
        """Stage units of a place in the widget."""
        found = self._to_stage.map(point)
        return found.x(), found.y()

    def to_widget(self, point: Point) -> QPointF:
        """Pixels of a point on the stage."""
        return self._to_widget.map(QPointF(*point))

    def outline(self, each: Placed, hit: Hit, whole: bool = False) -> QPolygonF | None:
        """The edge of what was hit, in pixels: of its cell, or of the `whole` mark; None for what has no box."""
        mark = each.mark
        if isinstance(mark, Grid | Image):
            lattice = mark.lattice.moved(each.dx, each.dy)
            corners = lattice.corners
            if hit.cell is not None and not whole:
                r, c = hit.cell
                gap = mark.gap / 2 if isinstance(mark, Grid) and mark.loose else 0.0
                top, left, bottom, right = r + gap, c + gap, r + 1 - gap, c + 1 - gap
                upper, lower = (lattice.at(top, left), lattice.at(top, right)), (bottom, right)
                corners = *upper, lattice.at(*lower), lattice.at(bottom, left)
        elif isinstance(mark, Rect):
            x, y = mark.x + each.dx, mark.y + each.dy
            corners = (x, y), (x + mark.width, y), (x + mark.width, y + mark.height), (x, y + mark.height)
        else:
            return None
        return QPolygonF([self.to_widget(corner) for corner in corners])
