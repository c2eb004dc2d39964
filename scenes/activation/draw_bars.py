"""The cells of the map as bars on the water line, each with its number as a tile, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scenes.activation.computed import Applied
from scenes.activation.draw_map import FEW, MAP_SIDE, MAP_X, TOP, legible, map_grid
from scenes.activation.functions import FUNCTIONS
from scenes.activation.story import Steps
from scenes.stage.charts.axes import Axes
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Point, between
from scenes.stage.core.marks import AnyMark, Grid, Group, Path, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.blocks import options
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import travelling
from scenes.stage.numbers.values import decimals_for

LINE_X, BARS_END, BARS_TOP = LEFT + 66.0, 1236.0, 112.0
BOTTOM, ABOVE_CHOICES = 786.0, 694.0
"""Where the water ends, without and with a row of choices under it."""
LARGEST_TILE = 112.0
HERO_X, HERO_Y = (BARS_END + RIGHT) / 2 + 8.0, 220.0
CHOICES_Y, CHOICE = 716.0, (RIGHT - LEFT - 50.0) / len(FUNCTIONS)
ARRIVED, RISEN = 0.4, 0.85
"""The shares of the step at whose end the tiles have come to the line, and stand at their heights."""
APPLIED = 0.85
SEEN = 0.01
"""A share of the plane's height that can be seen: below it, a bar has not moved."""


def draw_bars(stage: Stage, applied: Applied, steps: Steps) -> None:
    """Draw the cells on their way to the line, then above and under it, and what the activation makes of them."""
    if steps.water.t == 0.0:
        stage.add(replace(map_grid(applied, (MAP_X, TOP), MAP_SIDE), framed=False))
        return
    plane = _plane(applied, steps)
    line, left, right = plane.at(0, 0)[1], LINE_X, RIGHT
    shown = ease(steps.water.t * 4)
    water = Rect(
        x=left, y=line, width=right - left, height=plane.box[1] + plane.box[3] - line, fill=0.13, role=Role.INPUT,
        opacity=shown, name="water",
    )  # fmt: skip
    marks: list[AnyMark] = [Group(marks=plane.frame(columns=False), opacity=shown), water]
    heights = [_height(applied, steps, index) for index in range(applied.z.size)]
    for index, height in enumerate(heights):
        marks += _bar(applied, steps, plane, index, height)
    marks += [
        Path(points=((left, line), (right, line)), line=5.0, role=Role.INPUT, opacity=shown, name="water line"),
    ]
    for index, height in enumerate(heights):
        marks += _tiles(applied, steps, plane, index, height)
    stage.add(*marks)
    stage.add(Group(marks=tuple(_count(applied, heights)), opacity=ease((steps.water.t - ARRIVED) * 8)))
    if steps.apply.begun:
        names = [(name, name) for name in FUNCTIONS]
        stage.add(*options(LEFT, CHOICES_Y, CHOICE, "function", names, applied.knobs.function, size=36.0))


def _plane(applied: Applied, steps: Steps) -> Axes:
    """Room for all bars before and after with their tiles, and for some water."""
    low, high = min(applied.z.min(), applied.y.min(), 0.0), max(applied.z.max(), applied.y.max(), 0.0)
    tall = float(high - low) or 1.0
    bottom = ABOVE_CHOICES if steps.apply.begun else BOTTOM
    box = (LINE_X, BARS_TOP, BARS_END - LINE_X, bottom - BARS_TOP)
    ends = float(low) - 0.16 * tall, float(high) + 0.16 * tall
    return Axes(box, x=(0.0, float(applied.z.size)), y=ends)


def progress(applied: Applied, share: float, index: int) -> float:
    """How far a cell has come when a share of all is done; those of large maps overlap in time."""
    count = applied.z.size
    together = max(1.0, count / FEW * 2)
    return ease((share * (count - 1 + together) - index) / together)


