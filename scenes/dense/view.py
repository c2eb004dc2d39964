"""What the drawing functions of the dense scene share: one moment of one layer, and what has become of each weight."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.dense.computed import Layer
from scenes.dense.story import Moment
from scenes.stage.core.grips import EditCell, Grip
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import KINDS, AnyMark, Grid, Rect, Role, Text, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import number
from scenes.stage.numbers.values import Values

MODES = ("dense", "local", "shared")


@dataclass(frozen=True)
class Weight:
    """One weight of the matrix: how visible it is as a weight of its own, as a shared one, and as nothing."""

    row: int
    column: int
    own: float
    shared: float
    gone: float
    place: int

    @property
    def kind(self) -> Role:
        """The colour of the shared weight that it has become."""
        return KINDS[self.place]


@dataclass(frozen=True)
class View:
    """One moment of one layer on a stage."""

    stage: Stage
    of: Layer
    now: Moment

    @cached_property
    def weights(self) -> tuple[Weight, ...]:
        """All weights, in reading order."""
        return tuple(self._weight(row, column) for row in range(self.of.outputs) for column in range(self.of.inputs))

    def _weight(self, row: int, column: int) -> Weight:
        come = ease(self.now.dense * self.of.outputs - row)
        if not self.of.seen[row][column]:
            return Weight(row, column, come * (1.0 - ease(self.now.local * 2)), 0.0, ease(self.now.local * 2 - 1), 0)
        shared = self.shared(row)
        return Weight(row, column, come * (1.0 - shared), shared, 0.0, column - row * self.of.stride)

    def shared(self, row: int) -> float:
        """How far a row has taken the shared weights."""
        return ease(self.now.share * self.of.outputs - row)

    @cached_property
    def outputs(self) -> Values:
        """The outputs (m, 1) as the weights are now."""
        modes = [2 if self.shared(row) > 0.5 else int(self.now.local > 0.5) for row in range(self.of.outputs)]
        return Values([[self.of.y[mode][row]] for row, mode in enumerate(modes)])

    @property
    def written(self) -> int:
        """How many outputs are written."""
        if self.now.sliding:
            return self.now.slide.written()
        return sum(self.now.dense * self.of.outputs - row > 0.9 for row in range(self.of.outputs))

    def weight_grip(self, weight: Weight) -> EditCell:
        """Typing on a weight, or dragging it up and down, changes it: a shared one for all rows."""
        index = (0, weight.place) if weight.shared > 0.5 else (weight.row, weight.column)
        return EditCell("weights", index, low=-9.0, high=9.0)

    def inputs(self, origin: Point, cell: float, name: str) -> Grid:
        """The input as a row of cells."""
        return self.row(self.of.x.tolist(), origin, cell, name, EditCell("x", (), (0, 0), (1, self.of.inputs)))

    def row(self, numbers: list[float], origin: Point, cell: float, name: str, grip: Grip | None = None) -> Grid:
        """Inputs as a row of cells."""
        return Grid(
            values=Values([numbers]), origin=origin, u=(cell, 0.0), v=(0.0, cell), role=Role.INPUT,
            shade="signed" if min(numbers) < 0 else "unsigned", name=name, grip=grip,
        )  # fmt: skip


def tile(corner: Point, side: float, value: float, role: Role, opacity: float, **more: object) -> list[AnyMark]:
    """One weight as a tile in the colour of its role; its number comes last and goes first, never two in one place."""
    x, y = corner
    inset = 0.04 * side
    box = Rect(
        x=x + inset, y=y + inset, width=side - 2 * inset, height=side - 2 * inset, radius=0.12 * side, fill=0.34,
        line=3.0, role=role, opacity=opacity, value=value, **more,  # type: ignore[arg-type]
    )  # fmt: skip
    words = number(value)
    size = max(20.0, min(0.5 * side, 36.0, 0.8 * side / (0.62 * len(words))))
    runs = (TextRun(words, Role.TEXT, bold=True),)
    shown = max(0.0, 2.0 * opacity - 1.0)
    return [box, Text(x=x + side / 2, y=y + side / 2, runs=runs, size=size, anchor="middle", opacity=shown)]
