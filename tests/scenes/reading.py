"""Reading frames of the convolution scene, and computing from the knobs alone what must stand in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

import numpy as np
from hypothesis import strategies as st

from scenes.convolution import computed, convolution
from scenes.convolution.knobs import Knobs
from scenes.convolution.story import firsts
from scenes.reference import Floats, Margins, convolve, pad, padding_for, relu, window, window_span
from scenes.stage.core import timeline
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.gestures import Hit, hit_at, targets
from scenes.stage.core.knobs import change, refusal
from scenes.stage.core.lattice import Cell
from scenes.stage.core.marks import Grid, Rect, Text
from scenes.stage.core.placing import Placed
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import Pace
from scenes.stage.data import kernels
from scenes.stage.data.pictures import Picture, from_array, grey, pixels

COLOURS = ("red", "green", "blue")
FIRST_PRODUCTS = {"1": "Multiply", "3": "Channel red"}
"""By the channels of the picture, the step in which the first products are made."""
_random = np.random.default_rng(7)
OWN = {
    "one pixel": from_array("one pixel", np.full((1, 1, 1), 7, np.uint8)),
    "flat": from_array("flat", _random.integers(0, 256, (1, 3, 9), np.uint8)),
    "tall": from_array("tall", _random.integers(0, 256, (1, 9, 4), np.uint8)),
    "colours": from_array("colours", _random.integers(0, 256, (3, 4, 5), np.uint8)),
    "seven": from_array("seven", _random.integers(0, 10, (1, 7, 7), np.uint8)),
    "standardised": from_array("standardised", _random.normal(size=(1, 7, 5)).astype(np.float32)),
    "standardised colours": from_array("standardised colours", _random.normal(size=(3, 6, 3)).astype(np.float32)),
}
"""Pictures as they may come from outside: of odd sizes, and standardised as the lab has them."""

SMALL = [*(Picture(name) for name in ("example", "edge", "counting", "channels", "digit")), *OWN.values()]


def turned(before: Knobs | None = None, **turns: Any) -> Knobs:
    """Knobs with some turned, one after the other, as a hand would; none may be refused."""
    found = before or Knobs()
    for name, value in turns.items():
        found = change(found, name, value)
    return found


def _index(chance: Random, *sides: int) -> tuple[int, ...]:
    return tuple(chance.randrange(side) for side in sides)


def _edits(chance: Random, *sides: int) -> tuple[tuple[tuple[int, ...], float], ...]:
    """Some numbers changed by hand; those with indices that don't exist must not matter."""
    numbers = {_index(chance, *sides): chance.choice([0.0, -3.0, chance.uniform(-9, 9)]) for _ in range(3)}
    return tuple(sorted(numbers.items()))


TURNS: dict[str, Callable[[Random], Any]] = {
    "picture": lambda chance: chance.choice(SMALL),
    "channels": lambda chance: chance.choice("133"),
    "filters": lambda chance: chance.randint(1, 4),
    "kernel": lambda chance: chance.choice(kernels.PRESETS),
    "size": lambda chance: chance.randint(1, 7),
    "stride": lambda chance: chance.randint(1, 3),
    "padding": lambda chance: chance.choice(["valid", "same", "full", "0", "1", "2", "3"]),
    "dilation": lambda chance: chance.randint(1, 2),
    "bias": lambda chance: chance.choice([0.0, -2.0, 1.5]),
    "relu": lambda chance: chance.random() < 0.5,
    "flip": lambda chance: chance.random() < 0.5,
    "at": lambda chance: _index(chance, 6, 6),
    "pixels": lambda chance: _edits(chance, 3, 6, 6),
    "weights": lambda chance: _edits(chance, 4, 3, 3, 3),
    "biases": lambda chance: _edits(chance, 4),
}


