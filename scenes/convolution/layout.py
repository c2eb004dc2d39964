"""Where things stand in the convolution scene, for every size of picture and kernel.

Input at the left, output at the right. Between them one window in the making: for one channel (or large kernels) as a
square of four blocks, for three channels as three rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from scenes.convolution.computed import Layer
from scenes.stage.core.lattice import Point
from scenes.stage.core.stage import LEFT, TOP
from scenes.stage.draw.blocks import fitted

OUTPUT_X = 1184.0
OUTPUT_SIDE = 360.0
MIDDLE_END = 1142.0
GAP = 58.0
ROW_PITCH = 187.0
STRIP_Y = 728.0
STRIP_HEIGHT = 58.0
THUMBS_Y = 640.0
LARGEST_CELL = 96.0
BEAM = 64.0
SUM_WIDTH = 104.0
READABLE_CELL = 38.0
READABLE_CELLS = 196
"""A cell of this side has room for a number; inputs of up to so many cells get it."""
MAGNIFIED = 900
"""Inputs with more cells than this are pictures: their numbers are read in the magnified window."""


@dataclass(frozen=True)
class Layout:
    """The geometry of one layer's picture; all in stage units."""

    rows: bool
    cell: float
    side: float
    middle: float
    input_cell: float
    input_origins: tuple[Point, ...]
    output_cell: float

    @property
    def output(self) -> Point:
        """The corner of the feature map."""
        return OUTPUT_X, TOP

    def under(self, channel: int) -> Point:
        """The corner of the block of values under the window."""
        return (self.middle, TOP + channel * ROW_PITCH) if self.rows else (self.middle, TOP)

    def kernel(self, channel: int) -> Point:
        """The corner of the kernel."""
        x, y = self.under(channel)
        return x + self.block + GAP, y

    def products(self, channel: int) -> Point:
        """The corner of the products."""
        x, y = self.under(channel)
        return (x + 2 * (self.block + GAP), y) if self.rows else (x, y + self.block + 44)

    def sums(self, channel: int) -> Point:
        """The corner of the sums, beside the products: the end of a row, or the fourth block of the square."""
        x, y = self.products(channel)
        return x + self.block + GAP, y

    @property
    def block(self) -> float:
        """The side that a block of the middle takes up; small kernels leave some of it empty."""
        return max(self.side, _smallest_block(self.rows))


def layout(layer: Layer) -> Layout:
    """Place everything for a layer."""
    rows = layer.channels == 3 and layer.knobs.size <= 4
    height, width = (int(side) for side in layer.input.padded[0].shape)
    cell = _middle_cell(layer.knobs.size, rows, width if height * width <= READABLE_CELLS else 0)
    side = cell * layer.knobs.size
    block = max(side, _smallest_block(rows))
    middle = MIDDLE_END - (3 * (block + GAP) + SUM_WIDTH if rows else 2 * block + GAP)
    input_cell = fitted(
        middle - LEFT - BEAM, ROW_PITCH - 15 if layer.channels == 3 else 590.0, height, width, LARGEST_CELL
    )
    origins = tuple((LEFT, TOP + channel * ROW_PITCH) for channel in range(layer.channels))
    output_cell = fitted(OUTPUT_SIDE, OUTPUT_SIDE + 50, *layer.out, LARGEST_CELL)
    return Layout(rows, cell, side, middle, input_cell, origins, output_cell)


def _smallest_block(rows: bool) -> float:
    """The room that a block needs for its heading, or for the account of the sums."""
    return 120.0 if rows else 206.0


def _middle_cell(size: int, rows: bool, columns: int) -> float:
    """The side of the middle's cells: as large as fits, but an input of few columns comes first."""
    if rows:
        return min(60.0, (ROW_PITCH - 15) / size)
    largest = min(LARGEST_CELL, 296.0 / size)
    left_by_input = MIDDLE_END - LEFT - BEAM - columns * READABLE_CELL - GAP
    return max(min(largest, left_by_input / 2 / size), min(largest, READABLE_CELL))
