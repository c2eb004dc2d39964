"""The module in small: three maps of 7 × 7 numbers go through all four branches, by the reference operations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes import reference
from scenes.inception.knobs import Knobs
from scenes.reference import Floats
from scenes.stage.core.knobs import Edits, with_defaults
from scenes.stage.core.lattice import Cell
from scenes.stage.draw.blocks import edited
from scenes.stage.draw.maps import sheets
from scenes.stage.numbers.scales import MOSTLY, Scales, shared
from scenes.stage.numbers.values import Values

SIDE = 7
CHANNELS = 3
DOT = [[0] * 7, [0, 1, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1, 0], [0, 0, 0, 3, 0, 0, 0], [0] * 7, [0, 1, 0, 0, 0, 0, 2]]
SQUARE = [[0] * 7, [0] * 7, *[[0, 0, 2, 2, 2, 0, 0]] * 3, [0] * 7, [0] * 7]
RING = [[0] * 7, [0, 1, 1, 1, 1, 1, 0], *[[0, 1, 0, 0, 0, 1, 0]] * 3, [0, 1, 1, 1, 1, 1, 0], [0] * 7]
INPUT = np.array([[*DOT, [0] * 7], SQUARE, RING], dtype=float)
"""Things of three sizes around the middle: a dot, a square of 3 × 3, a ring of 5 × 5."""

# The first filters of each convolution, (channels, rows, columns) or the weights of a 1×1; the rest is drawn by lot.
ONE = [1.0, -1.0, 1.0]
REDUCE3 = [[0.0, 1.0, 1.0], [1.0, 0.0, -1.0]]
THREE = [[[0.0, 1.0, 0.0], [1.0, -2.0, 1.0], [0.0, 1.0, 0.0]], [[1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 1.0]]]
EDGE = [[[-1.0, 0.0, 1.0]] * 3, [[0.0] * 3] * 3]
REDUCE5 = [[1.0, -1.0, 1.0], [0.0, 1.0, 0.0]]
PROJECT = [1.0, 1.0, -1.0]


BY_HAND = ("pixels", "one", "reduce3", "three", "reduce5", "five", "project", "widths")


@dataclass(frozen=True, eq=False)
class Branch:
    """One way through the module.

    `kernel` is the side of its window and `first` what comes before the last convolution: the weights (R, C, 1) of the
    1×1 reduction, or "pool", or nothing. `source` (R, 7, 7) is what the last convolution reads and `weights`
    (F, R, k, k) what it does; None where the pooled maps go on as they are. `z`, `y` (F, 7, 7): before and after ReLU.
    """

    name: str
    kernel: int
    first: Floats | str | None
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
        return isinstance(self.first, str)

    @property
    def reduction(self) -> Floats | None:
        """The weights of the 1×1 reduction, (R, C, 1)."""
        return None if isinstance(self.first, str) else self.first

    @property
    def window(self) -> int:
        """The side of the window of the last convolution."""
        return 1 if self.weights is None else self.weights.shape[-1]

    def under(self, cell: Cell) -> Floats:
        """The values under the window of the last convolution, (R, k, k); outside the maps there are zeros."""
        k = self.window
        return reference.window(self.source, *cell, k, padding=k // 2)

    def outside(self, cell: Cell) -> Floats:
        """Which of those are padding: (k, k) of booleans."""
        k = self.window
        found: Floats = reference.window(np.ones((1, SIDE, SIDE)), *cell, k, padding=k // 2)[0] == 0
        return found

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
    return _scales(with_defaults(knobs, "at", "module", *BY_HAND))


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
    return Small(
        x,
        (
            _last("1×1", 1, None, x, _columns(knobs.c1, 1, knobs.one)),
            _reduced(x, knobs, 3, knobs.r3, knobs.reduce3, knobs.c3, knobs.three),
            _reduced(x, knobs, 5, knobs.r5, knobs.reduce5, knobs.c5, knobs.five),
            _pooled(x, knobs),
        ),
    )


def _reduced(
    x: Floats, knobs: Knobs, kernel: int, reduced: int, first_edits: Edits, filters: int, edits: Edits
) -> Branch:
    """A branch with a large window, on reduced maps or on all."""
    first = _columns(reduced, kernel, first_edits) if knobs.reductions else None
    source = x if first is None else reference.relu(reference.convolve(x, first[..., None]))
    weights = edited(_kernels(filters, len(source), kernel), edits)
    return _last(f"{kernel}×{kernel}", kernel, first, source, weights)


def _pooled(x: Floats, knobs: Knobs) -> Branch:
    """The branch that takes maxima, with stride 1, so that height and width stay."""
    pooled = reference.max_pool(x, 3, stride=1, padding=1)
    if not knobs.reductions:
        return Branch("pool", 3, "pool", pooled, None, pooled)
    return _last("pool", 3, "pool", pooled, _columns(knobs.cp, 0, knobs.project))


def _last(name: str, kernel: int, first: Floats | str | None, source: Floats, weights: Floats) -> Branch:
    if weights.ndim == 3:
        weights = weights[..., None]
    z = reference.convolve(source, weights, padding=weights.shape[-1] // 2)
    return Branch(name, kernel, first, source, weights, z)


def _columns(filters: int, which: int, edits: Edits) -> Floats:
    """The weights of a 1×1 convolution, (F, 3, 1): of the projection (0), branch 1, or the reduction before 3 or 5."""
    known = {0: [PROJECT], 1: [ONE], 3: REDUCE3, 5: REDUCE5}[which]
    rows = [known[i] if i < len(known) else _lot(which, i, (CHANNELS,)) for i in range(filters)]
    return edited(np.array(rows, dtype=float)[..., None], edits)


def _kernels(filters: int, channels: int, kernel: int) -> Floats:
    """The weights of a convolution with a window, (F, R, k, k)."""
    found = np.array([_lot(kernel, index, (channels, kernel, kernel)) for index in range(filters)], dtype=float)
    if kernel == 3:
        for index, filter_ in enumerate((THREE, EDGE)[:filters]):
            found[index, : len(filter_)] = filter_[:channels]
    else:  # a ring around the middle
        found[0, 0] = 1.0
        found[0, 0, 1:-1, 1:-1] = 0.0
        found[0, 0, 2, 2] = -1.0
    return found


def _lot(which: int, index: int, shape: tuple[int, ...]) -> Floats:
    """Whole weights from −1 to 1, always the same ones."""
    return np.random.default_rng((which, index, *shape)).integers(-1, 2, shape).astype(float)
