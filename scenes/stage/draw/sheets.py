"""A layer's input as scenes show it: its channels on the way to their places, values flying out.

Maps are (channels, height, width). A spot is where a sheet of square cells stands: its corner, and a cell's side.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import hypot
from typing import Unpack

from scenes import reference
from scenes.reference import Floats, Margins
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Cell, Point, between, midway
from scenes.stage.core.marks import CELL_GAP, Grid, Image, Role, Shade
from scenes.stage.draw.blocks import fitted
from scenes.stage.draw.maps import (
    COLOUR_ROLES,
    COLOURS,
    in_colours,
    never_met,
    padding_mask,
    photo,
    pixel_grip,
    sheets,
)
from scenes.stage.draw.matrices import SEPARATE, GridFields, matrix
from scenes.stage.numbers.scales import PIXELS
from scenes.stage.numbers.values import Values

Spot = tuple[Point, float]
"""The corner of a sheet, and the side of its cells."""

PHOTO_SIDE = 600.0
"""A picture is at most so large before it comes apart."""
BEND = 0.15
"""How far the way of a number bends upwards, as a share of its length."""


@dataclass(frozen=True, eq=False)
class Sheets:
    """The input (C, H, W) of a layer whose k x k windows slide over it, with cells of padding around it.

    `padding` are p cells on each side, or ((above, below), (left, right)), of the value `fill`; `dilation` are the
    cells from one weight to the next. `shade` says how the channels are coloured.
    """

    x: Floats
    padding: int | Margins = 0
    size: int = 1
    stride: int = 1
    dilation: int = 1
    fill: float = 0.0
    shade: Shade = "pixel"

    @cached_property
    def padded(self) -> tuple[Values, ...]:
        """The channels with the padding around them."""
        return sheets(reference.pad(self.x, self.padding, self.fill))

    @cached_property
    def colours(self) -> Values:
        """A picture of three channels in its colours, with black padding, (rows, columns, 3) bytes."""
        return in_colours(reference.pad(self.x, self.padding))

    @cached_property
    def padding_mask(self) -> Values | None:
        """Where the padding is; None without padding."""
        return padding_mask(self.x, self.padding)

    @cached_property
    def never_met(self) -> Values | None:
        """The cells with the padding that no weight of any window meets; None where all are met."""
        return never_met(self.x, self.size, self.stride, self.padding, self.dilation)

    def under(self, channel: int, cell: Cell) -> Values:
        """The values under the window of an output cell, (k, k), padding among them."""
        return _under(self, channel, cell)

    def pixel(self, cell: Cell) -> Cell:
        """The pixel at the first corner of an output cell's window; negative in the padding."""
        (above, _), (left, _) = reference.margins(self.padding)
        return cell[0] * self.stride - above, cell[1] * self.stride - left

    def pixel_grip(self, channel: int) -> EditCell:
        """Typing on a pixel of a whole channel, or dragging it up and down, changes it in the knob `pixels`."""
        return pixel_grip(self.x, channel, self.pixel((0, 0)))


@lru_cache(maxsize=512)
def _under(source: Sheets, channel: int, cell: Cell) -> Values:
    span, step = reference.window_span(source.size, source.dilation), source.dilation
    row, column = cell[0] * source.stride, cell[1] * source.stride
    return Values(source.padded[channel].array[row : row + span : step, column : column + span : step])


@dataclass(frozen=True)
class Channels:
    """What channels are called and how they are coloured: three are red, green and blue."""

    count: int

    def role(self, channel: int, otherwise: Role) -> Role:
        """The colour of what belongs to one channel alone: its own where there are three."""
        return COLOUR_ROLES[channel] if self.count == len(COLOURS) else otherwise

    def word(self, channel: int) -> str:
        """What a channel itself is called: red, or channel 1."""
        return COLOURS[channel] if self.count == len(COLOURS) else f"channel {channel + 1}"

    def name(self, what: str, channel: int) -> str:
        """What to call something of one channel when it is read out."""
        if self.count == 1:
            return what
        return f"{what} {COLOURS[channel]}" if self.count == len(COLOURS) else f"{what} {channel + 1}"


def arriving(
    origin: Point,
    cell: float,
    channel: int,
    shape: tuple[int, ...],
    largest: float,
    *,
    as_picture: bool,
    pile: float = 1.0,
) -> Spot:
    """Where a channel of (rows, columns) comes from: a large photograph, or a pile of sheets at an origin.

    The sheets of a pile have cells with the side `cell`, and each lies `pile` cells further than the one before.
    """
    if as_picture:
        rows, columns = shape
        return origin, fitted(PHOTO_SIDE, PHOTO_SIDE, rows, columns, largest)
    return (origin[0] + channel * pile * cell, origin[1] + channel * pile * cell), cell


def underway(start: Spot, goal: Spot, share: float) -> Spot:
    """Where a sheet is that has come a share of its way."""
    return midway(start[0], goal[0], share), between(start[1], goal[1], share)


def travelling(
    value: float, start: Spot, goal: Spot, share: float, role: Role, name: str = "number on its way"
) -> Grid:
    """A number that has come a share of its way, as the tile that it is at both ends; the way bends upwards."""
    (x, y), side = underway(start, goal, share)
    length = hypot(goal[0][0] - start[0][0], goal[0][1] - start[0][1])
    lift = 4.0 * share * (1.0 - share) * BEND * length
    return matrix([[value]], (x, y - lift), side, role=role, name=name, framed=False)


def fading_photo(colours: Values, start: Spot, cell: float, share: float) -> Image:
    """The picture in its colours, shrinking to cells of a side and fading while it comes apart into channels."""
    origin, side = underway(start, (start[0], cell), share)
    return photo(colours, origin, side, opacity=1.0 - share)


def channel_grid(source: Sheets, channel: int, spot: Spot, **fields: Unpack[GridFields]) -> Grid:
    """One channel with its padding, which is dashed; what no window meets is faded.

    Where cells touch, as the pixels of a picture do, none is dashed or highlighted.
    """
    origin, cell = spot
    fields.setdefault("shade", source.shade)
    fields.setdefault("scale", PIXELS)
    fields.setdefault("padding", source.padding_mask)
    fields.setdefault("faded", source.never_met)
    fields.setdefault("first", source.pixel((0, 0)))
    if cell <= SEPARATE:
        fields |= {"padding": None, "highlighted": ()}
    return matrix(source.padded[channel], origin, cell, **fields)


def flown(
    source: Sheets, channel: int, cell: Cell, start: Spot, goal: Spot, share: float, **fields: Unpack[GridFields]
) -> Grid:
    """The values under the window of an output cell, on their way out of the channel to where they are magnified."""
    origin, side = underway(start, goal, share)
    corner = source.pixel(cell)
    fields.setdefault("gap", CELL_GAP)
    fields.setdefault("shade", source.shade)
    fields.setdefault("scale", PIXELS)
    fields.setdefault("first", corner if source.dilation == 1 else (0, 0))
    fields.setdefault("grip", pixel_grip(source.x, channel, corner, source.dilation))
    return matrix(source.under(channel, cell), origin, side, **fields)
