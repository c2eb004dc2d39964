"""The worked numbers of the global average pooling scene: maps and their means, two heads, and what heads cost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes import reference
from scenes.gap.knobs import Knobs
from scenes.reference import Floats
from scenes.stage.core.knobs import Edits
from scenes.stage.data.networks import network
from scenes.stage.draw.blocks import edited

MAPS: dict[str, tuple[str, ...]] = {
    "2 × 2": ("1 3/5 7", "2 2/2 2", "0 0/0 0", "8 4/6 6"),
    "3 × 3": ("0 1 2/3 9 5/6 4 6", "2 2 2/2 2 2/2 2 2", "0 0 0/0 0 0/0 0 0", "9 0 9/9 0 9/9 0 9"),
    "4 × 4": (
        "0 1 2 3/4 9 9 4/5 9 9 3/2 2 1 1", "2 2 2 2/2 2 2 2/2 2 2 2/2 2 2 2", "0 0 0 0/0 0 0 0/0 0 0 0/0 0 0 0",
        "9 3 9 3/9 3 9 3/9 3 9 3/9 3 9 3",
    ),
}  # fmt: skip
"""Maps behind a ReLU, by their size; with all sizes the means are 4, 2, 0 and 6."""
WEIGHTS = ((1, -1, 1, 0), (0, -1, 0, 1), (-1, 1, 0, 0))
"""A weight for each class and map."""
CLASSES = ("A", "B", "C")


@dataclass(frozen=True, eq=False)
class Heads:
    """Maps (4, height, width) and weights (3, 4), and what both heads make of them; biases are left out."""

    maps: Floats
    weights: Floats

    @cached_property
    def means(self) -> Floats:
        """The mean of each map, (4,)."""
        return reference.global_average_pool(self.maps)

    @cached_property
    def logits(self) -> Floats:
        """ResNet's head: one dense layer reads the means, (3,)."""
        return reference.dense(self.means, self.weights)

    @cached_property
    def shares(self) -> Floats:
        """The softmax of the logits, (3,)."""
        return reference.softmax(self.logits)

    @cached_property
    def class_maps(self) -> Floats:
        """NiN's head: a 1×1 convolution makes a map for each class, (3, height, width)."""
        return reference.pointwise(self.maps, self.weights)

    @cached_property
    def class_means(self) -> Floats:
        """The means of those maps are the logits, (3,)."""
        return reference.global_average_pool(self.class_maps)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The classes, the one with the largest logit last: in this order they are computed on the stage."""
        return tuple(int(index) for index in self.logits.argsort(kind="stable"))


def heads(knobs: Knobs) -> Heads:
    """Compute both heads for the worked maps."""
    return _heads(knobs.size, knobs.cells, knobs.weights)


@lru_cache(maxsize=32)
def _heads(size: str, cells: Edits, weights: Edits) -> Heads:
    maps = np.array([[row.split() for row in words.split("/")] for words in MAPS[size]], dtype=float)
    return Heads(edited(maps, cells), edited(np.array(WEIGHTS, dtype=float), weights))


@dataclass(frozen=True)
class Cost:
    """A head between `channels` maps of side x side and so many classes, counted in weights and biases."""

    channels: int
    side: int
    classes: int

    @property
    def flattened(self) -> int:
        """One dense layer that reads every number of every map."""
        return reference.dense_parameters(self.channels * self.side**2, self.classes)

    @property
    def averaged(self) -> int:
        """One dense layer that reads the mean of each map."""
        return reference.dense_parameters(self.channels, self.classes)

    @property
    def mapped(self) -> int:
        """NiN's: a 1×1 convolution before the means, and nothing behind them."""
        return reference.convolution_parameters(self.channels, self.classes, 1)


def cost(knobs: Knobs) -> Cost:
    """The head that is counted."""
    return Cost(int(knobs.channels), knobs.side, int(knobs.classes))


@dataclass(frozen=True)
class RealHead:
    """The dense layers at the end of a real network, all of its parameters, and whether means of maps are read."""

    title: str
    layers: int
    parameters: int
    total: int
    averages: bool


@lru_cache(maxsize=1)
def real_heads() -> tuple[RealHead, ...]:
    """Heads of a network that reads all numbers of its last maps, and of two that read their means."""
    found = []
    for name in ("vgg-16", "resnet-18", "resnet-50"):
        known = network(name)
        dense = [layer for layer in known.inference if layer.kind == "dense"]
        averages = any(layer.kind == "global average pool" for layer in known.inference)
        parameters = sum(layer.parameters for layer in dense)
        found.append(RealHead(known.title, len(dense), parameters, known.parameters, averages))
    return tuple(found)
