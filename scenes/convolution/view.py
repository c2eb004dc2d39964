"""What the drawing functions of the convolution scene share: one moment of one layer, and the grips of its blocks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.convolution.computed import Layer, Window
from scenes.convolution.layout import Layout
from scenes.convolution.story import Moment
from scenes.stage.core.grips import EditCell
from scenes.stage.core.marks import Shade
from scenes.stage.core.stage import Stage
from scenes.stage.draw.sheets import Channels
from scenes.stage.draw.sliding import Windows


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
        return self.of.window(self.now.filter_, *self.now.walk.cell)

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

    @property
    def channels(self) -> Channels:
        """The colours and the names of the channels."""
        return Channels(self.of.channels)

    @cached_property
    def windows(self) -> tuple[Windows, ...]:
        """The windows on each channel of the input."""
        of, place = self.of, self.place
        return tuple(
            Windows(origin, place.input_cell, of.span, of.knobs.stride, of.out, self.now.walk)
            for origin in place.input_origins
        )

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
