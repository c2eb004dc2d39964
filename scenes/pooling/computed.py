"""Every number of the pooling scene, computed once for each setting of the knobs by the reference operations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes import reference
from scenes.pooling.knobs import Knobs
from scenes.reference import Floats
from scenes.stage.core.knobs import with_defaults
from scenes.stage.core.lattice import Cell
from scenes.stage.data.pictures import with_channels
from scenes.stage.draw.blocks import edited
from scenes.stage.draw.maps import shade_of, sheets
from scenes.stage.draw.sheets import Sheets
from scenes.stage.numbers.values import Values, decimals_for

COUNTED = 16
"""Gradient maps of up to so many cells arrive as 1, 2, 3, ...; larger ones as ones."""


@dataclass(frozen=True, eq=False)
class Shifted:
    """What one shift of the input does to the pooled map, over all channels.

    `differ` of `cells` are not what they were; `moved` of `moved_cells` still differ once the map is moved along by
    shift / stride cells (None where that is no whole number). The changes are mean magnitudes a cell. Both pooled maps
    are written with as many `decimals`.
    """

    by: int
    x: Floats
    y: Floats
    difference: Floats
    differs: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    differ: int
    cells: int
    moved: int | None
    moved_cells: int
    input_change: float
    output_change: float
    decimals: int

    @property
    def follows(self) -> bool:
        """Whether the map can simply move along, and something of it stays in sight."""
        return self.moved is not None and self.moved_cells > 0


@dataclass(frozen=True, eq=False)
class Pool:
    """A pooling layer with its input and output. Shapes: x (C, H, W), y and upstream (C, H', W').

    `upstream` is the gradient that arrives at the output in the last part of the story.
    """

    knobs: Knobs
    x: Floats
    y: Floats
    upstream: Floats

    @property
    def is_max(self) -> bool:
        """Whether the largest value is kept rather than the mean."""
        return self.knobs.kind == "max"

    @property
    def channels(self) -> int:
        """Channels C, of the input and of the output alike."""
        return len(self.x)

    @property
    def out(self) -> tuple[int, int]:
        """Height and width of the pooled maps."""
        return self.y.shape[1], self.y.shape[2]

    @property
    def windows(self) -> int:
        """Windows on each channel, and so cells in each pooled map."""
        return self.out[0] * self.out[1]

    @property
    def tiles(self) -> bool:
        """Whether the windows lie side by side, without overlap and without gaps."""
        return self.knobs.stride == self.knobs.size

    @cached_property
    def input(self) -> Sheets:
        """The input as windows slide over it, with padding that never wins and counts as zeros in a mean."""
        fill = -np.inf if self.is_max else 0.0
        knobs = self.knobs
        shade = shade_of(with_channels(knobs.picture, int(knobs.channels)))
        return Sheets(self.x, knobs.padding, knobs.size, knobs.stride, fill=fill, shade=shade)

    @cached_property
    def outputs(self) -> tuple[Values, ...]:
        """The pooled maps."""
        return sheets(self.y)

    @cached_property
    def winners(self) -> tuple[tuple[tuple[Cell, ...], ...], ...]:
        """For each channel and row of windows, the (row, column) in the input of each window's largest value."""
        found = reference.max_pool_winners(self.x, self.knobs.size, self.knobs.stride, self.knobs.padding)
        width = self.x.shape[2]
        return tuple(
            tuple(tuple((place // width, place % width) for place in row) for row in channel)
            for channel in found.tolist()
        )

    @cached_property
    def losers(self) -> tuple[Values, ...]:
        """For each channel the cells of the padded input that win no window, (H + 2p, W + 2p)."""
        masks = np.ones((self.channels, *self.input.padded[0].shape), dtype=bool)
        for channel, rows in enumerate(self.winners):
            for row, column in (cell for cells in rows for cell in cells):
                masks[channel, row + self.knobs.padding, column + self.knobs.padding] = False
        return sheets(masks)

    @cached_property
    def arriving(self) -> tuple[Values, ...]:
        """The gradient at the output, channel by channel."""
        return sheets(self.upstream)

    def outside(self, cell: Cell) -> Values | None:
        """Which cells of a window are padding, (k, k); None where none is."""
        if self.input.padding_mask is None:
            return None
        k, s = self.knobs.size, self.knobs.stride
        return Values(self.input.padding_mask.array[cell[0] * s : cell[0] * s + k, cell[1] * s : cell[1] * s + k])

    def winner(self, channel: int, cell: Cell) -> Cell:
        """Where the largest value of a window stands in it, counted from the window's corner."""
        (row, column), (top, left) = self.winners[channel][cell[0]][cell[1]], self.input.pixel(cell)
        return row - top, column - left

    def ties(self, cell: Cell) -> bool:
        """Whether a window has its largest value more than once, on any channel."""
        found = (self.input.under(channel, cell).array for channel in range(self.channels))
        return any(int((values == values.max()).sum()) > 1 for values in found)

    def gradient(self, windows: int | None = None) -> tuple[Values, ...]:
        """The gradient at the input, (H, W) a channel, once the first `windows` have handed theirs back (None: all)."""
        return _gradient(self, self.windows if windows is None else windows)

    @cached_property
    def decimals(self) -> int:
        """The decimals of pooled numbers, alike wherever they stand until the input is shifted."""
        return decimals_for(self.y)

    def shifted(self, by: int) -> Shifted:
        """Shift the input to the right and pool it again."""
        return _shifted(self, by)

    @property
    def shifts(self) -> tuple[int, ...]:
        """The shifts that leave something of this input in sight."""
        return tuple(by for by in (1, 2, 3, 4) if by < self.x.shape[2])


def pool(knobs: Knobs) -> Pool:
    """Compute the layer that knobs describe; which of its cells is looked at makes no difference."""
    return _pool(with_defaults(knobs, "at", "shift"))


@lru_cache(maxsize=16)
def _pool(knobs: Knobs) -> Pool:
    x = edited(with_channels(knobs.picture, int(knobs.channels)), knobs.pixels)
    y = pooled(knobs, x)
    return Pool(knobs, x, y, edited(_arriving(y.shape), knobs.upstream))


def pooled(knobs: Knobs, x: Floats) -> Floats:
    """Pool an input (C, H, W) as knobs say."""
    operation = reference.max_pool if knobs.kind == "max" else reference.average_pool
    return operation(x, knobs.size, knobs.stride, knobs.padding)


def _arriving(shape: tuple[int, ...]) -> Floats:
    """A gradient to send back: 1, 2, 3, ... in reading order on each small map, so that each can be told apart."""
    cells = shape[1] * shape[2]
    one = np.arange(1.0, cells + 1) if cells <= COUNTED else np.ones(cells)
    return np.broadcast_to(one.reshape(shape[1:]), shape).copy()


@lru_cache(maxsize=64)
def _gradient(layer: Pool, windows: int) -> tuple[Values, ...]:
    k, s, p = layer.knobs.size, layer.knobs.stride, layer.knobs.padding
    begun = (np.arange(layer.windows) < windows).reshape(layer.out)
    upstream = np.where(begun, layer.upstream, 0.0)
    if layer.is_max:
        gradient = reference.max_pool_gradient(layer.x, upstream, k, s, p)
    else:
        channels, height, width = layer.x.shape
        gradient = reference.average_pool_gradient((channels, height, width), upstream, k, s, p)
    return sheets(gradient)


@lru_cache(maxsize=16)
def _shifted(layer: Pool, by: int) -> Shifted:
    x = reference.shift(layer.x, by)
    y = pooled(layer.knobs, x)
    differs = _differ(y, layer.y)
    cells, rest = divmod(by, layer.knobs.stride)
    before, after = layer.y[:, :, : max(0, layer.out[1] - cells)], y[:, :, cells:]
    return Shifted(
        by=by,
        x=x,
        y=y,
        difference=y - layer.y,
        differs=differs,
        differ=int(differs.sum()),
        cells=y.size,
        moved=None if rest else int(_differ(after, before).sum()),
        moved_cells=before.size,
        input_change=float(np.abs(x - layer.x).mean()),
        output_change=float(np.abs(y - layer.y).mean()),
        decimals=decimals_for(np.stack((layer.y, y))),
    )


def _differ(after: Floats, before: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which cells are not what they were; the last digits of sums in another order don't count."""
    return ~np.isclose(after, before, rtol=1e-9, atol=0.0)
