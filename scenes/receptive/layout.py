"""Where things stand in the receptive field scene: a row of cells for each map, the input at the bottom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.receptive.computed import Chain
from scenes.stage.core.lattice import Lattice
from scenes.stage.core.stage import RIGHT

BESIDE_WORDS, BESIDE_NUMBERS, BESIDE_PLATES, BESIDE_TWO = 240.0, 300.0, 386.0, 470.0
"""Where the rows begin, beside what stands at their left."""
ALONE, OVER_NUMBER = 732.0, 642.0
"""The middle of the input's row, where nothing stands under it and where a number does."""
ROOF = 160.0
"""The middle of the last map's row."""
FLAT, TALLEST = 0.73, 102.0
"""The height of a cell: a share of the way from row to row, and the largest."""
BELOW = 748.0
"""The line of what stands under the input: a number, or a formula."""
PLATE, PLATE_X, SECOND_X = 76.0, 206.0, 340.0
"""The side of the plates with kernel, stride and dilation, and where they stand."""


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a chain: they begin at `left`, and the input's is at the height `floor`."""

    chain: Chain
    left: float
    floor: float = OVER_NUMBER

    @property
    def pitch(self) -> float:
        """From row to row."""
        return (self.floor - ROOF) / self.chain.last

    @property
    def height(self) -> float:
        """How high the cells are."""
        return min(FLAT * self.pitch, TALLEST)

    def y(self, row: float) -> float:
        """The middle of a map's row."""
        return self.floor - row * self.pitch

    @cached_property
    def width(self) -> float:
        """The width of a cell of the input."""
        left, right = self._extent
        return (RIGHT - self.left) / (right - left)

    def strip(self, row: int) -> Lattice:
        """The cells of a map, as wide as they lie apart on the input, each over the middle of what it sees."""
        jump = self.chain.fields[row].jump
        left = self.left + (self.chain.middle(row, 0) - jump / 2 - self._extent[0]) * self.width
        corner = left, self.y(row) - self.height / 2
        return Lattice(corner, (jump * self.width, 0.0), (0.0, self.height), 1, self.chain.sizes[row])

    def levels(self, row: int) -> Lattice:
        """The same columns in as many rows as there are maps, the input first: a cell of it is (map, unit)."""
        own = self.strip(row)
        corner = own.origin[0], self.floor + self.pitch / 2
        return Lattice(corner, own.u, (0.0, -self.pitch), self.chain.last + 1, own.columns)

    @cached_property
    def _extent(self) -> tuple[float, float]:
        """Where the cells of all rows begin and end, in cells of the input: far strides make some stick out."""
        ends = [
            (self.chain.middle(row, 0) - field.jump / 2, self.chain.middle(row, size - 1) + field.jump / 2)
            for row, (field, size) in enumerate(zip(self.chain.fields, self.chain.sizes, strict=True))
        ]
        return min(left for left, _ in ends), max(right for _, right in ends)
