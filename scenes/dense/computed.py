"""Every number of the dense scene, computed once for each setting of the knobs by the reference operations."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes import reference
from scenes.dense.knobs import SIDES, Knobs
from scenes.reference import Floats
from scenes.stage.core.knobs import Edits
from scenes.stage.draw.blocks import edited
from scenes.stage.numbers.scales import Scales, shared

INPUTS = [1, 2, 0, 1, 2, 1, 3, 0]
KERNEL = [1, 0, -1, 2, 1]
"""The first weights of the first output: what is left of them in the end is the kernel. Its first three are the
course's edge filter."""


@dataclass(frozen=True, eq=False)
class Layer:
    """A dense layer, the locally connected one that is left of it, and the convolution that is left of that.

    Shapes: x (n,), dense, local and shared (m, n), seen (m, n) of booleans, kernel (k,). Without biases.
    """

    x: Floats
    dense: Floats
    size: int
    stride: int
    shift: int

    @property
    def inputs(self) -> int:
        """Inputs n."""
        return len(self.x)

    @property
    def outputs(self) -> int:
        """Outputs m: as many as there are windows."""
        return len(self.dense)

    @cached_property
    def seen(self) -> list[list[bool]]:
        """Which inputs are in each output's window."""
        found: list[list[bool]] = reference.neighbours(self.inputs, self.size, self.stride).tolist()
        return found

    @cached_property
    def local(self) -> Floats:
        """The weights inside the windows; 0 outside."""
        return np.asarray(np.where(self.seen, self.dense, 0.0), dtype=np.float64)

    @cached_property
    def kernel(self) -> Floats:
        """The weights that all outputs share: those of the first one."""
        kernel: Floats = self.dense[0, : self.size]
        return kernel

    @cached_property
    def shared(self) -> Floats:
        """The matrix of the convolution."""
        return reference.convolution_matrix(self.kernel, self.inputs, self.stride)

    @cached_property
    def moved(self) -> Floats:
        """The input, shifted to the right."""
        return np.asarray(reference.shift(self.x[None, None], self.shift)[0, 0], dtype=np.float64)

    @cached_property
    def y(self) -> tuple[Floats, Floats, Floats]:
        """What the dense, the local and the shared weights make of the input."""
        dense, local, shared = (reference.dense(self.x, each) for each in (self.dense, self.local, self.shared))
        return dense, local, shared

    @cached_property
    def counts(self) -> tuple[int, int, int]:
        """The weights of the three layers."""
        return (
            reference.dense_parameters(self.inputs, self.outputs, bias=False),
            reference.local_parameters(1, self.outputs, 1, 1, (1, self.size), bias=False),
            reference.convolution_parameters(1, 1, (1, self.size), bias=False),
        )

    @cached_property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """An output, and the one whose window holds the same inputs after the shift; none if it ends off the stride."""
        further, rest = divmod(self.shift, self.stride)
        return () if rest else tuple((row, row + further) for row in range(self.outputs - further))

    def kept(self, weights: Floats) -> tuple[bool, ...]:
        """For each of the pairs, whether a layer of such weights gives the same number before and after the shift."""
        before, after = reference.dense(self.x, weights), reference.dense(self.moved, weights)
        return tuple(math.isclose(before[row], after[to], abs_tol=1e-9) for row, to in self.pairs)

    @cached_property
    def kept_by_chance(self) -> int:
        """How many of the pairs the dense layer keeps."""
        return sum(self.kept(self.dense))


def layer(knobs: Knobs) -> Layer:
    """Compute the small layer; the picture makes no difference."""
    return _layer(knobs.inputs, knobs.size, knobs.stride, knobs.shift, knobs.x, knobs.weights)


@lru_cache(maxsize=64)
def scales(inputs: int, size: int, stride: int, shift: int) -> Scales:
    """The scales of the colours, before anything is changed by hand."""
    plain = _layer(inputs, size, stride, shift, (), ())
    moved = (reference.dense(plain.moved, weights) for weights in (plain.dense, plain.shared))
    return shared(plain.dense, np.concatenate([plain.x, *plain.y, *moved]))


@lru_cache(maxsize=64)
def _layer(inputs: int, size: int, stride: int, shift: int, x: Edits, weights: Edits) -> Layer:
    table = np.random.default_rng(3).integers(-2, 3, (len(INPUTS), len(INPUTS))).astype(float)
    table[0, : len(KERNEL)] = KERNEL
    outputs = reference.output_size(inputs, size, stride)
    start = edited(np.array([INPUTS[:inputs]], dtype=float), x)
    return Layer(start[0], edited(table[:outputs, :inputs].copy(), weights), size, stride, shift)


@dataclass(frozen=True)
class Counts:
    """The layer of a picture of one side: how many inputs and outputs, and the parameters of the three layers."""

    side: int
    inputs: int
    out: int
    outputs: int
    dense: int
    local: int
    shared: int

    @property
    def all(self) -> tuple[int, int, int]:
        """Dense, local, shared."""
        return self.dense, self.local, self.shared


@lru_cache(maxsize=256)
def counts(side: int, channels: int, window: int, stride: int, filters: int) -> Counts:
    """Count the parameters, biases among them, of the three layers that turn a picture into the same outputs."""
    out = reference.output_size(side, window, stride)
    inputs, outputs = channels * side**2, filters * out**2
    return Counts(
        side=side,
        inputs=inputs,
        out=out,
        outputs=outputs,
        dense=reference.dense_parameters(inputs, outputs),
        local=reference.local_parameters(out, out, channels, filters, window),
        shared=reference.convolution_parameters(channels, filters, window),
    )


def picture(knobs: Knobs, side: int | None = None) -> Counts:
    """The counts for the picture of the knobs, or for one of another side."""
    return counts(side or knobs.side, knobs.channels, int(knobs.window), int(knobs.steps), knobs.filters)


def curves(knobs: Knobs) -> tuple[Counts, ...]:
    """The counts for pictures of every side on the chart."""
    return tuple(picture(knobs, side) for side in SIDES)