def _height(applied: Applied, steps: Steps, index: int) -> float:
    """Where a cell stands: on the line, at z, and from there on its way to f(z)."""
    risen = progress(applied, (steps.water.t - ARRIVED) / (RISEN - ARRIVED), index)
    z, y = float(applied.z.flat[index]), float(applied.y.flat[index])
    return between(z * risen, y, progress(applied, steps.apply.t / APPLIED, index))


def _bar(applied: Applied, steps: Steps, plane: Axes, index: int, height: float) -> Iterator[Rect]:
    """A cell's bar from the line to its height, and an outline of where it was before."""
    z, y = float(applied.z.flat[index]), float(applied.y.flat[index])
    done = progress(applied, steps.apply.t / APPLIED, index)
    if done > 0 and abs(y - z) > SEEN * (plane.y[1] - plane.y[0]):
        (ghost,) = plane.bars([index + 0.5], [z], Role.INPUT, "before", width=0.74)
        yield replace(ghost, fill=0.0, line=3.0, dashed=True, opacity=0.6 * done, name=f"before {index + 1}")
    role = Role.OUTPUT if done >= 1 else Role.INPUT
    (bar,) = plane.bars([index + 0.5], [height], role, "bar", width=0.74, fill=0.6)
    yield replace(bar, name=f"bar {index + 1}", grip=_grip(applied, index))


def _grip(applied: Applied, index: int) -> EditCell:
    """Dragging a bar or its number up or down changes z, and so does typing."""
    return EditCell("cells", divmod(index, applied.shape[1]), low=-99.0, high=99.0)


def _tiles(applied: Applied, steps: Steps, plane: Axes, index: int, height: float) -> Iterator[Grid]:
    """The number of a cell: it comes from the map to the line, goes with its bar, and becomes f(z)."""
    z, y = float(applied.z.flat[index]), float(applied.y.flat[index])
    side = min(0.88 * plane.box[2] / applied.z.size, LARGEST_TILE)
    x, middle = plane.at(index + 0.5, height)
    place = x - side / 2, middle - side / 2
    coming = progress(applied, steps.water.t / ARRIVED, index)
    if coming < 1.0:
        there = map_grid(applied, (MAP_X, TOP), MAP_SIDE)
        start = there.lattice.at(*divmod(index, applied.shape[1])), there.u[0]
        tile = travelling(z, start, (place, side), glide(coming), Role.INPUT, f"cell {index + 1}")
        yield replace(tile, decimals=decimals_for(applied.z))
        return
    done = progress(applied, steps.apply.t / APPLIED, index)
    if done < 1.0:
        yield _tile(applied, index, z, place, side, Role.INPUT)
    if done > 0.8:
        yield replace(_tile(applied, index, y, place, side, Role.OUTPUT), opacity=ease((done - 0.8) / 0.2))


def _tile(applied: Applied, index: int, value: float, place: Point, side: float, role: Role) -> Grid:
    decimals = decimals_for(applied.z if role is Role.INPUT else applied.y)
    tile = matrix([[value]], place, side, role=role, framed=False, decimals=decimals, name=f"cell {index + 1}")
    return legible(replace(tile, grip=_grip(applied, index)))


def _count(applied: Applied, heights: list[float]) -> Iterator[AnyMark]:
    """How many cells stand below zero just now."""
    below = sum(height < 0 for height in heights)
    figures = str(below)
    yield Rect(
        x=HERO_X - 100, y=HERO_Y - 60, width=200, height=120, role=Role.INPUT, value=float(below), name="below zero"
    )
    yield lettering(HERO_X, HERO_Y, figures, Role.INPUT, bold=True, size=112, anchor="middle", name="below zero now")
    yield lettering(HERO_X, HERO_Y + 92, f"of {applied.z.size} cells", Role.MUTED, size=40, anchor="middle")
    yield lettering(HERO_X, HERO_Y + 144, "below zero", Role.MUTED, size=40, anchor="middle")
