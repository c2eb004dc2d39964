"""The shortcut in small: two maps of 4 × 4 numbers become four of 2 × 2 by F and by the shortcut, and are added."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes import reference
from scenes.projection.knobs import Knobs
from scenes.reference import Floats
from scenes.stage.core.knobs import Edits
from scenes.stage.core.lattice import Cell
from scenes.stage.draw.blocks import edited
from scenes.stage.draw.maps import sheets
from scenes.stage.numbers.scales import Scales, shared
from scenes.stage.numbers.values import Values

CHANNELS, SIDE, OUT = 2, 4, 4
STRIDE = 2
INPUT = [
    [[2, 0, 1, 3], [1, 2, 0, 1], [3, 0, 2, 0], [0, 1, 0, 2]],
    [[1, 3, 0, 2], [0, 1, 2, 0], [2, 0, 4, 1], [1, 0, 0, 3]],
]
PROJECTION = [[1, 0], [1, -1], [0, 2], [-1, 1]]
PADDING = np.eye(OUT, CHANNELS)
"""Option A as a matrix that nobody learns: the old channels as they are, zeros for the new ones."""


@dataclass(frozen=True, eq=False)
class Small:
    """A block that halves height and width and doubles the channels: x (2, 4, 4), matrix (4, 2), all else (4, 2, 2).

    `f` comes from two 3×3 convolutions with a ReLU between them, the first with stride 2; no batch normalisation.
    """

    x: Floats
    matrix: Floats
    learned: bool
    f: Floats

    @cached_property
    def shortcut(self) -> Floats:
        """What the shortcut makes of the input: at every second pixel the matrix mixes the channels."""
        return reference.convolve(self.x, self.matrix[:, :, None, None], stride=STRIDE)

    @cached_property
    def s(self) -> Floats:
        """The sum."""
        return self.f + self.shortcut

    @cached_property
    def y(self) -> Floats:
        """The output."""
        return reference.relu(self.s)

    @cached_property
    def dropped(self) -> Values:
        """Which pixels of the input the shortcut does not take, (4, 4) of booleans."""
        taken = np.zeros((SIDE, SIDE), dtype=bool)
        taken[::STRIDE, ::STRIDE] = True
        return Values(~taken)

    @cached_property
    def columns(self) -> dict[str, tuple[Values, ...]]:
        """Input, shortcut, F(x), sum and output map by map, for marks."""
        found = {"x": self.x, "shortcut": self.shortcut, "F(x)": self.f, "sum": self.s, "y": self.y}
        return {name: sheets(maps) for name, maps in found.items()}


def spot_of(knobs: Knobs) -> Cell:
    """The cell of the output that is looked at."""
    return min(max(knobs.at[0], 0), 1), min(max(knobs.at[1], 0), 1)


def small(knobs: Knobs) -> Small:
    """Compute the small block; padding with zeros has a matrix that can't be changed."""
    return _small(knobs.kind == "A", knobs.pixels, knobs.weights)


@lru_cache(maxsize=1)
def scales() -> Scales:
    """The scales of the colours, before anything is changed by hand."""
    plain = _small(False, (), ())
    maps = [each.array.ravel() for column in plain.columns.values() for each in column]
    return shared(plain.matrix, np.concatenate(maps))


@lru_cache(maxsize=32)
def _small(padded: bool, pixels: Edits, weights: Edits) -> Small:
    x = edited(np.array(INPUT, dtype=float), pixels)
    matrix = PADDING if padded else edited(np.array(PROJECTION, dtype=float), weights)
    lot = np.random.default_rng(277)
    first = lot.choice([-1.0, 0.0, 0.0, 1.0], (OUT, CHANNELS, 3, 3))
    second = lot.choice([-1.0, 0.0, 0.0, 0.0, 0.0, 1.0], (OUT, OUT, 3, 3))
    inner = reference.relu(reference.convolve(x, first, stride=STRIDE, padding=1))
    return Small(x, matrix, not padded, reference.convolve(inner, second, padding=1))
