"""The view: where the stage lies on a device, and the way from stage units to the device's own pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import hypot, sqrt

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPaintEngine, QPainter, QTransform

from desktop.painter.layers import Layer
from desktop.painter.typesetter import Typesetter
from scenes.stage.core.lattice import Lattice, Point
from scenes.stage.core.marks import HEIGHT, WIDTH
from scenes.stage.core.placing import Box
from scenes.stage.numbers.scales import Scales
from scenes.stage.output.theme import Theme

LARGEST_SCALE = 4.0
"""Layers are made for at most this many pixels a unit; paper, which has more, gets them enlarged."""

LARGEST_LAYER = 1.0
"""The pixels of a layer, as a share of those of the whole stage, at most: what is seen from very near is enlarged."""


def fit(rect: QRectF, height: float = HEIGHT) -> QTransform:
    """The way from stage units to the largest place in a rectangle that keeps the stage's proportions."""
    scale = min(rect.width() / WIDTH, rect.height() / height)
    left = rect.x() + (rect.width() - WIDTH * scale) / 2
    top = rect.y() + (rect.height() - height * scale) / 2
    return QTransform(scale, 0.0, 0.0, scale, left, top)


@dataclass(frozen=True, slots=True)
class View:
    """What everything that draws needs to know. `device` leads from stage units to the device's pixels.

    `stage` and `pixels` are what a painter's world transform must be to draw in stage units or in those pixels.
    """

    painter: QPainter
    theme: Theme
    scales: Scales
    typesetter: Typesetter
    device: QTransform
    stage: QTransform
    pixels: QTransform
    scale: float
    """Device pixels a stage unit."""
    layer_scale: float
    """Pixels of a layer a stage unit."""
    is_screen: bool
    """Whether the device is made of pixels; paper isn't, and takes letters as letters."""

    @classmethod
    def fitted(
        cls, painter: QPainter, theme: Theme, scales: Scales, typesetter: Typesetter, rect: QRectF, height: float
    ) -> View:
        """The view of a stage that fits into a rectangle in the painter's present units."""
        world = painter.worldTransform()
        stage = fit(rect, height) * world
        beyond = world.inverted()[0] * painter.deviceTransform()
        device = stage * beyond
        scale = hypot(device.m11(), device.m12())
        pixels = beyond.inverted()[0]
        is_screen = painter.paintEngine().type() == QPaintEngine.Type.Raster
        layer_scale = min(scale, LARGEST_SCALE)
        return cls(painter, theme, scales, typesetter, device, stage, pixels, scale, layer_scale, is_screen)

    def through(self, box: Box) -> View:
        """The view that enlarges what lies in a box until it fills the stage; its layers stay as they are."""
        zoom = box.zoom
        enlarged = QTransform(zoom, 0.0, 0.0, zoom, -box.x * zoom, -box.y * zoom)
        return replace(self, device=enlarged * self.device, stage=enlarged * self.stage, scale=self.scale * zoom)

    def bounded(self, lattice: Lattice) -> View:
        """The view in which a layer of a lattice does not become too large to be kept."""
        xs, ys = zip(*lattice.corners, strict=True)
        share = (max(xs) - min(xs)) * (max(ys) - min(ys)) / (LARGEST_LAYER * WIDTH * HEIGHT)
        return self if share <= 1.0 else replace(self, layer_scale=self.layer_scale / sqrt(share))

    def place(self, point: Point) -> tuple[int, int]:
        """The nearest whole pixel to a point of the stage: what stands on whole pixels is sharp."""
        (x, y), device = point, self.device
        return (
            round(x * device.m11() + y * device.m21() + device.dx()),
            round(x * device.m12() + y * device.m22() + device.dy()),
        )

    def draw(self, layer: Layer, point: Point, opacity: float, part: QRect | None = None) -> None:
        """Put a layer (or a part of it, in its pixels) where its origin is at a point of the stage."""
        (x, y), painter = self.place(point), self.painter
        if opacity < 1.0:
            painter.setOpacity(opacity)
        if self.scale > self.layer_scale:
            enlarged = self.scale / self.layer_scale
            source = QRectF(layer.image.rect() if part is None else part)
            corner = QPointF(x + (layer.left + source.x()) * enlarged, y + (layer.top + source.y()) * enlarged)
            painter.drawImage(QRectF(corner, source.size() * enlarged), layer.image, source)
        elif part is None:
            painter.drawImage(x + layer.left, y + layer.top, layer.image)
        else:
            painter.drawImage(QPoint(x + layer.left + part.x(), y + layer.top + part.y()), layer.image, part)
        if opacity < 1.0:
            painter.setOpacity(1.0)
