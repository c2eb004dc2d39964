"""What the drawing functions of the pooling scene share: one moment of one layer, and the grips of its blocks."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.pooling.computed import Pool
from scenes.pooling.layout import FOLLOWED, READABLE_CELL, Layout
from scenes.pooling.story import Moment, Pace
from scenes.stage.core.grips import EditCell, Grip
from scenes.stage.core.lattice import Cell, Point, squares
from scenes.stage.core.marks import Role
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.maps import channel_name, channel_role, pixel_grip
from scenes.stage.draw.walk import Walk
from scenes.stage.draw.windows import goes_to, window_corner
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

    def role(self, channel: int, role: Role) -> Role:
        """The colour of a channel's maps: its own where there are three."""
        return channel_role(channel, self.of.channels, role)

    def name(self, what: str, channel: int) -> str:
        """What to call a block of a channel when it is read out."""
        return channel_name(what, channel, self.of.channels)

    def window_corner(self, channel: int) -> Point:
        """The corner of the window on a channel of the input, gliding between places."""
        pitch = self.of.knobs.stride * self.place.input_cell
        place = self.now.scan if self.now.name == "tiles" else self.walk.place
        return window_corner(self.place.input(channel), pitch, place)

    def window_grip(self, channel: int) -> Grip:
        """Dragging on the input moves the window."""
        return goes_to(self.place.windows[channel], self.walk.when)

    def output_grip(self, channel: int) -> Grip:
        """Clicking a cell of the pooled map goes to its window."""
        cell = self.place.output_cell
        lattice = squares(self.place.output(channel), cell, *self.of.out)
        return goes_to(lattice, self.walk.when)

    def pixel_grip(self, channel: int, offset: Cell) -> EditCell:
        """Typing on a pixel, or dragging it up and down, changes it."""
        return pixel_grip(self.of.x, channel, offset)

    def upstream_grip(self, channel: int) -> EditCell:
        """Typing on an arriving gradient, or dragging it up and down, changes it."""
        return EditCell("upstream", (channel,), (0, 0), self.of.out, -99.0, 99.0, 1.0)
