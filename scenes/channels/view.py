"""What the drawing functions of the channels scene share: one moment of one layer, its grips, roles and sheets."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.channels.computed import Layer
from scenes.channels.layout import NUMBERED, Layout
from scenes.channels.story import Moment
from scenes.stage.blocks import backed
from scenes.stage.grips import EditCell, Grip, PickCell, Scrub
from scenes.stage.lattice import Cell, Lattice, Point
from scenes.stage.marks import AnyMark, Grid, Role
from scenes.stage.stage import Stage
from scenes.stage.values import Values

COLOURS = ("red", "green", "blue")
COLOUR_ROLES = (Role.RED, Role.GREEN, Role.BLUE)
READABLE = 100
"""Planes of up to so many cells have numbers in them."""


@dataclass(frozen=True)
class View:
    """One moment of one layer, laid out on a stage."""

    stage: Stage
    of: Layer
    place: Layout
    now: Moment

    @property
    def readable(self) -> bool:
        """Whether the planes' numbers can be read, and changed by hand; else the planes are looked at as pictures."""
        return int(self.of.x[0].size) <= READABLE

    @property
    def example(self) -> Cell:
        """The cell whose sum is written out: the last one made, or the middle of a picture."""
        return self.now.slide.cell if self.readable else (self.of.out[0] // 2, self.of.out[1] // 2)

    def role(self, channel: int) -> Role:
        """The colour of a channel."""
        return COLOUR_ROLES[channel] if self.of.channels == 3 else Role.INPUT

    def name(self, what: str, channel: int) -> str:
        """What to call a block of a channel when it is read out."""
        return f"{what} {COLOURS[channel]}" if self.of.channels == 3 else f"{what} {channel + 1}"

    def plane_grip(self, channel: int) -> Grip:
        """Numbers are changed by hand; over a picture the hand moves the window."""
        if not self.readable:
            return self.window_grip(self.place.windows(channel))
        step = 8.0 if self.of.limit > 99 else 1.0
        return EditCell("pixels", (channel,), (0, 0), self.of.planes[0].shape, -255.0, 255.0, step)  # type: ignore[arg-type]

    def window_grip(self, windows: Lattice) -> Grip:
        """While the windows slide a place is a moment; before that it is a choice."""
        return Scrub(windows, *self.now.slide.when) if self.now.slide.when else PickCell("at", windows)

    def map_grip(self, corner: Point, cell: float) -> Grip:
        """Clicking a cell of a map goes to its window."""
        return self.window_grip(Lattice(corner, (cell, 0.0), (0.0, cell), *self.of.out))

    def weight_grip(self, filter_: int, channel: int) -> EditCell:
        """Typing on a weight, or dragging it up and down, changes it."""
        whole = bool((self.of.weights == self.of.weights.round()).all())
        shape = (self.of.size, self.of.size)
        return EditCell("weights", (filter_, channel), (0, 0), shape, -9.0, 9.0, 1.0 if whole else 0.25)

    def bias_grip(self, filter_: int) -> EditCell:
        """Typing on a bias, or dragging it up and down, changes it."""
        return EditCell("biases", (filter_,), low=-99.0, high=99.0, step=1.0)

    def plane(self, channel: int, corner: Point, cell: float, name: str, grip: Grip | None = None) -> Grid:
        """One channel of the input."""
        return grid(
            self.of.planes[channel], corner, cell, self.role(channel), shade=self.of.shade, limit=self.of.limit,
            name=self.name(name, channel), grip=grip,
        )  # fmt: skip

    def kernel(self, filter_: int, channel: int, corner: Point, cell: float, name: str) -> list[AnyMark]:
        """One kernel of a filter, framed in its channel's colour."""
        drawn = grid(
            self.of.kernels[filter_][channel], corner, cell, Role.KERNEL, limit=self.of.kernel_limits[filter_],
            decimals=self.of.decimals[filter_], plus=True, name=self.name(name, channel),
            grip=self.weight_grip(filter_, channel),
        )  # fmt: skip
        return [*backed(drawn, self.role(channel)), drawn]

    def map(self, index: int, corner: Point, cell: float, name: str, **more: object) -> Grid:
        """The map of a filter."""
        limit = self.of.output_limits[index]
        return grid(self.of.outputs[index], corner, cell, Role.OUTPUT, limit=limit, name=name, **more)


def grid(values: Values, corner: Point, cell: float, role: Role, **more: object) -> Grid:
    """A matrix of square cells, without gaps where they are small."""
    return Grid(
        values=values, origin=corner, u=(cell, 0.0), v=(0.0, cell), role=role, gap=0.06 if cell > NUMBERED else 0.0,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip
