"""Every number of the channels scene, computed once for each setting of the knobs by the reference operations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes import reference
from scenes.channels.knobs import WORKED, Knobs, real_out
from scenes.reference import Floats
from scenes.stage.core.knobs import Edits
from scenes.stage.core.lattice import Cell
from scenes.stage.core.marks import Shade
from scenes.stage.data import kernels
from scenes.stage.data.pictures import Picture, pixels
from scenes.stage.draw.blocks import edited
from scenes.stage.draw.maps import is_photograph, shade_of, sheets
from scenes.stage.draw.sheets import Sheets
from scenes.stage.numbers.scales import MOSTLY, Scales, shared
from scenes.stage.numbers.values import Values, decimals_for

EXAMPLE_BIASES = (-2.0, 0.0, 1.0, 0.0)
"""The bias of the worked example's filter, and of those that follow it."""
FOLLOWING = (
    [[[1, -1], [1, -1]], [[0, 0], [0, 0]], [[0, 1], [1, 0]]],
    [[[-1, 0], [0, 1]], [[1, 1], [-1, -1]], [[0, 0], [1, -1]]],
    [[[0, 1], [-1, 0]], [[1, 0], [0, -1]], [[1, 1], [0, 0]]],
)
"""The filters that follow the worked example's: as there, each channel has a kernel of its own."""
MIXES = ([1, -1, 0], [-1, -1, 2], [1, 1, 1], [0, 1, -1])
"""What filters that compare channels do with them: red against green, blue against yellow, light, green against blue;
each is spread evenly over the window."""

READABLE = 100
"""Channels of up to so many cells have numbers in them."""


