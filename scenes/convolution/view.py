"""What the drawing functions of the convolution scene share: one moment of one layer, and the grips of its blocks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.convolution.computed import Layer, Window
from scenes.convolution.layout import Layout
from scenes.convolution.story import SWAP, Steps, firsts
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Cell
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.maps import weight_grip
from scenes.stage.draw.sheets import Channels
from scenes.stage.draw.sliding import Windows
from scenes.stage.draw.walk import Walk, walk

GLIDE = 0.35
"""The share of a window's time in which it glides in from the window before."""
NEARER = (0.1, 0.4)
"""The shares of the window's step between which the window grows, where its numbers are read on the input."""
SETTLED = 0.7
"""The share of its way from which a window shows what is under it."""
ASIDE = 0.38
"""How strong what is not spoken of stands on the stage."""


@dataclass(frozen=True)
class Making:
    """How far one output cell has come, all as shares 0..1: what is done in which channel, and what becomes of it."""

    channel: int
    multiplied: float
    added: float
    across: float
    biased: float
    result: float
    rectified: float
    flown: float


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
            return walk(slide, *out, self.at, rest=0.0, pace=GLIDE, firsts=firsts(self.layer, 0))
        return walk(slide, *out, (out[0] - 1, out[1] - 1), lead=SWAP, rest=0.0, pace=GLIDE, early=True)

    @property
    def cell(self) -> Cell:
        """The output cell whose making is shown: the one before, until the window has come to the next."""
        walk = self.walk
        if walk.when is None or walk.index == 0 or walk.glide >= SETTLED:
            return walk.cell
        return divmod(walk.index - 1, self.layer.out[1])

    @property
    def settled(self) -> float:
        """How far the window has come to rest over what is said of it, 0..1."""
        walk = self.walk
        stands = walk.when is None or (walk.index == 0 and walk.cell == self.at and self.steps.filter_ == 0)
        return 1.0 if stands else max(0.0, min((walk.glide - SETTLED) / (1.0 - SETTLED), 1.0))

    @property
    def written(self) -> int:
        """How many cells of the present map the slide has written."""
        if not self.walk.when:
            return 0
        stands = self.walk.index == 0 and self.cell == self.at and self.steps.filter_ == 0
        return self.walk.index + (stands or (self.walk.glide >= 1.0 and self.making.flown >= 1.0))

    @cached_property
    def window(self) -> Window:
        """The making of the present output cell."""
        return self.layer.window(self.steps.filter_, *self.cell)

    @cached_property
    def making(self) -> Making:
        """How far the present output cell has come."""
        steps, last = self.steps, self.layer.channels - 1
        if not steps.sliding:
            return Making(
                steps.channel,
                steps.multiplied(steps.channel),
                steps.added(steps.channel),
                steps.across.motion if steps.across else 0.0,
                steps.bias.rise(0.0, 0.45),
                steps.bias.rise(0.5, 0.9),
                steps.relu.motion if steps.relu else 0.0,
                steps.write.motion,
            )
        return self._again if self.walk.slow and steps.filter_ == 0 else Making(last, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)

    @property
    def _again(self) -> Making:
        """A window that is made once more while the others are only passed: products, sum, result, the cell."""
        inside, channels = self.walk.inside, self.layer.channels
        work = max(0.0, min((inside - 0.08) / 0.6, 1.0)) * channels
        channel = min(int(work), channels - 1)
        share = work - channel
        biased, result = (ease((inside - begin) / 0.06) for begin in (0.68, 0.74))
        rectified, flown = ease((inside - 0.8) / 0.04), ease((inside - 0.84) / 0.14)
        return Making(
            channel,
            min(share / 0.6, 1.0),
            max(0.0, share - 0.6) / 0.4,
            float(work >= channels),
            biased,
            result,
            rectified,
            flown,
        )

    def multiplied(self, channel: int) -> float:
        """How many products of a channel are made, as a share."""
        return self._share(channel, self.making.multiplied)

    def added(self, channel: int) -> float:
        """How many products of a channel are added up, as a share."""
        return self._share(channel, self.making.added)

    def _share(self, channel: int, present: float) -> float:
        at_work = self.making.channel
        return 1.0 if channel < at_work else present if channel == at_work else 0.0

    @property
    def passing(self) -> bool:
        """Whether the window is only passed, so that nothing of its making is followed."""
        return self.steps.sliding and not (self.walk.slow and self.steps.filter_ == 0)

    @property
    def channels(self) -> Channels:
        """The colours and the names of the channels."""
        return Channels(self.layer.channels)

    @cached_property
    def windows(self) -> tuple[Windows, ...]:
        """The windows on each channel of the input."""
        layer = self.layer
        return tuple(
            Windows(origin, cell, layer.span, layer.knobs.stride, layer.out, self.walk)
            for origin, cell in self.place.inputs
        )

    def weight_grip(self, channel: int) -> EditCell:
        """Typing on a weight, or dragging it up and down, changes it."""
        index = (self.steps.filter_, channel)
        return weight_grip("weights", index, self.layer.weights, turned=self.layer.knobs.flip)

    def bias_grip(self) -> EditCell:
        """Typing on the bias, or dragging it up and down, changes it."""
        return EditCell("biases", (self.steps.filter_,), low=-99.0, high=99.0, step=0.5)
