"""Grids and pictures: matrices as layers, so that a frame that shows the same numbers again costs one blit."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPolygonF, QTransform

from desktop.painter import lettering, tiles
from desktop.painter.colours import brush, colour
from desktop.painter.layers import LAYERS, Layer, blank
from desktop.painter.view import View
from scenes.stage.core.lattice import Lattice
from scenes.stage.core.marks import Grid, Image
from scenes.stage.output import styling as look
from scenes.stage.output.ramps import Colours
from scenes.stage.output.shading import Tiles, hexed
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
    """Draw a picture, each pixel as a sharp parallelogram, or blended where it is smooth."""
    scale = view.layer_scale
    key = ("image", mark.pixels, mark.u, mark.v, mark.smooth, scale)
    layer = LAYERS.get(key, lambda: _filled(_at_origin(mark.lattice), mark.pixels.array, scale, mark.smooth))
    view.draw(layer, (mark.origin[0] + dx, mark.origin[1] + dy), opacity)


def _layer(view: View, grid: Grid, shown: int | None) -> Layer:
    """The layer of a grid wherever it lies; what is drawn over it (frames around cells) is no part of it."""
    scale, theme = view.layer_scale, view.theme
    limit = view.scales.of(grid.scale_name)
    look_of_cells = (grid.values, grid.shade, limit, grid.role, grid.padding, grid.faded)
    numbers = (grid.numbers, grid.aside, grid.decimals)
    key = ("grid", look_of_cells, numbers, grid.u, grid.v, grid.gap, shown, scale, theme)
    return LAYERS.get(key, lambda: _painted(replace(grid, origin=(0.0, 0.0), shown=shown), limit, scale, theme))


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


def _painted(grid: Grid, limit: float, scale: float, theme: Theme) -> Layer:
    """The layer of a grid at the origin: its tiles on the stage's ground, and numbers."""
    found = look.tiles(grid, limit, theme, scale)
    if look.is_picture(grid):
        layer = _filled(grid.lattice, found.fill, scale)
    elif found.is_plain and not grid.loose:
        layer = _plain(grid, found.fill, scale, theme)
    else:
        layer = _with_rings(grid, found, scale, theme)
    with QPainter(layer.image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _number(painter, grid, scale, layer, theme, found.ink)
    return layer


def _with_rings(grid: Grid, found: Tiles, scale: float, theme: Theme) -> Layer:
    layer = _ground(grid.lattice, scale)
    if grid.loose:
        layer = Layer(blank(layer.image.width(), layer.image.height()), layer.left, layer.top)
    elif look.is_upright(grid):
        layer.image.fill(colour(theme.background))
    with QPainter(layer.image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if look.is_upright(grid):
            tiles.stamp(painter, grid, found, scale, theme)
        else:
            painter.fillPath(_outline(grid.lattice, scale, layer), brush(theme.background))
            painter.translate(-layer.left, -layer.top)
            tiles.paint_slanted(painter, grid, found, scale, theme)
    return layer


def _plain(grid: Grid, colours: Colours, scale: float, theme: Theme) -> Layer:
    """Cells that only have a colour are the pixels of a picture, with the gaps laid over them."""
    layer = _filled(grid.lattice, colours, scale)
    with QPainter(layer.image) as painter:
        if look.is_upright(grid):
            painter.drawImage(QPointF(0, 0), _gaps(grid, scale, theme).image)
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setCompositionMode(Mode.CompositionMode_DestinationIn)
            painter.drawImage(QPointF(0, 0), _slanted_cells(grid, scale).image)
            painter.setCompositionMode(Mode.CompositionMode_DestinationOver)
            painter.fillPath(_outline(grid.lattice, scale, layer), brush(theme.background))
    return layer


def _filled(lattice: Lattice, colours: Colours, scale: float, smooth: bool = False) -> Layer:
    """A layer with every cell of a lattice (at the origin) full of its colour.

    Edges between cells are sharp unless all is `smooth`; cells smaller than a pixel are blended instead of left out.
    """
    layer = _ground(lattice, scale)
    rows, columns, _ = colours.shape
    pixels = np.full((rows, columns, 4), 255, dtype=np.uint8)
    pixels[..., :3] = colours[..., ::-1]
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
    is_blended = smooth or min(math.hypot(*lattice.u), math.hypot(*lattice.v)) * scale < 1.0
    if is_blended and layer.image.format() == image.format():
        mode = Qt.TransformationMode.SmoothTransformation
        return Layer(image.scaled(layer.image.size(), Qt.AspectRatioMode.IgnoreAspectRatio, mode))
    with QPainter(layer.image) as painter:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_blended)
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
        side = min(width, height)
        space = max(grid.gap * side, 1.0)
        across = tiles.edges(columns, width, space)
        for top, bottom in tiles.edges(rows, height, space):
            for left, right in across:
                size = (right - left, bottom - top)
                if size not in stamps:
                    stamps[size] = _stamp(*size, look.CORNER * side)
                painter.drawImage(left, top, stamps[size])
    return Layer(image)


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
            painter.translate(-layer.left, -layer.top)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(brush("#000000"))
            tiles.paint_shapes(painter, grid, scale)
        return layer

    return LAYERS.get(("cells", grid.values.shape, grid.u, grid.v, grid.gap, scale), make)


def _outline(lattice: Lattice, scale: float, layer: Layer) -> QPainterPath:
    corners = [QPointF(x * scale - layer.left, y * scale - layer.top) for x, y in lattice.corners]
    path = QPainterPath()
    path.addPolygon(QPolygonF(corners))
    path.closeSubpath()
    return path


def _number(painter: QPainter, grid: Grid, scale: float, layer: Layer, theme: Theme, inks: Colours) -> None:
    size = look.number_size(grid, theme) * scale
    if size < LEGIBLE:
        return
    labels, lattice = grid.labels, grid.lattice
    left, top = -layer.left, look.BASELINE * size - layer.top
    by_ink: dict[tuple[str, bool], list[tuple[float, float, str]]] = {}
    for index in range(look.written(grid)):
        row, column = divmod(index, lattice.columns)
        x, y = look.number_place(grid, row, column)
        label = labels[row][column]
        letters = hexed(inks[row, column]), look.is_bold(label)
        by_ink.setdefault(letters, []).append((left + x * scale, top + y * scale, label))
    for (ink, bold), numbers in by_ink.items():
        painter.setPen(colour(ink))
        lettering.draw_numbers(painter, numbers, size, bold)


def _at_origin(lattice: Lattice) -> Lattice:
    return replace(lattice, origin=(0.0, 0.0))
