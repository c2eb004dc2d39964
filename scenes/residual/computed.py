"""Every number of the residual scene, computed once for each setting of the knobs by the reference operations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes import reference
from scenes.reference import Floats
from scenes.residual.knobs import Knobs
from scenes.stage.core.knobs import with_defaults
from scenes.stage.core.lattice import Cell, nearest_cell
from scenes.stage.draw.blocks import edited
from scenes.stage.numbers.scales import Scales, shared

# Inputs and gradients at the output by the name of the input, each (H, W). All inputs have gone through a ReLU.
INPUTS: dict[str, list[list[float]]] = {
    "three numbers": [[2], [0], [3]],
    "4×4 map": [[2, 0, 1, 3], [0, 3, 2, 0], [1, 2, 0, 1], [3, 0, 1, 2]],
}
UPSTREAM: dict[str, list[list[float]]] = {
    "three numbers": [[1], [1], [2]],
    "4×4 map": [[1, 0, 2, 1], [0, 1, 1, 0], [2, 0, 1, 1], [0, 1, 0, 2]],
}
# The two kernels of F. Three numbers stand below each other and meet the middle column of a kernel only.
EXAMPLES: dict[str, tuple[list[list[float]], list[list[float]]]] = {
    "three numbers": ([[0, -1, 0], [0, 0, 0], [0, 1, 0]], [[0, -1, 0], [0, -3, 0], [0, 1, 0]]),
    "4×4 map": ([[0, 0, 0], [-1, 0, 1], [0, 0, 0]], [[0, 0, 0], [0, -1, 0], [0, 1, 0]]),
}


@dataclass(frozen=True, eq=False)
class Block:
    """A residual block y = ReLU(F(x) + x), F = convolution, ReLU, convolution; all arrays are (H, W) or (3, 3).

    There is no batch normalisation and no bias, so that every number can be followed.
    """

    x: Floats
    first: Floats
    second: Floats
    upstream: Floats
    shortcut: bool

    @cached_property
    def z(self) -> Floats:
        """After the first convolution."""
        return _convolved(self.x, self.first)

    @cached_property
    def h(self) -> Floats:
        """After the ReLU inside F."""
        return reference.relu(self.z)

    @cached_property
    def f(self) -> Floats:
        """F(x)."""
        return _convolved(self.h, self.second)

    @cached_property
    def s(self) -> Floats:
        """F(x) + x; F(x) alone where there is no shortcut."""
        return self.f + self.x if self.shortcut else self.f

    @cached_property
    def y(self) -> Floats:
        """The output, after the ReLU behind the sum."""
        return reference.relu(self.s)

    @cached_property
    def ds(self) -> Floats:
        """The gradient at the sum."""
        return reference.relu_gradient(self.s, self.upstream)

    @cached_property
    def dh(self) -> Floats:
        """The gradient behind the ReLU of F."""
        return _back(self.ds, self.second)

    @cached_property
    def dz(self) -> Floats:
        """The gradient before the ReLU of F."""
        return reference.relu_gradient(self.z, self.dh)

    @cached_property
    def through(self) -> Floats:
        """The gradient that has come back to the input through F."""
        return _back(self.dz, self.first)

    @cached_property
    def dx(self) -> Floats:
        """The gradient at the input: what came through F, and what came straight."""
        return self.through + self.ds if self.shortcut else self.through

    @property
    def cells(self) -> int:
        """How many numbers a map has."""
        return self.x.size

    @property
    def single(self) -> bool:
        """Whether the numbers stand in one column."""
        return int(self.x.shape[1]) == 1

    def nearest(self, cell: Cell) -> Cell:
        """The cell nearest to one of any map."""
        return nearest_cell(cell, *self.x.shape)


def _convolved(x: Floats, kernel: Floats) -> Floats:
    """A 3×3 convolution with "same" padding: (H, W) to (H, W)."""
    (found,) = reference.convolve(x[None], kernel[None, None], padding=1)
    return np.asarray(found)


def _back(upstream: Floats, kernel: Floats) -> Floats:
    """The gradient at the input of that convolution."""
    rows, columns = upstream.shape
    (found,) = reference.convolution_input_gradient((1, rows, columns), kernel[None, None], upstream[None], padding=1)
    return np.asarray(found)


def block(knobs: Knobs) -> Block:
    """Compute the block that knobs describe; which cell is looked at makes no difference, nor the later steps."""
    return _block(with_defaults(knobs, "at", "slope", "blocks", "depth"))


@lru_cache(maxsize=32)
def _block(knobs: Knobs) -> Block:
    first, second = (np.array(kernel, dtype=float) for kernel in _kernels(knobs.weights, knobs.input))
    first, second = edited(first, knobs.first), edited(second, knobs.second)
    if knobs.zero:
        first, second = np.zeros_like(first), np.zeros_like(second)
    return Block(
        x=edited(np.array(INPUTS[knobs.input], dtype=float), knobs.pixels),
        first=first,
        second=second,
        upstream=edited(np.array(UPSTREAM[knobs.input], dtype=float), knobs.upstream),
        shortcut=knobs.shortcut,
    )


def scales(knobs: Knobs) -> Scales:
    """The scales of the colours: those of the input and the weights, before anything is changed by hand."""
    return _scales(knobs.input, knobs.weights)


@lru_cache(maxsize=16)
def _scales(input_: str, weights: str) -> Scales:
    plain = _block(Knobs(input=input_, weights=weights))
    forward, back = (plain.x, plain.z, plain.f, plain.s), (plain.upstream, plain.ds, plain.through, plain.dx)
    return shared([plain.first, plain.second], [*forward, *back])


def _kernels(weights: str, input_: str) -> tuple[object, object]:
    if weights == "example":
        return EXAMPLES[input_]
    if weights == "random":
        rng = np.random.default_rng(7)
        return rng.integers(-2, 3, (3, 3)), rng.integers(-2, 3, (3, 3))
    identity = [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    return (identity, identity) if weights == "identity" else (np.ones((3, 3)), np.ones((3, 3)))


@dataclass(frozen=True)
class Chain:
    """One number's gradient on its way back through L blocks of slope f: each tuple has an entry for 0..L blocks."""

    slope: float
    plain: tuple[float, ...]
    residual: tuple[float, ...]

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return len(self.plain) - 1


@lru_cache(maxsize=64)
def chain(slope: float, blocks: int) -> Chain:
    """Multiply block by block: f for a plain block, 1 + f for a residual one."""
    plain, residual = ([factor**done for done in range(blocks + 1)] for factor in (slope, 1.0 + slope))
    return Chain(slope, tuple(plain), tuple(residual))
