"""What the drawing functions of the pooling scene share: one moment of one layer, and the grips of its blocks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from scenes.pooling.computed import Pool
from scenes.pooling.layout import FOLLOWED, READABLE_CELL, Column, Layout
from scenes.pooling.story import Steps
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Cell
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, ease
from scenes.stage.draw.sheets import Channels
from scenes.stage.draw.sliding import Windows
from scenes.stage.draw.walk import GLIDE, Walk, walk
from scenes.stage.numbers.values import format_number

COMPARED = 0.8
"""The share of the work in which values are compared or added; then they melt into their mean."""
FLIGHT = 0.55
"""The share of a window's time from which its result is on its way; before, it is at work."""
LANDED = 0.96
"""The share of a window's time at which its result has arrived."""


@dataclass(frozen=True)
class Pace:
    """A walk over the windows: how far the present one's number is made and on its way, and how many are done."""

    walk: Walk
    work: float
    flight: float
    done: int


@dataclass(frozen=True)
class View:
    """One moment of one layer, laid out on a stage.

    `at` is the cell whose window the first steps are about, `by` the shift of the last ones.
    """

    stage: Stage
    layer: Pool
    place: Layout
    steps: Steps
    at: Cell
    by: int

    @cached_property
    def scan(self) -> Walk:
        """A first look at all windows, before one is looked at closely."""
        return walk(self.steps.windows, *self.layer.out, (0, 0), rest=0.15)

    @cached_property
    def forth(self) -> Pace:
        """How far the windows are pooled, one after the other."""
        return _pace(self.layer, self.steps.slide, self.at)

    @cached_property
    def back(self) -> Pace:
        """How far the windows have handed their gradient back."""
        return _pace(self.layer, self.steps.back, (0, 0))

    @property
    def walk(self) -> Walk:
        """The walk over the windows that is going on: a first look, forward, or back with the gradient."""
        if self.steps.windows.active:
            return replace(self.scan, when=None)
        return (self.back if self.steps.arrive.begun else self.forth).walk

    @property
    def cell(self) -> Cell:
        """The output cell whose window is looked at."""
        return self.walk.cell

    @property
    def work(self) -> float:
        """How far the present window's number is made: slowly for the first, at once for those that follow."""
        return self.steps.work.even if self.walk.when is None else self.forth.work

    @property
    def looked(self) -> float:
        """How many of the window's values have been compared or added, as a share."""
        return min(1.0, self.work / COMPARED)

    @property
    def made(self) -> bool:
        """Whether the window's number is known."""
        return self.work >= (COMPARED if self.layer.is_max else 1.0)

    @property
    def melted(self) -> float:
        """How far the values of the present window have melted into their mean; a winner doesn't melt."""
        if self.layer.is_max or (self.walk.when and not self.few):
            return 0.0
        return ease((self.work - COMPARED) / (1 - COMPARED))

    @property
    def lifted(self) -> float:
        """How far the present window's number is on its way to its cell."""
        return self.steps.write.motion if self.walk.when is None else self.forth.flight

    def result(self, channel: int) -> float:
        """The number that the present window makes."""
        return float(self.layer.y[(channel, *self.cell)])

    @property
    def again(self) -> int:
        """How many cells of the shifted input's pooled map are written."""
        return int(ease((self.steps.shift.t - 0.5) / 0.4) * self.layer.windows)

    @property
    def few(self) -> bool:
        """Whether there are so few windows that each can be followed."""
        return self.layer.windows <= FOLLOWED

    @property
    def outlined(self) -> bool:
        """Whether all windows are framed at once: not too many, and overlapping ones with space between the frames."""
        return self.few and (self.layer.tiles or self.readable)

    @property
    def readable(self) -> bool:
        """Whether the input's numbers can be read in its cells; else it is a picture."""
        return self.place.input.cell >= READABLE_CELL

    @property
    def channels(self) -> Channels:
        """The colours and the names of the channels."""
        return Channels(self.layer.channels)

    @property
    def source(self) -> Column:
        """Where the input stands just now."""
        if self.steps.arrive.begun:
            return self.place.back_input
        return self.place.input if self.steps.window.begun else self.place.opening_input

    @cached_property
    def windows(self) -> tuple[Windows, ...]:
        """The windows on each channel of the input."""
        layer, cell = self.layer, self.source.cell
        return tuple(
            Windows(self.source.corner(channel), cell, layer.knobs.size, layer.knobs.stride, layer.out, self.walk)
            for channel in range(layer.channels)
        )

    def upstream_grip(self, channel: int) -> EditCell:
        """Typing on an arriving gradient, or dragging it up and down, changes it."""
        return EditCell("upstream", (channel,), (0, 0), self.layer.out, -99.0, 99.0, 1.0)

    def number(self, value: float) -> str:
        """A number of the present window as it stands in the pooled map."""
        return format_number(value, self.layer.decimals)


def _pace(layer: Pool, span: Span, at: Cell) -> Pace:
    """How far a walk over the windows has come; where they are too many to follow, each is done at once."""
    over = walk(span, *layer.out, at)
    if over.when is None:
        return Pace(over, 0.0, 0.0, 0)
    if layer.windows > FOLLOWED:
        return Pace(over, 1.0, 1.0, over.written(glides=False))
    work = ease((over.inside - GLIDE) / (FLIGHT - GLIDE))
    flight = max(0.0, min((over.inside - FLIGHT) / (LANDED - FLIGHT), 1.0))
    return Pace(over, work, flight, over.index + (flight >= 1.0))
