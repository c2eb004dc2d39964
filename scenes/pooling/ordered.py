"""ReLU before pooling and after it: the same for the largest value, not for the mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from scenes import reference
from scenes.pooling.computed import Pool, pool, pooled
from scenes.pooling.knobs import Knobs
from scenes.reference import Floats
from scenes.stage.core.knobs import with_defaults
from scenes.stage.core.lattice import Cell
from scenes.stage.draw.maps import is_photograph
from scenes.stage.numbers.scales import MOSTLY, PIXELS, Scales, nice
from scenes.stage.numbers.values import decimals_for


@dataclass(frozen=True, eq=False)
class Ordered:
    """The first channel less a whole number, so that it has negative cells, through ReLU and pooling in both orders.

    Shapes: `x` and `rectified` (H, W), the others (H', W').
    """

    less: int
    x: Floats
    rectified: Floats
    relu_first: Floats
    pooled: Floats
    pool_first: Floats

    @property
    def decimals(self) -> int:
        """The decimals of pooled numbers, alike in both orders."""
        return decimals_for(np.stack((self.relu_first, self.pooled, self.pool_first)))

    @property
    def differing(self) -> tuple[Cell, ...]:
        """The cells that depend on the order; the last digits of sums don't count."""
        found = ~np.isclose(self.relu_first, self.pool_first, rtol=1e-9, atol=1e-9)
        return tuple((int(row), int(column)) for row, column in np.argwhere(found))


@lru_cache(maxsize=16)
def ordered(layer: Pool) -> Ordered:
    """Take its mean, rounded, from the first channel; then ReLU and pooling, and pooling and ReLU."""
    first = layer.x[:1]
    less = round(float(first.mean()))
    x = first - less
    rectified, after = reference.relu(x), pooled(layer.knobs, x)
    return Ordered(less, x[0], rectified[0], pooled(layer.knobs, rectified)[0], after[0], reference.relu(after)[0])


def scales(knobs: Knobs) -> Scales:
    """The scales of the colours: those of the picture, before anything is changed by hand."""
    return _scales(with_defaults(knobs, "at", "shift", "kind", "pixels", "upstream"))


@lru_cache(maxsize=16)
def _scales(knobs: Knobs) -> Scales:
    plain = pool(knobs)
    share = MOSTLY if is_photograph(plain.x) else 1.0
    gradients = [*plain.gradient(), *plain.arriving]
    return Scales(
        nice(ordered(plain).x, share),
        ((PIXELS, nice(plain.x)), ("gradients", max(nice(each.array) for each in gradients))),
    )