def random_turns(seed: int) -> list[tuple[str, Any]]:
    """Turns of most knobs, from the first to the last or in any order.

    What hypothesis shrinks is the seed alone, but every corner is visited, which its own choices hardly do.
    """
    chance = Random(seed)
    names = chance.sample(list(TURNS), chance.randint(len(TURNS) // 2, len(TURNS)))
    names += sorted({"picture", "channels"} - set(names))
    if chance.random() < 0.7:
        names.sort(key=list(TURNS).index)
    return [(name, TURNS[name](chance)) for name in names]


def turned_by(turns: list[tuple[str, Any]]) -> Knobs:
    """The knobs after those turns that were possible."""
    found = Knobs()
    for name, value in turns:
        if refusal(found, name, value) is None:
            found = change(found, name, value)
    return found


turn_lists = st.integers(0, 2**32).map(random_turns)
layers = turn_lists.map(turned_by)
"""Knobs as somebody may leave them who turns at random."""


@dataclass(frozen=True)
class Expected:
    """The numbers of a layer by the reference operations: x (C, H, W), applied (F, C, k, k), z and y (F, H', W')."""

    knobs: Knobs

    @cached_property
    def x(self) -> Floats:
        """The picture with its edits; one channel of a colour picture is its grey."""
        found = pixels(self.knobs.picture)
        found = grey(found) if self.knobs.channels == "1" and len(found) == 3 else found
        return _edited(found, self.knobs.pixels)

    @cached_property
    def weights(self) -> Floats:
        """The filters with their edits, as they were learned or written down."""
        knobs = self.knobs
        made = kernels.filters(knobs.kernel, knobs.filters, knobs.size, int(knobs.channels), knobs.picture.name)
        return _edited(np.array([each.weights for each in made]), knobs.weights)

    @cached_property
    def applied(self) -> Floats:
        """The filters as they lie on the window: turned for true convolution."""
        return self.weights[:, :, ::-1, ::-1] if self.knobs.flip else self.weights

    @cached_property
    def biases(self) -> Floats:
        """One for each filter."""
        return _edited(np.full(self.knobs.filters, self.knobs.bias), self.knobs.biases)

    @cached_property
    def padding(self) -> Margins:
        """Cells above and below, and at the left and at the right."""
        knobs = self.knobs
        rule: Any = int(knobs.padding) if knobs.padding.isdigit() else knobs.padding
        _, height, width = self.x.shape
        down, across = (padding_for(rule, n, knobs.size, knobs.stride, knobs.dilation) for n in (height, width))
        return down, across

    @property
    def corner(self) -> Cell:
        """Where the first pixel stands in the padded input."""
        (above, _), (left, _) = self.padding
        return above, left

    @cached_property
    def padded(self) -> Floats:
        """(C, H, W) with the padding around it."""
        return pad(self.x, self.padding)

    @cached_property
    def z(self) -> Floats:
        """The feature maps before ReLU."""
        return convolve(self.padded, self.applied, self.biases, self.knobs.stride, 0, self.knobs.dilation)

    @cached_property
    def y(self) -> Floats:
        """The feature maps as they are written."""
        return relu(self.z) if self.knobs.relu else self.z

    @property
    def last(self) -> Cell:
        """The last cell of a map."""
        return self.z.shape[1] - 1, self.z.shape[2] - 1

    @property
    def chosen(self) -> Cell:
        """The cell that the first steps are about: the picked one, or the nearest one there is."""
        return min(self.knobs.at[0], self.last[0]), min(self.knobs.at[1], self.last[1])

    def under(self, cell: Cell) -> Floats:
        """The values under the window of an output cell, (C, k, k)."""
        return window(self.padded, *cell, self.knobs.size, self.knobs.stride, 0, self.knobs.dilation)

    def products(self, filter_: int, cell: Cell) -> Floats:
        """Those values times the weights, (C, k, k)."""
        return self.under(cell) * self.applied[filter_]

    def sums(self, filter_: int, cell: Cell) -> Floats:
        """The products added up step by step: row c holds the partial sums of channel c, (C, k * k)."""
        return self.products(filter_, cell).reshape(len(self.x), -1).cumsum(axis=1)

    @cached_property
    def unreached(self) -> Floats:
        """Which cells of the padded input change no output, found by trying: (H + 2p, W + 2p) of booleans."""
        ones = np.ones((1, 1, self.knobs.size, self.knobs.size))
        missed = np.zeros(self.padded.shape[1:], dtype=bool)
        for cell in np.ndindex(missed.shape):
            impulse = np.zeros((1, *missed.shape))
            impulse[(0, *cell)] = 1
            missed[cell] = not convolve(impulse, ones, None, self.knobs.stride, 0, self.knobs.dilation).any()
        return missed

    @property
    def span(self) -> int:
        """Cells from the first to the last that a window touches."""
        return window_span(self.knobs.size, self.knobs.dilation)


def _edited(array: Floats, edits: Any) -> Floats:
    found = array.copy()
    for index, value in edits:
        if all(place < side for place, side in zip(index, found.shape, strict=True)):
            found[index] = value
    return found


@dataclass(frozen=True)
class Seen:
    """A frame as a reader sees it."""

    frame: Frame

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """All that is visible, in drawing order, but for the tiles of the legend."""
        return tuple(each for each in self.frame.touched() if not (each.pinned and isinstance(each.mark, Grid)))

    @property
    def title(self) -> str:
        """The title of the present step."""
        return self.frame.steps[self.frame.step].title

    @property
    def grids(self) -> Iterator[Grid]:
        """All matrices."""
        return (each.mark for each in self.placed if isinstance(each.mark, Grid))

    def grid(self, name: str) -> Grid:
        """The first matrix of a name."""
        return next(grid for grid in self.grids if grid.name == name)

    @property
    def texts(self) -> tuple[str, ...]:
        """All lines of text."""
        return tuple(each.mark.text for each in self.placed if isinstance(each.mark, Text))

    def text(self, name: str) -> str:
        """The line of text of a name."""
        return next(each.mark.text for each in self.placed if isinstance(each.mark, Text) and each.mark.name == name)

    @property
    def more(self) -> str:
        """What there is to say beside the caption."""
        return self.frame.steps[self.frame.step].more

    @property
    def plates(self) -> dict[str, float | None]:
        """The numbers of the account of sums, by name, as far as they are known."""
        return {
            each.mark.name: each.mark.value
            for each in self.placed
            if isinstance(each.mark, Rect) and not each.mark.name.startswith("window")
            if each.mark.name
        }

    @property
    def map(self) -> Grid | None:
        """The feature map that is being written; None before there is one, and when the output stands alone."""
        maps = () if self.title == "The output" else self.grids
        return next((grid for grid in maps if grid.name.startswith("feature map")), None)

    @property
    def filter(self) -> int:
        """The index of the filter at work."""
        return filter_of(self.map.name) if self.map else 0

    def cell(self, expected: Expected) -> Cell:
        """The output cell whose making is shown."""
        return self.map.highlighted[0] if self.map and self.map.highlighted else expected.chosen

    def target(self, name: str) -> Hit:
        """What the keyboard finds under a name."""
        return next(each for each in targets(self.frame) if each.name == name)

    def hit(self, name: str, cell: Cell | None = None) -> Hit:
        """What the mouse finds in the middle of the topmost mark of a name, or of one of its cells."""
        return hit_at([each for each in self.placed if each.mark.name == name][-1], cell)


def look(knobs: Knobs, t: float) -> Seen:
    """The frame at a time."""
    return Seen(render(convolution, knobs, t))


def within(knobs: Knobs, title: str, share: float = 1.0) -> float:
    """The time at a share of the step whose title begins with these words."""
    steps = plan(convolution, knobs)
    for index, step in enumerate(steps):
        if step.title.startswith(title):
            return timeline.within(steps, index, share)
    raise LookupError(f"no step {title!r}")


def at_step(knobs: Knobs, title: str, share: float = 1.0) -> Seen:
    """The frame at a share of the step whose title begins with these words."""
    return look(knobs, within(knobs, title, share))


def moments(knobs: Knobs, *shares: float) -> Iterator[Seen]:
    """Frames at these shares of every step."""
    steps = plan(convolution, knobs)
    for index in range(len(steps)):
        for share in shares:
            yield look(knobs, timeline.within(steps, index, share))


def share_of(knobs: Knobs, index: int) -> float:
    """The share of the first slide in which a window has come to rest, the one of that index."""
    layer = computed.layer(knobs)
    pace = Pace(layer.out[0] * layer.out[1], firsts(layer, 0))
    return (pace.before(index) + pace.before(index + 1)) / 2


def map_name(knobs: Knobs, filter_: int = 0) -> str:
    """What a filter's map is called; a single map has no number."""
    return f"feature map {filter_ + 1}" if knobs.filters > 1 else "feature map"


def filter_of(name: str) -> int:
    """The index of the filter that a map's name ends with; a single map has no number."""
    last = name.split()[-1]
    return int(last) - 1 if last.isdigit() else 0


def channel_of(name: str) -> int:
    """The index of the channel that a block's name ends with; a single channel has no colour."""
    last = name.split()[-1]
    return COLOURS.index(last) if last in COLOURS else 0
