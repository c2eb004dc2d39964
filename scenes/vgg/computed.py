"""Every count of the VGG scene, from the description of the network and the reference operations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import prod

from scenes import reference
from scenes.stage.data.networks import Layer, Network, network
from scenes.stage.data.resized import resized
from scenes.stage.draw.road import Block, around, road
from scenes.vgg.knobs import BLOCKS, Knobs

CELL = 2.2
"""The side of a cell of the road, where its parts have room for it."""
ROW = 1960.0
"""The largest width of all blocks together, and of the layers of one."""
BEGIN = (60.0, 450.0)
"""Where the picture stands: at the left of the stage."""
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
    def road(self) -> tuple[Block, ...]:
        """The picture, the maps of each block before they are pooled, what is left, and the dense layers, to scale."""
        stops = [(stop.name, stop.shape) for stop in self.stops]
        ones = road(stops, 1.0)
        cell = min(CELL, ROW / _width(ones[1:]), ROW / _width(ones[:2]))
        return road([*stops, *((layer.label, layer.shape) for layer in self.dense)], cell, BEGIN)

    def block(self, index: int) -> tuple[Block, ...]:
        """What a block reads, and what each of its layers makes, to the same scale for all blocks."""
        layers = self.blocks[index]
        before = (f"pool{index}" if index else "picture", self.network.read_by(layers[0])[0])
        things = [before, *((layer.label, layer.shape) for layer in layers)]
        least = max(20.0, 66.0 - before[1][1] / 6.0)  # what stands under narrow fronts needs the room between them
        return road(things, self.road[0].cell, BEGIN, least)

    def in_stop(self, layer: Layer) -> str:
        """The stop that a layer with weights is passed at: its block, or the dense layer itself."""
        found = (f"block {index + 1}" for index, block in enumerate(self.blocks) if layer in block)
        return next(found, layer.label)

    @cached_property
    def convolutions(self) -> tuple[Layer, ...]:
        """The convolutions."""
        return tuple(layer for layer in self.network.weighted if layer.convolves)

    @cached_property
    def dense(self) -> tuple[Layer, ...]:
        """The dense layers."""
        return tuple(layer for layer in self.network.weighted if not layer.convolves)


def _width(blocks: tuple[Block, ...]) -> float:
    left, _, right, _ = around(blocks)
    return right - left


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
