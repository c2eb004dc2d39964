"""Grids and pictures: matrices as layers, so that a frame that shows the same numbers again costs one blit."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPolygonF, QTransform

from desktop.painter import lettering
from desktop.painter.colours import brush, colour, pen
from desktop.painter.layers import LAYERS, Layer, blank
from desktop.painter.view import View
from scenes.stage.core.lattice import Lattice
from scenes.stage.core.marks import Grid, Image
from scenes.stage.output import styling as look
from scenes.stage.output.shading import Colours
from scenes.stage.output.theme import Theme

Mode = QPainter.CompositionMode
LEGIBLE = 4.0
"""Numbers of fewer pixels than this are left out of thumbnails."""


def draw_grid(view: View, grid: Grid, dx: float, dy: float, opacity: float) -> None:
    """Draw a matrix. Written and empty cells are parts of two layers, so writing one more makes neither anew."""
    written, (rows, columns) = look.written(grid), grid.values.shape
    corner = (grid.origin[0] + dx, grid.origin[1] + dy)
    if written == rows * columns:
        view.draw(_layer(view, grid, None), corner, opacity)
    elif written == 0 or not look.is_upright(grid):
        view.draw(_layer(view, grid, written), corner, opacity)
    else:
        full, empty = _layer(view, grid, None), _layer(view, grid, 0)
        for part, is_written in _parts(full, grid, written, view.layer_scale):
            view.draw(full if is_written else empty, corner, opacity, part)


def draw_image(view: View, mark: Image, dx: float, dy: float, opacity: float) -> None:
    """Draw a picture, each pixel as a sharp parallelogram."""
    scale = view.layer_scale
    key = ("image", mark.pixels, mark.u, mark.v, scale)
    layer = LAYERS.get(key, lambda: _filled(_at_origin(mark.lattice), mark.pixels.array, scale))
    view.draw(layer, (mark.origin[0] + dx, mark.origin[1] + dy), opacity)


def _layer(view: View, grid: Grid, shown: int | None) -> Layer:
    """The layer of a grid wherever it lies; what is drawn over it (frames around cells) is no part of it."""
    scale, theme = view.layer_scale, view.theme
    look_of_cells = (grid.values, grid.shade, grid.limit, grid.role, grid.hatched, grid.faded)
    numbers = (grid.numbers, grid.decimals, grid.plus)
    key = ("grid", look_of_cells, numbers, grid.u, grid.v, grid.gap, shown, scale, theme)
    return LAYERS.get(key, lambda: _painted(replace(grid, origin=(0.0, 0.0), shown=shown), scale, theme))


def _parts(layer: Layer, grid: Grid, written: int, scale: float) -> Iterator[tuple[QRect, bool]]:
    """Divide the layer of an upright grid into the parts that are written (True) and those that are empty."""
    full, rest = divmod(written, grid.values.shape[1])
    width, height = layer.image.width(), layer.image.height()
    top, bottom = (round(row * grid.v[1] * scale) for row in (full, full + 1))
    across = round(rest * grid.u[0] * scale)
    parts = [
        (QRect(0, 0, width, top), True),
        (QRect(0, top, across, bottom - top), True),
        (QRect(across, top, width - across, bottom - top), False),
        (QRect(0, bottom, width, height - bottom), False),
    ]
    return ((part, is_written) for part, is_written in parts if not part.isEmpty())


def _painted(grid: Grid, scale: float, theme: Theme) -> Layer:
    """The layer of a grid at the origin: colours, then the gaps between the cells, hatching, and numbers."""
    colours = look.fills(grid, theme)
    layer = _filled(grid.lattice, colours, scale)
    with QPainter(layer.image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not look.is_picture(grid):
            if look.is_upright(grid):
                painter.drawImage(QPointF(0, 0), _gaps(grid, scale, theme).image)
            else:
                painter.setCompositionMode(Mode.CompositionMode_DestinationIn)
                painter.drawImage(QPointF(0, 0), _slanted_cells(grid, scale).image)
                painter.setCompositionMode(Mode.CompositionMode_DestinationOver)
                painter.fillPath(_outline(grid.lattice, scale, layer), brush(theme.background))
                painter.setCompositionMode(Mode.CompositionMode_SourceOver)
            _hatch(painter, grid, scale, layer, theme)
        _number(painter, grid, scale, layer, theme, colours)
    return layer


def _filled(lattice: Lattice, colours: Colours, scale: float) -> Layer:
    """A layer with every cell of a lattice (at the origin) full of its colour.

    Edges between cells are sharp; cells smaller than a pixel are blended instead of left out.
    """
    layer = _ground(lattice, scale)
    rows, columns, _ = colours.shape
    pixels = np.full((rows, columns, 4), 255, dtype=np.uint8)
    pixels[..., :3] = colours[..., ::-1]
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
    is_smaller = min(math.hypot(*lattice.u), math.hypot(*lattice.v)) * scale < 1.0
    if is_smaller and layer.image.format() == image.format():
        smooth = Qt.TransformationMode.SmoothTransformation
        return Layer(image.scaled(layer.image.size(), Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
    with QPainter(layer.image) as painter:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smaller)
        painter.setTransform(_cell_units(lattice, scale, layer))
        painter.drawImage(QRectF(0, 0, columns, rows), image, QRectF(0, 0, columns, rows))
    return layer


def _ground(lattice: Lattice, scale: float) -> Layer:
    """What a lattice's cells are painted on: opaque and full of them where it is upright, else transparent."""
    xs, ys = zip(*lattice.corners, strict=True)
    if min(xs) == min(ys) == lattice.u[1] == lattice.v[0] == 0:
        size = (max(1, round(max(xs) * scale)), max(1, round(max(ys) * scale)))
        return Layer(QImage(*size, QImage.Format.Format_RGB32))
    left, top = math.floor(min(xs) * scale), math.floor(min(ys) * scale)
    right, bottom = math.ceil(max(xs) * scale), math.ceil(max(ys) * scale)
    return Layer(blank(right - left, bottom - top), left, top)


