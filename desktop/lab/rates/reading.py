"""What can be read off a range test: the smoothed loss, and three learning rates with names. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

import numpy as np

from scenes.stage.numbers.growing import Numbers

SMOOTHING = 0.98
"""How much of the mean before stays in the next one, as in fastai's range test."""
QUICK = 0.8
"""The same for where learning ends: a slow mean would see it far too late."""
SKIPPED = 0.1
"""This share of the steps at the beginning is not read: the mean holds hardly any batch there."""
SAFETY = 10.0
"""So much smaller than the rate at the lowest loss is the one that is suggested."""
LEFT = 4.0
"""Where the loss is so many times its lowest, or as high as at the start, learning is over."""


class Marks(NamedTuple):
    """Three learning rates: a careful one, the one to try first, and one that is too large.

    `low` is in the longest valley of the loss (fastai's `valley`), `suggested` a tenth of the rate at the lowest loss,
    `edge` the first rate after that at which the loss is four times its lowest or back where it began, by a mean over
    few batches; the last rate where it never is.
    """

    low: float
    suggested: float
    edge: float

    @property
    def band(self) -> tuple[float, float]:
        """The rates between the careful one and the one to try first."""
        return min(self.low, self.suggested), max(self.low, self.suggested)


def smoothed(losses: Sequence[float | None], share: float = SMOOTHING) -> Numbers:
    """An exponential mean over the losses so far, in which none of the first ones weighs more; it ends with them."""
    means, mean = [], 0.0
    for count, loss in enumerate(takewhile(lambda each: each is not None, losses), 1):
        mean = share * mean + (1 - share) * (loss or 0.0)
        means.append(mean / (1 - share**count))
    return np.array(means)


def marks(rates: Sequence[float], losses: Sequence[float | None]) -> Marks | None:
    """Read the three rates off; None where the loss never fell, or there is too little to read."""
    means = smoothed(losses)
    first = round(SKIPPED * len(rates))
    if len(means) < first + 3:
        return None
    begin, end = longest_fall(means[first:])
    if begin == end:
        return None
    third = (end - begin) / 3
    middle = first + begin + int(third) + int(third / 2)
    lowest = first + int(means[first:].argmin())
    return Marks(rates[middle], rates[lowest] / SAFETY, rates[_edge(losses, first)])


def _edge(losses: Sequence[float | None], first: int) -> int:
    """The step at which learning is over."""
    means = smoothed(losses, QUICK)
    lowest = first + int(means[first:].argmin())
    over = means[lowest:] > min(LEFT * means[lowest], means[:first].mean() if first else means[0])
    return lowest + int(over.argmax()) if over.any() else min(len(means), len(losses) - 1)


def longest_fall(values: Numbers) -> tuple[int, int]:
    """Where the longest falling subsequence ends, and so many places before that: (begin, end)."""
    lengths = np.ones(len(values), int)
    for place in range(1, len(values)):
        above = lengths[:place][values[:place] > values[place]]
        lengths[place] = 1 + above.max(initial=0)
    end = int(lengths.argmax())
    return end - int(lengths[end]) + 1, end


def together(each: Sequence[Marks | None]) -> Marks | None:
    """The marks that suit all contestants of a race; None where nobody has any.

    They span what all bands share. Where the bands share nothing, the smallest mark of each kind is the careful one.
    """
    found = [one for one in each if one is not None]
    if not found:
        return None
    edge = min(one.edge for one in found)
    if overlap(found):
        return Marks(max(one.band[0] for one in found), min(one.band[1] for one in found), edge)
    return Marks(min(one.low for one in found), min(one.suggested for one in found), edge)


def overlap(each: Sequence[Marks]) -> bool:
    """Whether there are rates that lie in the bands of all."""
    return max(one.band[0] for one in each) <= min(one.band[1] for one in each)
