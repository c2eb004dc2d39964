"""The small trained net of the global average pooling scene, run by the reference operations.

Three convolutions, each with batch normalisation and ReLU, max pooling behind the first; then the mean of each map and
one dense layer. `python -m engine weights` trains it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes import reference
from scenes.reference import Floats
from scenes.stage.data.weights import Weights, trained

NAME = "averaged-digits"
CONVOLUTIONS = ("1", "2", "3")
POOLED = "1"
SEED = 1
"""The seed of the weights that no training has touched."""


@dataclass(frozen=True, eq=False)
class Seen:
    """What the net makes of a picture: the `last` maps (32, height, width), and the dense layer that weighs them."""

    last: Floats
    weights: Floats
    biases: Floats

    @cached_property
    def means(self) -> Floats:
        """The mean of each map, (32,)."""
        return reference.global_average_pool(self.last)

    @cached_property
    def logits(self) -> Floats:
        """The logits, (10,)."""
        return reference.dense(self.means, self.weights, self.biases)

    @cached_property
    def shares(self) -> Floats:
        """Their softmax, (10,)."""
        return reference.softmax(self.logits)

    @cached_property
    def class_maps(self) -> Floats:
        """The last maps weighed and added as the dense layer weighs and adds their means, (10, height, width).

        The mean of a class's map, plus the class's bias, is its logit (Zhou et al. 2016, class activation mapping).
        """
        return reference.pointwise(self.last, self.weights)


def weights() -> Weights:
    """The trained net's weights, and what was measured of it."""
    return trained(NAME)


@lru_cache(maxsize=1)
def untrained() -> Mapping[str, Floats]:
    """Weights as a training begins with: drawn evenly from ±1 / √(inputs of a unit), normalisation without effect."""
    generator, found = np.random.default_rng(SEED), {}
    for name, learned in weights().arrays.items():
        layer, _, part = name.rpartition(".")
        if layer.startswith("norm"):
            found[name] = np.ones_like(learned) if part in ("weight", "running_var") else np.zeros_like(learned)
        else:
            inputs = weights().arrays[f"{layer}.weight"][0].size
            found[name] = np.asarray(generator.uniform(-1, 1, learned.shape) / np.sqrt(inputs))
    return found


def see(picture: Floats, learned: bool) -> Seen:
    """Send a picture (1, height, width), ink from 0 to 1, through the trained or the untrained net."""
    known, x = weights().arrays if learned else untrained(), picture
    for number in CONVOLUTIONS:
        mean, variance, scale, shift = (
            known[f"norm{number}.{part}"] for part in ("running_mean", "running_var", "weight", "bias")
        )
        x = reference.convolve(x, known[f"conv{number}.weight"], padding=1)
        x = reference.relu(reference.batch_norm(x, mean, variance, scale, shift))
        if number == POOLED:
            x = reference.max_pool(x, 2)
    return Seen(x, known["fc.weight"], known["fc.bias"])
