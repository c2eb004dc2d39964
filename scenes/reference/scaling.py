"""Compound scaling: what depth, width and resolution cost together, and how scaled numbers become whole.

Source: Tan and Le, EfficientNet, ICML (2019), section 3; the rules of rounding are those of the released code.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from scenes.reference.sizes import convolution_macs

ALPHA, BETA, GAMMA = 1.2, 1.1, 1.15
"""By how much depth, width and resolution grow for each step of phi: section 4 of the paper."""
DIVISOR = 8
"""Channels come in multiples of it."""
MOST_LOST = 0.9
"""Rounding may take no more than a tenth of the channels away."""


class Factors(NamedTuple):
    """How many times deeper, wider and finer a network is than the one that it is scaled from."""

    depth: float
    width: float
    resolution: float

    @property
    def cost(self) -> float:
        """How many times more multiply-accumulates it takes by the formula, without any rounding."""
        return scaled_cost(self.depth, self.width, self.resolution)


def compound_factors(phi: float) -> Factors:
    """Return what compound scaling makes of phi: the powers of alpha, beta and gamma."""
    return Factors(ALPHA**phi, BETA**phi, GAMMA**phi)


def scaled_cost(depth: float, width: float, resolution: float) -> float:
    """How many times more multiply-accumulates a network takes: d w^2 r^2.

    A layer more costs as much as another; channels are read and written; the side of a map has two directions.
    """
    return depth * width**2 * resolution**2


def nearest_multiple(number: float, divisor: int = DIVISOR) -> int:
    """Return the multiple of `divisor` that is nearest to a number: a half goes up, and none goes to zero."""
    return max(divisor, int(number + divisor / 2) // divisor * divisor)


def scaled_channels(channels: int, width: float, divisor: int = DIVISOR) -> int:
    """Return `width` times as many channels, as the nearest multiple of `divisor` (a half goes up).

    Where that is less than nine tenths of the product, it is the next multiple.

    Raises:
        ValueError: a number is not positive.
    """
    if channels < 1 or width <= 0 or divisor < 1:
        raise ValueError(f"Channels, width and divisor must be positive: {channels}, {width:g}, {divisor}.")
    wanted = channels * width
    nearest = nearest_multiple(wanted, divisor)
    return nearest + divisor if nearest < MOST_LOST * wanted else nearest


def scaled_repeats(repeats: int, depth: float) -> int:
    """Return `depth` times as many layers, rounded up.

    Raises:
        ValueError: a number is not positive.
    """
    if repeats < 1 or depth <= 0:
        raise ValueError(f"Repeats and depth must be positive: {repeats}, {depth:g}.")
    return ceil(repeats * depth)


@dataclass(frozen=True)
class Convolutions:
    """So many layers in a row, all with as many channels, on square maps of a side that they keep."""

    layers: int
    channels: int
    side: int
    kernel: int

    @property
    def macs(self) -> int:
        """Multiply-accumulates of all layers."""
        return self.layers * convolution_macs(self.side, self.side, self.channels, self.channels, self.kernel)

    def scaled(self, factors: Factors) -> Convolutions:
        """Return them deeper, wider and finer: in whole layers, in channels by eights, on maps of whole cells."""
        return Convolutions(
            scaled_repeats(self.layers, round(factors.depth, 9)),
            scaled_channels(self.channels, factors.width),
            round(self.side * factors.resolution),
            self.kernel,
        )
