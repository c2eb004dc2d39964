"""Every count of the VGG scene, from the description of the network and the reference operations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import prod

from scenes import reference
from scenes.stage.data.networks import Layer, Network, network
from scenes.stage.data.resized import resized
from scenes.vgg.knobs import BLOCKS, Knobs

SMALL = 3
"""The side of the windows that VGG stacks."""


@dataclass(frozen=True)
class Stop:
    """A place of the shape strip: what it is called, and the shape (channels, height, width) there."""

    name: str
    shape: tuple[int, ...]

    @property
    def places(self) -> int:
        """Cells of one map."""
        return prod(self.shape[1:])

    @property
    def numbers(self) -> int:
        """Numbers in all maps together."""
        return prod(self.shape)


@dataclass(frozen=True, eq=False)
class Build:
    """A VGG for pictures of some side."""

    network: Network

    @cached_property
    def blocks(self) -> tuple[tuple[Layer, ...], ...]:
        """The convolutions of each block, and the pooling layer behind them."""
        stages = (self.network.stage(f"block{index + 1}") for index in range(BLOCKS))
        return tuple(tuple(layer for layer in stage.layers if layer.kernel is not None) for stage in stages)

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """The picture, the maps of each block before they are pooled, and what is left at the end."""
        within = (Stop(f"block {index + 1}", block[-2].shape) for index, block in enumerate(self.blocks))
        return (Stop("picture", self.network.shape), *within, Stop("pool5", self.blocks[-1][-1].shape))

    @cached_property
    def convolutions(self) -> tuple[Layer, ...]:
        """The convolutions."""
        return tuple(layer for layer in self.network.weighted if layer.convolves)

    @cached_property
    def dense(self) -> tuple[Layer, ...]:
        """The dense layers."""
        return tuple(layer for layer in self.network.weighted if not layer.convolves)


def build(knobs: Knobs) -> Build:
    """Return the network that knobs ask for."""
    return _build(knobs.depth, knobs.side)


@lru_cache(maxsize=16)
def _build(depth: str, side: int) -> Build:
    return Build(resized(network(f"vgg-{depth}"), side))


@dataclass(frozen=True)
class Stack:
    """Stacked small convolutions, and the single large one that sees as much; all have C channels, no biases."""

    count: int
    channels: int

    @cached_property
    def fields(self) -> tuple[int, ...]:
        """The side of what one unit at the top sees: of its own layer, then of each layer below, to the input."""
        fields = reference.receptive_fields([reference.Layer(SMALL)] * self.count)
        return tuple(field.size for field in fields)

    @property
    def large(self) -> int:
        """The side of the single window."""
        return self.fields[-1]

    @property
    def small_weights(self) -> int:
        """Weights of the stacked convolutions together."""
        return self.count * reference.convolution_parameters(self.channels, self.channels, SMALL, bias=False)

    @property
    def large_weights(self) -> int:
        """Weights of the single convolution."""
        return reference.convolution_parameters(self.channels, self.channels, self.large, bias=False)


def stack(knobs: Knobs) -> Stack:
    """Return the stack that knobs ask for."""
    return Stack(knobs.stacked, int(knobs.channels))
