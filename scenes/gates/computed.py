"""The worked example of squeeze and excitation, and what its gates cost in a published network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes import reference
from scenes.gates.knobs import Knobs
from scenes.reference import Excitation, Floats
from scenes.stage.core.knobs import Edits
from scenes.stage.data.networks import Network, network
from scenes.stage.draw.blocks import edited
from scenes.stage.numbers.scales import Scales, nice
from scenes.stage.numbers.values import Values

MAPS = np.array(
    [
        [[1, 4, 7], [2, 4, 6], [3, 4, 5]],
        [[6, 0, 0], [0, 6, 0], [0, 0, 6]],
        [[-3, 0, 3], [-5, 0, 5], [-3, 0, 3]],
        [[9, 8, 7], [6, 6, 6], [5, 4, 3]],
    ],
    dtype=float,
)
"""Four feature maps with the means 4, 2, 0 and 6."""
REDUCE = np.array([[1, -1, 0, 0], [0, 0, 1, 0.5]])
RESTORE = np.array([[1, 0], [-1, 0], [0, -1], [0, 1]], dtype=float)
DEVIATIONS = "gate − its mean"
MOST_DEVIATE = {"1": 0.003, "2": 0.006, "3": 0.2, "4": 0.006}
"""By how much nearly all gates of the trained net's stages differ from picture to picture."""
GATED, PLAIN = "se-resnet-50", "resnet-50"
GATES = "se"
"""The branch of a block in which its gates are."""


@dataclass(frozen=True, eq=False)
class Worked:
    """The example: maps `u` (4, 3, 3), both weight matrices, the way to the gates; `by_hand` are gates set by hand."""

    u: Floats
    reduce: Floats
    restore: Floats
    way: Excitation
    gates: Floats
    by_hand: frozenset[int]

    @cached_property
    def scaled(self) -> Floats:
        """The maps, each times its gate."""
        return reference.scaled(self.u, self.gates)

    @cached_property
    def softmax(self) -> Floats:
        """What a softmax would make of the same scores."""
        return reference.softmax(self.way.scores)

    @cached_property
    def tiles(self) -> tuple[Values, ...]:
        """The maps for drawing."""
        return tuple(Values(one) for one in self.u)


def scales(stage: str) -> Scales:
    """The scales of the colours, before anything is changed by hand; those of the trained gates are of one stage."""
    weights = np.concatenate([REDUCE.ravel(), RESTORE.ravel()])
    return Scales(nice(MAPS), (("weights", nice(weights)), (DEVIATIONS, MOST_DEVIATE[stage])))


def worked(knobs: Knobs) -> Worked:
    """Compute the example with all that was changed by hand."""
    return _worked(knobs.maps, knobs.reduce, knobs.restore, knobs.hand)


@lru_cache(maxsize=32)
def _worked(maps: Edits, reduce: Edits, restore: Edits, hand: Edits) -> Worked:
    u, first, second = edited(MAPS, maps), edited(REDUCE, reduce), edited(RESTORE, restore)
    way = reference.excitation(u, first, second)
    return Worked(u, first, second, way, edited(way.gates, hand), frozenset(index for (index,), _ in hand))


@dataclass(frozen=True)
class Row:
    """The gates of one stage of the network: `blocks` blocks of `channels` maps, which `waist` units squeeze."""

    name: str
    blocks: int
    channels: int
    waist: int

    @property
    def weights_each(self) -> int:
        """Weights of one block's gates: two dense layers, without biases."""
        narrow = reference.dense_parameters(self.channels, self.waist, bias=False)
        return narrow + reference.dense_parameters(self.waist, self.channels, bias=False)

    @property
    def weights(self) -> int:
        """Weights of the stage's gates."""
        return self.blocks * self.weights_each

    @property
    def biases(self) -> int:
        """Biases of the stage's gates: one for each unit."""
        return self.blocks * (self.channels + self.waist)


@dataclass(frozen=True)
class Bill:
    """What gates add to ResNet-50."""

    rows: tuple[Row, ...]
    plain: Network

    @property
    def weights(self) -> int:
        """All weights; each is used once, so that these are the multiply-accumulates as well."""
        return sum(row.weights for row in self.rows)

    @property
    def biases(self) -> int:
        """All biases."""
        return sum(row.biases for row in self.rows)


@lru_cache(maxsize=8)
def bill(reduction: int) -> Bill:
    """Count the gates in ResNet-50 for a reduction r; stages, blocks and channels are those of the description."""
    gated, rows = network(GATED), []
    for stage in gated.stages:
        gates = [layer for layer in stage.layers if layer.branch == GATES and layer.kind == "sigmoid"]
        if gates:
            channels = gates[0].shape[0]
            rows.append(Row(stage.name, len(gates), channels, channels // reduction))
    return Bill(tuple(rows), network(PLAIN))
