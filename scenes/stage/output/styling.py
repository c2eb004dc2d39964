"""How marks look, as far as it doesn't depend on what draws them: the window and the SVG file both follow this page.

Sizes are in stage units. A theme scales type by `letters` and lines by `lines`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scenes.stage.core.lattice import Cell, Point
from scenes.stage.core.marks import (
    HEIGHT,
    IN_RING,
    WIDTH,
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
from scenes.stage.output import shading
from scenes.stage.output.shading import Tiles, hexed
from scenes.stage.output.theme import Theme

SHIFT: dict[Anchor, float] = {"start": 0.0, "middle": -0.5, "end": -1.0}
"""How far a line begins to the right of its anchor, as a share of its width."""
BASELINE = 0.364
"""How far the baseline is below the middle of a line, as a share of the type size: half the capitals' height."""
CORNER = 0.13
"""The radius of a cell's corners, as a share of its smaller side."""
DASHES = (3.0, 2.2)
"""A dash and the space after it, as multiples of the line's width."""
FLAT_BELOW, DASHED_FROM = 10.0, 16.0
"""Cells of fewer pixels have no rings, and of so many an outline as long as they are not written."""
BEYOND = ((0.30, 0.04), (0.04, 0.04), (0.04, 0.30))
"""The corner of a tile whose number is beyond the scale: from its upper right to the left and down, as shares of the
cell's side."""
NOT_WRITTEN_LINE = 2.0
THIN_RING = 0.03
"""How thick a ring is at least, as a share of the cell's side: figures have some space at their sides."""
FRAME_LINE, FRAME_OFF, FRAME_RADIUS = 4.0, 8.0, 18.0
"""The frame of a grid in its role's colour, and how far it is off the cells."""
FRAMED_ABOVE, FRAMED_FROM = 4, 100.0
"""Grids of more cells have a frame, if they are no lower and no narrower than this."""
HIGHLIGHT_LINE = 7.0
GLOW_AT, GLOW_RADIUS = (WIDTH / 2, HEIGHT / 2), 600.0
"""Where the stage glows, and how far."""
SMALLEST_CELL = 6.0
MOST_CELLS = 4096
"""Smaller or more cells than these are drawn as the pixels of one picture, without gaps."""


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
    widest = max(size, IN_RING * grid.room[0] / grid.label_width)
    return min(size * theme.letters, widest, 0.7 * (1.0 - grid.gap) * abs(grid.v[1]))


def number_place(grid: Grid, row: int, column: int) -> Point:
    """The middle of a cell's number: that of the cell, or of the upper left quarter of its tile."""
    if not grid.aside:
        return grid.lattice.center(row, column)
    tile = grid.room[0] / sides(grid)[0]  # tiles that stand far apart are less than their cells
    half = 0.5 * grid.number_size * grid.label_width / grid.room[0]
    down, right = ((place - 0.5) * tile + 0.5 for place in (0.26, max(0.28, half + 0.06)))
    return grid.lattice.at(row + down, column + right)


def is_upright(grid: Grid) -> bool:
    """Whether the rows run to the right and the columns downwards, as on paper."""
    return grid.u[0] > 0 and grid.u[1] == 0 and grid.v[0] == 0 and grid.v[1] > 0


def is_picture(grid: Grid) -> bool:
    """Whether a grid is drawn as one picture: its cells touch, or are too small or too many to stand apart."""
    rows, columns = grid.values.shape
    smaller = min(np.hypot(*grid.u), np.hypot(*grid.v))
    return grid.gap <= 0 or smaller < SMALLEST_CELL or rows * columns > MOST_CELLS


def sides(grid: Grid) -> tuple[float, float]:
    """How long the sides of a cell are, along u and along v."""
    return float(np.hypot(*grid.u)), float(np.hypot(*grid.v))


def tile_box(grid: Grid, row: int, column: int) -> tuple[float, float, float, float]:
    """Where a tile stands in its grid: (x, y, width, height), in units along u and v."""
    (across, down), space = sides(grid), grid.gap * smaller_side(grid)
    return column * across + space / 2, row * down + space / 2, across - space, down - space


