"""Where things stand in the pooling scene, for every size of picture and window.

Each part of the story has its own columns: the map and what becomes of it; with one window at work between them; the
map beside all that is left of it; the gradients. Of three channels each has its row, and nothing crosses between rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from scenes.pooling.computed import Pool
from scenes.stage.core.lattice import Point
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.draw.blocks import fitted
from scenes.stage.draw.sheets import Spot

TOP, BOTTOM = 210.0, 770.0
"""Between these stand maps; their headings and a formula are outside."""
HEADINGS_Y = TOP - 46.0
BEGIN, END = LEFT + 10.0, RIGHT - 12.0
"""Frames stand a little outside of what they frame."""
ROW_PITCH, ROW = 178.0, 166.0
LARGEST_CELL = 170.0
LARGEST_ALONE = 280.0
"""The same where a map is all that is looked at."""
THIRD = 464.0
"""The side of each of three maps beside one another, and where they begin."""
THIRDS = (BEGIN, (BEGIN + END - THIRD) / 2, END - THIRD)
READABLE_CELL = 40.0
"""A cell of this side has room for a number."""
FOLLOWED = 36
"""Up to so many windows are pooled slowly enough to follow each."""


@dataclass(frozen=True)
class Column:
    """A place for a map of each channel, one under the other: the first one's corner, and the side of their cells."""

    x: float
    cell: float

    def corner(self, channel: int) -> Point:
        """The corner of a channel's map."""
        return self.x, TOP + channel * ROW_PITCH

    def spot(self, channel: int) -> Spot:
        """The corner of a channel's map, and the side of its cells."""
        return self.corner(channel), self.cell


@dataclass(frozen=True)
class Layout:
    """The columns of each part of the story, padding included."""

    rows: bool
    opening_input: Column
    opening_output: Column
    input: Column
    block: Column
    output: Column
    rest: Column
    pooled: Column
    arriving: Column
    back_input: Column
    back: Column
    back_output: Column
    block_side: float

    @property
    def formula_y(self) -> float:
        """Where a formula stands: under all rows, or under the window at work."""
        return 776.0 if self.rows else 762.0

    def account(self, channel: int) -> Point:
        """Where the account of a window begins: beside it in a row, else under it; the middle of its line."""
        x, y = self.block.corner(channel)
        return (x + ROW + 32.0, y + ROW / 2) if self.rows else (x, 632.0)


def layout(layer: Pool) -> Layout:
    """Place everything for a layer."""
    rows, size = layer.channels > 1, layer.knobs.size
    padded, plain = layer.input.padded[0].shape, layer.x.shape[1:]

    def column(x: float, room: float, shape: tuple[int, ...], largest: float = LARGEST_CELL) -> Column:
        return Column(x, fitted(room, ROW if rows else min(room, BOTTOM - TOP), shape[0], shape[1], largest))

    source, output = column(BEGIN, 560.0, padded), column(END - 340.0, 340.0, layer.out)
    if output.cell < READABLE_CELL:  # the same scale, so that the map is seen to shrink
        output = Column(output.x, min(output.cell, source.cell))
    block = column(BEGIN + (494.0 if rows else 650.0), 340.0, (size, size))
    largest = min(LARGEST_ALONE, layer.knobs.stride * source.cell)
    return Layout(
        rows,
        source if rows else column(BEGIN + 80.0, 560.0, padded),
        output if rows else column(END - 640.0, 560.0, layer.out, largest),
        source,
        block,
        output,
        column(END - 560.0, 560.0, layer.out, largest),
        column(BEGIN + 120.0, 560.0, layer.out, LARGEST_ALONE),
        column(END - 680.0, 560.0, layer.out, LARGEST_ALONE),
        column(THIRDS[0], THIRD, padded),
        column(THIRDS[1], THIRD, plain),
        column(THIRDS[2], THIRD, layer.out, THIRD / 2),
        size * block.cell,
    )
