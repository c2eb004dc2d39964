"""A drawing as a value: strokes one over the other, and the ink that they leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from desktop.collecting.preparing import Ink

SIDE = 256
"""A drawing is so many pixels wide and high; points and widths of strokes are shares of it."""


@dataclass(frozen=True)
class Stroke:
    """A line through points (x, y), both 0..1; with `rubber` it takes ink away."""

    points: tuple[tuple[float, float], ...]
    width: float
    rubber: bool = False


Drawing = tuple[Stroke, ...]


def paper() -> QImage:
    """An empty drawing."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_Grayscale8)
    image.fill(0)
    return image


def draw(image: QImage, stroke: Stroke) -> None:
    """Draw a stroke into an image."""
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(Qt.GlobalColor.black if stroke.rubber else Qt.GlobalColor.white)
        painter.setPen(
            QPen(
                colour,
                stroke.width * SIDE,
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
                Qt.PenJoinStyle.RoundJoin,
            )
        )
        points = [QPointF(x * SIDE, y * SIDE) for x, y in stroke.points]
        if len(points) == 1:
            painter.drawPoint(points[0])
        else:
            painter.drawPolyline(QPolygonF(points))


def drawn(drawing: Drawing) -> QImage:
    """The image of a whole drawing."""
    image = paper()
    for stroke in drawing:
        draw(image, stroke)
    return image


def ink(image: QImage) -> Ink:
    """The ink of an image, (side, side)."""
    return np.frombuffer(image.constBits(), np.uint8).reshape(SIDE, image.bytesPerLine())[:, :SIDE].copy()
