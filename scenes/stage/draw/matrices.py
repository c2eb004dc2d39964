"""Matrices of upright square cells, which most grids on a stage are."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict, Unpack

import numpy.typing as npt

from scenes.stage.core.grips import Grip
from scenes.stage.core.lattice import Cell, Point
from scenes.stage.core.marks import CELL_GAP, Grid, Role, Shade
from scenes.stage.numbers.values import Values, decimals_for

SEPARATE = 8.0
"""Cells with a longer side than this stand apart; smaller ones touch, as the pixels of a picture do."""


class GridFields(TypedDict, total=False):
    """What may be said of a `Grid` besides its numbers and its place."""

    role: Role
    name: str
    grip: Grip | None
    opacity: float
    shade: Shade
    scale: str
    numbers: bool
    decimals: int | None
    shown: int | None
    highlighted: tuple[Cell, ...]
    padding: Values | None
    faded: Values | None
    gap: float
    framed: bool
    aside: bool
    first: Cell


def matrix(values: Values | npt.ArrayLike, origin: Point, cell: float, **fields: Unpack[GridFields]) -> Grid:
    """Make a grid of (rows, columns) numbers in square cells with the side `cell`, its corner at `origin`."""
    fields.setdefault("gap", CELL_GAP if cell > SEPARATE else 0.0)
    held = values if isinstance(values, Values) else Values(values)
    return Grid(values=held, origin=origin, u=(cell, 0.0), v=(0.0, cell), **fields)


def written_first(whole: Grid, cell: Cell, value: float) -> Grid:
    """Make the one cell of a map that is written before all others, highlighted, in its place, and as the map is."""
    one, corner = Values([[value]]), whole.lattice.at(*cell)
    decimals = decimals_for(whole.values.array) if whole.decimals is None else whole.decimals
    return replace(
        whole, values=one, origin=corner, shown=None, highlighted=((0, 0),), first=cell, decimals=decimals
    )  # fmt: skip
