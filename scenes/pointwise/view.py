"""What the drawing functions of the pointwise scene share: one moment of one layer and one pixel, and its tiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from scenes.pointwise.computed import Column, Layer
from scenes.stage.core.grips import EditCell, Grip
from scenes.stage.core.lattice import Cell, Point
from scenes.stage.core.marks import AnyMark, Grid, Role
from scenes.stage.core.timeline import Span, glide
from scenes.stage.draw.maps import COLOUR_ROLES
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.plates import Plates
from scenes.stage.draw.sheets import Spot, travelling, underway
from scenes.stage.numbers.values import decimals_for

HEADINGS_Y = 128.0
THICK, BESIDE = 13.0, 0.81
"""Half of a needle's thickness, and where in a cell it stands: the number stays in sight."""


@dataclass(frozen=True)
class View:
    """One moment of one layer: the step being told, and the pixel that is looked at."""

    layer: Layer
    span: Span
    cell: Cell

    @cached_property
    def column(self) -> Column:
        """The pixel's way through the layer."""
        return self.layer.column(self.cell)

    def role(self, channel: int) -> Role:
        """The colour of a channel of the input: photographs glow in those of their channels."""
        return COLOUR_ROLES[channel] if self.layer.shade == "glow" else Role.INPUT

    def value(self, channel: int, start: Spot, goal: Spot, share: float, what: str = "column") -> Grid:
        """The pixel's number of a channel on its way; once it has come it can be typed over."""
        step = 1.0 if self.layer.shade in ("pixel", "value") else 8.0
        grip = EditCell("pixels", (channel, *self.cell), low=-255.0, high=255.0, step=step) if share >= 1 else None
        return matrix(
            [[self.column.x[channel]]], *underway(start, goal, share), role=self.role(channel), shade=self.layer.shade,
            framed=False, name=f"{what}, channel {channel + 1}", grip=grip,
        )  # fmt: skip

    def pierced(
        self, plates: Plates, grips: Sequence[Grip], cell: Cell, place: Point, reach: float, *, numbers: bool
    ) -> list[AnyMark]:
        """The channels of the input on plates, a cell framed in each, and the needle at a place (row, column)."""
        roles = [self.role(channel) for channel in range(self.layer.channels)]
        maps = [
            matrix(values, (0.0, 0.0), 1.0, role=role, shade=self.layer.shade, name=f"input channel {index + 1}",
                   gap=0.06, numbers=numbers, highlighted=(cell,), grip=grip)
            for index, (values, role, grip) in enumerate(zip(self.layer.input, roles, grips, strict=True))
        ]  # fmt: skip
        return plates.pierced(maps, roles, [(place[0] + 0.5, place[1] + BESIDE)], reach, THICK)

    def weights(self, origin: Point, size: Point, busy: tuple[Cell, ...] = ()) -> Grid:
        """The matrix of all weights, (D, C), in cells of a (width, height)."""
        shape, whole = self.layer.weights.shape, decimals_for(self.layer.weights) == 0
        drawn = matrix(
            self.layer.weights, origin, size[0], role=Role.KERNEL, scale="weights", decimals=self.layer.decimals,
            name="weights", highlighted=busy,
            grip=EditCell("weights", (), (0, 0), (shape[0], shape[1]), -9.0, 9.0, 1.0 if whole else 0.05),
        )  # fmt: skip
        return replace(drawn, v=(0.0, size[1]))

    def biases(self, origin: Point, size: Point) -> Grid:
        """All biases, (D, 1)."""
        drawn = matrix(
            self.layer.biases[:, None], origin, size[0], role=Role.BIAS, name="biases",
            grip=EditCell("biases", (), (0, 0), (self.layer.outputs, 1), -99.0, 99.0, 0.5),
        )  # fmt: skip
        return replace(drawn, v=(0.0, size[1]))


def flying(
    value: float, spots: tuple[Spot, Spot], share: float, role: Role, name: str, scale: str = ""
) -> list[AnyMark]:
    """A number on its way from one spot to another; nothing before it sets out, and once it has come."""
    drawn = travelling(value, *spots, glide(share), role, name)
    return [replace(drawn, scale=scale)] if 0 < share < 1 else []
