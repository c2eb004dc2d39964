"""The worked example of squeeze and excitation, the scales of its colours, and what gates cost in ResNet-50."""

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
GATED, PLAIN = "se-resnet-50", "resnet-50"
GATES = "se"
"""The branch of a block in which its gates are."""


@dataclass(frozen=True, eq=False)
class Worked:
    """The example: maps `u` (4, 3, 3), both weight matrices, and the way to the gates."""

    u: Floats
    reduce: Floats
    restore: Floats
    way: Excitation

    @cached_property
    def scaled(self) -> Floats:
        """The maps, each times its gate."""
        return reference.scaled(self.u, self.way.gates)

    @cached_property
    def softmax(self) -> Floats:
        """What a softmax would make of the same scores."""
        return reference.softmax(self.way.scores)


def worked(knobs: Knobs) -> Worked:
    """Compute the example with all that was changed by hand."""
    return _worked(knobs.maps, knobs.reduce, knobs.restore)


@lru_cache(maxsize=32)
def _worked(maps: Edits, reduce: Edits, restore: Edits) -> Worked:
    u, first, second = edited(MAPS, maps), edited(REDUCE, reduce), edited(RESTORE, restore)
    return Worked(u, first, second, reference.excitation(u, first, second))


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

    @property
    def more_parameters(self) -> float:
        """How many per cent of parameters the gates add."""
        return 100 * (self.weights + self.biases) / self.plain.parameters

    @property
    def more_work(self) -> float:
        """How many per cent of multiply-accumulates they add."""
        return 100 * self.weights / self.plain.macs


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
