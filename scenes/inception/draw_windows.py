"""The module as a whole: four windows on one spot at the beginning, and at the end their maps as one stack."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scenes.inception.module import NAMES
from scenes.inception.small import SIDE, Branch
from scenes.inception.view import View, branch_role
from scenes.reference import window
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Grid, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import glide
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import heading, shape_text
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot, underway
from scenes.stage.numbers.values import Values

INPUT = Area(62, 170, 620, 620)
STEP = (20.0, -20.0)
PATCH = 68.0
PATCHES: tuple[Point, ...] = ((780.0, 166.0), (1190.0, 166.0), (780.0, 446.0), (1190.0, 446.0))
"""Where each branch's values are magnified."""
WINDOWS = ("1×1", "3×3", "5×5", "max 3×3")
GROUPS = Area(66, 150, 1468, 440).columns(4, 36)
"""Where the maps of each branch stand before they join."""
PILE_CELL, PILE_TOP, PILE_FOOT = 58.0, 160.0, 690.0
SUM_Y, SPOT = 740.0, 64.0


def windows(view: View) -> list[AnyMark]:
    """The input with four frames around the spot; what each of them sees flies out of it, one after the other."""
    spots = INPUT.stack((SIDE, SIDE), len(view.small.planes), STEP)
    marks = view.input(spots)
    marks.append(heading(LEFT, 132, "input", shape_text(view.small.x.shape), Role.INPUT, size=40))
    for index in reversed(range(4)):
        share = view.span.part(index, 4)
        if share > 0:
            marks.append(view.frame(index, spots[0], view.small.branches[index].kernel, branch_role(index)))
    for index, branch in enumerate(view.small.branches):
        if (share := view.span.part(index, 4)) > 0:
            marks += _patch(view, index, branch, spots[0], share)
    return marks


def _patch(view: View, index: int, branch: Branch, source: Spot, share: float) -> list[AnyMark]:
    """What a window sees of the first map, on its way out of it; the cells of padding are dashed."""
    (x, y), cell = source
    size, half, (row, column) = branch.kernel, branch.kernel // 2, view.spot
    start = (x + (column - half) * cell, y + (row - half) * cell), cell
    under, inside = (window(maps, row, column, size, padding=half)[0] for maps in (view.small.x, np.ones((1, 7, 7))))
    grid = matrix(
        under, *underway(start, (PATCHES[index], PATCH), share), role=branch_role(index),
        name=f"seen by branch {index + 1}",
        padding=None if inside.all() else Values(inside == 0), first=(row - half, column - half), framed=size > 1,
        grip=EditCell("pixels", (0,), (row - half, column - half), (SIDE, SIDE), 0.0, 9.0, 1.0),
    )  # fmt: skip
    (left, top) = PATCHES[index]
    words = heading(left - 8, top - 40, WINDOWS[index], "", branch_role(index), size=40)
    return [grid, words] if share >= 1 else [grid]


def concatenated(view: View) -> list[AnyMark]:
    """The maps of all branches on their way into one stack; at the spot each keeps its number."""
    marks: list[AnyMark] = []
    names: list[AnyMark] = []
    total = len(view.small.y)
    for index, (branch, map_, count) in reversed(tuple(enumerate(_owners(view.small.widths)))):
        start = GROUPS[branch].stack((SIDE, SIDE), count, STEP, largest=46.0)[map_]
        corner, _ = spot = underway(start, _pile(index, total), glide(view.span.t / 0.7 * 1.6 - 0.6 * index / total))
        role, values = branch_role(branch), view.small.branches[branch].maps[map_]
        sheet = view.sheet(values, spot, Role.OUTPUT, f"output {index + 1}", role, numbers=False)
        whole = sheet[-1]
        assert isinstance(whole, Grid)
        marks += [*sheet, _at_the_spot(view, whole, index, float(values.array[view.spot]))]
        if map_ == 0:
            names.append(lettering(corner[0], corner[1] - 34, NAMES[branch], role, bold=True, size=40))
    return [*marks, *names, _sum(view)]


def _at_the_spot(view: View, sheet: Grid, index: int, value: float) -> Grid:
    """A map's number at the spot; its tile is as large on a map that is still small."""
    x, y = sheet.lattice.center(*view.spot)
    return matrix(
        [[value]], (x - SPOT / 2, y - SPOT / 2), SPOT, role=Role.OUTPUT, highlighted=((0, 0),),
        name=f"at the spot {index + 1}", framed=False,
    )  # fmt: skip


def _owners(widths: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    """The branch that each map of the stack comes from, which of its maps it is, and how many they are."""
    return ((branch, map_, count) for branch, count in enumerate(widths) for map_ in range(count))


def _pile(index: int, total: int) -> Spot:
    """Where a map stands in the one stack that all branches make, which goes across the stage."""
    side = SIDE * PILE_CELL
    across, up = (RIGHT - LEFT - 20 - side) / (total - 1), (PILE_FOOT - PILE_TOP - side) / (total - 1)
    return (LEFT + 8 + index * across, PILE_FOOT - side - index * up), PILE_CELL


def _sum(view: View) -> Text:
    """The widths of the branches and their sum."""
    widths = view.small.widths
    runs = [TextRun(str(count), branch_role(index), bold=True) for index, count in enumerate(widths)]
    between = [run for each in runs for run in (each, TextRun(" + ", Role.MUTED))][:-1]
    total = TextRun(f"{sum(widths)} maps", Role.OUTPUT, bold=True)
    return Text(x=LEFT, y=SUM_Y, runs=(*between, TextRun(" = ", Role.MUTED), total), size=72, name="widths")
