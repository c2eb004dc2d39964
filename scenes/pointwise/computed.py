"""Every number of the pointwise scene, computed once for each setting of the knobs by the reference operations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes import reference
from scenes.pointwise.knobs import Knobs
from scenes.reference import Floats
from scenes.stage.core.knobs import Edits
from scenes.stage.core.lattice import Cell, nearest_cell
from scenes.stage.core.marks import Shade
from scenes.stage.data.pictures import Picture, pixels
from scenes.stage.draw.blocks import edited
from scenes.stage.draw.maps import is_photograph, shade_of, sheets
from scenes.stage.numbers.scales import MOSTLY, Scales, nice, shared
from scenes.stage.numbers.values import Values

# Matrices by name, with a row for each of up to four outputs: for three input channels, and for one.
EXAMPLE: list[list[float]] = [[1, 0, -1], [2, 1, 0], [0, 1, 1], [-1, 2, -1]]
EXAMPLE_BIASES = [0, 1, 0, 0]
COLOURS: list[list[float]] = [[0.299, 0.587, 0.114], [1, -1, 0], [-0.5, -0.5, 1], [0.5, 0.5, -1]]
SCALES: list[list[float]] = [[1], [2], [-1], [0.5]]
COLOUR_NAMES = ("grey", "red − green", "blue − yellow", "yellow − blue")

MAPS_OF_THE_RUN = 6.0
"""The scale of the last maps of the trained nets: it holds most of their numbers all through the bundled run."""
SIDE = 5
"""The collision is looked at for all columns of two whole numbers from 0 to 4."""


@dataclass(frozen=True)
class Column:
    """One pixel's way through the layer: x (C), products (D, C), sums, z and y (D)."""

    x: Floats
    products: Floats
    sums: Floats
    z: Floats
    y: Floats


@dataclass(frozen=True, eq=False)
class Layer:
    """A 1×1 convolution with its input and output. Shapes: x (C, H, W), weights (D, C), biases (D), y (D, H, W)."""

    x: Floats
    weights: Floats
    biases: Floats
    names: tuple[str, ...]
    relu: bool
    z: Floats
    shade: Shade

    @property
    def channels(self) -> int:
        """Input channels C."""
        return len(self.x)

    @property
    def outputs(self) -> int:
        """Output channels D."""
        return len(self.weights)

    @property
    def size(self) -> tuple[int, int]:
        """Height and width, of the input and of the output."""
        return self.x.shape[1], self.x.shape[2]

    @cached_property
    def y(self) -> Floats:
        """The output as it is written, after ReLU where it is on."""
        return reference.relu(self.z) if self.relu else self.z

    @property
    def parameters(self) -> int:
        """Weights and biases."""
        return reference.convolution_parameters(self.channels, self.outputs, 1)

    @property
    def macs(self) -> int:
        """Multiply-accumulates for one picture."""
        return reference.convolution_macs(*self.size, self.channels, self.outputs, 1)

    @cached_property
    def decimals(self) -> int:
        """As many decimals as the weights have, three at most."""
        return next((count for count in range(3) if abs(self.weights - self.weights.round(count)).max() < 1e-9), 3)

    @cached_property
    def input(self) -> tuple[Values, ...]:
        """The channels of the input one by one."""
        return sheets(self.x)

    @cached_property
    def output(self) -> tuple[Values, ...]:
        """The channels of the output one by one."""
        return sheets(self.y)

    @cached_property
    def mixed(self) -> tuple[Values, ...]:
        """The mixes of the input's channels, without bias and ReLU, one by one."""
        return sheets(self.z - self.biases[:, None, None])

    def nearest(self, cell: Cell) -> Cell:
        """The pixel nearest to a cell of any picture."""
        return nearest_cell(cell, *self.size)

    def column(self, cell: Cell) -> Column:
        """One pixel's way through the layer."""
        return _column(self, cell)


def layer(knobs: Knobs) -> Layer:
    """Compute the layer that knobs describe; the pixel that is looked at makes no difference, nor the last scenes."""
    return _layer(
        knobs.picture, knobs.outputs, knobs.matrix, knobs.relu, knobs.pixels, knobs.weights, knobs.biases
    )  # fmt: skip


@lru_cache(maxsize=16)
def _layer(
    picture: Picture, outputs: int, matrix: str, relu: bool, changed: Edits, weights: Edits, biases: Edits
) -> Layer:
    x = edited(pixels(picture), changed)
    start = _rows(matrix, len(x))[:outputs]
    w = edited(start, weights)
    same = [bool((row == before).all()) for row, before in zip(w, start, strict=True)]
    named = [matrix == "colours" and kept for kept in same]
    names = tuple(COLOUR_NAMES[row] if known else f"output {row + 1}" for row, known in enumerate(named))
    example = matrix == "example" and len(x) > 1
    b = edited(np.array(EXAMPLE_BIASES if example else [0] * 4, dtype=float)[:outputs, None], biases)[:, 0]
    z = reference.convolve(x, w[:, :, None, None], b)
    return Layer(x, w, b, names, relu, z, shade_of(pixels(picture)))


