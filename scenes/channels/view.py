"""What the drawing functions of the channels scene share: one moment of one layer, its grips, roles and sheets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.channels.computed import Layer
from scenes.channels.layout import Layout
from scenes.channels.story import Steps
from scenes.stage.core.grips import EditCell, Grip
from scenes.stage.core.lattice import Cell, Point, nearest_cell
from scenes.stage.core.marks import AnyMark, Grid, Role
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import backed
from scenes.stage.draw.maps import weight_grip
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Channels, Spot, channel_grid
from scenes.stage.draw.sliding import Windows
from scenes.stage.draw.walk import Walk, walk

READABLE = 100
"""Planes of up to so many cells have numbers in them."""


@dataclass(frozen=True)
class View:
    """One moment of one layer, laid out on a stage."""

    stage: Stage
    layer: Layer
    place: Layout
    steps: Steps
    at: Cell

    @cached_property
    def walk(self) -> Walk:
        """The walk of the windows over all planes at once; before it they wait at the chosen cell."""
        return walk(self.steps.slide, *self.layer.out, nearest_cell(self.at, *self.layer.out))

    @cached_property
    def added(self) -> tuple[float, ...]:
        """How far each partial map has been added."""
        count = self.layer.channels
        return tuple(self.steps.add.part(channel, count) for channel in range(count))

    @cached_property
    def come(self) -> tuple[float, ...]:
        """How far each filter has come: the one seen closely is there, the others follow one by one, until a rest."""
        return tuple(self._come(index) for index in range(self.layer.filters))

    def _come(self, index: int) -> float:
        span, shown = self.steps.filters, self.layer.shown
        if index == shown:
            return float(span.t > 0)
        start, turn = 1.6 / span.seconds, index - (index > shown)
        return max(0.0, min((span.t - start) / (0.9 - start) * (self.layer.filters - 1) - turn, 1.0))

    @property
    def readable(self) -> bool:
        """Whether the planes' numbers can be read, and changed by hand; else the planes are looked at as pictures."""
        return int(self.layer.x[0].size) <= READABLE

    @property
    def example(self) -> Cell:
        """The cell whose sum is written out: the last one made, or the middle of a picture."""
        return self.walk.cell if self.readable else (self.layer.out[0] // 2, self.layer.out[1] // 2)

    @property
    def channels(self) -> Channels:
        """The colours and the names of the channels."""
        return Channels(self.layer.channels)

    def role(self, channel: int) -> Role:
        """The colour of a channel."""
        return self.channels.role(channel, Role.INPUT)

    @cached_property
    def windows(self) -> tuple[Windows, ...]:
        """The windows on each plane in its row."""
        layer, place = self.layer, self.place
        return tuple(
            Windows(place.plane(channel), place.plane_cell, layer.size, 1, layer.out, self.walk)
            for channel in range(layer.channels)
        )

    def plane_grip(self, channel: int) -> Grip:
        """Numbers are changed by hand; over a picture the hand moves the window."""
        return self.layer.input.pixel_grip(channel) if self.readable else self.windows[channel].grip()

    def weight_grip(self, filter_: int, channel: int) -> EditCell:
        """Typing on a weight, or dragging it up and down, changes it."""
        return weight_grip("weights", (filter_, channel), self.layer.weights, 0.25)

    def bias_grip(self, filter_: int) -> EditCell:
        """Typing on a bias, or dragging it up and down, changes it."""
        return EditCell("biases", (filter_,), low=-99.0, high=99.0, step=1.0)

    def plane(
        self, channel: int, spot: Spot, name: str, *, numbers: bool, grip: Grip | None = None
    ) -> tuple[AnyMark, ...]:
        """One channel of the input, with its border."""
        sheet = channel_grid(
            self.layer.input, channel, spot, role=self.role(channel), numbers=numbers, grip=grip,
            name=self.channels.name(name, channel),
        )  # fmt: skip
        return backed(sheet, self.role(channel))

    def kernel(self, filter_: int, channel: int, corner: Point, cell: float, name: str) -> list[AnyMark]:
        """One kernel of a filter, framed in its channel's colour."""
        layer = self.layer
        drawn = matrix(
            layer.kernels[filter_][channel], corner, cell, role=Role.KERNEL, scale="weights",
            decimals=layer.decimals[filter_], name=self.channels.name(name, channel),
            grip=self.weight_grip(filter_, channel),
        )  # fmt: skip
        return [*backed(drawn, self.role(channel))]

    def map(self, index: int, corner: Point, cell: float, name: str) -> Grid:
        """The map of a filter."""
        return matrix(self.layer.outputs[index], corner, cell, role=Role.OUTPUT, name=name)
