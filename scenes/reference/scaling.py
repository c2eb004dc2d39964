"""Compound scaling: what depth, width and resolution cost together, and how scaled numbers become whole.

Source: Tan and Le, EfficientNet, ICML (2019), section 3; the rules of rounding are those of the released code.
"""

from __future__ import annotations

from math import ceil

DIVISOR = 8
"""Channels come in multiples of it."""
MOST_LOST = 0.9
"""Rounding may take no more than a tenth of the channels away."""


def scaled_cost(depth: float, width: float, resolution: float) -> float:
    """How many times more multiply-accumulates a network takes: d w^2 r^2.

    A layer more costs as much as another; channels are read and written; the side of a map has two directions.
    """
    return depth * width**2 * resolution**2


def scaled_channels(channels: int, width: float, divisor: int = DIVISOR) -> int:
    """Return `width` times as many channels, as the nearest multiple of `divisor` (a half goes up).

    Where that is less than nine tenths of the product, it is the next multiple.

    Raises:
        ValueError: a number is not positive.
    """
    if channels < 1 or width <= 0 or divisor < 1:
        raise ValueError(f"Channels, width and divisor must be positive: {channels}, {width:g}, {divisor}.")
    wanted = channels * width
    nearest = max(divisor, int(wanted + divisor / 2) // divisor * divisor)
    return nearest + divisor if nearest < MOST_LOST * wanted else nearest


def scaled_repeats(repeats: int, depth: float) -> int:
    """Return `depth` times as many layers, rounded up.

    Raises:
        ValueError: a number is not positive.
    """
    if repeats < 1 or depth <= 0:
        raise ValueError(f"Repeats and depth must be positive: {repeats}, {depth:g}.")
    return ceil(repeats * depth)
