"""Digits on a canvas, what the trained net makes of them, and where each class's map has its peak."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes.gap.knobs import DIGIT, NONE, Knobs
from scenes.stage import reference, trained
from scenes.stage.handwritten import FULL_INK, handwritten
from scenes.stage.lattice import Cell
from scenes.stage.reference import Floats
from scenes.stage.trained import Seen, Trained
from scenes.stage.values import Values

SEED = 1
"""The seed of the weights that no training has touched."""


@dataclass(frozen=True, eq=False)
class Canvas:
    """A canvas with one or two `digits` whose boxes have their top left pixels at `corners`, and what the net sees."""

    net: Trained
    seen: Seen
    digits: tuple[int, ...]
    corners: tuple[Cell, ...]

    @property
    def side(self) -> int:
        """The canvas's height and width in pixels."""
        return int(self.seen.picture.shape[1])

    @property
    def last(self) -> Floats:
        """The maps whose means the dense layer reads, (32, height, width)."""
        return self.seen.maps[-1]

    @cached_property
    def means(self) -> Floats:
        """Their means, (32,)."""
        return reference.global_average_pool(self.last)

    @cached_property
    def class_maps(self) -> Floats:
        """The class activation maps, (10, height, width)."""
        return trained.class_maps(self.net, self.seen)

    @property
    def pixels(self) -> float:
        """How many pixels of the canvas a cell of the maps covers, each way."""
        return float(self.side / self.last.shape[1])

    def logit(self, digit: int) -> tuple[float, float, float]:
        """The mean of a class's map, the class's bias, and the logit, which is their sum."""
        bias = float(self.net.dense[1][digit])
        return float(self.class_maps[digit].mean()), bias, float(self.seen.logits[digit])

    def peak(self, digit: int) -> Cell:
        """The cell where a class's map is largest."""
        row, column = np.unravel_index(int(self.class_maps[digit].argmax()), self.class_maps[digit].shape)
        return int(row), int(column)

    def hits(self, index: int) -> bool:
        """Whether the peak of a digit's class lies in that digit's box: the middle of its cell does."""
        middles = ((place + 0.5) * self.pixels for place in self.peak(self.digits[index]))
        return all(
            corner <= middle < corner + DIGIT for corner, middle in zip(self.corners[index], middles, strict=True)
        )

    @cached_property
    def picture(self) -> Values:
        """The canvas, (side, side) of 0..255."""
        return Values(self.seen.picture[0])

    @cached_property
    def maps(self) -> tuple[Values, ...]:
        """The last maps, for drawing."""
        return tuple(Values(one) for one in self.last)

    @cached_property
    def shown_maps(self) -> tuple[Values, ...]:
        """The class activation maps, for drawing."""
        return tuple(Values(one) for one in self.class_maps)


def canvas(knobs: Knobs) -> Canvas:
    """Put the digits on the canvas and run the net."""
    digits = (int(knobs.first),) if knobs.second == NONE else (int(knobs.first), int(knobs.second))
    corners = (knobs.first_at, knobs.second_at)[: len(digits)]
    return _canvas(digits, corners, knobs.writing, int(knobs.canvas), knobs.trained)


@lru_cache(maxsize=64)
def _canvas(
    digits: tuple[int, ...], corners: tuple[Cell, ...], writing: int, side: int, learned: bool
) -> Canvas:  # fmt: skip
    picture = np.zeros((1, side, side))
    for digit, (top, left) in zip(digits, corners, strict=True):
        ink = handwritten(digit)[writing - 1]
        picture[0, top : top + DIGIT, left : left + DIGIT] = np.rint(ink * (255 / FULL_INK))
    net = trained.digits_anywhere()
    net = net if learned else trained.untrained(net, SEED)
    return Canvas(net, trained.see(net, picture), digits, corners)


@dataclass(frozen=True)
class Measured:
    """How often a map had its peak in a digit's box.

    `one`: that of the class that the net says, with one digit alone; `each` and `both`: with two digits, that of each
    digit's class in its own digit's box.
    """

    one: float
    each: float
    both: float


@lru_cache(maxsize=1)
def measured() -> tuple[int, Measured, Measured]:
    """How many canvases were tried, and what came out with untrained weights and with trained ones."""
    told = trained.facts("gap")["class_maps"]
    return told["canvases"], Measured(**told["untrained"]), Measured(**told["trained"])