def real(knobs: Knobs) -> Layer:
    """The layer of a photograph: the one that knobs describe, or that of another picture if theirs is none."""
    x = pixels(knobs.picture)
    if len(x) == len(COLOURS[0]) and is_photograph(x):
        return layer(knobs)
    return _layer(Picture("coffee"), knobs.outputs, "colours", False, (), (), ())


@lru_cache(maxsize=16)
def scales(picture: Picture, outputs: int, matrix: str) -> Scales:
    """The scales of the colours, before anything is changed by hand: of the layer, two columns, and real maps."""
    plain, pair = _layer(picture, outputs, matrix, False, (), (), ()), collision(Knobs())
    mixed = real(Knobs(picture=picture, outputs=outputs, matrix=matrix)).z
    if is_photograph(plain.x):
        found = shared(plain.weights, plain.z, share=MOSTLY)
    else:
        found = shared(plain.weights, plain.z, plain.x)
    more = ("outputs", nice(pair.outputs.array)), ("mixed", nice(mixed, MOSTLY)), ("maps", MAPS_OF_THE_RUN)
    return Scales(found.limit, (*found.named, *more))


def _rows(matrix: str, channels: int) -> Floats:
    """Four rows of a matrix for so many input channels: (4, C)."""
    if matrix == "copy":
        return np.eye(channels)[np.arange(4) % channels]
    if matrix == "random":
        return np.array([np.random.default_rng((row, channels)).integers(-2, 3, channels) for row in range(4)], float)
    if channels == 1:
        return np.array(SCALES, float)
    return np.array(COLOURS if matrix == "colours" else EXAMPLE, float)


@lru_cache(maxsize=512)
def _column(layer: Layer, cell: Cell) -> Column:
    under = reference.window(layer.x, *cell, 1)
    products = np.array(
        [reference.channel_sums(reference.products(under, row[:, None, None])) for row in layer.weights]
    )
    z = np.array([reference.cell_value(sums, float(bias)) for sums, bias in zip(products, layer.biases, strict=True)])
    sums = np.array([reference.cell_value(each) for each in products])
    return Column(under.ravel(), products, sums, z, reference.relu(z) if layer.relu else z)


@dataclass(frozen=True)
class Collision:
    """What two weights make of all columns of two whole numbers: outputs (5, 5), cell (second value, first value)."""

    mix: tuple[float, float]
    outputs: Values
    first: Cell
    second: Cell

    def value(self, cell: Cell) -> float:
        """The output of a column."""
        return float(self.outputs.array[cell])

    @property
    def collide(self) -> bool:
        """Whether the two columns are different and their outputs are not."""
        return self.first != self.second and self.second in self.like(self.first)

    @property
    def different(self) -> int:
        """How many different outputs all the columns have."""
        return len(set(self._rounded.ravel().tolist()))

    def like(self, cell: Cell) -> tuple[Cell, ...]:
        """All columns that have the same output as this one."""
        found = np.argwhere(self._rounded == self._rounded[cell])
        return tuple((int(row), int(column)) for row, column in found)

    @property
    def _rounded(self) -> Floats:
        """The outputs without the last digits, which depend on the order of additions."""
        return np.asarray(np.round(self.outputs.array, 9), dtype=np.float64)


def collision(knobs: Knobs) -> Collision:
    """Compute the collision that knobs describe."""
    return _collision(knobs.mix, knobs.first, knobs.second)


@lru_cache(maxsize=64)
def _collision(mix: Edits, first: Cell, second: Cell) -> Collision:
    weights = edited(np.ones((1, 2)), mix)
    second_value, first_value = np.mgrid[:SIDE, :SIDE].astype(float)
    outputs = reference.convolve([first_value, second_value], weights[:, :, None, None])[0]
    cells = nearest_cell(first, SIDE, SIDE), nearest_cell(second, SIDE, SIDE)
    return Collision((float(weights[0, 0]), float(weights[0, 1])), Values(outputs), *cells)


@dataclass(frozen=True)
class Bottleneck:
    """What a k×k convolution on all channels takes, and what a 1×1 that reduces them first and one behind it take.

    Weights and multiply-accumulates (MACs), each as (direct, reduce, after).
    """

    weights: tuple[int, int, int]
    macs: tuple[int, int, int]

    @property
    def saving(self) -> float:
        """How many times fewer weights the detour takes, and as many times fewer MACs; below 1 it takes more."""
        return self.weights[0] / sum(self.weights[1:])


def bottleneck(knobs: Knobs) -> Bottleneck:
    """Count weights and MACs with and without the reduction."""
    f, c, r, n, k = knobs.sizes
    ways = (c, n, k), (c, r, 1), (r, n, k)
    direct, reduce, after = (reference.convolution_parameters(*way, bias=False) for way in ways)
    macs = [reference.convolution_macs(f, f, *way) for way in ways]
    return Bottleneck((direct, reduce, after), (macs[0], macs[1], macs[2]))
