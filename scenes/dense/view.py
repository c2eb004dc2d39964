"""What the drawing functions of the dense scene share: one moment of one layer, and what has become of each weight."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.dense.computed import Layer
from scenes.dense.story import Steps, one_by_one
from scenes.stage.core.grips import EditCell, Grip
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import KINDS, AnyMark, Grid, Rect, Role
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.walk import Walk, walk
from scenes.stage.numbers.values import Values

MODES = ("dense", "local", "shared")
HEADINGS_Y, INPUT_TOP = 124.0, 156.0
FLOOR = 784.0
"""The lowest line of the picture."""
COLUMN_X, COLUMN_WIDTH = 1080.0, 464.0
"""The column at the right, for what is counted."""
WINDOW_GLIDES, ARRIVED = 0.25, 0.5
"""The shares of an output's time after which the kernel stands at its place, and after which the output is written."""


@dataclass(frozen=True)
class Weight:
    """One weight of the matrix: how visible it is as one of its own, how far it is shared, how visible as nothing."""

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
    layer: Layer
    steps: Steps

    @cached_property
    def slide(self) -> Walk:
        """The kernel's way down the matrix."""
        return walk(self.steps.slide, self.layer.outputs, 1, (0, 0), rest=0.12, pace=WINDOW_GLIDES)

    @cached_property
    def weights(self) -> tuple[Weight, ...]:
        """All weights, in reading order."""
        rows, columns = range(self.layer.outputs), range(self.layer.inputs)
        return tuple(self._weight(row, column) for row in rows for column in columns)

    def _weight(self, row: int, column: int) -> Weight:
        come, local = glide(self.come(row)), self.steps.local.motion
        if not self.layer.seen[row][column]:
            return Weight(row, column, come * (1.0 - ease(local * 2)), 0.0, ease(local * 2 - 1), 0)
        shared = self.shared(row)
        return Weight(row, column, come * (1.0 - shared), shared, 0.0, column - row * self.layer.stride)

    def drawn(self, row: int) -> float:
        """How far the lines of an output of the net are drawn; 0 or less as long as those before it are."""
        return one_by_one(self.steps.dense) * self.layer.outputs - row

    def come(self, row: int) -> float:
        """How far a row of the matrix has come; 0 or less as long as those above it do."""
        return one_by_one(self.steps.matrix) * self.layer.outputs - row

    def shared(self, row: int) -> float:
        """How far a row has taken the shared weights."""
        return glide(one_by_one(self.steps.share) * self.layer.outputs - row)

    @cached_property
    def outputs(self) -> Values:
        """The outputs (m, 1) as the weights are now."""
        alone = int(self.steps.local.motion > 0.5)
        modes = [2 if self.shared(row) > 0.5 else alone for row in range(self.layer.outputs)]
        return Values([[self.layer.y[mode][row]] for row, mode in enumerate(modes)])

    @property
    def written(self) -> int:
        """How many outputs are written."""
        if self.steps.slide.begun:
            return self.slide.index + (self.slide.inside >= ARRIVED)
        far = self.come if self.steps.matrix.begun else self.drawn
        return sum(far(row) > 0.9 for row in range(self.layer.outputs))

    def weight_grip(self, weight: Weight) -> EditCell:
        """Typing on a weight, or dragging it up and down, changes it: a shared one for all rows."""
        index = (0, weight.place) if weight.shared > 0.5 else (weight.row, weight.column)
        return EditCell("weights", index, low=-9.0, high=9.0)

    def inputs(self, origin: Point, cell: float) -> Grid:
        """The input as a row of cells."""
        return self.row(self.layer.x.tolist(), origin, cell, EditCell("x", (), (0, 0), (1, self.layer.inputs)))

    def row(self, numbers: list[float], origin: Point, cell: float, grip: Grip | None = None) -> Grid:
        """Inputs as a row of cells."""
        return Grid(
            values=Values([numbers]), origin=origin, u=(cell, 0.0), v=(0.0, cell), role=Role.INPUT,
            name="input", grip=grip,
        )  # fmt: skip


def tile(corner: Point, side: float, value: float, role: Role, opacity: float, **more: object) -> list[AnyMark]:
    """One weight, in a frame in the colour of its role."""
    (x, y), inset = corner, 0.02 * side
    number = Grid(
        values=Values([[value]]), origin=corner, u=(side, 0.0), v=(0.0, side), role=role, scale="weights",
        opacity=opacity,
    )  # fmt: skip
    frame = Rect(
        x=x + inset, y=y + inset, width=side - 2 * inset, height=side - 2 * inset, radius=0.14 * side, line=6.0,
        role=role, opacity=opacity, value=value, **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return [number, frame]


def window_frame(corner: Point, width: float, height: float) -> Rect:
    """The frame of the window that the kernel looks at."""
    return Rect(x=corner[0], y=corner[1], width=width, height=height, radius=12, line=8.0, role=Role.KERNEL)
