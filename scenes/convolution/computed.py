"""Every number of the convolution scene, computed once for each setting of the knobs by the reference operations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes import reference
from scenes.convolution.knobs import Knobs
from scenes.reference import Floats, Margins
from scenes.stage.core.knobs import with_defaults
from scenes.stage.data import kernels
from scenes.stage.data.pictures import with_channels
from scenes.stage.draw.blocks import edited
from scenes.stage.draw.maps import is_photograph, shade_of, sheets
from scenes.stage.draw.sheets import Sheets
from scenes.stage.numbers.scales import MOSTLY, Scales, shared
from scenes.stage.numbers.values import Values

BY_HAND = ("at", "pixels", "weights", "biases", "bias", "stride", "dilation", "relu", "flip", "others")
"""What is changed on the stage, and leaves the colours of everything else as they are."""


@dataclass(frozen=True)
class Window:
    """The making of one output cell: what is under the window, and each intermediate result.

    `under` and `products` are one (k, k) for each channel; `others` is what maps that aren't shown add, None where
    there are none. `z` is the cell before ReLU, `y` after it.
    """

    under: tuple[Values, ...]
    products: tuple[Values, ...]
    sums: tuple[float, ...]
    total: float
    bias: float
    others: float | None
    z: float
    y: float


@dataclass(frozen=True, eq=False)
class Layer:
    """A convolution layer with its input and output. Shapes: x (C, H, W), weights (F, C, k, k), maps (F, H', W')."""

    knobs: Knobs
    x: Floats
    weights: Floats
    biases: Floats
    names: tuple[str, ...]
    margins: Margins
    maps: Floats
    others: Floats | None = None

    @property
    def channels(self) -> int:
        """Input channels C."""
        return len(self.x)

    @property
    def filters(self) -> int:
        """Filters F, and so feature maps."""
        return len(self.weights)

    @property
    def span(self) -> int:
        """Cells from the first to the last weight of the kernel, d (k - 1) + 1."""
        return reference.window_span(self.knobs.size, self.knobs.dilation)

    @property
    def out(self) -> tuple[int, int]:
        """Height and width of a feature map."""
        return self.maps.shape[1], self.maps.shape[2]

    @property
    def parameters(self) -> int:
        """Weights and biases."""
        return reference.convolution_parameters(self.channels, self.filters, self.knobs.size)

    @property
    def macs(self) -> int:
        """Multiply-accumulates for one picture."""
        return reference.convolution_macs(*self.out, self.channels, self.filters, self.knobs.size)

    @cached_property
    def input(self) -> Sheets:
        """The input with the zeros around it, as windows slide over it."""
        knobs = self.knobs
        shade = shade_of(with_channels(knobs.picture, int(knobs.channels)))
        return Sheets(self.x, self.margins, knobs.size, knobs.stride, knobs.dilation, shade=shade)

    @property
    def rings(self) -> int | None:
        """How many cells of padding there are on every side; None where they are not the same number."""
        found = {cells for axis in self.margins for cells in axis}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def left_over(self) -> tuple[int, int]:
        """Rows at the bottom and columns at the right after the last window: the floor's remainder."""
        k, s, d = self.knobs.size, self.knobs.stride, self.knobs.dilation
        axes = zip(self.x.shape[1:], self.margins, strict=True)
        rows, columns = (reference.unreached(side, k, s, added, d) for side, added in axes)
        return rows, columns

    @cached_property
    def kernels(self) -> tuple[tuple[Values, ...], ...]:
        """The kernels as they are laid on the window: turned by 180 degrees for true convolution."""
        applied = reference.flipped(self.weights) if self.knobs.flip else self.weights
        return tuple(sheets(filter_) for filter_ in applied)

    @cached_property
    def outputs(self) -> tuple[Values, ...]:
        """The feature maps as they are written: after ReLU where it is on."""
        return sheets(self._written)

    def window(self, filter_: int, row: int, column: int) -> Window:
        """Make one output cell step by step."""
        return _window(self, filter_, row, column)

    @property
    def _written(self) -> Floats:
        return reference.relu(self.maps) if self.knobs.relu else self.maps


def layer(knobs: Knobs) -> Layer:
    """Compute the layer that knobs describe; which of its cells is looked at makes no difference."""
    return _layer(with_defaults(knobs, "at"))


def scales(knobs: Knobs) -> Scales:
    """The scales of the colours: those of the picture and its kernels, before anything is changed by hand."""
    return _scales(with_defaults(knobs, *BY_HAND))


@lru_cache(maxsize=16)
def _scales(knobs: Knobs) -> Scales:
    plain = _layer(knobs)
    products = np.abs(plain.weights).max() * np.abs(plain.x).max()
    if is_photograph(plain.x):
        return shared(plain.weights, plain.maps, share=MOSTLY)
    return shared(plain.weights, [*plain.maps.ravel(), products], plain.x)


@lru_cache(maxsize=16)
def _layer(knobs: Knobs) -> Layer:
    x = edited(with_channels(knobs.picture, int(knobs.channels)), knobs.pixels)
    made = kernels.filters(knobs.kernel, knobs.filters, knobs.size, int(knobs.channels), knobs.worked_example)
    weights = edited(edited(np.array([one.weights for one in made]), knobs.learned), knobs.weights)
    learned, touched = ({index[0] for index, _ in changes} for changes in (knobs.learned, knobs.weights))
    names = tuple(
        "edited" if number in touched else "learned" if number in learned else one.name
        for number, one in enumerate(made)
    )
    biases = edited(np.full(knobs.filters, knobs.bias), knobs.biases)
    margins = knobs.margins(x.shape[1], x.shape[2])
    maps = reference.convolve(x, weights, biases, knobs.stride, margins, knobs.dilation, flip=knobs.flip)
    others = edited(np.zeros(maps.shape), knobs.others) if knobs.others else None
    return Layer(knobs, x, weights, biases, names, margins, maps if others is None else maps + others, others)


@lru_cache(maxsize=512)
def _window(layer: Layer, filter_: int, row: int, column: int) -> Window:
    knobs = layer.knobs
    under = reference.window(layer.x, row, column, knobs.size, knobs.stride, layer.margins, knobs.dilation)
    products = reference.products(under, layer.weights[filter_], flip=knobs.flip)
    sums = reference.channel_sums(products)
    bias = float(layer.biases[filter_])
    others = float(layer.others[filter_, row, column]) if layer.others is not None else None
    z = reference.cell_value(sums, bias) + (others or 0.0)
    return Window(
        sheets(under),
        sheets(products),
        tuple(float(part) for part in sums),
        reference.cell_value(sums),
        bias,
        others,
        z,
        float(reference.relu(z)) if knobs.relu else z,
    )
