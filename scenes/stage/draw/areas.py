"""Areas of the stage: a step's picture is laid out by cutting the stage into them."""

from __future__ import annotations

from typing import NamedTuple

from scenes.stage.core.lattice import Point
from scenes.stage.draw.blocks import fitted
from scenes.stage.draw.sheets import Spot

LARGEST = 230.0
"""The side of the largest cells."""


class Area(NamedTuple):
    """A part of the stage with its top left corner at (x, y), in stage units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def spot(self, shape: tuple[int, ...], largest: float = LARGEST) -> Spot:
        """Where a sheet of (rows, columns) stands in its middle, as large as there is room and cells may be."""
        rows, columns = shape
        cell = fitted(self.width, self.height, rows, columns, largest)
        x, y = self.middle
        return (x - columns * cell / 2, y - rows * cell / 2), cell

    def columns(self, count: int, gap: float) -> tuple[Area, ...]:
        """So many areas of one width side by side."""
        width = (self.width - (count - 1) * gap) / count
        return tuple(self._replace(x=self.x + index * (width + gap), width=width) for index in range(count))

    def rows(self, count: int, gap: float) -> tuple[Area, ...]:
        """So many areas of one height below each other."""
        height = (self.height - (count - 1) * gap) / count
        return tuple(self._replace(y=self.y + index * (height + gap), height=height) for index in range(count))

    def stack(self, shape: tuple[int, ...], count: int, step: Point, largest: float = LARGEST) -> tuple[Spot, ...]:
        """Where so many sheets stand one behind the other, the first in front, each a `step` from the one before."""
        aside, up = (count - 1) * step[0], (count - 1) * step[1]
        front = Area(self.x, self.y - up, self.width - aside, self.height + up)
        (x, y), cell = front.spot(shape, largest)
        return tuple(((x + index * step[0], y + index * step[1]), cell) for index in range(count))
