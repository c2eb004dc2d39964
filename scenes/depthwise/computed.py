"""Every number of the depthwise scene, computed once for each setting of the knobs by the reference operations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes import reference
from scenes.depthwise.knobs import Knobs, made_kernels
from scenes.reference import Floats, SeparableCost
from scenes.stage.core.knobs import with_defaults
from scenes.stage.core.lattice import Cell
from scenes.stage.data.pictures import pixels
from scenes.stage.draw.blocks import edited
from scenes.stage.draw.maps import is_photograph, shade_of, sheets
from scenes.stage.draw.sheets import Sheets
from scenes.stage.numbers.scales import MOSTLY, Scales, shared
from scenes.stage.numbers.values import Values, decimals_for

# The worked example: a kernel for each channel, and a column of weights for each output map; the last is for a fourth.
KERNELS = [[[1, 0], [0, 1]], [[1, 1], [0, -1]]]
COLUMNS = {2: [[1, 1], [2, -1], [0, 3], [1, -1]], 3: [[1, 1, 1], [1, -1, 0], [0, 1, -1], [2, 0, -1]]}
NOT_OF_THE_LAYER = ("at", "real_inputs", "real_maps", "real_size", "real_side", "alpha", "picture_side")
"""Knobs that make no difference to the layer of the example."""
READABLE = 100
"""Sheets of up to so many cells have numbers in them."""


@dataclass(frozen=True, eq=False)
class Layer:
    """A depthwise separable layer, and the standard one that makes the same maps.

    Shapes: x (M, H, W), kernels (M, k, k), between (M, H', W'), weights (N, M), y (N, H', W'), filters (N, M, k, k).
    """

    knobs: Knobs
    x: Floats
    kernels: Floats
    weights: Floats
    between: Floats
    y: Floats
    filters: Floats

    @property
    def channels(self) -> int:
        """Input channels M."""
        return len(self.x)

    @property
    def maps(self) -> int:
        """Output maps N."""
        return len(self.weights)

    @property
    def size(self) -> int:
        """The side of a kernel k."""
        return self.knobs.size

    @property
    def out(self) -> Cell:
        """Height and width of the maps, after either part."""
        return self.between.shape[1], self.between.shape[2]

    @property
    def windows(self) -> int:
        """Windows on each channel, and so cells in each map."""
        return self.out[0] * self.out[1]

    @property
    def readable(self) -> bool:
        """Whether the sheets' numbers can be read, and changed by hand; else they are looked at as pictures."""
        return int(self.x[0].size) <= READABLE

    @cached_property
    def cost(self) -> SeparableCost:
        """What this layer costs."""
        return SeparableCost(self.channels, self.maps, self.size, *self.out)

    @cached_property
    def input(self) -> Sheets:
        """The input's channels, as windows slide over them."""
        return Sheets(self.x, size=self.size, shade=shade_of(pixels(self.knobs.picture)))

    @cached_property
    def filtered(self) -> tuple[Values, ...]:
        """The maps between the two parts, one for each channel."""
        return sheets(self.between)

    @cached_property
    def outputs(self) -> tuple[Values, ...]:
        """The output maps."""
        return sheets(self.y)

    @cached_property
    def standard_outputs(self) -> tuple[Values, ...]:
        """The output maps as the standard convolution makes them."""
        return sheets(reference.convolve(self.x, self.filters))

    @cached_property
    def decimals(self) -> tuple[int, int]:
        """The decimals of the kernels' weights, and of the standard filters': products may have more."""
        return decimals_for(self.kernels), decimals_for(self.filters)

    def products(self, channel: int, cell: Cell) -> Floats:
        """The values under the window of a cell times the weights of their channel's kernel, (k, k)."""
        under, kernel = self.input.under(channel, cell).array, self.kernels[channel]
        products: Floats = reference.products(under[None], kernel[None])[0]
        return products


def layer(knobs: Knobs) -> Layer:
    """Compute the layer that knobs describe; the cell that is looked at and the real layer make no difference."""
    return _layer(with_defaults(knobs, *NOT_OF_THE_LAYER))


@lru_cache(maxsize=16)
def _layer(knobs: Knobs) -> Layer:
    x = edited(pixels(knobs.picture), knobs.pixels)
    example = knobs.kernels == "example"
    made = np.array(KERNELS, dtype=float) if example else made_kernels(knobs.kernels, len(x), knobs.size)
    kernels = edited(made, knobs.depthwise)
    weights = edited(np.array(COLUMNS[len(x)][: knobs.maps], dtype=float), knobs.pointwise)
    between = reference.depthwise(x, kernels)
    filters = reference.standard_filters(kernels, weights)
    return Layer(knobs, x, kernels, weights, between, reference.pointwise(between, weights), filters)


def scales(knobs: Knobs) -> Scales:
    """The scales of the colours: those of the picture and its kernels, before anything is changed by hand."""
    return _scales(with_defaults(knobs, *NOT_OF_THE_LAYER, "pixels", "depthwise", "pointwise"))


@lru_cache(maxsize=16)
def _scales(knobs: Knobs) -> Scales:
    plain = _layer(knobs)
    weights = np.concatenate([plain.kernels.ravel(), plain.weights.ravel(), plain.filters.ravel()])
    maps = np.concatenate([plain.between.ravel(), plain.y.ravel()])
    return shared(weights, maps, share=MOSTLY) if is_photograph(plain.x) else shared(weights, maps, plain.x)


def real_cost(knobs: Knobs) -> SeparableCost:
    """The cost of the layer of real size."""
    side = int(knobs.real_side)
    return SeparableCost(int(knobs.real_inputs), int(knobs.real_maps), int(knobs.real_size), side, side)
