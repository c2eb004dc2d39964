"""The residual blocks that scenes compute with: the worked examples, and the kernels that can be put into F.

Our own numbers, chosen so that everything can be followed in the head.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from scenes.reference import Floats, ResidualBlock
from scenes.stage.core.grips import EditCell
from scenes.stage.core.knobs import Edits
from scenes.stage.draw.blocks import edited
from scenes.stage.numbers.scales import Scales, shared
from scenes.stage.numbers.values import decimals_for

INPUTS = ("three numbers", "4×4 map")
WEIGHTS = ("example", "identity", "all 1", "random")
"""What x may be, and what F's weights may be."""

# Inputs and gradients at the output by the name of the input, each (H, W). All inputs have gone through a ReLU.
_INPUTS: dict[str, list[list[float]]] = {
    "three numbers": [[2], [0], [3]],
    "4×4 map": [[2, 0, 1, 3], [0, 3, 2, 0], [1, 2, 0, 1], [3, 0, 1, 2]],
}
_UPSTREAM: dict[str, list[list[float]]] = {
    "three numbers": [[1], [1], [2]],
    "4×4 map": [[1, 0, 2, 1], [0, 1, 1, 0], [2, 0, 1, 1], [0, 1, 0, 2]],
}
# The two kernels of F. Three numbers stand below each other and meet the middle column of a kernel only.
_EXAMPLES: dict[str, tuple[list[list[float]], list[list[float]]]] = {
    "three numbers": ([[0, -1, 0], [0, 0, 0], [0, 1, 0]], [[0, -1, 0], [0, -3, 0], [0, 1, 0]]),
    "4×4 map": ([[0, 0, 0], [-1, 0, 1], [0, 0, 0]], [[0, 0, 0], [0, -1, 0], [0, 1, 0]]),
}


@lru_cache(maxsize=64)
def block(
    input_: str,
    weights: str = "example",
    *,
    zero: bool = False,
    shortcut: bool = True,
    pixels: Edits = (),
    first: Edits = (),
    second: Edits = (),
    upstream: Edits = (),
) -> ResidualBlock:
    """Return the block of an input and of weights by their names, with numbers changed by hand laid over them.

    With `zero` all weights of F are 0.
    """
    kernels = [
        edited(np.array(kernel, dtype=float), changes)
        for kernel, changes in zip(_kernels(weights, input_), (first, second), strict=True)
    ]
    x, gradient = (np.array(named[input_], dtype=float) for named in (_INPUTS, _UPSTREAM))
    found = ResidualBlock(edited(x, pixels), kernels[0], kernels[1], edited(gradient, upstream), shortcut)
    return turned_off(found) if zero else found


def turned_off(of: ResidualBlock) -> ResidualBlock:
    """Return the same block with all weights of F at 0."""
    return replace(of, first=np.zeros_like(of.first), second=np.zeros_like(of.second))


@lru_cache(maxsize=16)
def scales(input_: str, weights: str) -> Scales:
    """Return the scales of the colours: those of input, weights and gradients before anything is changed by hand."""
    plain = block(input_, weights)
    forward, back = (plain.x, plain.z, plain.f, plain.s), (plain.upstream, plain.ds, plain.through, plain.dx)
    return shared([plain.first, plain.second], [*forward, *back])


def _kernels(weights: str, input_: str) -> tuple[object, object]:
    if weights == "example":
        return _EXAMPLES[input_]
    if weights == "random":
        rng = np.random.default_rng(7)
        return rng.integers(-2, 3, (3, 3)), rng.integers(-2, 3, (3, 3))
    identity = [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    return (identity, identity) if weights == "identity" else (np.ones((3, 3)), np.ones((3, 3)))


def number_grip(knob: str, values: Floats) -> EditCell:
    """Return what changes a number of a map (rows, columns) by typing, or by dragging it up and down."""
    rows, columns = values.shape
    return EditCell(knob, (), (0, 0), (rows, columns), -9.0, 9.0, _step(values))


def kernel_grip(knob: str, weights: Floats, *, single: bool, turned: bool = False) -> EditCell:
    """Return what changes a weight of a kernel (3, 3), of which a `single` column may be all that is shown."""
    return EditCell(knob, (), (0, 1 if single else 0), (3, 3), -9.0, 9.0, _step(weights), turned=turned)


def _step(array: Floats) -> float:
    """Whole numbers are dragged by ones."""
    return 1.0 if decimals_for(array) == 0 else 0.1
