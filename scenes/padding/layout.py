"""Where things stand in the padding scene: a strip of the picture over an account, and grids beside each other."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.padding.computed import Layer
from scenes.stage.core.lattice import Point
from scenes.stage.core.stage import BOTTOM, LEFT, RIGHT
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import fitted

BEGIN, END = LEFT + 12.0, RIGHT - 12.0
"""The left and right ends of grids: their frames stand a little outside of them."""
STRIP_BOTTOM, STRIP_HEIGHT = 548.0, 426.0
TRACK_Y = 597.0
"""The line that the window's right edge moves along, under the strip."""
LARGEST_CELL = 180.0
ACCOUNT = Area(LEFT, 638.0, RIGHT - LEFT, BOTTOM - 638.0)
WHOLE = Area(BEGIN, 124.0, 656.0, 656.0)
"""The room for the whole picture where nothing has a heading."""
BESIDE = Area(770.0, 116.0, RIGHT - 770.0, 672.0)
GRID_TOP, GRID_SIDE = 172.0, 608.0
"""Grids with a heading begin here, and are at most so high."""


@dataclass(frozen=True)
class Strip:
    """The first rows of the picture with its padding, as large as the stage is wide.

    A window of all its rows fits into it. `corner` is that of its first cell, with the padding.
    """

    corner: Point
    cell: float
    rows: int

    def x(self, cells: float) -> float:
        """The place so many cells to the right of its left edge."""
        return self.corner[0] + cells * self.cell


def strip(layer: Layer, beyond: int = 0) -> Strip:
    """Place the strip, with room for some cells beyond its right edge."""
    columns = layer.row + beyond
    needed = min(layer.row, max(layer.knobs.span, layer.knobs.padding + 2))
    cell = fitted(END - BEGIN, STRIP_HEIGHT, needed, columns, LARGEST_CELL)
    rows = min(layer.row, max(needed, int(STRIP_HEIGHT / cell + 1e-9)))
    return Strip(((BEGIN + END - columns * cell) / 2, STRIP_BOTTOM - rows * cell), cell, rows)