def _cell_units(lattice: Lattice, scale: float, layer: Layer) -> QTransform:
    """The way from (column, row) to the pixels of a layer."""
    (ux, uy), (vx, vy) = lattice.u, lattice.v
    return QTransform(ux * scale, uy * scale, vx * scale, vy * scale, -layer.left, -layer.top)


def _gaps(grid: Grid, scale: float, theme: Theme) -> Layer:
    """What lies between and beside the cells of an upright grid; all grids of its geometry share it."""
    key = ("gaps", grid.values.shape, grid.u, grid.v, grid.gap, scale, theme.background)
    return LAYERS.get(key, lambda: _upright_gaps(grid, scale, theme))


def _upright_gaps(grid: Grid, scale: float, theme: Theme) -> Layer:
    """Cells are cut out from whole pixel to whole pixel, so that every edge is sharp: a few stamps make them all."""
    rows, columns = grid.values.shape
    width, height = grid.u[0] * scale, grid.v[1] * scale
    image = blank(round(columns * width), round(rows * height))
    image.fill(colour(theme.background))
    with QPainter(image) as painter:
        painter.setCompositionMode(Mode.CompositionMode_DestinationOut)
        stamps: dict[tuple[int, int], QImage] = {}
        across = _edges(columns, width, grid.gap)
        for top, bottom in _edges(rows, height, grid.gap):
            for left, right in across:
                size = (right - left, bottom - top)
                if size not in stamps:
                    stamps[size] = _stamp(*size, look.CORNER * min(width, height))
                painter.drawImage(left, top, stamps[size])
    return Layer(image)


def _edges(count: int, pitch: float, gap: float) -> list[tuple[int, int]]:
    """The first pixel of each cell and the one after its last, along one direction; gaps are at least a pixel."""
    half = max(gap * pitch, 1.0) / 2
    return [(math.floor(i * pitch + half + 0.5), math.floor((i + 1) * pitch - half + 0.5)) for i in range(count)]


def _stamp(width: int, height: int, radius: float) -> QImage:
    image = blank(width, height)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush("#000000"))
        painter.drawRoundedRect(QRect(0, 0, width, height), radius, radius)
    return image


def _slanted_cells(grid: Grid, scale: float) -> Layer:
    """The shapes of the cells of a slanted grid; all grids of its geometry share them."""

    def make() -> Layer:
        layer = _ground(grid.lattice, scale)
        with QPainter(layer.image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setTransform(_cell_units(grid.lattice, scale, layer))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(brush("#000000"))
            side, radii = 1.0 - grid.gap, look.corner(grid)
            for row, column in np.ndindex(grid.values.shape):
                box = QRectF(column + grid.gap / 2, row + grid.gap / 2, side, side)
                painter.drawRoundedRect(box, *radii)
        return layer

    return LAYERS.get(("cells", grid.values.shape, grid.u, grid.v, grid.gap, scale), make)


def _outline(lattice: Lattice, scale: float, layer: Layer) -> QPainterPath:
    corners = [QPointF(x * scale - layer.left, y * scale - layer.top) for x, y in lattice.corners]
    path = QPainterPath()
    path.addPolygon(QPolygonF(corners))
    path.closeSubpath()
    return path


def _hatch(painter: QPainter, grid: Grid, scale: float, layer: Layer, theme: Theme) -> None:
    lines = [
        QLineF(x0 * scale - layer.left, y0 * scale - layer.top, x1 * scale - layer.left, y1 * scale - layer.top)
        for (x0, y0), (x1, y1) in look.hatching(grid)
    ]
    if lines:
        painter.setPen(pen(theme.border, look.HATCH_LINE * theme.lines * scale))
        painter.drawLines(lines)


def _number(painter: QPainter, grid: Grid, scale: float, layer: Layer, theme: Theme, colours: Colours) -> None:
    size = look.number_size(grid, theme) * scale
    if size < LEGIBLE:
        return
    inks, labels, lattice = look.inks(grid, colours), grid.labels, grid.lattice
    left, top = -layer.left, look.BASELINE * size - layer.top
    by_ink: dict[str, list[tuple[float, float, str]]] = {}
    for index in range(look.written(grid)):
        row, column = divmod(index, lattice.columns)
        x, y = lattice.center(row, column)
        by_ink.setdefault(inks[row][column], []).append((left + x * scale, top + y * scale, labels[row][column]))
    for ink, numbers in by_ink.items():
        painter.setPen(colour(ink))
        lettering.draw_numbers(painter, numbers, size)


def _at_origin(lattice: Lattice) -> Lattice:
    return replace(lattice, origin=(0.0, 0.0))
