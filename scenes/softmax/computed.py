"""Every number of the softmax scene, by the reference operations."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from scenes import reference
from scenes.reference import Floats
from scenes.softmax.knobs import CLASSES, Knobs
from scenes.stage.draw.blocks import edited

# Logits for K classes by name. The second takes the series 1, 2, 5, 10, ... of coins, so that e^z is whole.
LOGITS: dict[str, Callable[[int], Floats]] = {
    "2, 1, 0": lambda count: np.arange(count - 1.0, -1.0, -1.0),
    "ln 1, ln 2, ln 5": lambda count: np.log([1.0, 2.0, 5.0, 10.0, 20.0][:count]),
    "all equal": lambda count: np.ones(count),
    "sure of one": lambda count: np.array([8.0, 1.0, 0.0, 2.0, 1.0][:count]),
    "below zero": lambda count: np.array([-1.0, -3.0, -2.0, -1.5, -4.0][:count]),
}
MOST_LINES = 6


@dataclass(frozen=True, eq=False)
class Scores:
    """What softmax makes of logits; all arrays are (K,)."""

    z: Floats
    stretched: Floats
    p: Floats

    @property
    def total(self) -> float:
        """The sum of all e^z."""
        return float(self.stretched.sum())


def scores(z: Floats) -> Scores:
    """Stretch and share logits (K,)."""
    return Scores(z, np.exp(z), reference.softmax(z))


@dataclass(frozen=True, eq=False)
class Example:
    """Logits and the true class: the loss, its gradient, and the same after a step downhill."""

    names: tuple[str, ...]
    before: Scores
    label: int
    loss: float
    gradient: Floats
    after: Scores
    loss_after: float

    @property
    def count(self) -> int:
        """The number of classes."""
        return len(self.names)

    @property
    def range(self) -> tuple[float, float]:
        """What a ruler for the logits has to hold: all of them, 0, and a step of 1."""
        low = min(float(self.before.z.min()), 0.0)
        return low, max(float(self.before.z.max()), 0.0, low + 1.0)

    @property
    def every(self) -> int:
        """A line for each so many is as many as that ruler has room for."""
        low, high = self.range
        return max(1, math.ceil((high - low) / MOST_LINES))


@lru_cache(maxsize=64)
def example(knobs: Knobs) -> Example:
    """Compute the example that knobs describe."""
    z = edited(LOGITS[knobs.scores](knobs.classes), knobs.values)
    label = CLASSES.index(knobs.label)
    gradient = reference.cross_entropy_gradient(z, label)
    moved = z - knobs.rate * gradient
    return Example(
        names=CLASSES[: knobs.classes],
        before=scores(z),
        label=label,
        loss=reference.cross_entropy(z, label),
        gradient=gradient,
        after=scores(moved),
        loss_after=reference.cross_entropy(moved, label),
    )
