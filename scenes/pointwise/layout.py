"""Where things stand in the pointwise scene: input at the left, one column in the making, output at the right."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.pointwise.computed import Layer
from scenes.stage.core.lattice import Lattice, Point, squares
from scenes.stage.core.stage import LEFT
from scenes.stage.draw.blocks import fitted

HEADING = 166.0
TOP = 196.0
BOTTOM = 786.0
INPUT_WIDTH = 458.0
MIDDLE, MIDDLE_END = 566.0, 1168.0
OUTPUT_X, OUTPUT_END = 1206.0, 1548.0
BETWEEN = 66.0
"""From one block of the making to the next below it, with a heading in it."""
SIGN = 34.0
"""The gap between two blocks of the making, with a sign in it."""

NUMBERED = 100
"""Volumes of up to so many pixels are blocks with numbers; larger ones are pictures, sheet behind sheet."""
UNROLLED = 16
"""Volumes of up to so many pixels are laid out as a matrix with a column for each pixel."""


@dataclass(frozen=True)
class Volume:
    """A volume in oblique projection; `deeper` is the way from one channel to the next behind it."""

    origin: Point
    cell: float
    deeper: Point
    shape: tuple[int, int, int]
    block: bool

    def at(self, channel: float, row: float, column: float) -> Point:
        """The corner of a cell."""
        x = self.origin[0] + column * self.cell + channel * self.deeper[0]
        return x, self.origin[1] + row * self.cell + channel * self.deeper[1]

    @property
    def front(self) -> Lattice:
        """The pixels, as the first channel shows them."""
        return squares(self.origin, self.cell, *self.shape[1:])

    @property
    def width(self) -> float:
        """The width of a sheet."""
        return self.cell * self.shape[2]

    @property
    def height(self) -> float:
        """The height of a sheet."""
        return self.cell * self.shape[1]


@dataclass(frozen=True)
class Layout:
    """The geometry of one layer's picture; all in stage units.

    `cell` is (width, height) in the making. `unrolled` is the side of the cells where every pixel has a column, 0
    where there are too many pixels.
    """

    input: Volume
    output: Volume
    cell: Point
    unrolled: float
    channels: int
    outputs: int

    @property
    def weights(self) -> Point:
        """The corner of the matrix, below the column or all columns."""
        return MIDDLE, TOP + max(self.cell[1], self.channels * self.unrolled) + BETWEEN

    @property
    def biases(self) -> Point:
        """The corner of the biases, beside the matrix; its heading needs some room as well."""
        x, y = self.weights
        return x + max(self.channels * self.cell[0], 160.0) + SIGN, y

    @property
    def products(self) -> Point:
        """The corner of the products, below the matrix."""
        return MIDDLE, self.weights[1] + self.outputs * self.cell[1] + BETWEEN

    def result(self, index: int) -> Point:
        """The corner of the account's columns beside the products: sum, z, and y after ReLU."""
        x, y = self.products
        return x + self.channels * self.cell[0] + SIGN + index * (self.cell[0] + SIGN), y

    def slot(self, channel: int) -> Point:
        """The corner of a channel's value where the column lies as a row above the matrix."""
        return MIDDLE + channel * self.cell[0], TOP


def layout(layer: Layer) -> Layout:
    """Place everything for a layer."""
    pixels = layer.size[0] * layer.size[1]
    unrolled = min((MIDDLE_END - MIDDLE) / pixels, 56.0) if pixels <= UNROLLED else 0.0
    height = _height(layer.outputs, layer.channels * unrolled)
    return Layout(
        input=_input(layer),
        output=_output(layer),
        cell=(height if pixels <= NUMBERED else 84.0, height),
        unrolled=unrolled,
        channels=layer.channels,
        outputs=layer.outputs,
    )


def _height(outputs: int, columns: float) -> float:
    """The height of the cells in the making, below all columns of a given height."""
    room = BOTTOM - TOP - 2 * BETWEEN
    alone = min(84.0, room / (2 * outputs + 1))
    return alone if alone >= columns else min(84.0, (room - columns) / (2 * outputs))


def _input(layer: Layer) -> Volume:
    """The input as a block, or as sheets half behind each other."""
    if layer.size[0] * layer.size[1] <= NUMBERED:
        return _block(LEFT, INPUT_WIDTH, (layer.channels, *layer.size), (40.0, -34.0))
    steps, (across, up) = layer.channels - 1, (52.0, 42.0)
    cell = fitted(INPUT_WIDTH - steps * across, BOTTOM - TOP - steps * up, *layer.size, 84.0)
    return Volume((LEFT, TOP + 4 + steps * up), cell, (across, -up), (layer.channels, *layer.size), block=False)


def _output(layer: Layer) -> Volume:
    """The output as a block, or as pictures below each other."""
    width, shape = OUTPUT_END - OUTPUT_X, (layer.outputs, *layer.size)
    if layer.size[0] * layer.size[1] <= NUMBERED:
        return _block(OUTPUT_X, width, shape, (36.0, -30.0))
    pitch = (BOTTOM - TOP) / layer.outputs
    cell = fitted(width, min(pitch - 16, 340.0), *layer.size, 84.0)
    return Volume((OUTPUT_X, TOP), cell, (0.0, cell * layer.size[0] + 16), shape, block=False)


def _block(x: float, width: float, shape: tuple[int, int, int], deeper: Point) -> Volume:
    channels, rows, columns = shape
    high = channels * -deeper[1]
    cell = fitted(width - channels * deeper[0], BOTTOM - TOP - high, rows, columns, 84.0)
    return Volume((x, TOP + 4 + high), cell, deeper, shape, block=True)
