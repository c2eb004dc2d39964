"""How marks look, as far as it doesn't depend on what draws them: the window and the SVG file both follow this page.

Sizes are in stage units. A theme scales type by `letters` and lines by `lines`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import (
    Anchor,
    AnyMark,
    Arrow,
    Formula,
    Grid,
    Path,
    Rect,
    Role,
    Text,
    TextRun,
    arrow_head,
    curve,
)
from scenes.stage.output.shading import Colours, cell_colours, mixed, rgb, takes_black
from scenes.stage.output.theme import Theme

SHIFT: dict[Anchor, float] = {"start": 0.0, "middle": -0.5, "end": -1.0}
"""How far a line begins to the right of its anchor, as a share of its width."""
BASELINE = 0.364
"""How far the baseline is below the middle of a line, as a share of the type size: half the capitals' height."""
CORNER = 0.1
"""The radius of a cell's corners, as a share of its smaller side."""
DASHES = (3.0, 2.2)
"""A dash and the space after it, as multiples of the line's width."""
HATCH_LINE = 1.4
HIGHLIGHT_LINE = 4.0
FADED_INK = 0.6
"""How strong a number stands on a faded cell."""
SMALLEST_CELL = 6.0
MOST_CELLS = 4096
"""Smaller or more cells than these are drawn as the pixels of one picture, without gaps."""
HATCH_PER_CELL = 3


def text_size(mark: Text | Formula, theme: Theme) -> float:
    """The type size of a line in a theme."""
    return mark.size * theme.letters


def plain_text(mark: Formula) -> Text:
    """A formula as a line of plain text."""
    runs = (TextRun(mark.plain),)
    return Text(x=mark.x, y=mark.y, runs=runs, size=mark.size, anchor=mark.anchor, role=mark.role, name=mark.name)


def number_size(grid: Grid, theme: Theme) -> float:
    """The type size of a grid's numbers in a theme, still within their cells; 0 where no numbers are shown."""
    size = grid.number_size
    if size == 0.0:
        return 0.0
    room = 1.0 - grid.gap
    return min(size * theme.letters, room * abs(grid.u[0]) / grid.label_width, 0.7 * room * abs(grid.v[1]))


def is_upright(grid: Grid) -> bool:
    """Whether the rows run to the right and the columns downwards, as on paper."""
    return grid.u[0] > 0 and grid.u[1] == 0 and grid.v[0] == 0 and grid.v[1] > 0


def is_picture(grid: Grid) -> bool:
    """Whether a grid is drawn as one picture: its cells touch, or are too small or too many to stand apart."""
    rows, columns = grid.values.shape
    smaller = min(np.hypot(*grid.u), np.hypot(*grid.v))
    return grid.gap <= 0 or smaller < SMALLEST_CELL or rows * columns > MOST_CELLS


def corner(grid: Grid) -> tuple[float, float]:
    """The radii of the cells' corners along u and v, as shares of the cells' sides: round on the stage."""
    across, down = float(np.hypot(*grid.u)), float(np.hypot(*grid.v))
    radius = CORNER * min(across, down)
    return radius / across, radius / down


def written(grid: Grid) -> int:
    """How many cells have been written, in reading order."""
    rows, columns = grid.values.shape
    return rows * columns if grid.shown is None else max(0, min(grid.shown, rows * columns))


def fills(grid: Grid, theme: Theme) -> Colours:
    """The colour of every cell, (rows, columns, 3): what its value says, and padding half gone into the ground."""
    colours = cell_colours(grid, theme)
    if grid.hatched is None:
        return colours
    mask = grid.hatched.array.astype(bool)
    result = colours.copy()
    result[mask] = np.rint(0.5 * colours[mask] + 0.5 * rgb(theme.background))
    return result


def inks(grid: Grid, colours: Colours) -> list[list[str]]:
    """The colour "#rrggbb" of every cell's number, (rows, columns), on cells of the given colours."""
    found = [["#000000" if black else "#ffffff" for black in row] for row in takes_black(colours).tolist()]
    if grid.faded is not None:
        for row, column in np.argwhere(grid.faded.array.astype(bool)):
            ground = "#{:02x}{:02x}{:02x}".format(*colours[row, column])
            found[row][column] = mixed(found[row][column], ground, FADED_INK)
    return found


def hatching(grid: Grid) -> tuple[tuple[Point, Point], ...]:
    """The diagonal lines across the padding's cells: none through a number, none where cells are too small for them."""
    if grid.hatched is None or is_picture(grid):
        return ()
    lattice, low = grid.lattice, grid.gap / 2
    side = 1.0 - grid.gap
    clear = HATCH_PER_CELL // 2 if grid.number_size else None  # the middle line, which would strike a number out
    lines = []
    for row, column in np.argwhere(grid.hatched.array.astype(bool)):
        for index in range(HATCH_PER_CELL):
            if index == clear:
                continue
            # Lines x + y = reach, cut off at the sides of a square of side 1; the middle one is its diagonal.
            reach = 2 * (index + 0.5) / HATCH_PER_CELL
            near, far = max(0.0, reach - 1.0) * side + low, min(1.0, reach) * side + low
            lines.append((lattice.at(row + near, column + far), lattice.at(row + far, column + near)))
    return tuple(lines)


def frames(grid: Grid) -> tuple[AnyMark, ...]:
    """The frames around the highlighted cells, as marks of their own."""
    lattice = grid.lattice
    found: list[AnyMark] = []
    for row, column in grid.highlighted:
        if is_upright(grid):
            x, y = lattice.at(row, column)
            width, height = grid.u[0], grid.v[1]
            radius = CORNER * min(width, height)
            box = Rect(x=x, y=y, width=width, height=height, radius=radius, line=HIGHLIGHT_LINE, role=Role.HIGHLIGHT)
            found.append(box)
        else:
            corners = replace(lattice, origin=lattice.at(row, column), rows=1, columns=1).corners
            found.append(Path(points=corners, closed=True, line=HIGHLIGHT_LINE, role=Role.HIGHLIGHT))
    return tuple(found)


def shaft(arrow: Arrow) -> tuple[Point, Point, Point]:
    """The control points of an arrow's line, which ends where its head begins."""
    start, middle, _ = curve(arrow)
    _, left, right = arrow_head(arrow)
    return start, middle, ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
