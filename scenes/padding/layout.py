"""Where things stand in the padding scene: the picture on the left, the odometer, and kernel and map on the right."""

from __future__ import annotations

from scenes.padding.computed import Layer
from scenes.stage.core.stage import RIGHT
from scenes.stage.draw.blocks import fitted

SIDE = 520.0
"""The side of the picture with its padding."""
REACH = 660.0
"""How far to the right of the picture's left edge a window may hang over."""
LARGEST_CELL = 90.0
NUMBERED = 8.0
"""Cells smaller than this have no gaps and no hatching."""

ODOMETER = (744.0, 404.0)
"""Its left edge and its width."""
KERNEL_SIDE = 190.0
MAP_TOP = 430.0
MAP_SIDE = 348.0
MAP_X = RIGHT - MAP_SIDE
"""The left edge of the map, and of the kernel above it."""


def input_cell(layer: Layer) -> float:
    """The side of the picture's cells."""
    return fitted(min(SIDE, REACH * layer.row / (layer.row + layer.too_far)), SIDE, layer.row, layer.row, LARGEST_CELL)


def map_cell(layer: Layer) -> float:
    """The side of the feature map's cells."""
    return fitted(MAP_SIDE, MAP_SIDE, layer.out, layer.out, LARGEST_CELL)
