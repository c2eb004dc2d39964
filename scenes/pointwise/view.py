"""What the drawing functions of the pointwise scene share: one moment of one layer and one pixel, and flying cells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from scenes.pointwise.computed import Column, Layer
from scenes.pointwise.layout import Layout, Volume
from scenes.pointwise.story import Steps
from scenes.stage.core.grips import EditCell, Grip, PickCell
from scenes.stage.core.lattice import Cell, Point
from scenes.stage.core.marks import AnyMark, Grid, Role, Shade
from scenes.stage.core.stage import Stage
from scenes.stage.draw.maps import COLOUR_ROLES
from scenes.stage.numbers.values import Values


@dataclass(frozen=True)
class Look:
    """How the numbers of a volume are coloured, and how they are called."""

    role: Role
    shade: Shade


@dataclass(frozen=True)
class View:
    """One moment of one layer, laid out on a stage; `cell` is the pixel that is looked at."""

    stage: Stage
    layer: Layer
    place: Layout
    steps: Steps
    cell: Cell

    @cached_property
    def column(self) -> Column:
        """The present pixel's way through the layer."""
        return self.layer.column(self.cell)

    def input_look(self, channel: int) -> Look:
        """How a channel of the input looks: photographs glow in their channels' colours."""
        shade = self.layer.shade
        return Look(COLOUR_ROLES[channel] if shade == "glow" else Role.INPUT, shade)

    @cached_property
    def output_look(self) -> Look:
        """How the output looks, and everything on the way to it."""
        return Look(Role.OUTPUT, "value")

    def pick_grip(self, volume: Volume) -> Grip:
        """Clicking a pixel, or dragging over pixels, makes it the one that is looked at."""
        return PickCell("at", volume.front)

    def pixel_grip(self, channel: int) -> EditCell:
        """Typing on a number of the column, or dragging it up and down, changes it in the volume."""
        index = (channel, *self.cell)
        return EditCell("pixels", index, low=-255.0, high=255.0, step=1.0 if self.layer.shade == "pixel" else 8.0)


@dataclass(frozen=True)
class Cube:
    """One number on its way: a cell with the corner and the size that it has just now, and sides if it is a cube.

    A cube that is `covered` by the one in front of it shows its number at its side only.
    """

    value: float
    corner: Point
    size: Point
    deeper: Point = (0.0, 0.0)
    covered: bool = False

    def marks(self, look: Look, *, name: str = "", grip: Grip | None = None, framed: bool = False) -> list[AnyMark]:
        """The front, and behind it top and side where the cube has a depth."""
        (x, y), (width, height) = self.corner, self.size
        deep = abs(self.deeper[0]) >= 1
        front = Grid(
            values=Values([[self.value]]), origin=self.corner, u=(width, 0.0), v=(0.0, height), role=look.role,
            shade=look.shade, name=name, grip=grip, highlighted=((0, 0),) if framed else (),
            numbers=not (deep and self.covered),
        )  # fmt: skip
        if not deep:
            return [front]
        top = replace(front, v=self.deeper, numbers=False, name="", grip=None, highlighted=())
        side = replace(top, origin=(x + width, y), u=self.deeper, v=(0.0, height), numbers=True)
        return [top, side, front]
