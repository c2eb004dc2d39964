"""Every number of the padding scene, computed once for each setting of the knobs by the reference operations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from scenes import reference
from scenes.padding.knobs import LARGEST, SMALLEST, Knobs
from scenes.reference import Floats, Padding, Sides, padding_for, sides
from scenes.stage.core.knobs import with_defaults
from scenes.stage.core.lattice import Cell
from scenes.stage.data import kernels
from scenes.stage.data.pictures import Picture, pixels
from scenes.stage.draw.blocks import edited
from scenes.stage.numbers.scales import Scales, shared
from scenes.stage.numbers.values import Values

RULES: tuple[Padding, ...] = ("valid", "same", "full")
SIZES = range(1, 17)
"""The picture sizes whose output sizes are compared in the end."""


@dataclass(frozen=True, eq=False)
class Rule:
    """A rule for the padding: the zeros that it asks for before and behind a row, and what comes of it at a stride.

    `sides` are those of rows and columns alike; the map is None where no window fits.
    """

    name: str
    sides: Sides
    stride: int
    padded: Values
    ghost: Values
    y: Values | None

    @property
    def padding(self) -> int | None:
        """The zeros on each side; None where one side has more of them."""
        before, behind = self.sides
        return before if before == behind else None

    @property
    def zeros(self) -> str:
        """The zeros in few letters."""
        before, behind = self.sides
        return f"p = {before}" if before == behind else f"zeros {before} and {behind}"

    @property
    def starts(self) -> tuple[int, ...]:
        """Where the windows begin along a row, counted from the picture's first cell."""
        count = 0 if self.y is None else len(self.y.array)
        return tuple(place * self.stride - self.sides[0] for place in range(count))


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

    def padded(self, padding: int | Sides) -> Values:
        """The picture with so many zeros on each side, or before and behind."""
        return _padded(self, sides(padding))

    def ghost(self, padding: int | Sides) -> Values:
        """Which of those cells are padding."""
        return _ghost(self.knobs.n, sides(padding))

    @cached_property
    def unseen(self) -> Values | None:
        """The cells of the padded picture after the last windows; None if there are none."""
        if self.left_over == 0:
            return None
        mask = np.ones((self.row, self.row), dtype=bool)
        mask[: -self.left_over, : -self.left_over] = False
        return Values(mask)

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
    def kept(self) -> tuple[Cell, ...]:
        """The cells of the map at stride 1 that the stride keeps."""
        places = range(0, self.out * self.knobs.stride, self.knobs.stride)
        return tuple((row, column) for row in places for column in places)

    @cached_property
    def skipped(self) -> Values:
        """The cells of that map which are never computed."""
        mask = np.ones(self.dense.shape, dtype=bool)
        mask[:: self.knobs.stride, :: self.knobs.stride] = False
        return Values(mask)

    def products(self, row: int, column: int) -> Floats:
        """The products that make a cell of the map, (k, k)."""
        k = self.knobs
        under = reference.window(self.x[None], row, column, k.k, k.stride, k.padding, k.dilation)
        made: Floats = reference.products(under, self.weights[None])[0]
        return made

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Valid, same and full, at stride 1."""
        k = self.knobs
        return tuple(_rule(self, str(name), padding_for(name, k.n, k.k, 1, k.dilation)) for name in RULES)

    @cached_property
    def libraries(self) -> tuple[Rule, Rule]:
        """“Same” as Keras and TensorFlow mean it, and what PyTorch has for a map of that size.

        PyTorch means the same at stride 1 and refuses the word at others; there it is the fewest zeros that do,
        equally many on each side.
        """
        k = self.knobs
        same = padding_for("same", k.n, k.k, k.stride, k.dilation)
        keras = _rule(self, "Keras, TensorFlow", same, k.stride)
        if k.stride == 1:
            return keras, _rule(self, "PyTorch", same)
        wanted = -(-k.n // k.stride)
        needed = (wanted - 1) * k.stride + k.span - k.n
        return keras, _rule(self, "PyTorch", sides(max(0, -(-needed // 2))), k.stride)

    @property
    def parted(self) -> bool:
        """Whether the libraries lay their windows at different places."""
        keras, torch = self.libraries
        return keras.starts != torch.starts

    @cached_property
    def other(self) -> Layer | None:
        """Where the libraries agree: the same layer on the picture of the nearest size for which they part."""
        k = self.knobs
        sizes = sorted(range(SMALLEST, LARGEST + 1), key=lambda n: (abs(n - k.n), -n))
        others = (replace(k, n=n) for n in sizes if not self.parted and k.stride > 1)
        return next((found for one in others if one.problem() is None and (found := layer(one)).parted), None)

    @cached_property
    def differing(self) -> tuple[Cell, ...]:
        """The cells in which the maps of the two libraries, which are of one size, differ."""
        keras, torch = (rule.y for rule in self.libraries)
        if keras is None or torch is None:
            return ()
        return tuple((int(row), int(column)) for row, column in np.argwhere(~np.isclose(keras.array, torch.array)))

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


def scales(knobs: Knobs) -> Scales:
    """The scales of the colours: those of the picture and the kernel, before anything is changed by hand."""
    return _scales(with_defaults(knobs, "pixels", "weights"))


@lru_cache(maxsize=32)
def _scales(knobs: Knobs) -> Scales:
    plain = layer(knobs)
    ruled = [rule.y.array.ravel() for rule in (*plain.rules, *plain.libraries) if rule.y is not None]
    return shared(plain.weights, np.concatenate([plain.dense.ravel(), *ruled]), plain.x)


def _convolved(x: Floats, weights: Floats, padding: int | Sides, dilation: int, stride: int = 1) -> Floats:
    around = (sides(padding), sides(padding))
    (made,) = reference.convolve(x[None], weights[None, None], None, stride, around, dilation)
    return np.asarray(made)


@lru_cache(maxsize=64)
def _padded(layer: Layer, padding: Sides) -> Values:
    return Values(reference.pad(layer.x[None], (padding, padding))[0])


@lru_cache(maxsize=64)
def _ghost(n: int, padding: Sides) -> Values:
    return Values(reference.pad(np.zeros((1, n, n)), (padding, padding), 1.0)[0] > 0)


def _rule(layer: Layer, name: str, padding: Sides, stride: int = 1) -> Rule:
    knobs, y = layer.knobs, None
    if knobs.n + sum(padding) >= knobs.span:
        y = Values(_convolved(layer.x, layer.weights, padding, knobs.dilation, stride))
    return Rule(name, padding, stride, layer.padded(padding), layer.ghost(padding), y)
