"""Scales: which number gets the full colour. A scene says it once, and nothing that is edited or played moves it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

PIXELS = "pixels"
"""The scale of the numbers of pictures, where a scene has one for them."""
MOSTLY = 0.95
"""How much of the numbers of a map that is looked at as a picture is held by its scale."""
SEEN_FROM = 4.0
"""A weight is seen as what it is from the scale's limit divided by this."""
BELOW_ONE, TO_TEN, ABOVE = (1.0, 2.0, 3.0, 6.0), (1.0, 2.0, 3.0, 4.0, 6.0), (1.0, 1.5, 2.0, 3.0, 4.0, 6.0)


@dataclass(frozen=True, slots=True)
class Scales:
    """The scales of a scene: one for all numbers, or others by the name of what they are of (weights, maps)."""

    limit: float = 1.0
    named: tuple[tuple[str, float], ...] = ()

    def name(self, wanted: str) -> str:
        """The name of the scale that numbers of a kind are on: their own, or that of the one for all."""
        return wanted if wanted in dict(self.named) else ""

    def of(self, name: str) -> float:
        """The number that gets the full colour on the scale for numbers of a kind."""
        return dict(self.named).get(name, self.limit)


def shared(
    weights: npt.ArrayLike, others: npt.ArrayLike, pixels: npt.ArrayLike | None = None, share: float = 1.0
) -> Scales:
    """One scale for all numbers of a layer, or others for its weights and its pixels if they would not be seen on it.

    `share` is how much of the other numbers it holds; a few may be beyond it, so that the least weight is seen.
    """
    kernel = np.abs(np.asarray(weights, dtype=float)).ravel()
    least = kernel[kernel > 0].min(initial=np.inf)
    rest = nice(others, share)
    one, most = max(rest, nice(kernel)), SEEN_FROM * least
    named: tuple[tuple[str, float], ...] = () if one <= 2 * most else (("weights", nice(kernel)),)
    limit = rest if named else min(one, most)
    if pixels is not None and not nice(pixels) <= limit <= 2 * nice(pixels):
        named += ((PIXELS, nice(pixels)),)
    return Scales(limit, named)


def nice(values: npt.ArrayLike, share: float = 1.0) -> float:
    """The limit of a scale for numbers: the first of 0.1, 0.2, 0.3, 0.6, 1, 2, 3, 4, 6, 10, 15 ... that holds them.

    It holds a `share` of their magnitudes: all of those that stand in cells, `MOSTLY` of a map without numbers.
    """
    magnitudes = np.abs(np.asarray(values, dtype=float)).ravel()
    magnitudes = np.sort(magnitudes[np.isfinite(magnitudes)])
    held = float(magnitudes[math.ceil(share * magnitudes.size) - 1]) if magnitudes.size else 0.0
    if held == 0.0:
        return 1.0
    power = math.floor(math.log10(held) + 1e-9)
    steps = BELOW_ONE if power < 0 else TO_TEN if power == 0 else ABOVE
    found = next((step for step in steps if step * 10.0**power >= held * (1 - 1e-9)), 10.0)
    return float(f"{found * 10.0**power:.3g}")
