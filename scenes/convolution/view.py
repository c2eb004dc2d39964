"""What the drawing functions of the convolution scene share: one moment of one layer, and the grips of its blocks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.convolution.computed import Layer, Window
from scenes.convolution.layout import Layout
from scenes.convolution.story import SWAP, Steps
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Cell
from scenes.stage.core.stage import Stage
from scenes.stage.draw.maps import weight_grip
from scenes.stage.draw.sheets import Channels
from scenes.stage.draw.sliding import Windows
from scenes.stage.draw.walk import Walk, walk

GLIDE = 0.35
"""The share of a window's time in which it glides in from the window before."""


@dataclass(frozen=True)
class View:
    """One moment of one layer, laid out on a stage; `at` is the cell that is made closely in the first steps."""

    stage: Stage
    layer: Layer
    place: Layout
    steps: Steps
    at: Cell

    @cached_property
    def walk(self) -> Walk:
        """The window's way: at the chosen cell before the sliding begins, then over the input.

        While the kernels of a further filter change it goes back to the beginning.
        """
        return self.walk_of(self.steps.filter_)

    def walk_of(self, filter_: int) -> Walk:
        """The way of a filter's window."""
        out, slide = self.layer.out, self.steps.slides[filter_]
        if filter_ == 0:
            return walk(slide, *out, self.at, rest=0.0, pace=GLIDE)
        return walk(slide, *out, (out[0] - 1, out[1] - 1), lead=SWAP, rest=0.0, pace=GLIDE, early=True)

    @property
    def cell(self) -> Cell:
        """The output cell whose making is shown."""
        return self.walk.cell

    @property
    def written(self) -> int:
        """How many cells of the present map the slide has written."""
        return self.walk.index + (self.walk.glide >= 1.0) if self.walk.when else 0

    @cached_property
    def window(self) -> Window:
        """The making of the present output cell."""
        return self.layer.window(self.steps.filter_, *self.cell)

    @property
    def product(self) -> int:
        """The index of the product being made, in reading order."""
        count = self.layer.knobs.size**2
        return min(int(self.steps.multiplied(self.steps.channel) * count), count - 1)

    @property
    def channels_shown(self) -> tuple[int, ...]:
        """The channels whose making is on the stage: all as rows, or one at a time."""
        return tuple(range(self.layer.channels)) if self.place.rows else (self.steps.channel,)

    @property
    def channels(self) -> Channels:
        """The colours and the names of the channels."""
        return Channels(self.layer.channels)

    @cached_property
    def windows(self) -> tuple[Windows, ...]:
        """The windows on each channel of the input."""
        layer, place = self.layer, self.place
        return tuple(
            Windows(origin, place.input_cell, layer.span, layer.knobs.stride, layer.out, self.walk)
            for origin in place.input_origins
        )

    def weight_grip(self, channel: int) -> EditCell:
        """Typing on a weight, or dragging it up and down, changes it."""
        index = (self.steps.filter_, channel)
        return weight_grip("weights", index, self.layer.weights, turned=self.layer.knobs.flip)

    def bias_grip(self) -> EditCell:
        """Typing on the bias, or dragging it up and down, changes it."""
        return EditCell("biases", (self.steps.filter_,), low=-99.0, high=99.0, step=0.5)
