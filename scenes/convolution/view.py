"""What the drawing functions of the convolution scene share: one moment of one layer, and the grips of its blocks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.convolution.computed import Layer, Window
from scenes.convolution.layout import OUTPUT_X, TOP, Layout
from scenes.convolution.story import COLOURS, Moment
from scenes.stage.grips import EditCell, Grip, PickCell, Scrub
from scenes.stage.lattice import Cell, Lattice, Point
from scenes.stage.marks import Role, Shade
from scenes.stage.stage import Stage

CHANNEL_ROLES = (Role.RED, Role.GREEN, Role.BLUE)


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
    def input_shade(self) -> Shade:
        """Signed values diverge, photographs are grey or glow in their channel's colour, counts are ramps."""
        if self.of.signed:
            return "signed"
        if self.input_limit < 255:
            return "unsigned"
        return "grey" if self.of.channels == 1 else "glow"

    @property
    def input_limit(self) -> float:
        """The value of full brightness: 255 for pictures of bytes, else the largest."""
        largest = self.of.largest
        return 255.0 if 17 < largest <= 255 and not self.of.signed else largest or 1.0

    @property
    def output_shade(self) -> Shade:
        """Feature maps are signed until ReLU has cut them off at zero."""
        return "unsigned" if self.of.knobs.relu else "signed"

    def channel_role(self, channel: int) -> Role:
        """The colour of a channel."""
        return CHANNEL_ROLES[channel] if self.of.channels == 3 else Role.INPUT

    def channel_name(self, what: str, channel: int) -> str:
        """What to call a block of a channel when it is read out."""
        return f"{what} {COLOURS[channel]}" if self.of.channels == 3 else what

    def window_corner(self, channel: int) -> Point:
        """The corner of the window on a channel of the input, gliding between places."""
        row, column = self.now.place
        pitch = self.of.knobs.stride * self.place.input_cell
        x, y = self.place.input_origins[channel]
        return x + column * pitch, y + row * pitch

    def window_grip(self, channel: int) -> Grip:
        """Dragging on the input moves the window."""
        return self._goes_to(self.place.windows[channel])

    def output_grip(self) -> Grip:
        """Clicking a cell of the feature map goes to its window."""
        cell = self.place.output_cell
        return self._goes_to(Lattice((OUTPUT_X, TOP), (cell, 0.0), (0.0, cell), *self.of.out))

    def pixel_grip(self, channel: int, offset: Cell, spacing: int = 1) -> EditCell:
        """Typing on a pixel, or dragging it up and down, changes it."""
        _, height, width = self.of.x.shape
        step = 8.0 if self.input_limit > 99 else 1.0
        return EditCell("pixels", (channel,), offset, (height, width), -255.0, 255.0, step, spacing=spacing)

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

    def _goes_to(self, windows: Lattice) -> Grip:
        """While the window slides a place is a moment; before that it is a choice."""
        return Scrub(windows, *self.now.sliding) if self.now.sliding else PickCell("at", windows)
