"""What the drawing functions of the depthwise scene share: one moment of one layer, and the grips of its blocks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.depthwise.computed import Cost, Layer
from scenes.depthwise.layout import Layout
from scenes.depthwise.story import Steps
from scenes.stage.core.grips import EditCell, Grip
from scenes.stage.core.lattice import Cell, nearest_cell, squares
from scenes.stage.core.marks import Role
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span
from scenes.stage.draw.maps import weight_grip
from scenes.stage.draw.sheets import Channels
from scenes.stage.draw.sliding import Windows, goes_to
from scenes.stage.draw.walk import Walk, walk

READABLE_CELL = 36.0


@dataclass(frozen=True)
class View:
    """One moment of one layer, laid out on a stage; `real` is the layer of real size that is counted at the end."""

    stage: Stage
    layer: Layer
    real: Cost
    place: Layout
    steps: Steps
    at: Cell

    @cached_property
    def slide(self) -> Walk:
        """The walk of the windows over all sheets at once; before it they wait at the chosen cell."""
        return self._walk(self.steps.slide, self._chosen)

    @cached_property
    def weave(self) -> Walk:
        """The walk of the needle for the present map; for the first it waits at the chosen cell."""
        woven = self.steps.woven
        return self._walk(self.steps.weaves[woven], (0, 0) if woven else self._chosen)

    @cached_property
    def standard(self) -> Walk:
        """The walk of the standard convolution over the present map."""
        return self._walk(self.steps.standard_maps[self.steps.compared], (0, 0))

    @property
    def _chosen(self) -> Cell:
        return nearest_cell(self.at, *self.layer.out)

    def _walk(self, span: Span, at: Cell) -> Walk:
        """A walk over the cells that leaves time to see what has changed before it, and to rest after it."""
        return walk(span, *self.layer.out, at, lead=0.12, rest=0.12)

    @property
    def readable(self) -> bool:
        """Whether the sheets' numbers can be read in their cells; else they are pictures."""
        return self.place.sheet_cell >= READABLE_CELL

    @property
    def at_window(self) -> float:
        """How visible the magnified windows are: until the needle comes."""
        return self.steps.window.motion * (1.0 - self.steps.pierced)

    @property
    def channels(self) -> Channels:
        """The names of the channels, and the colours of three."""
        return Channels(self.layer.channels)

    def role(self, channel: int) -> Role:
        """The colour of a sheet and of all that is made of it alone."""
        return self.channels.role(channel, Role.BLUE if channel else Role.RED)

    @cached_property
    def windows(self) -> tuple[Windows, ...]:
        """The windows on each sheet."""
        layer, place = self.layer, self.place
        return tuple(
            Windows(place.sheet(channel), place.sheet_cell, layer.knobs.size, 1, layer.out, self.slide)
            for channel in range(layer.channels)
        )

    def map_grip(self, channel: int) -> Grip:
        """Clicking a cell of a map between the parts goes to its window."""
        lattice = squares(self.place.map(channel), self.place.map_cell, *self.layer.out)
        woven = self.steps.telling(self.steps.needle, self.steps.weaves[-1])
        return goes_to(lattice, self.weave if woven else self.slide)

    def kernel_grip(self, channel: int) -> EditCell:
        """Typing on a weight of a kernel changes it."""
        return weight_grip("depthwise", (channel,), self.layer.kernels)

    def weight_grip(self, channel: int) -> EditCell:
        """Typing on a pointwise weight of the present column changes it."""
        return EditCell("pointwise", (self.steps.column, channel), low=-9.0, high=9.0)