def smaller_side(grid: Grid) -> float:
    """The smaller side of a cell: what gaps, corners and rings are shares of."""
    return min(sides(grid))


def written(grid: Grid) -> int:
    """How many cells have been written, in reading order."""
    rows, columns = grid.values.shape
    return rows * columns if grid.shown is None else max(0, min(grid.shown, rows * columns))


def tiles(grid: Grid, limit: float, theme: Theme, scale: float = 1.0) -> Tiles:
    """What the cells of a grid look like on a scale with a limit, at so many pixels a unit."""
    letters = number_size(grid, theme)
    flat = letters == 0.0 or smaller_side(grid) * scale < FLAT_BELOW
    label = letters * grid.label_width if letters else 0.0  # of a large map without numbers no label is ever written
    beside = (1.0 - grid.gap) * abs(grid.u[0]) - label
    dashes = not is_picture(grid) and smaller_side(grid) * scale >= DASHED_FROM
    thickest = max(THIN_RING, beside / 2 / smaller_side(grid))
    return shading.tiles(grid, limit, theme, flat=flat, dashes=dashes, thickest=thickest)


def corner_colour(grid: Grid, found: Tiles, cell: Cell, theme: Theme) -> str:
    """The colour of the corner of a cell beyond the scale: on the lightest pixel it is that of the number."""
    return hexed(found.ink[cell]) if grid.shade == "pixel" else theme.colour(Role.HIGHLIGHT)


def ring_width(grid: Grid, found: Tiles, cell: Cell, theme: Theme) -> float:
    """How thick the ring or the outline of a cell is, in units."""
    if found.dashed[cell]:
        return NOT_WRITTEN_LINE * theme.lines
    return float(found.width[cell]) * smaller_side(grid)


def is_bold(label: str) -> bool:
    """Whether a cell's number stands out: zero doesn't."""
    return any(sign not in "0." for sign in label)


def ground(grid: Grid) -> tuple[Rect, ...]:
    """The frame of a grid in its role's colour, to be drawn under its cells; one of a few cells has none."""
    rows, columns = grid.values.shape
    (x, y), width, height = grid.origin, columns * grid.u[0], rows * grid.v[1]
    large = rows * columns > FRAMED_ABOVE and min(width, height) >= FRAMED_FROM
    if not grid.framed or not is_upright(grid) or not large:
        return ()
    frame = Rect(
        x=x - FRAME_OFF, y=y - FRAME_OFF, width=width + 2 * FRAME_OFF, height=height + 2 * FRAME_OFF,
        radius=FRAME_RADIUS, line=FRAME_LINE, role=grid.role,
    )  # fmt: skip
    return (frame,)


def frames(grid: Grid) -> tuple[AnyMark, ...]:
    """The frames around the highlighted cells, as marks of their own."""
    lattice, line = grid.lattice, min(HIGHLIGHT_LINE, 0.12 * smaller_side(grid))
    found: list[AnyMark] = []
    for row, column in grid.highlighted:
        if is_upright(grid):
            # Around a number; over the dashes of a cell that has none yet, which would look out on both sides.
            inset = 0.0 if row * lattice.columns + column < written(grid) else grid.gap * smaller_side(grid) / 2
            (x, y), width, height = lattice.at(row, column), grid.u[0] - 2 * inset, grid.v[1] - 2 * inset
            x, y = x + inset, y + inset
            radius = CORNER * min(width, height)
            box = Rect(x=x, y=y, width=width, height=height, radius=radius, line=line, role=Role.HIGHLIGHT)
            found.append(box)
        else:
            corners = replace(lattice, origin=lattice.at(row, column), rows=1, columns=1).corners
            found.append(Path(points=corners, closed=True, line=line, role=Role.HIGHLIGHT))
    return tuple(found)


def shaft(arrow: Arrow) -> tuple[Point, Point, Point]:
    """The control points of an arrow's line, which ends where its head begins."""
    start, middle, _ = curve(arrow)
    _, left, right = arrow_head(arrow)
    return start, middle, ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
