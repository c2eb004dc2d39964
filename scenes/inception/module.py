"""A module of real size: its widths as GoogLeNet's description has them, what it costs, and what reductions save."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from scenes import reference
from scenes.inception.knobs import MODULES, Knobs
from scenes.stage.core.knobs import Edits
from scenes.stage.data.networks import Network, network
from scenes.stage.draw.blocks import edited

NAMES = ("1×1", "3×3", "5×5", "pool")
"""The branches."""


@dataclass(frozen=True)
class Widths:
    """The six widths of a module, in the order of the paper's table."""

    c1: int
    r3: int
    c3: int
    r5: int
    c5: int
    cp: int


@dataclass(frozen=True)
class Lane:
    """A branch: how many maps it reduces to (0: it doesn't), how many it hands on, and the MACs of both parts.

    `passed` are the pooled maps, which are as many as the input has.
    """

    name: str
    kernel: int
    reduced: int
    out: int
    reduce_macs: int
    macs: int
    parameters: int
    passed: int = 0

    @property
    def total(self) -> int:
        """All MACs of the branch."""
        return self.reduce_macs + self.macs


@dataclass(frozen=True)
class Module:
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
    widths = Widths(*edited(np.array(described, dtype=float), changed).astype(int).tolist())
    counts = (widths.c1, widths.c3, widths.c5, widths.cp)
    before = (0, widths.r3, widths.r5, 0) if reductions else (0, 0, 0, 0)
    lanes = [
        _lane(kind, kernel, channels, side, reduced, out)
        for kind, kernel, reduced, out in zip(NAMES[:3], (1, 3, 5), before, counts, strict=False)
    ]
    if reductions:
        pool = _lane(NAMES[3], 1, channels, side, 0, widths.cp)
        lanes.append(Lane(NAMES[3], 3, 0, pool.out, 0, pool.macs, pool.parameters, channels))
    else:
        lanes.append(Lane(NAMES[3], 3, 0, channels, 0, 0, 0, channels))
    return Module(channels, side, widths, tuple(lanes))


def _lane(name: str, kernel: int, channels: int, side: int, reduced: int, out: int) -> Lane:
    inner = reduced or channels
    macs, count = reference.convolution_macs, reference.convolution_parameters
    return Lane(
        name=name, kernel=kernel, reduced=reduced, out=out,
        reduce_macs=macs(side, side, channels, reduced, 1) if reduced else 0,
        macs=macs(side, side, inner, out, kernel),
        parameters=(count(channels, reduced, 1) if reduced else 0) + count(inner, out, kernel),
    )  # fmt: skip


@cache
def described_module(name: str) -> tuple[int, int, tuple[int, ...]]:
    """Input channels, height and the six widths of a module, read from the description."""
    net = googlenet()
    stage = net.stage(f"inception{name}")
    convolutions = [layer for layer in stage.layers if layer.convolves]
    channels, side, _ = net.read_by(convolutions[0])[0]
    return channels, side, tuple(layer.shape[0] for layer in convolutions)


@dataclass(frozen=True)
class Census:
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
