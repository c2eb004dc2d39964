"""The module as a whole: four windows on one spot at the beginning, and at the end their maps as one stack."""

from __future__ import annotations

from collections.abc import Iterator

from scenes.inception.module import NAMES
from scenes.inception.small import SIDE
from scenes.inception.view import View, branch_role
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Grid, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import glide
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import heading, shape_text
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot, underway

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
    shares = [view.span.part(index, 4) for index in range(4)]
    for index, branch in reversed(tuple(enumerate(view.small.branches))):
        if shares[index] > 0:
            marks.append(view.frame(index, spots[0], branch.kernel, branch_role(index)))
    (x, y), cell = spots[0]
    for index, branch in enumerate(view.small.branches):
        (left, top), role, half = PATCHES[index], branch_role(index), branch.kernel // 2
        if shares[index] > 0:
            start = (x + (view.spot[1] - half) * cell, y + (view.spot[0] - half) * cell), cell
            at = underway(start, ((left, top), PATCH), shares[index])
            marks.append(view.seen(at, branch.kernel, role, f"seen by branch {index + 1}"))
        if shares[index] >= 1:
            marks.append(heading(left - 8, top - 40, WINDOWS[index], "", role, size=40))
    return marks


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
