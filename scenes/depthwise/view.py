"""What the drawing functions of the depthwise scene share: one moment of one layer, its grips, roles and sheets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Unpack

from scenes.depthwise.computed import Layer
from scenes.depthwise.story import Steps
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Cell, nearest_cell
from scenes.stage.core.marks import AnyMark, Grid, Role
from scenes.stage.core.stage import Stage
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import backed
from scenes.stage.draw.maps import weight_grip
from scenes.stage.draw.matrices import GridFields, matrix
from scenes.stage.draw.sheets import Channels, Spot
from scenes.stage.draw.sliding import Windows
from scenes.stage.draw.walk import Walk, walk

FIRSTS = (4.0,)
"""How many times as long as the others the first window takes: its products come one by one."""
COUNTED = 25
"""Of maps of up to so many cells, each number is followed on its way."""
LEAVES, ARRIVES = 0.5, 0.92
"""The shares of a cell's time between which its number flies into the map."""
HEADINGS_Y = 130.0
BORDER = 4.0


@dataclass(frozen=True)
class View:
    """One moment of one layer, laid out on a stage."""

    stage: Stage
    layer: Layer
    steps: Steps
    at: Cell

    @property
    def chosen(self) -> Cell:
        """The place that is looked at."""
        return nearest_cell(self.at, *self.layer.out)

    @property
    def followed(self) -> bool:
        """Whether there are so few cells in a map that each is followed."""
        return self.layer.windows <= COUNTED

    @cached_property
    def slide(self) -> Walk:
        """The walk of the windows over all sheets at once; before it they wait at the chosen cell."""
        return walk(self.steps.slide, *self.layer.out, self.chosen, firsts=FIRSTS if self.followed else ())

    @cached_property
    def weave(self) -> Walk:
        """The walk of all needles; before it the needle waits at the chosen cell."""
        return walk(self.steps.needles, *self.layer.out, self.chosen)

    def written(self, now: Walk) -> int:
        """How many cells of a map are written, if each is as soon as its number has arrived."""
        return now.index + (now.inside >= ARRIVES) if self.followed else now.written()

    @property
    def channels(self) -> Channels:
        """The names of the channels, and the colours of three."""
        return Channels(self.layer.channels)

    def role(self, channel: int) -> Role:
        """The colour of a sheet and of all that is made of it alone."""
        return self.channels.role(channel, Role.BLUE if channel else Role.RED)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The colours of all sheets."""
        return tuple(self.role(channel) for channel in range(self.layer.channels))

    def windows(self, channel: int, spot: Spot) -> Windows:
        """The windows on a sheet that stands there."""
        return Windows(*spot, self.layer.size, 1, self.layer.out, self.slide)

    def kernel(self, channel: int, spot: Spot, opacity: float = 1.0) -> tuple[AnyMark, ...]:
        """The kernel of a sheet."""
        drawn = matrix(
            self.layer.kernels[channel], *spot, role=Role.KERNEL, scale="weights", decimals=self.layer.decimals[0],
            name=self.channels.name("kernel", channel), grip=weight_grip("depthwise", (channel,), self.layer.kernels),
            opacity=opacity,
        )  # fmt: skip
        return backed(drawn, Role.KERNEL, ground=False, line=BORDER)

    def filtered(self, channel: int, spot: Spot, **fields: Unpack[GridFields]) -> Grid:
        """The map that a sheet's kernel makes."""
        fields |= {"role": Role.PRODUCT, "name": self.channels.name("depthwise map", channel), "framed": False}
        return matrix(self.layer.filtered[channel], *spot, **fields)

    def weight(self, map_: int, channel: int, spot: Spot) -> Grid:
        """One weight of the needle that makes an output map."""
        return matrix(
            [[float(self.layer.weights[map_, channel])]], *spot, role=Role.KERNEL, scale="weights",
            name=self.channels.name(f"map {map_ + 1} weight", channel),
            grip=EditCell("pointwise", (map_, channel), low=-9.0, high=9.0),
        )  # fmt: skip

    def output(self, index: int, area: Area, largest: float, **fields: Unpack[GridFields]) -> Grid:
        """An output map, as large as there is room."""
        fields |= {"role": Role.OUTPUT, "name": f"output map {index + 1}"}
        return matrix(self.layer.outputs[index], *area.spot(self.layer.out, largest), **fields)


def bordered(grid: Grid) -> tuple[AnyMark, ...]:
    """A map with its border."""
    return backed(grid, grid.role, ground=False, line=BORDER)
