"""The tiles of numbers: plates, rings and outlines. Equal ones of a size are painted once and stamped."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPolygonF, QTransform

from desktop.painter.colours import brush, pen
from desktop.painter.layers import LAYERS, Layer, blank
from scenes.stage.core.marks import Grid
from scenes.stage.output import styling as look
from scenes.stage.output.shading import Tiles, hexed
from scenes.stage.output.theme import Theme


class Tile(NamedTuple):
    """How one tile looks: its colours "#rrggbb", and lengths in the units that it is painted in."""

    fill: str
    ring: str
    width: float
    radius: float
    dashed: bool
    corner: str


def stamp(painter: QPainter, grid: Grid, found: Tiles, scale: float, theme: Theme) -> None:
    """Paint the tiles of an upright grid at the origin, from whole pixel to whole pixel, so that edges are sharp."""
    (across, down), side = look.sides(grid), look.smaller_side(grid)
    space = max(grid.gap * side * scale, 1.0)
    columns = edges(grid.values.shape[1], across * scale, space)
    ground = None if grid.loose else theme.background
    for row, (top, bottom) in enumerate(edges(grid.values.shape[0], down * scale, space)):
        for column, (left, right) in enumerate(columns):
            tile = _tile(grid, found, row, column, scale, theme)
            painter.drawImage(left, top, _stamp(tile, right - left, bottom - top, side * scale, ground))


def paint_slanted(painter: QPainter, grid: Grid, found: Tiles, scale: float, theme: Theme) -> None:
    """Paint the tiles of a slanted grid whose origin is the painter's."""
    for row, column, box in _slanted(painter, grid, scale):
        _paint(painter, box, _tile(grid, found, row, column, scale, theme), look.smaller_side(grid) * scale)


def paint_shapes(painter: QPainter, grid: Grid, scale: float) -> None:
    """Paint the shapes of the tiles of a slanted grid with the painter's brush."""
    radius = look.CORNER * look.smaller_side(grid) * scale
    for _, _, box in _slanted(painter, grid, scale):
        painter.drawRoundedRect(box, radius, radius)


def _slanted(painter: QPainter, grid: Grid, scale: float) -> Iterator[tuple[int, int, QRectF]]:
    """The tiles of a slanted grid, with the painter in pixels along u and v meanwhile."""
    (across, down), (ux, uy), (vx, vy) = look.sides(grid), grid.u, grid.v
    painter.save()
    painter.setTransform(QTransform(ux / across, uy / across, vx / down, vy / down, 0, 0), True)
    for row, column in np.ndindex(*grid.values.shape):
        yield row, column, QRectF(*(part * scale for part in look.tile_box(grid, row, column)))
    painter.restore()


def edges(count: int, pitch: float, space: float) -> list[tuple[int, int]]:
    """The first pixel of each cell and the one after its last, along one direction."""
    half = space / 2
    return [(math.floor(i * pitch + half + 0.5), math.floor((i + 1) * pitch - half + 0.5)) for i in range(count)]


def _tile(grid: Grid, found: Tiles, row: int, column: int, scale: float, theme: Theme) -> Tile:
    width = look.ring_width(grid, found, (row, column), theme) * scale
    return Tile(
        hexed(found.fill[row, column]),
        hexed(found.ring[row, column]),
        round(max(width, 1.0), 1) if width else 0.0,
        look.CORNER * look.smaller_side(grid) * scale,
        bool(found.dashed[row, column]),
        look.corner_colour(grid, found, (row, column), theme) if found.beyond[row, column] else "",
    )


def _stamp(tile: Tile, width: int, height: int, side: float, ground: str | None) -> QImage:
    """A tile on its ground; without one what lies under it is seen at its round corners."""

    def make() -> Layer:
        image = blank(width, height)
        if ground is not None:
            image = image.convertToFormat(QImage.Format.Format_RGB32)
            image.fill(ground)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _paint(painter, QRectF(0, 0, width, height), tile, side)
        return Layer(image)

    return LAYERS.get(("tile", tile, width, height, ground), make).image


def _paint(painter: QPainter, box: QRectF, tile: Tile, side: float) -> None:
    """Paint a tile: its ring is a stroke within it. `side` is the smaller one of its cell."""
    inset = tile.width / 2
    painter.setPen(pen(tile.ring, tile.width, tile.dashed) if tile.width else Qt.PenStyle.NoPen)
    painter.setBrush(brush(tile.fill))
    radius = max(0.0, tile.radius - inset)
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)
    if tile.corner:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush(tile.corner))
        points = [QPointF(box.right() - left * side, box.top() + down * side) for left, down in look.BEYOND]
        painter.drawPolygon(QPolygonF(points))
