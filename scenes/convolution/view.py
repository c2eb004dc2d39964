"""What the drawing functions of the convolution scene share: one moment of one layer, and the grips of its blocks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.convolution.computed import Layer, Window
from scenes.convolution.layout import OUTPUT_X, TOP, Layout
from scenes.convolution.story import Moment
from scenes.stage.core.grips import EditCell, Grip
from scenes.stage.core.lattice import Cell, Point, squares
from scenes.stage.core.marks import Role, Shade
from scenes.stage.core.stage import Stage
from scenes.stage.draw.maps import channel_name, channel_role, pixel_grip
from scenes.stage.draw.windows import goes_to, window_corner


@dataclass(frozen=True)
class View:
    """One moment of one layer, laid out on a stage."""

    stage: Stage
    of: Layer
    place: Layout
    now: Moment

    @cached_property
    def window(self) -> Window:
        """The making of the present output cell."""
        return self.of.window(self.now.filter_, *self.now.cell)

    @property
    def product(self) -> int:
        """The index of the product being made, in reading order."""
        count = self.of.knobs.size**2
        return min(int(self.now.multiply[self.now.channel] * count), count - 1)

    @property
    def making(self) -> float:
        """How visible everything is that makes way for the output at the end."""
        return 1.0 - self.now.end

    @property
    def channels_shown(self) -> tuple[int, ...]:
        """The channels whose making is on the stage: all as rows, or one at a time."""
        return tuple(range(self.of.channels)) if self.place.rows else (self.now.channel,)

    @property
    def output_shade(self) -> Shade:
        """Feature maps are signed until ReLU has cut them off at zero."""
        return "unsigned" if self.of.knobs.relu else "signed"

    def channel_role(self, channel: int) -> Role:
        """The colour of a channel."""
        return channel_role(channel, self.of.channels, Role.INPUT)

    def channel_name(self, what: str, channel: int) -> str:
        """What to call a block of a channel when it is read out."""
        return channel_name(what, channel, self.of.channels)

    def window_corner(self, channel: int) -> Point:
        """The corner of the window on a channel of the input, gliding between places."""
        pitch = self.of.knobs.stride * self.place.input_cell
        return window_corner(self.place.input_origins[channel], pitch, self.now.place)

    def window_grip(self, channel: int) -> Grip:
        """Dragging on the input moves the window."""
        return goes_to(self.place.windows[channel], self.now.sliding)

    def output_grip(self) -> Grip:
        """Clicking a cell of the feature map goes to its window."""
        cell = self.place.output_cell
        return goes_to(squares((OUTPUT_X, TOP), cell, *self.of.out), self.now.sliding)

    def pixel_grip(self, channel: int, offset: Cell, spacing: int = 1) -> EditCell:
        """Typing on a pixel, or dragging it up and down, changes it."""
        return pixel_grip(self.of.x, channel, offset, spacing)

    def weight_grip(self, channel: int) -> EditCell:
        """Typing on a weight, or dragging it up and down, changes it."""
        size, whole = self.of.knobs.size, bool((self.of.weights == self.of.weights.round()).all())
        index = (self.now.filter_, channel)
        return EditCell(
            "weights", index, (0, 0), (size, size), -9.0, 9.0, 1.0 if whole else 0.05, turned=self.of.knobs.flip
        )

    def bias_grip(self) -> EditCell:
        """Typing on the bias, or dragging it up and down, changes it."""
        return EditCell("biases", (self.now.filter_,), low=-99.0, high=99.0, step=0.5)
