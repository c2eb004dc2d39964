"""The first step: a picture and a kernel make the feature map, window by window."""

from __future__ import annotations

from dataclasses import replace

from scenes.activation.computed import Applied
from scenes.activation.story import Steps
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Cell, Point
from scenes.stage.core.marks import Grid, Role
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import travelling
from scenes.stage.draw.sliding import Windows
from scenes.stage.draw.walk import GLIDE, Walk, walk
from scenes.stage.numbers.values import Values, decimals_for

TOP, SIDE, KERNEL = 196.0, 560.0, 100.0
PICTURE_X, KERNEL_X, MAP_X = LEFT + 8.0, LEFT + 632.0, RIGHT - 496.0
MAP_SIDE = 488.0
LANDED = 0.92
"""The share of a window's time at which its number has come to its cell."""
FEW = 16
"""Of up to so many cells each is followed; of more the eye sees the whole."""


def draw_origin(stage: Stage, applied: Applied, steps: Steps) -> None:
    """Draw the picture with the window on it, the kernel, and the map as far as it is written."""
    cell = SIDE / max(applied.x.shape)
    now = walk(steps.map, *applied.shape, (0, 0), rest=0.2, firsts=(2.0,))
    span = len(applied.kernel)
    windows = Windows((PICTURE_X, TOP), cell, span=span, stride=1, out=applied.shape, walk=now)
    followed = applied.z.size <= FEW
    done = now.index + (now.inside >= (LANDED if followed else GLIDE))
    for x, words, role in (
        (PICTURE_X, "picture", Role.INPUT), (KERNEL_X, "kernel", Role.KERNEL), (MAP_X, "feature map z", Role.INPUT),
    ):  # fmt: skip
        stage.add(heading(x - 6.0, TOP - 46.0, words, "", role, size=40.0))
    stage.add(
        matrix(applied.x, (PICTURE_X, TOP), cell, role=Role.INPUT, shade="pixel", name="picture"),
        matrix(Values(applied.kernel), (KERNEL_X, TOP), KERNEL, role=Role.KERNEL, scale="weights", name="kernel"),
        map_grid(applied, (MAP_X, TOP), MAP_SIDE, shown=done),
        windows.frame("window"),
    )
    if followed and GLIDE < now.inside < LANDED:
        stage.add(_flight(applied, windows, now))


def _flight(applied: Applied, windows: Windows, now: Walk) -> Grid:
    """The number of the present window on its way to its cell."""
    there = map_grid(applied, (MAP_X, TOP), MAP_SIDE)
    (x, y), cell, middle = windows.corner, windows.cell, (windows.side - windows.cell) / 2
    start, goal = ((x + middle, y + middle), cell), (there.lattice.at(*now.cell), there.u[0])
    share = glide((now.inside - GLIDE) / (LANDED - GLIDE))
    tile = travelling(float(applied.z[now.cell]), start, goal, share, Role.INPUT, "number on its way")
    return replace(tile, decimals=decimals_for(applied.z), opacity=ease(4 * share))


def map_grid(
    applied: Applied, origin: Point, side: float, shown: int | None = None, highlighted: tuple[Cell, ...] = ()
) -> Grid:
    """The feature map; its numbers can be changed by hand."""
    return matrix(
        applied.before,
        origin,
        side / max(applied.shape),
        role=Role.INPUT,
        shown=shown,
        highlighted=highlighted,
        name="feature map",
        grip=EditCell("cells", (), (0, 0), applied.shape, -99.0, 99.0),
    )


def legible(grid: Grid) -> Grid:
    """The grid with one decimal where two don't fit into its cells."""
    return grid if grid.number_size or not grid.decimals else replace(grid, decimals=1)
