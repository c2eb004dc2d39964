"""Digits on a canvas, what the trained net makes of them, and where each class's map has its peak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes import reference
from scenes.gap.computed import heads
from scenes.gap.knobs import DIGIT, NONE, Knobs
from scenes.gap.net import Seen, see, weights
from scenes.reference import Floats
from scenes.stage.core.lattice import Cell
from scenes.stage.data.handwritten import FULL_INK, handwritten
from scenes.stage.numbers.scales import MOSTLY, Scales, nice, shared
from scenes.stage.numbers.values import Values

CANVASES = 500
"""On so many canvases was measured."""


@dataclass(frozen=True, eq=False)
class Canvas:
    """A canvas (side, side) of 0..255 with one or two `digits`, and what the net sees.

    The digits' boxes have their top left pixels at `corners`.
    """

    picture: Values
    seen: Seen
    digits: tuple[int, ...]
    corners: tuple[Cell, ...]

    @property
    def side(self) -> int:
        """The canvas's height and width in pixels."""
        return int(self.picture.shape[0])

    @property
    def last(self) -> Floats:
        """The maps whose means the dense layer reads, (32, height, width)."""
        return self.seen.last

    @property
    def class_maps(self) -> Floats:
        """The class activation maps, (10, height, width)."""
        return self.seen.class_maps

    @property
    def pixels(self) -> float:
        """How many pixels of the canvas a cell of the maps covers, each way."""
        return float(self.side / self.last.shape[1])

    def logit(self, digit: int) -> tuple[float, float, float]:
        """The mean of a class's map, the class's bias, and the logit, which is their sum."""
        bias = float(self.seen.biases[digit])
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

    @property
    def twice(self) -> bool:
        """Whether both digits are of one class, and so share one map."""
        return len(self.digits) > len(set(self.digits))

    def verdict(self, index: int) -> str:
        """Where the peak of a digit's class lies, in words."""
        if self.hits(index):
            return "peak on its digit"
        return f"peak on the other {self.digits[index]}" if self.twice and self.hits(1 - index) else "peak elsewhere"

    @cached_property
    def maps(self) -> tuple[Values, ...]:
        """The last maps, for drawing."""
        return tuple(Values(one) for one in self.last)

    @property
    def best(self) -> tuple[int, int]:
        """The two classes with the largest shares, the larger one first."""
        first, second = self.seen.shares.argsort()[::-1][:2].tolist()
        return first, second


@lru_cache(maxsize=256)
def added_up(canvas: Canvas, digit: int, count: float) -> Values:
    """The first so many of the last maps weighed for a class and added: with all of them it is the class's map.

    Of a map that is only begun, as large a part is added.
    """
    there = np.clip(count - np.arange(len(canvas.last)), 0.0, 1.0)
    return Values(reference.pointwise(canvas.last, canvas.seen.weights[[digit]] * there)[0])


@lru_cache(maxsize=2)
def scales(trained: bool) -> Scales:
    """The scales of the colours, before anything is changed by hand or a digit is moved."""
    worked, seen = heads(Knobs()), canvas(Knobs(trained=trained))
    numbers = shared(worked.weights, np.concatenate([worked.maps.ravel(), worked.class_maps.ravel()]))
    maps = ("last maps", nice(seen.last, MOSTLY)), ("class maps", nice(seen.class_maps, MOSTLY))
    return Scales(numbers.limit, (*numbers.named, *maps))


def canvas(knobs: Knobs) -> Canvas:
    """Put the digits on the canvas and run the net."""
    digits = (int(knobs.first),) if knobs.second == NONE else (int(knobs.first), int(knobs.second))
    corners = (knobs.first_at, knobs.second_at)[: len(digits)]
    return _canvas(digits, corners, knobs.writing, int(knobs.canvas), knobs.trained)


@lru_cache(maxsize=64)
def _canvas(
    digits: tuple[int, ...], corners: tuple[Cell, ...], writing: int, side: int, learned: bool
) -> Canvas:  # fmt: skip
    picture = np.zeros((side, side))
    for digit, (top, left) in zip(digits, corners, strict=True):
        ink = handwritten(digit)[writing - 1]
        picture[top : top + DIGIT, left : left + DIGIT] = np.rint(ink * (255 / FULL_INK))
    return Canvas(Values(picture), see(picture[None] / 255, learned), digits, corners)


def measured() -> tuple[Mapping[str, float], Mapping[str, float]]:
    """How often a map had its peak in a digit's box, with untrained weights and with trained ones.

    "one": that of the class that the net says, with one digit alone; "each" and "both": with two digits, that of each
    digit's class in its own digit's box.
    """
    told = weights().measured
    return told["untrained"], told["trained"]
