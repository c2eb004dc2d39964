"""Where things stand in the pooling scene, for every size of picture and window.

Input at the left, pooled maps at the right, between them one window at work (and later the gradient at the input).
One channel takes the whole height; three are three rows, and nothing crosses from one row to another.
"""

from __future__ import annotations

from dataclasses import dataclass

from scenes.pooling.computed import Pool
from scenes.stage.core.lattice import Point
from scenes.stage.core.stage import BOTTOM, LEFT, RIGHT, TOP
from scenes.stage.draw.blocks import fitted

ROW_PITCH = 212.0
LARGEST_CELL = 140.0
BEAM = 68.0
READABLE_CELL = 40.0
"""A cell of this side has room for a number."""
FOLLOWED = 36
"""Up to so many windows are pooled slowly enough to follow each."""


@dataclass(frozen=True)
class Layout:
    """The geometry of one layer's picture; all in stage units."""

    rows: bool
    input_cell: float
    middle: float
    block_cell: float
    size: int
    output_x: float
    output_cell: float
    back_cell: float

    def top(self, channel: int) -> float:
        """The upper edge of a channel's row."""
        return TOP + channel * ROW_PITCH

    def input(self, channel: int) -> Point:
        """The corner of a channel of the input, padding included."""
        return LEFT, self.top(channel)

    def block(self, channel: int) -> Point:
        """The corner of the magnified window."""
        return self.middle, self.top(channel)

    def output(self, channel: int) -> Point:
        """The corner of a pooled map."""
        return self.output_x, self.top(channel)

    def back(self, channel: int) -> Point:
        """The corner of the gradient at the input, which takes the place of the magnified window."""
        return self.middle, self.top(channel)

    @property
    def block_side(self) -> float:
        """The side of the magnified window."""
        return self.size * self.block_cell

    def plates(self, channel: int) -> Point:
        """The corner of the account: beside the window in a row, under it where there is room."""
        x, y = self.block(channel)
        return (x + self.block_side + 40, y) if self.rows else (x, y + self.block_side + 32)

    @property
    def plate_width(self) -> float:
        """The width of a line of the account."""
        return self.output_x - 56 - self.plates(0)[0] if self.rows else 340.0


def layout(layer: Pool) -> Layout:
    """Place everything for a layer."""
    rows = layer.channels > 1
    height, width = layer.input.padded[0].shape
    tall, wide = (ROW_PITCH - 16, 380.0) if rows else (BOTTOM - TOP - 4, 590.0)
    input_cell = fitted(wide, tall, height, width, LARGEST_CELL)
    output_room = 280.0 if rows else 380.0
    output_cell = fitted(output_room, tall, *layer.out, LARGEST_CELL)
    if output_cell < READABLE_CELL or input_cell > READABLE_CELL:
        output_cell = min(input_cell, output_cell)  # the same scale, so that the map is seen to shrink
    else:
        output_cell = READABLE_CELL
    output_x = RIGHT - output_room
    middle = LEFT + (380.0 if rows else 590.0) + BEAM
    size = layer.knobs.size
    block_cell = (ROW_PITCH - 16) / size if rows else min(LARGEST_CELL, 340.0 / size)
    _, h, w = layer.x.shape
    back_cell = min(input_cell, fitted(output_x - 56 - middle, tall, h, w, LARGEST_CELL))
    return Layout(rows, input_cell, middle, block_cell, size, output_x, output_cell, back_cell)
