"""Boxes, lines and arrows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, floor

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

from desktop.painter.colours import brush, pen
from desktop.painter.layers import LAYERS, Layer, blank
from desktop.painter.view import View
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import Arrow, Inked, Path, Rect, Role, arrow_head, outline
from scenes.stage.output import styling as look
from scenes.stage.output.theme import Theme

MANY = 60
"""A thick line with more points than this is drawn piece by piece, which is some hundred times faster."""
PIECE = 24
"""So many points of a line that is kept are drawn at once: Qt's time grows faster than their number."""
DENSE = 3000
"""A line is kept as a picture of at most so many pixels for each of its points; else drawing it anew is faster."""


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


def draw_inked(view: View, mark: Inked, dx: float, dy: float, opacity: float) -> None:
    """Draw a line that stays as it is: as a layer, where that takes less than drawing its points."""
    scale, half = view.layer_scale, mark.line * view.theme.lines / 2 + 1.0 / view.layer_scale
    left, top, right, bottom = outline(mark)
    x, y = floor((left - half) * scale), floor((top - half) * scale)
    wide, high = ceil((right + half) * scale) - x, ceil((bottom + half) * scale) - y
    if not view.is_screen or wide * high > DENSE * len(mark.points):
        view.painter.setWorldTransform(view.stage)
        _draw_line(view.painter, mark, view.theme, dx, dy, opacity)
        view.painter.setWorldTransform(view.pixels)
        return

    def made() -> Layer:
        image = blank(wide, high)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(-x, -y)
            painter.scale(scale, scale)
            _draw_line(painter, mark, view.theme)
        return Layer(image, x, y)

    key = ("inked", mark.points, mark.line, mark.role, scale, view.theme)
    view.draw(LAYERS.get(key, made), (dx, dy), opacity)


def _draw_line(
    painter: QPainter, mark: Inked, theme: Theme, dx: float = 0.0, dy: float = 0.0, opacity: float = 1.0
) -> None:
    """Draw a line piece by piece with round ends."""
    points = _moved(mark.points, dx, dy)
    painter.setPen(pen(theme.colour(mark.role), mark.line * theme.lines, False, opacity))
    for at in range(0, len(points) - 1, PIECE):
        painter.drawPolyline(QPolygonF(points[at : at + PIECE + 1]))


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
