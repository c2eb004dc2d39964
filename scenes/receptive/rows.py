"""The rows of cells that all pictures of the scene are made of, and their names."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scenes.receptive.layout import Rows
from scenes.stage.core.grips import PickCell
from scenes.stage.core.marks import Grid, Role, Text, lettering
from scenes.stage.core.stage import LEFT
from scenes.stage.numbers.values import Values

COUNT, HERO = 64.0, 88.0
"""The type sizes of the numbers of rows, and of the one that a step is about."""


def name_of(row: int) -> str:
    """What a map is called."""
    return f"layer {row}" if row else "input"


def role_of(row: int) -> Role:
    """How a map and its name are coloured."""
    return Role.PRODUCT if row else Role.INPUT


def row_of_cells(rows: Rows, row: int, filled: Iterable[int], role: Role, strength: float = 1.0) -> Grid:
    """The cells of a map, some of them filled; a click makes one the unit that is looked at."""
    own, values = rows.strip(row), np.zeros((1, rows.chain.sizes[row]))
    values[0, sorted(filled)] = strength
    return Grid(
        values=Values(values), origin=own.origin, u=own.u, v=own.v, shade="tint", framed=False, numbers=False,
        role=role, name=name_of(row), grip=PickCell("unit", rows.levels(row)),
    )  # fmt: skip


def row_label(row: int, y: float) -> Text:
    """The name of a map at the left of its row."""
    return lettering(LEFT, y, name_of(row), role_of(row), bold=True, size=36, name=f"name of map {row}")
