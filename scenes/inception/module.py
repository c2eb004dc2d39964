"""A module of real size: its widths as GoogLeNet's description has them, what it costs, and what reductions save."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from scenes import reference
from scenes.inception.knobs import MODULES, Knobs
from scenes.stage.core.knobs import Edits
from scenes.stage.data.networks import Network, network
from scenes.stage.draw.blocks import edited

NAMES = ("1×1", "3×3", "5×5", "pool")
"""The branches."""


class Widths(NamedTuple):
    """The six widths of a module, in the order of the paper's table."""

    c1: int
    r3: int
    c3: int
    r5: int
    c5: int
    cp: int


class Lane(NamedTuple):
    """A branch: how many maps it reduces to (0: it doesn't), how many it hands on, both their MACs, its weights."""

    name: str
    reduced: int
    out: int
    reduce_macs: int
    macs: int
    parameters: int

    @property
    def total(self) -> int:
        """All MACs of the branch."""
        return self.reduce_macs + self.macs


class Module(NamedTuple):
    """A module for `channels` maps of `side` × `side`, with biases."""

    channels: int
    side: int
    widths: Widths
    lanes: tuple[Lane, ...]

    @property
    def out(self) -> int:
        """Channels of the output."""
        return sum(lane.out for lane in self.lanes)

    @property
    def macs(self) -> int:
        """Multiply-accumulates for one picture."""
        return sum(lane.total for lane in self.lanes)

    @property
    def parameters(self) -> int:
        """Weights and biases."""
        return sum(lane.parameters for lane in self.lanes)


def googlenet() -> Network:
    """GoogLeNet as it was published: true 5×5 windows, biases, no batch normalisation."""
    return network("googlenet")


def module(knobs: Knobs, reductions: bool) -> Module:
    """The real module that knobs describe, with its reductions or without."""
    return _module(knobs.module, knobs.widths, reductions)


@lru_cache(maxsize=64)
def _module(name: str, changed: Edits, reductions: bool) -> Module:
    channels, side, described = described_module(name)
    w = Widths(*edited(np.array(described, dtype=float), changed).astype(int).tolist())
    r3, r5 = (w.r3, w.r5) if reductions else (0, 0)
    ways = (("1×1", 1, 0, w.c1), ("3×3", 3, r3, w.c3), ("5×5", 5, r5, w.c5), ("pool", 1, 0, w.cp))
    lanes = [_lane(channels, side, *way) for way in ways]
    if not reductions:
        lanes[-1] = Lane("pool", 0, channels, 0, 0, 0)
    return Module(channels, side, w, tuple(lanes))


def _lane(channels: int, side: int, name: str, kernel: int, reduced: int, out: int) -> Lane:
    inner = reduced or channels
    macs, count = reference.convolution_macs, reference.convolution_parameters
    reduce_macs = macs(side, side, channels, reduced, 1) if reduced else 0
    parameters = (count(channels, reduced, 1) if reduced else 0) + count(inner, out, kernel)
    return Lane(name, reduced, out, reduce_macs, macs(side, side, inner, out, kernel), parameters)


@cache
def described_module(name: str) -> tuple[int, int, tuple[int, ...]]:
    """Input channels, height and the six widths of a module, read from the description."""
    net = googlenet()
    stage = net.stage(f"inception{name}")
    convolutions = [layer for layer in stage.layers if layer.convolves]
    channels, side, _ = net.read_by(convolutions[0])[0]
    return channels, side, tuple(layer.shape[0] for layer in convolutions)


class Census(NamedTuple):
    """What GoogLeNet is made of: its longest way in layers with weights, its convolutions, and how ways join."""

    depth: int
    convolutions: int
    concatenations: int
    additions: int


@cache
def census() -> Census:
    """Count the layers of the description, without auxiliary classifiers."""
    layers = googlenet().inference
    deep: dict[str, int] = {}
    for layer in layers:
        deep[layer.name] = layer.weighted + max(deep.get(name, 0) for name in layer.inputs)
    kinds = [layer.kind for layer in layers]
    convolutions = sum(layer.convolves for layer in layers)
    return Census(max(deep.values()), convolutions, kinds.count("concat"), kinds.count("add"))


def all_modules() -> tuple[Module, ...]:
    """The nine modules as they are described."""
    return tuple(_module(name, (), True) for name in MODULES)
