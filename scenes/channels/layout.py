"""Where things stand in the channels scene: rooms of the stage, laid out afresh for each step."""

from __future__ import annotations

from typing import NamedTuple

from scenes.stage.core.lattice import Point
from scenes.stage.draw.blocks import fitted
from scenes.stage.draw.sheets import Spot

LARGEST_CELL = 230.0


class Room(NamedTuple):
    """A part of the stage, in its units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def spot(self, shape: tuple[int, ...], largest: float = LARGEST_CELL) -> Spot:
        """Where a sheet of (rows, columns) stands in the middle of it, as large as there is room."""
        rows, columns = shape
        cell = fitted(self.width, self.height, rows, columns, largest)
        x, y = self.middle
        return (x - columns * cell / 2, y - rows * cell / 2), cell

    def columns(self, count: int, gap: float) -> tuple[Room, ...]:
        """So many rooms of one width side by side."""
        width = (self.width - (count - 1) * gap) / count
        return tuple(Room(self.x + index * (width + gap), self.y, width, self.height) for index in range(count))

    def rows(self, count: int, gap: float) -> tuple[Room, ...]:
        """So many rooms of one height below each other."""
        height = (self.height - (count - 1) * gap) / count
        return tuple(Room(self.x, self.y + index * (height + gap), self.width, height) for index in range(count))

    def stack(self, shape: tuple[int, ...], count: int, step: Point) -> tuple[Spot, ...]:
        """Where so many sheets stand one behind the other, each a `step` from the one before it; the first in front."""
        behind = count - 1
        front = Room(
            self.x, self.y - behind * step[1], self.width - behind * step[0], self.height + behind * step[1]
        )  # fmt: skip
        (x, y), cell = front.spot(shape)
        return tuple(((x + index * step[0], y + index * step[1]), cell) for index in range(count))


def beside(room: Room, gap: float) -> tuple[Room, Room]:
    """The rooms of a channel and, narrower, of its kernel."""
    width = (room.width - gap) * CHANNEL_SHARE
    return room._replace(width=width), room._replace(x=room.x + width + gap, width=room.width - gap - width)


CHANNEL_SHARE = 0.64
"""How much of the room for a channel and its kernel the channel takes."""
ABOVE = 40.0
"""How far above its cells the heading of a sheet stands."""

OPENING = Room(66.0, 176.0, 1468.0, 600.0)
"""The channels side by side."""

LABELS_X = 84.0
INPUT_ROW, FILTER_ROW = Room(236.0, 178.0, 1284.0, 330.0), Room(236.0, 564.0, 1284.0, 206.0)
FILTER_FRAME = Room(56.0, 544.0, 1488.0, 246.0)
"""The channels, and the kernels of one filter under them."""

SLIDE_ROW, PARTIAL_ROW = Room(66.0, 170.0, 1468.0, 300.0), Room(66.0, 542.0, 1468.0, 240.0)
"""Channels with their kernels, and the partial maps under them."""

EQUATION = Room(66.0, 150.0, 1468.0, 490.0)
ACCOUNT_Y = 716.0
"""The partial maps and their sum in a row, and one cell of it in numbers."""

SUM, MAP = Room(66.0, 172.0, 480.0, 480.0), Room(1054.0, 172.0, 480.0, 480.0)
BIAS = Room(690.0, 332.0, 220.0, 150.0)
FORMULA_Y = 742.0
"""The sum, the bias between, the map; and what all of it is as a formula."""

HEADINGS_Y = 132.0
INPUT_STACK, INPUT_STEP = Room(66.0, 180.0, 330.0, 520.0), (42.0, -34.0)
FILTERS = Room(480.0, 166.0, 600.0, 540.0)
FILTER_BIAS_X, FILTER_BIAS = 1124.0, 130.0
OWN_MAPS = Room(1310.0, 166.0, 224.0, 540.0)
COUNTS_Y = 760.0
"""Of all filters: the input, a row for each of them with its bias and its map, and what they count up to."""

VOLUME_STEP = (62.0, -46.0)
VOLUME_IN, VOLUME_OUT = Room(66.0, 176.0, 520.0, 504.0), Room(1014.0, 176.0, 520.0, 504.0)
SHAPES_Y = 736.0
"""The input and the output as volumes, and their shapes below."""
