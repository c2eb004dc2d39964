"""Small trained CNNs: one that knows the animals, one that knows digits anywhere; what they make of a picture.

`python -m engine kernels` trains them and writes network.npz and gap.npz into assets/kernels; here the reference
operations run them, layer by layer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

import assets
from scenes.stage import reference
from scenes.stage.reference import Floats

POOL = 2
"""The window and stride of the max pooling behind convolutions."""


@dataclass(frozen=True, eq=False)
class Trained:
    """The weights: for each convolution (filters, channels, side, side) and a bias for each filter, then a dense layer.

    The first `pools` convolutions have max pooling behind them. The dense layer reads all numbers of the last maps, or
    with `means` the mean of each (global average pooling). It saw pictures of 0..255 as (picture - mean) / deviation;
    `accuracy` is the share of `count` pictures that it got right and had not learned from.
    """

    convolutions: tuple[tuple[Floats, Floats], ...]
    dense: tuple[Floats, Floats]
    classes: tuple[str, ...]
    mean: float
    deviation: float
    accuracy: float
    count: int
    pools: int
    means: bool = False

    @property
    def kernel(self) -> int:
        """The side of all its kernels."""
        return int(self.convolutions[0][0].shape[-1])


@dataclass(frozen=True, eq=False)
class Seen:
    """What a network makes of a picture (1, height, width).

    `maps` are those behind each convolution and its ReLU, (filters, height, width), before pooling; `logits` and
    `shares` (classes,).
    """

    picture: Floats
    maps: tuple[Floats, ...]
    logits: Floats
    shares: Floats


@lru_cache(maxsize=1)
def network() -> Trained:
    """Read the network that has learned the animals."""
    return _read("network")


@lru_cache(maxsize=1)
def digits_anywhere() -> Trained:
    """Read the network that has learned digits anywhere on a canvas, and ends in the mean of each map."""
    return _read("gap")


def facts(name: str) -> dict[str, Any]:
    """What is told about a network that ships: how it was trained, and what was measured then."""
    found: dict[str, Any] = json.loads(assets.path("kernels", f"{name}.json").read_text(encoding="utf-8"))[name]
    return found


def _read(name: str) -> Trained:
    with np.load(assets.path("kernels", f"{name}.npz"), allow_pickle=False) as arrays:
        weights = {key: arrays[key].astype(float) for key in arrays.files}
    told = facts(name)
    built = told["spec"]["contestants"][0]["network"]
    depth = sum(key.startswith("conv") and key.endswith(".weight") for key in weights)
    return Trained(
        tuple((weights[f"conv{layer}.weight"], weights[f"conv{layer}.bias"]) for layer in range(1, depth + 1)),
        (weights["fc.weight"], weights["fc.bias"]),
        tuple(told["classes"]),
        told["mean"],
        told["deviation"],
        told["validation_accuracy"],
        told["validation_count"],
        built.get("pools", depth),
        built.get("head") == "mean",
    )


def untrained(net: Trained, seed: int) -> Trained:
    """The same network before any training: weights drawn evenly from ±1 / √(inputs of a unit), as torch does."""
    generator = np.random.default_rng(seed)

    def drawn(array: Floats) -> Floats:
        reach = 1 / np.sqrt(array[0].size)
        return np.asarray(generator.uniform(-reach, reach, array.shape))

    convolutions = tuple((drawn(filters), np.zeros_like(biases)) for filters, biases in net.convolutions)
    return replace(net, convolutions=convolutions, dense=(drawn(net.dense[0]), np.zeros_like(net.dense[1])))


def see(net: Trained, picture: Floats) -> Seen:
    """Run a network on a picture (1, height, width) of 0..255: convolution with "same" padding, ReLU, pooling."""
    x, maps = (picture - net.mean) / net.deviation, []
    for layer, (filters, biases) in enumerate(net.convolutions):
        maps.append(reference.relu(reference.convolve(x, filters, biases, padding=net.kernel // 2)))
        x = reference.max_pool(maps[-1], POOL) if layer < net.pools else maps[-1]
    read = reference.global_average_pool(x) if net.means else x.ravel()
    logits = reference.dense(read, *net.dense)
    return Seen(picture, tuple(maps), logits, reference.softmax(logits))


def class_maps(net: Trained, seen: Seen) -> Floats:
    """For each class the sum of the last maps, weighed as the dense layer weighs their means: (classes, height, width).

    The mean of a class's map, plus the class's bias, is its logit (Zhou et al. 2016, class activation mapping). Raises
    ValueError for a network that doesn't end in means.
    """
    if not net.means or net.pools == len(net.convolutions):
        raise ValueError("Only a network whose dense layer reads the means of its last maps has class activation maps.")
    return reference.pointwise(seen.maps[-1], net.dense[0])


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
def drawings() -> Floats:
    """All bundled drawings of animals, (count, 28, 28) of 0..255: equally many of each class, class after class."""
    with np.load(assets.path("data", "animals.npz"), allow_pickle=False) as arrays:
        found = arrays["x"]
    found.setflags(write=False)
    return np.asarray(found)


def drawing(classes: tuple[str, ...], animal: str, number: int) -> Floats:
    """One drawing of an animal, counted from 1, (1, 28, 28) of 0..255."""
    each = len(drawings()) // len(classes)
    return np.asarray(drawings()[classes.index(animal) * each + number - 1], dtype=float)[None]
