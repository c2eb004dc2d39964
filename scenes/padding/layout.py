"""Where things stand in the padding scene: the picture on the left, the odometer, and kernel and map on the right."""

from __future__ import annotations

from scenes.padding.computed import Layer
from scenes.stage.draw.blocks import fitted

HEADING = 138.0
TOP = 162.0
BOTTOM = 790.0
SIDE = 520.0
"""The side of the picture with its padding."""
REACH = 660.0
"""How far to the right of the picture's left edge a window may hang over."""
LARGEST_CELL = 90.0
NUMBERED = 8.0
"""Cells smaller than this have no gaps and no hatching."""

ODOMETER = (744.0, 404.0)
"""Its left edge and its width."""
RIGHT = 1196.0
KERNEL_SIDE = 190.0
MAP_TOP = 430.0
MAP_SIDE = 348.0


def input_cell(of: Layer) -> float:
    """The side of the picture's cells."""
    return fitted(min(SIDE, REACH * of.row / (of.row + of.too_far)), SIDE, of.row, of.row, LARGEST_CELL)


def map_cell(of: Layer) -> float:
    """The side of the feature map's cells."""
    return fitted(MAP_SIDE, MAP_SIDE, of.out, of.out, LARGEST_CELL)
