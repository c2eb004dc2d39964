"""Boxes, lines and arrows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

from desktop.painter.colours import brush, pen
from desktop.painter.view import View
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import Arrow, Path, Rect, Role, arrow_head
from scenes.stage.output import styling as look

MANY = 60
"""A thick line with more points than this is drawn piece by piece, which is some hundred times faster."""


def draw_rect(view: View, mark: Rect, dx: float, dy: float, opacity: float) -> None:
    """Draw a box."""
    box = QRectF(mark.x + dx, mark.y + dy, mark.width, mark.height)
    _prepare(view, mark.role, opacity, mark.fill, mark.line, mark.dashed)
    view.painter.drawRoundedRect(box, mark.radius, mark.radius)


def draw_path(view: View, mark: Path, dx: float, dy: float, opacity: float) -> None:
    """Draw a polyline or a polygon."""
    points = _moved(mark.points, dx, dy)
    if len(points) > MANY and mark.line > 0 and not mark.dashed:
        if mark.closed and mark.fill > 0:
            _prepare(view, mark.role, opacity, mark.fill)
            view.painter.drawPolygon(QPolygonF(points))
        _prepare(view, mark.role, opacity, line=mark.line)
        _draw_pieces(view.painter, [*points, points[0]] if mark.closed else points)
        return
    _prepare(view, mark.role, opacity, mark.fill, mark.line, mark.dashed)
    if mark.closed:
        view.painter.drawPolygon(QPolygonF(points))
    else:
        view.painter.setBrush(Qt.BrushStyle.NoBrush)
        view.painter.drawPolyline(QPolygonF(points))


def draw_arrow(view: View, mark: Arrow, dx: float, dy: float, opacity: float) -> None:
    """Draw an arrow: a curve, and a head where it arrives."""
    start, middle, end = _moved(look.shaft(mark), dx, dy)
    line = QPainterPath(start)
    line.quadTo(middle, end)
    _prepare(view, mark.role, opacity, line=mark.line)
    view.painter.drawPath(line)
    _prepare(view, mark.role, opacity, fill=1.0)
    view.painter.drawPolygon(QPolygonF(_moved(arrow_head(mark), dx, dy)))


def _prepare(
    view: View, role: Role, opacity: float, fill: float = 0.0, line: float = 0.0, dashed: bool = False
) -> None:
    """Take up the pen and the brush for a mark."""
    name, painter = view.theme.colour(role), view.painter
    if line > 0:
        painter.setPen(pen(name, line * view.theme.lines, dashed, opacity))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    if fill > 0:
        painter.setBrush(brush(name, fill * opacity))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _draw_pieces(painter: QPainter, points: Sequence[QPointF]) -> None:
    """Draw each stretch of a long line by itself, its ends squared so that they meet.

    Qt's stroker takes time with the square of the crossings: 300 jagged points, 2 wide, 900 ms; so they take 7.
    """
    one = painter.pen()
    one.setCapStyle(Qt.PenCapStyle.SquareCap)
    painter.setPen(one)
    painter.drawLines([QLineF(a, b) for a, b in pairwise(points)])


def _moved(points: Sequence[Point], dx: float, dy: float) -> list[QPointF]:
    return [QPointF(x + dx, y + dy) for x, y in points]
