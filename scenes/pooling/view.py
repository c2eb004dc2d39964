"""What the drawing functions of the pooling scene share: one moment of one layer, and the grips of its blocks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from scenes.pooling.computed import Pool
from scenes.pooling.layout import FOLLOWED, READABLE_CELL, Layout
from scenes.pooling.story import Moment, Pace
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Cell
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.sheets import Channels
from scenes.stage.draw.sliding import Windows
from scenes.stage.draw.walk import Walk
from scenes.stage.numbers.values import format_number

ADDED = 0.8
"""The share of the work in which values are added; then they melt into their mean."""


@dataclass(frozen=True)
class View:
    """One moment of one layer, laid out on a stage; `by` is the shift of the last steps."""

    stage: Stage
    of: Pool
    place: Layout
    now: Moment
    by: int

    @property
    def pace(self) -> Pace:
        """How the windows are walked just now: forward, or back with the gradient."""
        return self.now.back if self.now.arrive > 0.4 else self.now.forth

    @property
    def walk(self) -> Walk:
        """The walk over the windows that is going on."""
        return self.pace.walk

    @property
    def cell(self) -> Cell:
        """The output cell whose window is looked at."""
        return self.walk.cell

    @property
    def work(self) -> float:
        """How far the present window's number is made: slowly for the first, at once for those that follow."""
        return self.now.work if self.walk.when is None else 1.0

    @property
    def melted(self) -> float:
        """How far the values of the present window have melted into their mean; a winner doesn't melt."""
        if self.of.is_max or (self.walk.when and not self.few):
            return 0.0
        return ease((self.now.work - ADDED) / (1 - ADDED)) if self.walk.when is None else self.pace.work

    @property
    def lifted(self) -> float:
        """How far the present window's number is on its way to its cell."""
        return self.now.write if self.walk.when is None else self.pace.flight

    def result(self, channel: int) -> float:
        """The number that the present window makes."""
        return float(self.of.y[(channel, *self.cell)])

    def written(self, channel: int) -> str:
        """That number as it stands in the pooled map."""
        return format_number(self.result(channel), self.of.decimals)

    @property
    def few(self) -> bool:
        """Whether there are so few windows that each can be followed."""
        return self.of.windows <= FOLLOWED

    @property
    def outlined(self) -> bool:
        """Whether all windows are framed at once: not too many, and overlapping ones with space between the frames."""
        return self.few and (self.of.tiles or self.readable)

    @property
    def readable(self) -> bool:
        """Whether the input's numbers can be read in its cells; else it is a picture."""
        return self.place.input_cell >= READABLE_CELL

    @property
    def channels(self) -> Channels:
        """The colours and the names of the channels."""
        return Channels(self.of.channels)

    @cached_property
    def windows(self) -> tuple[Windows, ...]:
        """The windows on each channel of the input; before one is looked at, a frame may run over all."""
        of, cell, walk = self.of, self.place.input_cell, self.walk
        if self.now.name == "tiles":
            walk = replace(walk, place=self.now.scan)
        return tuple(
            Windows(self.place.input(channel), cell, of.knobs.size, of.knobs.stride, of.out, walk)
            for channel in range(of.channels)
        )

    def upstream_grip(self, channel: int) -> EditCell:
        """Typing on an arriving gradient, or dragging it up and down, changes it."""
        return EditCell("upstream", (channel,), (0, 0), self.of.out, -99.0, 99.0, 1.0)
