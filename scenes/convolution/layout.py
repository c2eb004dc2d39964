"""Where things stand in the convolution scene, for every size of picture and kernel.

Input at the left, products in the middle, the map at the right, the account of the sum under them. Cells that are large
enough carry the weights of the window themselves; of smaller ones, and of three channels, the window is magnified.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from scenes.convolution.computed import Layer
from scenes.stage.core.lattice import Cell, Point, between, midway
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.draw.blocks import fitted
from scenes.stage.draw.sheets import Spot

BLOCK_X, BLOCK_Y = LEFT + 10.0, 222.0
"""The corner of the first block; frames stand a little outside of what they frame."""
HEADINGS_Y = 176.0
BLOCK_END = RIGHT - 12.0
TALLEST = 560.0
GAP = 58.0
LARGEST_CELL = 124.0
LARGEST_NEAR = 186.0
"""The side of a window's cells where nothing of the input is shown but the window."""
NEAR_CELL = 80.0
"""A cell of this side has room for its number and for a weight."""
SUM_Y, LABEL_Y = 684.0, 762.0
ROOM_FOR_BIAS = 140.0
"""The room for the bias of a further filter, beside the maps that are finished."""
SMALL_Y, LABELLED = 618.0, 46.0
"""Where finished maps stand small, and the room for the number at the left of each."""
CHANNEL_PITCH = 192.0
MAGNIFIED = 900
"""Inputs with more cells than this are pictures: their numbers are read in the magnified window."""
PART = 7
"""The side, in cells, of the part of a picture whose numbers are read at the beginning."""
OPENING = (1476.0, 600.0)
"""The room for the input while nothing else is there."""


@dataclass(frozen=True)
class Layout:
    """The geometry of one layer's picture; all in stage units. A spot is a corner and the side of a cell.

    `window` is where the window is magnified; None where its numbers are read on the input itself.
    """

    opening: tuple[Spot, ...]
    inputs: tuple[Spot, ...]
    window: Spot | None
    products: Spot
    map: Spot
    map_side: float
    account_x: float

    @property
    def input_cell(self) -> float:
        """The side of an input's cell."""
        return self.inputs[0][1]

    def small_side(self, filters: int) -> float:
        """The side of a finished map, of which there are one less than filters under the present one."""
        room = BLOCK_END - self.account_x - ROOM_FOR_BIAS
        return min(172.0, room / max(1, filters - 1) - LABELLED)

    @property
    def result(self) -> Point:
        """Where the result of the window stands: under the map."""
        return self.map[0][0] + self.map_side / 2, SUM_Y


def layout(layer: Layer) -> Layout:
    """Place everything for a layer."""
    rows, columns = (int(side) for side in layer.input.padded[0].shape)
    size = layer.knobs.size
    cell = fitted(TALLEST, TALLEST, rows, columns, LARGEST_CELL)
    if layer.channels == 1 and cell >= NEAR_CELL:
        room, x = 372.0, 668.0
        return _layout(layer, (((BLOCK_X, BLOCK_Y), cell),), None, (x, room), (BLOCK_END - room, room), x)
    side, map_side = (300.0, 300.0) if size <= 3 else (340.0, 260.0)
    magnified = max(NEAR_CELL, min(150.0, 352.0 / size))
    map_x = BLOCK_END - map_side
    products_x = map_x - GAP - side
    window_x = products_x - GAP - magnified * size
    room = window_x - GAP - 20.0 - BLOCK_X
    window = ((window_x, BLOCK_Y), magnified)
    height = TALLEST if layer.channels == 1 else CHANNEL_PITCH - 22.0
    cell = fitted(room, height, rows, columns, LARGEST_CELL)
    inputs = tuple(((BLOCK_X, BLOCK_Y + channel * CHANNEL_PITCH), cell) for channel in range(layer.channels))
    account_x = window_x if magnified * size <= 440.0 else products_x
    return _layout(layer, inputs, window, (products_x, side), (map_x, map_side), account_x)


def closer(place: Layout, layer: Layer, at: Cell, share: float) -> Layout:
    """Let the input grow, by a share of the way, until the window of a cell fills the room beside the products."""
    if place.window is not None:
        return place
    (origin, cell), (row, column), stride = place.inputs[0], at, layer.knobs.stride
    largest = max(cell, min(LARGEST_NEAR, (place.products[0][0] - GAP - BLOCK_X) / layer.span))
    goal = (BLOCK_X - column * stride * largest, BLOCK_Y - row * stride * largest)
    return replace(place, inputs=((midway(origin, goal, share), between(cell, largest, share)),))


def _layout(
    layer: Layer,
    inputs: tuple[Spot, ...],
    window: Spot | None,
    products: tuple[float, float],
    output: tuple[float, float],
    account_x: float,
) -> Layout:
    (products_x, products_side), (map_x, map_side) = products, output
    product = min(150.0, products_side / layer.knobs.size)
    cell = fitted(map_side, map_side, *layer.out, LARGEST_CELL)
    return Layout(
        _opening(layer),
        inputs,
        window,
        ((products_x, BLOCK_Y), product),
        ((map_x, BLOCK_Y), cell),
        map_side,
        account_x,
    )


def _opening(layer: Layer) -> tuple[Spot, ...]:
    """Where the channels stand alone on the stage, side by side; one channel as a picture and as numbers."""
    rows, columns = (int(side) for side in layer.input.padded[0].shape)
    shapes = [(rows, columns)] * 3 if layer.channels == 3 else [(rows, columns), _numbers(layer, rows, columns)]
    width, height = OPENING
    room = (width - (len(shapes) - 1) * GAP) / len(shapes)
    cells = [fitted(room, height, down, across, LARGEST_CELL) for down, across in shapes]
    widths = [across * cell for (_, across), cell in zip(shapes, cells, strict=True)]
    left = (LEFT + RIGHT - sum(widths) - (len(shapes) - 1) * GAP) / 2
    spots = []
    for (down, _), cell, taken in zip(shapes, cells, widths, strict=True):
        spots.append(((left, BLOCK_Y - 40.0 + (height - down * cell) / 2), cell))
        left += taken + GAP
    return tuple(spots)


def _numbers(layer: Layer, rows: int, columns: int) -> tuple[int, int]:
    """How many rows and columns of numbers are read at the beginning: all, or those of a part."""
    return (rows, columns) if layer.x[0].size <= MAGNIFIED else (PART, PART)


def part_of(shape: tuple[int, ...]) -> tuple[int, int]:
    """The first row and column of the part of a large picture whose numbers are read: in its middle."""
    return (shape[0] - PART) // 2, (shape[1] - PART) // 2
