"""Every number of the padding scene, computed once for each setting of the knobs by the reference operations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes import reference
from scenes.padding.knobs import Knobs
from scenes.reference import Floats
from scenes.stage.data import kernels
from scenes.stage.data.pictures import Picture, pixels
from scenes.stage.draw.blocks import edited
from scenes.stage.numbers.values import Values

SIZES = range(1, 17)
"""The picture sizes whose output sizes are compared in the end."""


@dataclass(frozen=True, eq=False)
class Rule:
    """A rule for the padding at stride 1: how many zeros it asks for, and what comes of it.

    `padding` is None, and the rest empty, where no equal number of zeros on both sides does what the rule says.
    """

    name: str
    padding: int | None
    padded: Values | None = None
    ghost: Values | None = None
    y: Values | None = None


@dataclass(frozen=True, eq=False)
class Layer:
    """A convolution with one channel and one filter. Shapes: x (n, n), weights (k, k), y (m, m).

    `dense` is what y would be with stride 1.
    """

    knobs: Knobs
    x: Floats
    weights: Floats
    y: Floats
    dense: Floats

    @property
    def row(self) -> int:
        """Cells in a row with its padding, n + 2p."""
        return self.knobs.n + 2 * self.knobs.padding

    @property
    def room(self) -> int:
        """Cells that are free beside the first window, and so how far it can move."""
        return self.row - self.knobs.span

    @property
    def steps(self) -> float:
        """That distance in steps, before it is rounded."""
        return self.room / self.knobs.stride

    @property
    def out(self) -> int:
        """Positions along a row, and so the side of the feature map."""
        return len(self.y)

    @cached_property
    def left_over(self) -> int:
        """Cells at the end of a row after the last window: the remainder that rounding down drops."""
        k = self.knobs
        return reference.unreached(k.n, k.k, k.stride, k.padding, k.dilation)

    @property
    def too_far(self) -> int:
        """By how many cells the window after the last would hang over the edge."""
        return self.knobs.stride - self.left_over

    @cached_property
    def picture(self) -> Values:
        """The picture without its padding."""
        return Values(self.x)

    def padded(self, rings: int) -> Values:
        """The picture with so many rings of zeros."""
        return _padded(self, rings)

    def ghost(self, rings: int) -> Values:
        """Which of those cells are padding."""
        return _ghost(self.knobs.n, rings)

    @cached_property
    def unseen(self) -> Values | None:
        """The cells of the padded picture after the last windows; None if there are none."""
        if self.left_over == 0:
            return None
        mask = np.ones((self.row, self.row), dtype=bool)
        mask[: -self.left_over, : -self.left_over] = False
        return Values(mask)

    @cached_property
    def unseen_picture(self) -> Values | None:
        """The same without the padding."""
        if self.unseen is None:
            return None
        p = self.knobs.padding
        return Values(self.unseen.array[p : p + self.knobs.n, p : p + self.knobs.n])

    @cached_property
    def kernel(self) -> Values:
        """The weights."""
        return Values(self.weights)

    @cached_property
    def map(self) -> Values:
        """The feature map."""
        return Values(self.y)

    @cached_property
    def dense_map(self) -> Values:
        """The feature map at stride 1."""
        return Values(self.dense)

    @cached_property
    def kept(self) -> tuple[tuple[int, int], ...]:
        """The cells of the map at stride 1 that the stride keeps."""
        places = range(0, self.out * self.knobs.stride, self.knobs.stride)
        return tuple((row, column) for row in places for column in places)

    @cached_property
    def skipped(self) -> Values:
        """The cells of that map which are never computed."""
        mask = np.ones(self.dense.shape, dtype=bool)
        mask[:: self.knobs.stride, :: self.knobs.stride] = False
        return Values(mask)

    @cached_property
    def limit(self) -> float:
        """The magnitude that gets the full colour in all feature maps, so that they can be compared."""
        return max(float(np.abs(rule.y.array).max()) for rule in self.rules if rule.y is not None) or 1.0

    def products(self, row: int, column: int) -> Floats:
        """The products that make a cell of the map, (k, k)."""
        k = self.knobs
        under = reference.window(self.x[None], row, column, k.k, k.stride, k.padding, k.dilation)
        made: Floats = reference.products(under, self.weights[None])[0]
        return made

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Valid, same and full, at stride 1."""
        return tuple(_rule(self, name) for name in ("valid", "same", "full"))

    @cached_property
    def sizes(self) -> tuple[tuple[int, float, int], ...]:
        """For pictures of many sizes, as far as a window fits: (n, size before it is rounded, size)."""
        k = self.knobs
        fits = (n for n in SIZES if n + 2 * k.padding >= k.span)
        return tuple(
            (
                n,
                (n + 2 * k.padding - k.span) / k.stride + 1,
                reference.output_size(n, k.k, k.stride, k.padding, k.dilation),
            )
            for n in fits
        )


@lru_cache(maxsize=32)
def layer(knobs: Knobs) -> Layer:
    """Compute the layer that knobs describe. Sizes other than the worked example's repeat its picture or cut it off."""
    example = pixels(Picture("example"))[0]
    places = np.arange(knobs.n) % len(example)
    x = edited(example[np.ix_(places, places)], knobs.pixels)
    weights = edited(kernels.hand_made(knobs.kernel, knobs.k, 1).weights[0], knobs.weights)
    y, dense = (_convolved(x, weights, knobs.padding, knobs.dilation, s) for s in (knobs.stride, 1))
    return Layer(knobs, x, weights, y, dense)


def _convolved(x: Floats, weights: Floats, padding: int, dilation: int, stride: int = 1) -> Floats:
    (made,) = reference.convolve(x[None], weights[None, None], None, stride, padding, dilation)
    return np.asarray(made)


@lru_cache(maxsize=64)
def _padded(layer: Layer, rings: int) -> Values:
    return Values(reference.pad(layer.x[None], rings)[0])


@lru_cache(maxsize=64)
def _ghost(n: int, rings: int) -> Values:
    return Values(reference.pad(np.zeros((1, n, n)), rings, 1.0)[0] > 0)


def _rule(layer: Layer, name: str) -> Rule:
    knobs = layer.knobs
    if name == "same" and knobs.span % 2 == 0:
        return Rule(name, None)
    padding = reference.padding_for(name, knobs.k, knobs.dilation)  # type: ignore[arg-type]
    if knobs.n + 2 * padding < knobs.span:
        return Rule(name, padding)
    y = _convolved(layer.x, layer.weights, padding, knobs.dilation)
    return Rule(name, padding, layer.padded(padding), layer.ghost(padding), Values(y))
