"""The button on a scene's poster that starts its first step."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.canvas.geometry import Geometry
from desktop.theme.appearance import Appearance
from desktop.theme.icons import paint_icon
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import HEIGHT, WIDTH

SIDE = 120.0
CENTRE = WIDTH / 2, HEIGHT / 2


def is_at(point: Point) -> bool:
    """Whether a point of the stage is on the button."""
    return math.dist(point, CENTRE) <= SIDE / 2


def paint(painter: QPainter, geometry: Geometry, appearance: Appearance, pointed: bool) -> None:
    """Paint the button; while it is pointed at it is larger."""
    centre, edge = geometry.to_widget(CENTRE), geometry.to_widget((CENTRE[0] + SIDE / 2, CENTRE[1]))
    radius = (edge.x() - centre.x()) * (1.08 if pointed else 1.0)
    painter.setPen(QPen(QColor(appearance.on_accent), radius / 16))
    painter.setBrush(QColor(appearance.theme.accent))
    painter.drawEllipse(centre, radius, radius)
    half = radius * 0.62
    box = QRectF(centre - QPointF(half, half), centre + QPointF(half, half))
    paint_icon(painter, "play", box, QColor(appearance.on_accent))
    painter.setBrush(Qt.BrushStyle.NoBrush)
