"""What the drawing functions of the inception scene share: one moment of the small module, its maps and windows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.inception.knobs import Knobs
from scenes.inception.layout import CELL, INPUT, STEP, branch_role, lattice
from scenes.inception.small import SIDE, Small
from scenes.inception.story import Steps
from scenes.stage.core.grips import PickCell
from scenes.stage.core.lattice import Cell, Point, nearest_cell
from scenes.stage.core.marks import AnyMark, Rect, Role
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import backed, heading, shape_text
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.walk import Walk, walk
from scenes.stage.numbers.values import Values

OVER = 10.0
"""How far the frame of a window reaches over the edge of a map, where the window lies on padding."""
LEAD, REST = 0.5, 0.1
"""The shares of a branch's step before and after its window walks over all cells."""


@dataclass(frozen=True)
class View:
    """One moment of the small module on a stage."""

    stage: Stage
    small: Small
    steps: Steps
    knobs: Knobs

    @cached_property
    def spot(self) -> Cell:
        """The spot that is asked for."""
        return nearest_cell(self.knobs.at, SIDE, SIDE)

    @cached_property
    def walk(self) -> Walk | None:
        """The walk of a branch's window over all cells, while it walks."""
        span = self.steps.present
        if self.steps.branch is None or not LEAD < span.t < 1.0 - REST:
            return None
        return walk(span, SIDE, SIDE, self.spot, lead=LEAD, rest=REST)

    @property
    def cell(self) -> Cell:
        """The cell that is looked at."""
        return self.walk.cell if self.walk else self.spot

    @property
    def place(self) -> tuple[float, float]:
        """Where the windows are drawn: they glide between the cells."""
        return self.walk.place if self.walk else (float(self.spot[0]), float(self.spot[1]))

    @property
    def written(self) -> int:
        """How many cells of a branch's maps are done."""
        if self.walk:
            return self.walk.written()
        return SIDE * SIDE if self.steps.present.t >= 1.0 - REST else 0

    def sheet(
        self, values: Values, corner: Point, cell: float, role: Role, name: str, edge: Role | None = None,
        *, shown: int | None = None, numbers: bool = True, marked: tuple[Cell, ...] = (),
    ) -> list[AnyMark]:  # fmt: skip
        """A map with a border in the colour of its branch; a click on a cell makes it the spot."""
        grid = matrix(
            values, corner, cell, role=role, name=name, numbers=numbers,
            shown=shown, highlighted=marked, grip=PickCell("at", lattice(corner, cell)),
        )  # fmt: skip
        return [*backed(grid, edge or role)]

    def input(self, marked: tuple[Cell, ...] = ()) -> list[AnyMark]:
        """The input's three maps behind each other."""
        marks: list[AnyMark] = []
        for index, values in reversed(tuple(enumerate(self.small.planes))):
            corner = (INPUT[0] + index * STEP[0], INPUT[1] + index * STEP[1])
            marks += self.sheet(
                values, corner, CELL, Role.INPUT, f"input {index + 1}", numbers=index == 0,
                marked=marked if index == 0 else (),
            )  # fmt: skip
        shape = shape_text(self.small.x.shape)
        top = INPUT[1] + STEP[1] * (len(self.small.planes) - 1)
        return [*marks, heading(INPUT[0], top - 30, "input", shape, Role.INPUT)]

    def frame(self, corner: Point, cell: float, size: int, role: Role, name: str, wider: float = 0.0) -> Rect:
        """The frame of a window around the present spot, cut off a little outside the map."""
        x, y = corner
        row, column = self.place
        half = size // 2
        low, high = -OVER, SIDE * cell + OVER
        left, top = max((column - half) * cell - wider, low), max((row - half) * cell - wider, low)
        right, bottom = min((column + half + 1) * cell + wider, high), min((row + half + 1) * cell + wider, high)
        return Rect(
            x=x + left, y=y + top, width=right - left, height=bottom - top, radius=8, line=4.0, role=role, name=name
        )

    def branch_frame(self, index: int, corner: Point, cell: float, size: int, role: Role | None = None) -> Rect:
        """The frame of a branch's window; that of the pooling is a little wider, since two are 3×3."""
        name = f"window of branch {index + 1}"
        return self.frame(corner, cell, size, role or branch_role(index), name, wider=7.0 if index == 3 else 0.0)
