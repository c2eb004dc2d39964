"""The ground of the stage, which glows in its middle where the theme says so."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QBrush, QImage, QPainter, QRadialGradient

from desktop.painter.colours import brush, colour
from desktop.painter.layers import LAYERS, Layer
from desktop.painter.view import View
from scenes.stage.output import styling as look


def draw_ground(view: View, rect: QRectF) -> None:
    """Fill a rectangle with the ground, in the painter's present units."""
    theme, painter = view.theme, view.painter
    if theme.glow == theme.background:
        painter.fillRect(rect, brush(theme.background))
        return
    world = painter.worldTransform()
    painter.save()
    if view.is_screen:
        painter.setWorldTransform(view.pixels)
        pixels = (world * view.pixels.inverted()[0]).mapRect(rect).toAlignedRect()
        where = (pixels.x(), pixels.y(), pixels.width(), pixels.height(), view.scale, view.place((0.0, 0.0)))
        layer = LAYERS.get(("ground", theme, where), lambda: _painted(view, pixels))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)  # nothing is there to blend with
        painter.drawImage(pixels.topLeft(), layer.image)
    else:
        painter.setWorldTransform(view.stage)
        painter.fillRect((world * view.stage.inverted()[0]).mapRect(rect), _glow(view))
    painter.restore()


def _painted(view: View, pixels: QRect) -> Layer:
    image = QImage(pixels.size(), QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        painter.translate(-pixels.x(), -pixels.y())
        painter.setTransform(view.device, True)
        painter.fillRect(view.device.inverted()[0].mapRect(QRectF(pixels)), _glow(view))
    return Layer(image)


def _glow(view: View) -> QBrush:
    """A brush in stage units."""
    found = QRadialGradient(QPointF(*look.GLOW_AT), look.GLOW_RADIUS)
    found.setColorAt(0.0, colour(view.theme.glow))
    found.setColorAt(1.0, colour(view.theme.background))
    return QBrush(found)
