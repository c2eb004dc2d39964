"""What the drawings of the small module share: the spot that is looked at, its maps, windows and weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scenes import reference
from scenes.inception.knobs import Knobs
from scenes.inception.small import SIDE, Small
from scenes.reference import Floats
from scenes.stage.core.grips import EditCell, PickCell
from scenes.stage.core.lattice import Cell, nearest_cell, squares
from scenes.stage.core.marks import KINDS, AnyMark, Grid, Rect, Role
from scenes.stage.core.timeline import Span
from scenes.stage.draw.blocks import backed
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot
from scenes.stage.draw.sliding import WINDOW_LINE
from scenes.stage.draw.walk import Walk, walk
from scenes.stage.numbers.values import Values

OVER = 10.0
"""How far the frame of a window reaches over the edge of a map, where the window lies on padding."""
LEAD, REST = 0.55, 0.1
"""The shares of a branch's step before and after its window walks over all cells."""


@dataclass(frozen=True)
class View:
    """One moment of a step about the small module; in some its window `walks` over all cells."""

    small: Small
    span: Span
    knobs: Knobs
    walks: bool = False

    @cached_property
    def spot(self) -> Cell:
        """The spot that is asked for."""
        return nearest_cell(self.knobs.at, SIDE, SIDE)

    @cached_property
    def walk(self) -> Walk | None:
        """The walk of a branch's window over all cells, while it walks."""
        if not self.walks or not LEAD < self.span.t < 1.0 - REST:
            return None
        return walk(self.span, SIDE, SIDE, self.spot, lead=LEAD, rest=REST)

    @property
    def cell(self) -> Cell:
        """The cell that is looked at."""
        return self.walk.cell if self.walk else self.spot

    @property
    def written(self) -> int:
        """How many cells of a branch's maps are done."""
        if self.walk:
            return self.walk.written()
        return SIDE * SIDE if self.span.t >= 1.0 - REST else 0

    def sheet(
        self, values: Values, spot: Spot, role: Role, name: str, edge: Role,
        *, shown: int | None = None, numbers: bool = True, marked: bool = False, edits: int | None = None,
    ) -> tuple[AnyMark, ...]:  # fmt: skip
        """A map with a border in the colour of its branch; a click on a cell makes it the spot, which may be marked.

        A map of the input whose number `edits` says can be typed over instead.
        """
        picks = PickCell("at", squares(*spot, SIDE, SIDE))
        grip = picks if edits is None else EditCell("pixels", (edits,), (0, 0), (SIDE, SIDE), 0.0, 9.0, 1.0)
        grid = matrix(
            values, *spot, role=role, name=name, numbers=numbers, shown=shown,
            highlighted=(self.cell,) if marked else (), grip=grip,
        )  # fmt: skip
        return backed(grid, edge)

    def stack(
        self, maps: Sequence[Values], spots: Sequence[Spot], role: Role, name: str, edge: Role,
        *, shown: int | None = None, marked: bool = False,
    ) -> list[AnyMark]:  # fmt: skip
        """Maps one behind the other; only the first has numbers."""
        marks: list[AnyMark] = []
        for index, (values, spot) in reversed(tuple(enumerate(zip(maps, spots, strict=True)))):
            front, named = index == 0, f"{name} {index + 1}"
            marks += self.sheet(values, spot, role, named, edge, shown=shown, numbers=front, marked=marked and front)
        return marks

    def input(self, spots: Sequence[Spot]) -> list[AnyMark]:
        """The input's maps one behind the other."""
        return self.stack(self.small.planes, spots, Role.INPUT, "input", Role.INPUT)

    def seen(self, spot: Spot, size: int, role: Role, name: str) -> Grid:
        """What a window sees of the input's first map, to be typed over; the cells of padding are dashed."""
        half, (row, column) = size // 2, self.cell
        maps = self.small.x[0], np.ones((SIDE, SIDE))
        under, inside = (reference.window(each[None], row, column, size, padding=half)[0] for each in maps)
        return matrix(
            under, *spot, role=role, name=name, padding=None if inside.all() else Values(inside == 0),
            first=(row - half, column - half), framed=size > 1,
            grip=EditCell("pixels", (0,), (row - half, column - half), (SIDE, SIDE), 0.0, 9.0, 1.0),
        )  # fmt: skip

    def frame(self, index: int, spot: Spot, size: int, role: Role) -> Rect:
        """The frame of a window around the present cell, cut off a little outside the map.

        That of the pooling is a little wider, since two of the four are 3×3.
        """
        (x, y), cell = spot
        row, column = self.walk.place if self.walk else self.cell
        half, wider = size / 2, 8.0 if index == 3 else 0.0
        low, high = -OVER, SIDE * cell + OVER
        left, right = ((column + 0.5 + way * half) * cell + way * wider for way in (-1, 1))
        top, bottom = ((row + 0.5 + way * half) * cell + way * wider for way in (-1, 1))
        left, right, top, bottom = (max(low, min(edge, high)) for edge in (left, right, top, bottom))
        return Rect(
            x=x + left, y=y + top, width=right - left, height=bottom - top, radius=12, line=WINDOW_LINE, role=role,
            name=f"window of branch {index + 1}",
        )  # fmt: skip


def branch_role(index: int) -> Role:
    """The colour of a branch and of all that it makes."""
    return KINDS[index]


def column_of_weights(weights: Floats, filter_: int, spot: Spot, knob: str, name: str) -> Grid:
    """The weights (F, C, 1) of a 1×1 filter as a column, to be typed over."""
    column = weights[filter_]
    return matrix(
        column, *spot, role=Role.KERNEL, scale="weights", name=name,
        grip=EditCell(knob, (filter_,), (0, 0), (len(column), 1), -9.0, 9.0, 1.0),
    )  # fmt: skip