@dataclass(frozen=True, eq=False)
class Layer:
    """A convolution layer, one filter of it looked at closely.

    Shapes: x (C, H, W), weights (F, C, k, k), biases (F,), maps (F, H', W'), partial (C, H', W').
    """

    x: Floats
    weights: Floats
    biases: Floats
    shown: int
    maps: Floats
    partial: Floats
    shade: Shade

    @property
    def channels(self) -> int:
        """Input channels C."""
        return len(self.x)

    @property
    def filters(self) -> int:
        """Filters F, and so maps."""
        return len(self.weights)

    @property
    def size(self) -> int:
        """The side of a kernel k."""
        return int(self.weights.shape[-1])

    @property
    def out(self) -> tuple[int, int]:
        """Height and width of the maps."""
        return self.maps.shape[1], self.maps.shape[2]

    @property
    def windows(self) -> int:
        """Windows on each channel, and so cells in each map."""
        return self.out[0] * self.out[1]

    @property
    def bias(self) -> float:
        """The bias of the filter that is looked at closely."""
        return float(self.biases[self.shown])

    @property
    def parameters(self) -> int:
        """Weights and biases of all filters."""
        return reference.convolution_parameters(self.channels, self.filters, self.size)

    @property
    def macs(self) -> int:
        """Multiply-accumulates of all filters for one picture."""
        return reference.convolution_macs(*self.out, self.channels, self.filters, self.size)

    @cached_property
    def input(self) -> Sheets:
        """The input's planes, as windows slide over them."""
        return Sheets(self.x, size=self.size, shade=self.shade)

    @cached_property
    def kernels(self) -> tuple[tuple[Values, ...], ...]:
        """The kernels of each filter, one for each channel."""
        return tuple(sheets(one) for one in self.weights)

    @cached_property
    def partials(self) -> tuple[Values, ...]:
        """What the closely seen filter's kernels make of their own channels."""
        return sheets(self.partial)

    @cached_property
    def sums(self) -> tuple[Values, ...]:
        """The partial maps added up so far, after each channel."""
        return sheets(np.cumsum(self.partial, axis=0))

    @cached_property
    def outputs(self) -> tuple[Values, ...]:
        """The maps of all filters."""
        return sheets(self.maps)

    @cached_property
    def decimals(self) -> tuple[int, ...]:
        """The decimals of each filter's weights, alike for its kernels."""
        return tuple(decimals_for(one) for one in self.weights)

    @property
    def example(self) -> Cell:
        """The cell whose sum is written out: the last one made, or the middle of a picture."""
        rows, columns = self.out
        return (rows - 1, columns - 1) if self.readable else (rows // 2, columns // 2)

    @property
    def readable(self) -> bool:
        """Whether the channels' numbers can be read, and changed by hand; else they are looked at as pictures."""
        return int(self.x[0].size) <= READABLE

    def sum_at(self, channel: int, cell: Cell) -> float:
        """A cell of a partial map."""
        return float(self.partial[(channel, *cell)])

    def sum_of(self, cell: Cell) -> float:
        """A cell of the sum of all partial maps."""
        return float(self.sums[-1].array[cell])


def layer(knobs: Knobs) -> Layer:
    """Compute the layer that knobs describe; the place that is looked at and the real layer make no difference."""
    return _layer(
        knobs.picture, knobs.kernels, knobs.size, knobs.filters, knobs.shown - 1, knobs.pixels, knobs.weights,
        knobs.biases,
    )  # fmt: skip


@lru_cache(maxsize=16)
def _layer(
    picture: Picture, preset: str, size: int, filters: int, shown: int, changed: Edits, by_hand: Edits, biases: Edits
) -> Layer:
    x = edited(pixels(picture), changed)
    weights = edited(_filters(preset, size, filters, len(x)), by_hand)
    start = EXAMPLE_BIASES if preset == "example" else (0.0,) * 4
    b = edited(np.array(start[:filters]), biases)
    return Layer(
        x, weights, b, shown, reference.convolve(x, weights, b), reference.channel_maps(x, weights[shown]),
        shade_of(pixels(picture)),
    )  # fmt: skip


@lru_cache(maxsize=16)
def scales(picture: Picture, preset: str, size: int, filters: int) -> Scales:
    """The scales of the colours: those of the picture and its filters, before anything is changed by hand."""
    plain = _layer(picture, preset, size, filters, 0, (), (), ())
    parts = [reference.channel_maps(plain.x, weights) for weights in plain.weights]
    made = np.concatenate([plain.maps.ravel(), *(part.cumsum(axis=0).ravel() for part in parts)])
    if is_photograph(plain.x):
        return shared(plain.weights, made, share=MOSTLY)
    return shared(plain.weights, made, plain.x)


def _filters(preset: str, size: int, filters: int, channels: int) -> Floats:
    """The filters of a preset, (F, C, k, k)."""
    if preset == "colours":
        mixes = np.array(MIXES, dtype=float)[:filters, :channels]
        return np.asarray(mixes[:, :, None, None] * np.ones((size, size)), dtype=np.float64)
    if preset == "example":
        return np.array([*kernels.EXAMPLES[WORKED.name], *FOLLOWING][:filters], dtype=float)
    made = kernels.filters("vertical edge" if preset == "edges" else preset, filters, size, channels, "")
    return np.array([one.weights for one in made])


@dataclass(frozen=True)
class Real:
    """A layer of real size: C channels of `side` x `side` in, F maps of `out` x `out`, kernels k x k."""

    channels: int
    filters: int
    size: int
    side: int
    stride: int
    out: int

    @property
    def parameters(self) -> int:
        """Weights and biases: F (k k C + 1)."""
        return reference.convolution_parameters(self.channels, self.filters, self.size)

    @property
    def macs(self) -> int:
        """Multiply-accumulates: H' W' F k k C."""
        return reference.convolution_macs(self.out, self.out, self.channels, self.filters, self.size)

    @property
    def activations(self) -> int:
        """Numbers in the output: F H' W'."""
        return self.filters * self.out**2


def real(knobs: Knobs) -> Real:
    """The layer of real size."""
    return Real(
        int(knobs.real_inputs), int(knobs.real_filters), int(knobs.real_size), int(knobs.real_side),
        int(knobs.real_stride), real_out(knobs),
    )  # fmt: skip
