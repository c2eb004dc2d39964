"""Where things stand in the pooling scene, for every size of picture and window.

Each part of the story has its own columns: the map and what becomes of it; with one window at work between them; the
map beside all that is left of it; the gradients. Of three channels each has its row, and nothing crosses between rows;
where there are two maps only, the channels of each stand side by side.
"""

from __future__ import annotations

from dataclasses import dataclass

from scenes.pooling.computed import Pool
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import Role, Text
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.draw.blocks import fitted, heading
from scenes.stage.draw.sheets import Spot

TOP, BOTTOM = 186.0, 776.0
"""Between these stand maps; their headings and a formula are outside."""
LOWER, BAND = 524.0, 262.0
"""Where the lower of two maps begins whose channels stand side by side, and the height of both."""
BEGIN, END = LEFT + 10.0, RIGHT - 12.0
"""Frames stand a little outside of what they frame."""
ROW_PITCH, ROW = 178.0, 166.0
LARGEST_CELL = 170.0
LARGEST_ALONE, ALONE = 300.0, 590.0
"""The same where a map is all that is looked at, and the side of such a map."""
THIRD = 464.0
"""The side of each of three maps beside one another, and where they begin."""
THIRDS = (BEGIN, (BEGIN + END - THIRD) / 2, END - THIRD)
READABLE_CELL = 40.0
"""A cell of this side has room for a number."""
FOLLOWED = 36
"""Up to so many windows are pooled slowly enough to follow each."""


@dataclass(frozen=True)
class Column:
    """A place for a map of each channel: the first one's corner, the side of their cells, the way to the next map."""

    x: float
    cell: float
    y: float = TOP
    across: float = 0.0
    down: float = ROW_PITCH

    def corner(self, channel: int) -> Point:
        """The corner of a channel's map."""
        return self.x + channel * self.across, self.y + channel * self.down

    def heading(self, words: str, role: Role) -> Text:
        """The heading over the first map."""
        return heading(self.x - 6.0, self.y - 46.0, words, "", role, size=40.0)

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
        return 776.0 if self.rows else 748.0

    def account(self, channel: int) -> Point:
        """Where the account of a window begins: beside it in a row, else under it; the middle of its line."""
        x, y = self.block.corner(channel)
        return (x + ROW + 32.0, y + ROW / 2) if self.rows else (x, 618.0)


def layout(layer: Pool) -> Layout:
    """Place everything for a layer."""
    rows, size = layer.channels > 1, layer.knobs.size
    padded, plain = layer.input.padded[0].shape, layer.x.shape[1:]

    def column(x: float, room: float, shape: tuple[int, ...], largest: float = LARGEST_CELL) -> Column:
        return Column(x, fitted(room, ROW if rows else min(room, BOTTOM - TOP), shape[0], shape[1], largest))

    def pair(
        left: tuple[int, ...], right: tuple[int, ...], xs: tuple[float, float], largest: float
    ) -> tuple[Column, Column]:
        """Two maps alone: side by side, or with their channels one map over the other."""
        if rows:
            return _band(left, TOP), _band(right, LOWER)
        return column(xs[0], ALONE, left, LARGEST_ALONE), column(xs[1], ALONE, right, largest)

    source, output = column(BEGIN, 560.0, padded), column(END - 340.0, 340.0, layer.out)
    if output.cell < READABLE_CELL:  # the same scale, so that the map is seen to shrink
        output = Column(output.x, min(output.cell, source.cell))
    block = column(BEGIN + (494.0 if rows else 650.0), 340.0, (size, size))
    largest = min(LARGEST_ALONE, layer.knobs.stride * source.cell)
    return Layout(
        rows,
        *pair(padded, layer.out, (BEGIN + 70.0, END - 660.0), largest),
        source,
        block,
        output,
        column(END - 560.0, 560.0, layer.out, largest),
        *pair(layer.out, layer.out, (BEGIN + 70.0, END - 660.0), LARGEST_ALONE),
        column(THIRDS[0], THIRD, padded),
        column(THIRDS[1], THIRD, plain),
        column(THIRDS[2], THIRD, layer.out, THIRD / 2),
        size * block.cell,
    )


def _band(shape: tuple[int, ...], y: float) -> Column:
    """Three channels side by side."""
    return Column(BEGIN + 110.0, fitted(BAND, BAND, shape[0], shape[1], LARGEST_CELL), y, 500.0, 0.0)
