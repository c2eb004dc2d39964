"""What a frozen network's new head says of a picture, and which of the network's maps speak for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Voice(NamedTuple):
    """How much one of the network's maps speaks for a class, in logits: its `weight` times its standardised `mean`."""

    map: int
    mean: float
    weight: float

    @property
    def says(self) -> float:
        """The product."""
        return self.mean * self.weight


@dataclass(frozen=True, eq=False)
class Head:
    """A linear layer over the means of a network's last maps.

    `weights` are (classes, means), `bias` (classes,); a mean counts as (mean - `centre`) / `spread`, both (means,), of
    the pictures that were learned from.
    """

    classes: tuple[str, ...]
    weights: Floats
    bias: Floats
    centre: Floats
    spread: Floats

    def standardised(self, means: Floats) -> Floats:
        """Means (…, means) as the layer takes them."""
        found: Floats = (means - self.centre) / self.spread
        return found

    def logits(self, means: Floats) -> Floats:
        """What it says of means (…, means): a logit for each class."""
        return np.asarray(self.standardised(means) @ self.weights.T + self.bias, np.float32)

    def probabilities(self, means: Floats) -> Floats:
        """The same as probabilities."""
        logits = self.logits(means)
        powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)

    def voices(self, means: Floats, of: int, most: int) -> tuple[Voice, ...]:
        """The maps that speak loudest for a class or against it, of one picture's `means` (means,); at most so many."""
        taken = self.standardised(means)
        order = np.argsort(-np.abs(taken * self.weights[of]), kind="stable")[:most]
        return tuple(Voice(int(at), float(taken[at]), float(self.weights[of, at])) for at in order)

    def sight(self, maps: Floats, of: int) -> Floats:
        """Which cells of the last maps (means, height, width) speak for a class, in logits, (height, width).

        Their sum and the bias are the class's logit (class activation mapping, Zhou et al. 2016): each cell counts as
        it lies above or below the centre of what was learned from.
        """
        _, height, width = maps.shape
        weights = self.weights[of] / self.spread
        found = np.tensordot(weights, maps, 1) - weights @ self.centre
        return np.asarray(found / (height * width), np.float32)
