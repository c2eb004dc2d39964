"""The output of the convolution scene: the map being written, the maps before it, and all of them as a volume."""

from __future__ import annotations

from dataclasses import replace

from scenes.convolution.layout import BLOCK_END, HEADINGS_Y, LABELLED, SMALL_Y
from scenes.convolution.view import View
from scenes.convolution.words import cell_formula
from scenes.stage.core.lattice import Cell, Point, squares
from scenes.stage.core.marks import AnyMark, Formula, Grid, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.draw.blocks import fitted, heading, volume
from scenes.stage.draw.matrices import matrix, written_first
from scenes.stage.draw.sliding import goes_to

READ = 57.0
"""Smaller cells of maps that are looked back at have no numbers."""
HIGHER, LARGEST = 30.0, 190.0
"""How much higher each map of the volume stands than the one before it, and the side of its largest cells."""
APART = 44.0
"""The space between maps that stand side by side."""
LEAST_SEEN, MOST_SEEN = 0.3, 0.68
"""Where there is no room for that: how much of a map is seen beside the one before it, at least and at most."""
VOLUME_TOP, VOLUME_END = 190.0, 694.0
FORMULA_Y, FORMULA = 750.0, 60.0


def draw_map(view: View) -> None:
    """Draw the map as far as it is written, and the finished ones small under it."""
    name = _name(view, view.steps.filter_)
    (x, y), cell = view.place.map
    grid = _map(view, view.steps.filter_, (x, y), cell, view.written, (view.cell,))
    middle = x + view.place.map_side / 2  # away from the heading beside it, which is a long one
    marks: list[AnyMark] = [heading(middle, HEADINGS_Y, name, "", Role.OUTPUT, "middle", size=40.0), grid]
    if not view.steps.sliding and view.steps.write.motion >= 1.0:
        marks.append(replace(written_first(grid, view.cell, view.window.y), name="written"))
    view.stage.add(*marks)
    for filter_ in range(view.steps.filter_):
        _draw_small_map(view, filter_)


def _name(view: View, filter_: int) -> str:
    return f"feature map {filter_ + 1}" if view.layer.filters > 1 else "feature map"


def _map(view: View, filter_: int, origin: Point, cell: float, shown: int, marked: tuple[Cell, ...] = ()) -> Grid:
    """A feature map with its first cells written."""
    return matrix(
        view.layer.outputs[filter_],
        origin,
        cell,
        role=Role.OUTPUT,
        shown=shown,
        highlighted=marked,
        name=_name(view, filter_),
        grip=view.windows[0].goes_to(origin, cell),
    )


def _draw_small_map(view: View, filter_: int) -> None:
    """A finished map, on the line of the account."""
    rows, columns = view.layer.out
    side = view.place.small_side(view.layer.filters)
    cell = fitted(side, side, rows, columns, side)
    x = BLOCK_END - side - (view.steps.filter_ - 1 - filter_) * (side + LABELLED)
    grid = replace(_map(view, filter_, (x, SMALL_Y), cell, rows * columns), numbers=cell >= READ)
    view.stage.add(_leading_back(view, grid, filter_))
    view.stage.add(lettering(x - 12.0, SMALL_Y + side / 2, f"{filter_ + 1}", Role.OUTPUT, size=32.0, anchor="end"))


def _leading_back(view: View, sheet: Grid, filter_: int) -> Grid:
    """A map whose cells lead to the moment in which they were made."""
    return replace(sheet, grip=goes_to(squares(sheet.origin, sheet.u[0], *view.layer.out), view.walk_of(filter_)))


def draw_volume(view: View) -> None:
    """Draw all feature maps one behind the other, and the formula of their cells."""
    (rows, columns), share = view.layer.out, view.steps.output.motion
    count, behind = view.layer.filters, view.layer.filters - 1
    cell, aside = _measures(rows, columns, behind)
    left = (LEFT + RIGHT - columns * cell - aside * behind) / 2
    grids = volume(
        view.layer.outputs,
        (left, VOLUME_TOP + HIGHER * behind),
        cell,
        role=Role.OUTPUT,
        name="feature map",
        step=(aside, -HIGHER),
        spread=0.5 + 0.5 * share,
    )
    view.stage.add(*(_of_filter(view, each, share) if isinstance(each, Grid) else each for each in grids))
    view.stage.add(
        heading(left - 6.0, HEADINGS_Y - 36.0, "output", f"{count}×{rows}×{columns}", Role.OUTPUT, size=40.0)
    )
    tex, plain = cell_formula(view.layer)
    middle = (LEFT + RIGHT) / 2
    formula = Formula(tex=tex, plain=plain, x=middle, y=FORMULA_Y, size=FORMULA, anchor="middle", name="formula")
    view.stage.add(formula, opacity=view.steps.output.rise(0.4, 0.9))


def _measures(rows: int, columns: int, behind: int) -> tuple[float, float]:
    """The side of the volume's cells, and how far each map stands to the right of the one before it."""
    width, height = RIGHT - LEFT - 40.0, VOLUME_END - VOLUME_TOP - HIGHER * behind
    side_by_side = fitted((width - behind * APART) / (behind + 1), height, rows, columns, LARGEST)
    if side_by_side >= READ or behind == 0:
        return side_by_side, columns * side_by_side + APART
    cell = fitted(width / (1 + LEAST_SEEN * behind), height, rows, columns, LARGEST)
    aside = min(MOST_SEEN * columns * cell, (width - columns * cell) / behind)
    if aside > cell >= READ:
        aside -= aside % cell  # whole columns are seen, so that their numbers can be read
    return cell, aside


def _of_filter(view: View, sheet: Grid, share: float) -> Grid:
    """A map of the volume, by the name that it has had; its cells can't be picked before it has come to rest."""
    filter_ = int(sheet.name.split()[-1]) - 1
    named = replace(sheet, name=_name(view, filter_), numbers=sheet.u[0] >= READ)
    return _leading_back(view, named, filter_) if share >= 1.0 else named
