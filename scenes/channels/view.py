"""What the drawing functions of the channels scene share: one moment of one layer, its grips, roles and sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Unpack

from scenes.channels.computed import Layer
from scenes.channels.layout import ABOVE, SLIDE_ROW, beside
from scenes.channels.story import Steps
from scenes.stage.core.grips import EditCell, Grip
from scenes.stage.core.lattice import Cell, nearest_cell
from scenes.stage.core.marks import AnyMark, Rect, Role, Text, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import backed, heading, number
from scenes.stage.draw.maps import weight_grip
from scenes.stage.draw.matrices import GridFields, matrix
from scenes.stage.draw.sheets import Channels, Spot, channel_grid
from scenes.stage.draw.sliding import Windows
from scenes.stage.draw.walk import Walk, walk
from scenes.stage.numbers.values import label_width

COUNTED = 25
"""Of maps of up to so many cells, each number is followed on its way."""
COLUMN_GAP, KERNEL_GAP = 52.0, 32.0
BORDER = 4.0
"""How thick the borders of sheets are; stacked ones hide what is behind them."""


@dataclass(frozen=True)
class View:
    """One moment of one layer, laid out on a stage."""

    stage: Stage
    layer: Layer
    steps: Steps
    at: Cell

    @cached_property
    def walk(self) -> Walk:
        """The walk of the windows over all channels at once; before it they wait at the chosen cell."""
        return walk(self.steps.slide, *self.layer.out, nearest_cell(self.at, *self.layer.out))

    @property
    def followed(self) -> bool:
        """Whether there are so few cells in a map that each is followed."""
        return self.layer.windows <= COUNTED

    @cached_property
    def come(self) -> tuple[float, ...]:
        """How far each filter has come: the one seen closely is there, the others follow one by one, until a rest."""
        return tuple(self._come(index) for index in range(self.layer.filters))

    def _come(self, index: int) -> float:
        span, shown = self.steps.filters, self.layer.shown
        if index == shown:
            return min(1.0, span.t * self.layer.filters)
        start, turn = 1.0 / self.layer.filters, index - (index > shown)
        return max(0.0, min((span.t - start) / (0.9 - start) * (self.layer.filters - 1) - turn, 1.0))

    @property
    def channels(self) -> Channels:
        """The colours and the names of the channels."""
        return Channels(self.layer.channels)

    def role(self, channel: int, otherwise: Role = Role.INPUT) -> Role:
        """The colour of what belongs to a channel."""
        return self.channels.role(channel, otherwise)

    def columns(self, area: Area) -> tuple[Area, ...]:
        """An area for each channel, side by side."""
        return area.columns(self.layer.channels, COLUMN_GAP)

    def windows(self, spots: Sequence[Spot]) -> tuple[Windows, ...]:
        """The windows on the channels, which stand at these spots."""
        return tuple(Windows(*spot, self.layer.size, 1, self.layer.out, self.walk) for spot in spots)

    @cached_property
    def sliding(self) -> tuple[tuple[Spot, Spot], ...]:
        """Where each channel and its kernel stand while the windows slide."""
        size = (self.layer.size, self.layer.size)
        areas = [beside(area, KERNEL_GAP) for area in self.columns(SLIDE_ROW)]
        return tuple((left.spot(self.layer.x.shape[1:]), right.spot(size)) for left, right in areas)

    def bias_grip(self, filter_: int) -> EditCell:
        """Typing on a bias, or dragging it up and down, changes it."""
        return EditCell("biases", (filter_,), low=-99.0, high=99.0, step=1.0)

    # --- Sheets -----------------------------------------------------------------------------------------------------

    def channel(
        self, channel: int, spot: Spot, *, numbers: bool = True, grip: Grip | None = None, stacked: bool = False
    ) -> tuple[AnyMark, ...]:
        """One channel of the input, with its border."""
        name, role = self.channels.name("channel", channel), self.role(channel)
        grid = channel_grid(self.layer.input, channel, spot, role=role, numbers=numbers, grip=grip, name=name)
        return backed(grid, role, ground=stacked, line=BORDER)

    def kernel(
        self, filter_: int, channel: int, spot: Spot, name: str, *, stacked: bool = False
    ) -> tuple[AnyMark, ...]:
        """One kernel of a filter, framed in its channel's colour."""
        layer = self.layer
        drawn = matrix(
            layer.kernels[filter_][channel], *spot, role=Role.KERNEL, scale="weights",
            decimals=layer.decimals[filter_], name=self.channels.name(name, channel),
            grip=weight_grip("weights", (filter_, channel), layer.weights, 0.25),
        )  # fmt: skip
        return backed(drawn, self.role(channel, Role.KERNEL), ground=stacked, line=BORDER)

    def partial(
        self, channel: int, spot: Spot, *, shown: int | None = None, cell: Cell | None = None, grip: Grip | None = None
    ) -> tuple[AnyMark, ...]:
        """What the closely seen filter's kernel makes of its own channel; a `cell` of it is spoken of."""
        name, marked = self.channels.name("partial map", channel), (cell,) if cell else ()
        values = self.layer.partials[channel]
        grid = matrix(values, *spot, role=Role.PRODUCT, shown=shown, highlighted=marked, name=name, grip=grip)
        return backed(grid, self.role(channel, Role.PRODUCT), ground=False, line=BORDER)

    def map(
        self, index: int, spot: Spot, *, stacked: bool = False, **fields: Unpack[GridFields]
    ) -> tuple[AnyMark, ...]:
        """The map of a filter."""
        fields |= {"role": Role.OUTPUT, "name": f"map {index + 1}"}
        return backed(matrix(self.layer.outputs[index], *spot, **fields), Role.OUTPUT, ground=stacked, line=BORDER)

    def bias(self, filter_: int, area: Area, name: str, largest: float) -> list[AnyMark]:
        """The bias of a filter on a soft plate, to be changed by hand."""
        value = float(self.layer.biases[filter_])
        box = Rect(
            x=area.x, y=area.y, width=area.width, height=area.height, radius=18.0, fill=0.14, role=Role.BIAS,
            name=name, value=value, grip=self.bias_grip(filter_),
        )  # fmt: skip
        figures = number(value)
        size = max(32.0, min(largest, 0.74 * area.width / label_width(figures)))
        return [box, lettering(*area.middle, figures, Role.BIAS, bold=True, size=size, anchor="middle")]


def above(spot: Spot, title: str, role: Role) -> Text:
    """The heading of a sheet."""
    (x, y), _ = spot
    return heading(x - 6.0, y - ABOVE, title, "", role, size=40.0)
