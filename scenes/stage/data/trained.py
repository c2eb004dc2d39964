"""A small CNN that has learned the animals: its weights, and what it makes of a drawing, layer by layer.

`python -m engine kernels` trains it and writes assets/kernels/network.npz; here the reference operations run it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

import assets
from scenes import reference
from scenes.reference import Floats

POOL = 2
"""The window and stride of the max pooling behind every convolution."""


@dataclass(frozen=True, eq=False)
class Trained:
    """The weights: for each convolution (filters, channels, side, side) and a bias for each filter, then a dense layer.

    It saw pictures of 0..255 as (picture - mean) / deviation; `accuracy` is the share of `count` drawings that it got
    right and had not learned from.
    """

    convolutions: tuple[tuple[Floats, Floats], ...]
    dense: tuple[Floats, Floats]
    classes: tuple[str, ...]
    mean: float
    deviation: float
    accuracy: float
    count: int

    @property
    def kernel(self) -> int:
        """The side of all its kernels."""
        return int(self.convolutions[0][0].shape[-1])


@dataclass(frozen=True, eq=False)
class Seen:
    """What the network makes of a drawing (1, height, width).

    `maps` are those behind each convolution and its ReLU, (filters, height, width), before pooling; `logits` and
    `shares` (classes,).
    """

    picture: Floats
    maps: tuple[Floats, ...]
    logits: Floats
    shares: Floats


@lru_cache(maxsize=1)
def network() -> Trained:
    """Read the network that ships."""
    with np.load(assets.path("kernels", "network.npz"), allow_pickle=False) as arrays:
        weights = {name: arrays[name].astype(float) for name in arrays.files}
    facts = json.loads(assets.path("kernels", "network.json").read_text(encoding="utf-8"))["network"]
    depth = sum(name.startswith("conv") and name.endswith(".weight") for name in weights)
    return Trained(
        tuple((weights[f"conv{layer}.weight"], weights[f"conv{layer}.bias"]) for layer in range(1, depth + 1)),
        (weights["fc.weight"], weights["fc.bias"]),
        tuple(facts["classes"]),
        facts["mean"],
        facts["deviation"],
        facts["validation_accuracy"],
        facts["validation_count"],
    )


def see(net: Trained, picture: Floats) -> Seen:
    """Run the network on a drawing (1, height, width) of 0..255: convolution with "same" padding, ReLU, pooling."""
    x, maps = (picture - net.mean) / net.deviation, []
    for filters, biases in net.convolutions:
        maps.append(reference.relu(reference.convolve(x, filters, biases, padding=net.kernel // 2)))
        x = reference.max_pool(maps[-1], POOL)
    logits = reference.dense(x.ravel(), *net.dense)
    return Seen(picture, tuple(maps), logits, reference.softmax(logits))


@dataclass(frozen=True)
class Excited:
    """A unit at (row, column) of a map that a drawing excites; the drawing has this number among all."""

    drawing: int
    row: int
    column: int


@lru_cache(maxsize=1)
def strongest() -> tuple[tuple[tuple[Excited, ...], ...], ...]:
    """For each convolution and map, the units that excite it most of all drawings it had not learned from.

    At most one of each drawing, the strongest first.
    """
    with np.load(assets.path("kernels", "strongest.npz"), allow_pickle=False) as arrays:
        layers = [arrays[f"conv{layer}"].tolist() for layer in range(1, len(arrays.files) + 1)]
    return tuple(tuple(tuple(Excited(*entry) for entry in entries) for entries in layer) for layer in layers)


@lru_cache(maxsize=1)
def peaks() -> tuple[Floats, ...]:
    """For each convolution the mean of its maps' largest values over the drawings of each animal, (filters, classes).

    They are means over the drawings that it had not learned from.
    """
    with np.load(assets.path("kernels", "peaks.npz"), allow_pickle=False) as arrays:
        return tuple(arrays[f"conv{layer}"].astype(float) for layer in range(1, len(arrays.files) + 1))


@lru_cache(maxsize=1)
def held_out() -> frozenset[int]:
    """The drawings that the network has not learned from, by their numbers among all."""
    with np.load(assets.path("kernels", "held_out.npz"), allow_pickle=False) as arrays:
        return frozenset(arrays["animals"].tolist())


@lru_cache(maxsize=1)
def drawings() -> Floats:
    """All bundled drawings of animals, (count, 28, 28) of 0..255: equally many of each class, class after class."""
    with np.load(assets.path("data", "animals.npz"), allow_pickle=False) as arrays:
        found = arrays["x"]
    found.setflags(write=False)
    return np.asarray(found)


def drawing(classes: tuple[str, ...], animal: str, number: int) -> Floats:
    """One drawing of an animal, counted from 1, (1, 28, 28) of 0..255."""
    return np.asarray(drawings()[place_of(classes, animal, number)], dtype=float)[None]


def place_of(classes: tuple[str, ...], animal: str, number: int) -> int:
    """The number among all drawings, from 0, of a drawing of an animal, counted from 1."""
    each = len(drawings()) // len(classes)
    return classes.index(animal) * each + number - 1
