"""The module in small: three maps of 7 × 7 numbers go through all four branches, by the reference operations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from scenes import reference
from scenes.inception.knobs import Knobs
from scenes.reference import Floats
from scenes.stage.core.knobs import with_defaults
from scenes.stage.core.lattice import Cell
from scenes.stage.draw.blocks import edited
from scenes.stage.draw.maps import sheets
from scenes.stage.numbers.scales import MOSTLY, Scales, shared
from scenes.stage.numbers.values import Values

SIDE = 7
DOT = [[0] * 7, [0, 1, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1, 0], [0, 0, 0, 3, 0, 0, 0], [0] * 7, [0, 1, 0, 0, 0, 0, 2]]
SQUARE = [[0] * 7, [0] * 7, *[[0, 0, 2, 2, 2, 0, 0]] * 3, [0] * 7, [0] * 7]
RING = [[0] * 7, [0, 1, 1, 1, 1, 1, 0], *[[0, 1, 0, 0, 0, 1, 0]] * 3, [0, 1, 1, 1, 1, 1, 0], [0] * 7]
INPUT = np.array([[*DOT, [0] * 7], SQUARE, RING], dtype=float)
"""Things of three sizes around the middle: a dot, a square of 3 × 3, a ring of 5 × 5."""

KNOWN: dict[str, tuple[int, list[list[Any]]]] = {
    "one": (1, [[1, -1, 1]]),
    "reduce3": (3, [[0, 1, 1], [1, 0, -1]]),
    "three": (3, [[[[0, 1, 0], [1, -2, 1], [0, 1, 0]], [[1, 0, 1], [0, 1, 0], [1, 0, 1]]],
                  [[[-1, 0, 1]] * 3, [[0] * 3] * 3]]),
    "reduce5": (5, [[1, -1, 1], [0, 1, 0]]),
    "five": (5, [[[[1] * 5, [1, 0, 0, 0, 1], [1, 0, -1, 0, 1], [1, 0, 0, 0, 1], [1] * 5]]]),
    "project": (0, [[1, 1, -1]]),
}  # fmt: skip
"""By the knob that holds their edits: the seed of the weights, and the first filters (channels, rows, columns)."""


@dataclass(frozen=True, eq=False)
class Branch:
    """One way through the module.

    `kernel` is the side of its window and `reduction` the weights (R, C, 1) of its 1×1 reduction, if it has one.
    `source` (R, 7, 7) is what the last convolution reads and `weights` (F, R, k, k) what it does; None where the pooled
    maps go on as they are. `z`, `y` (F, 7, 7): before and after ReLU.
    """

    name: str
    kernel: int
    reduction: Floats | None
    source: Floats
    weights: Floats | None
    z: Floats

    @cached_property
    def y(self) -> Floats:
        """The maps that the branch hands on."""
        return reference.relu(self.z) if self.weights is not None else self.z

    @property
    def pools(self) -> bool:
        """Whether this is the branch that pools."""
        return self.name == "pool"

    @property
    def direct(self) -> bool:
        """Whether its last convolution reads the input itself."""
        return self.reduction is None and not self.pools

    @property
    def window(self) -> int:
        """The side of the window of the last convolution."""
        return 1 if self.weights is None else self.weights.shape[-1]

    def under(self, cell: Cell) -> Floats:
        """The values under the window of the last convolution, (R, k, k); outside the maps there are zeros."""
        return reference.window(self.source, *cell, self.window, padding=self.window // 2)

    @cached_property
    def maps(self) -> tuple[Values, ...]:
        """The maps that the branch hands on, for marks."""
        return sheets(self.y)

    @cached_property
    def between(self) -> tuple[Values, ...]:
        """The reduced or pooled maps, for marks."""
        return sheets(self.source)


@dataclass(frozen=True, eq=False)
class Small:
    """The whole module: the input (3, 7, 7) and its four branches."""

    x: Floats
    branches: tuple[Branch, ...]

    @cached_property
    def planes(self) -> tuple[Values, ...]:
        """The input's maps, for marks."""
        return sheets(self.x)

    @cached_property
    def y(self) -> Floats:
        """The output: the maps of all branches one behind the other."""
        return np.concatenate([branch.y for branch in self.branches])

    @property
    def widths(self) -> tuple[int, ...]:
        """How many maps each branch makes."""
        return tuple(len(branch.y) for branch in self.branches)


def small(knobs: Knobs) -> Small:
    """Compute the small module; the spot and the real module make no difference."""
    return _small(with_defaults(knobs, "at", "module", "widths"))


def scales(knobs: Knobs) -> Scales:
    """The scales of the colours: those of the module's filters, before anything is changed by hand."""
    return _scales(with_defaults(knobs, "at", "module", "pixels", "widths", *KNOWN))


@lru_cache(maxsize=16)
def _scales(knobs: Knobs) -> Scales:
    plain = _small(knobs)
    parts = [weights for branch in plain.branches for weights in (branch.weights, branch.reduction)]
    weights = np.concatenate([each.ravel() for each in parts if each is not None])
    maps = np.concatenate([plain.x.ravel(), plain.y.ravel()])
    return shared(weights, maps, share=MOSTLY)


@lru_cache(maxsize=16)
def _small(knobs: Knobs) -> Small:
    x = edited(INPUT, knobs.pixels)
    pooled = reference.max_pool(x, 3, stride=1, padding=1)
    last = Branch("pool", 3, None, pooled, None, pooled)
    if knobs.reductions:
        last = _convolved("pool", 3, None, pooled, _weights(knobs, "project", knobs.cp, len(x)))
    return Small(
        x,
        (
            _convolved("1×1", 1, None, x, _weights(knobs, "one", knobs.c1, len(x))),
            _looking(x, knobs, 3, ("reduce3", knobs.r3), ("three", knobs.c3)),
            _looking(x, knobs, 5, ("reduce5", knobs.r5), ("five", knobs.c5)),
            last,
        ),
    )


def _looking(x: Floats, knobs: Knobs, kernel: int, before: tuple[str, int], after: tuple[str, int]) -> Branch:
    """A branch with a large window, on reduced maps or on all; `before` and `after` are names and counts of filters."""
    reduction = _weights(knobs, *before, len(x)) if knobs.reductions else None
    source = x if reduction is None else reference.relu(reference.convolve(x, reduction[..., None]))
    weights = _weights(knobs, *after, len(source), kernel, kernel)
    return _convolved(f"{kernel}×{kernel}", kernel, reduction, source, weights)


def _convolved(name: str, kernel: int, reduction: Floats | None, source: Floats, weights: Floats) -> Branch:
    weights = weights[..., None] if weights.ndim == 3 else weights
    z = reference.convolve(source, weights, padding=weights.shape[-1] // 2)
    return Branch(name, kernel, reduction, source, weights, z)


def _weights(knobs: Knobs, name: str, count: int, *shape: int) -> Floats:
    """So many filters, (F, C, k, k) or those of a 1×1 convolution (F, C, 1); most are drawn by lot, from −1 to 1."""
    seed, known = KNOWN[name]
    found = [np.random.default_rng((seed, i, *shape)).integers(-1, 2, shape).astype(float) for i in range(count)]
    for drawn, first in zip(found, known, strict=False):
        part = np.array(first)[: shape[0]]
        drawn[: len(part)] = part
    weights = np.array(found)
    return edited(weights if len(shape) == 3 else weights[..., None], getattr(knobs, name))
