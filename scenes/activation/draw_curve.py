"""The function as a curve: every cell goes from its z over the curve to f(z), and a tangent draws the slope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from scenes.activation.computed import FAINT, Applied
from scenes.activation.draw_map import legible, map_grid
from scenes.activation.functions import FUNCTIONS
from scenes.activation.story import Steps
from scenes.reference import Floats
from scenes.stage.charts.axes import Axes
from scenes.stage.core.lattice import Cell, Point, between, midway, squares
from scenes.stage.core.marks import AnyMark, Formula, Grid, Group, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.blocks import LARGER_LETTERS, heading, number
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sliding import goes_to
from scenes.stage.draw.walk import Walk, walk
from scenes.stage.numbers.values import decimals_for, format_number, label_width

PLANE = (444.0, 146.0, 1100.0, 566.0)
COLUMN, SIDE = LEFT + 8.0, 300.0
UPPER, LOWER = 142.0, 486.0
"""Where the map before and the map after stand."""
DOT, TILE = 30.0, 84.0
FIRSTS = (4.0, 2.0)
"""The first cells go their way more slowly than the others."""
FOOT, ON_CURVE, LANDED = 0.3, 0.55, 0.92
"""The shares of a cell's time at which it is on the axis, on the curve, and in its place in the map after."""
SWEPT, WRITTEN = 0.55, 0.9
"""The shares of the last step at which the tangent has passed, and all slopes stand in the map."""
INSET, FORMULA, FILLED = 26.0, 48.0, 44.0
ROOM = 500.0
"""The free room at the upper left of all curves."""


def draw_curve(stage: Stage, applied: Applied, steps: Steps) -> None:
    """Draw the plane, the curve, and each cell on its way; then the slope."""
    curve, sloping = applied.curve, steps.slope.begun
    plane = Axes(PLANE, x=curve.x_range, y=curve.y_range)
    grown = 1.0 if sloping else ease(steps.curve.t / 0.12)
    points = max(2, round(len(curve.x) * grown))
    stage.add(
        *plane.frame("z"),
        *plane.line(curve.x[:points], curve.y[:points], Role.OUTPUT, "f(z)", line=7.0, opacity=0.6 if sloping else 1.0),
        *_dots(applied, plane, applied.z.size if sloping else _done(steps.curve.t, _walk(applied, steps))),
    )
    ends = plane.at(curve.x_range[1], curve.y[-1])
    stage.add(lettering(ends[0] - 10, ends[1] + 130, "f(z)", Role.OUTPUT, bold=True, size=36, anchor="end",
                        opacity=ease((grown - 0.8) / 0.2)))  # fmt: skip
    if sloping:
        _draw_slope(stage, applied, steps, plane)
    else:
        _draw_ways(stage, applied, steps, plane)


def _walk(applied: Applied, steps: Steps) -> Walk:
    """The way over the map's cells, each of which gets its dot on the curve."""
    return walk(steps.curve, *applied.shape, (0, 0), lead=0.12, rest=0.1, firsts=FIRSTS)


def _done(t: float, now: Walk) -> int:
    """How many cells have come to their place."""
    return now.index + (now.inside >= LANDED) if t > 0.12 else 0


def _headed(grid: Grid, words: str, role: Role) -> tuple[AnyMark, ...]:
    return heading(COLUMN - 6.0, grid.origin[1] - 22.0, words, "", role, size=40.0), replace(grid, framed=False)


def _result(applied: Applied, values: Floats, role: Role, name: str, scale: str = "") -> Grid:
    """A map as large as the map before, under it."""
    there = map_grid(applied, (COLUMN, LOWER), SIDE)
    grid = matrix(values, there.origin, there.u[0], role=role, name=name, scale=scale, decimals=decimals_for(values))
    return legible(grid)


def _draw_ways(stage: Stage, applied: Applied, steps: Steps, plane: Axes) -> None:
    """The maps before and after, and the present cell on its way over the curve."""
    now = _walk(applied, steps)
    moving = steps.curve.t > 0.12 and not (now.index == applied.z.size - 1 and now.inside >= LANDED)
    marked = (now.cell,) if moving else ()
    before = map_grid(applied, (COLUMN, UPPER), SIDE, highlighted=marked)
    after = _result(applied, applied.y, Role.OUTPUT, "after")
    grip = goes_to(squares(after.origin, after.u[0], *applied.shape), now)
    after = replace(after, shown=_done(steps.curve.t, now), grip=grip)
    stage.add(*_headed(before, "z", Role.INPUT), *_headed(after, "f(z)", Role.OUTPUT))
    stage.add(*_formula(applied, now.cell, ease((steps.curve.t - 0.08) * 20)))
    if moving:
        stage.add(*_way(applied, plane, now, before, after))


def _dots(applied: Applied, plane: Axes, count: int) -> Iterator[Rect]:
    """A dot for each number that has been looked up."""
    pairs = zip(applied.z.ravel()[:count].tolist(), applied.y.ravel()[:count].tolist(), strict=True)
    for z, y in sorted(set(pairs)):
        x, height = plane.at(z, y)
        yield Rect(
            x=x - DOT / 2, y=height - DOT / 2, width=DOT, height=DOT, radius=DOT / 2, fill=1.0, role=Role.OUTPUT,
            value=y, name=f"dot at {number(z)}",
        )  # fmt: skip


def _way(applied: Applied, plane: Axes, now: Walk, before: Grid, after: Grid) -> Iterator[AnyMark]:
    """A cell's number from the map to z on the axis, up or down to the curve as f(z), and into the map after."""
    z, y, inside = float(applied.z[now.cell]), float(applied.y[now.cell]), now.inside
    foot, dot, side = plane.at(z, 0), plane.at(z, y), plane.at(0, y)
    start, goal = before.lattice.at(*now.cell), after.lattice.at(*now.cell)
    small = min(TILE, 1.4 * before.u[0])
    corner, size = _corner(start, foot, dot, goal, small, inside), small
    if inside < FOOT:
        size = between(before.u[0], small, glide(inside / FOOT))
    elif inside > ON_CURVE:
        size = between(small, after.u[0], glide((inside - ON_CURVE) / (LANDED - ON_CURVE)))
    if FOOT < inside < LANDED:
        yield Path(points=(foot, dot, side), line=4.0, dashed=True, role=Role.HIGHLIGHT)
    made = ease((inside - ON_CURVE + 0.08) / 0.08)
    for value, values, role, opacity in (
        (z, applied.z, Role.INPUT, 1.0 if made < 1.0 else 0.0),
        (y, applied.y, Role.OUTPUT, made),
    ):
        if opacity > 0.0 and inside < LANDED:
            yield matrix(
                [[value]], corner, size, role=role, framed=False, decimals=decimals_for(values), name="on its way",
                opacity=opacity,
            )  # fmt: skip


def _corner(start: Point, foot: Point, dot: Point, goal: Point, small: float, inside: float) -> Point:
    """Where the tile's corner is at a share of its cell's time."""
    foot, dot = ((x - small / 2, y - small / 2) for x, y in (foot, dot))
    if inside < FOOT:
        return midway(start, foot, glide(inside / FOOT))
    if inside < ON_CURVE:
        return midway(foot, dot, glide((inside - FOOT) / (ON_CURVE - FOOT - 0.08)))
    return midway(dot, goal, glide((inside - ON_CURVE) / (LANDED - ON_CURVE)))


def _formula(applied: Applied, cell: Cell, opacity: float) -> tuple[AnyMark, ...]:
    """The function, and under it the present cell's number in it."""
    written, (left, top) = FUNCTIONS[applied.knobs.function], PLANE[:2]
    filled = f"{written.filled(float(applied.z[cell]), applied.knobs.leak)} = "
    result = format_number(float(applied.y[cell]), decimals_for(applied.y))
    size = max(32.0, min(FILLED, ROOM / LARGER_LETTERS / label_width(filled + result)))
    runs = (TextRun(filled), TextRun(result, Role.OUTPUT, bold=True))
    tex = rf"\textcolor{{output}}{{f(z)}} = {written.tex}"
    return (
        Formula(tex=tex, plain=f"f(z) = {written.plain}", x=left + INSET, y=top + 42, size=FORMULA, name="formula",
                opacity=opacity),
        Text(x=left + INSET, y=top + 116, runs=runs, size=size, name="formula numbers", opacity=opacity),
    )  # fmt: skip


# The slope ------------------------------------------------------------------------------------------------------------


def _draw_slope(stage: Stage, applied: Applied, steps: Steps, plane: Axes) -> None:
    """The tangent that passes along the curve, the slope that it draws, and the slope of each cell."""
    curve, swept = applied.curve, glide(steps.slope.t / SWEPT)
    points = max(2, round(len(curve.x) * swept))
    written = int(max(0.0, steps.slope.t - SWEPT) / (WRITTEN - SWEPT) * applied.z.size + 1e-9)
    written = min(written, applied.z.size)
    slopes = replace(_result(applied, applied.slope, Role.GRADIENT, "slope", "slopes"), shown=written)
    stage.add(
        *_headed(map_grid(applied, (COLUMN, UPPER), SIDE), "z", Role.INPUT),
        *_headed(slopes, "slope", Role.GRADIENT),
        *plane.line(curve.x[:points], curve.slope[:points], Role.GRADIENT, "f′(z)", line=7.0),
    )
    x, y = plane.at(curve.x_range[1], curve.slope[-1])
    name = lettering(x - 10, y - 34, "slope", Role.GRADIENT, bold=True, size=36, anchor="end")
    stage.add(replace(name, opacity=ease((swept - 0.9) / 0.1)))
    if swept < 1.0:
        stage.add(*_tangent(applied, plane, points - 1))
    hero = tuple(_verdict(applied, written))
    stage.add(Group(marks=hero, opacity=ease((steps.slope.t - SWEPT) * 10)))


def _tangent(applied: Applied, plane: Axes, index: int) -> Iterator[AnyMark]:
    """A piece of the line that touches the curve at a point, and the slope under it."""
    curve = applied.curve
    x, y, slope, reach = curve.x[index], curve.y[index], curve.slope[index], 0.12 * (curve.x[-1] - curve.x[0])
    xs = np.array([x - reach, x + reach])
    yield from plane.line(xs, y + slope * (xs - x), Role.HIGHLIGHT, "tangent", line=8.0)
    for height, role in ((y, Role.HIGHLIGHT), (slope, Role.GRADIENT)):
        across, down = plane.at(float(x), float(height))
        yield Rect(
            x=across - DOT / 2, y=down - DOT / 2, width=DOT, height=DOT, radius=DOT / 2, fill=1.0, role=role
        )  # fmt: skip


def _verdict(applied: Applied, written: int) -> Iterator[AnyMark]:
    """How many of the cells looked at pass nothing back; where all pass something, how much at most."""
    x, y, cells = PLANE[0] + INSET, PLANE[1], applied.z.size
    if applied.blocked:
        stopped = int((np.abs(applied.slope.ravel()[:written]) < FAINT).sum())
        figures, value = f"{stopped} of {cells}", float(stopped)
        words = ("cells pass", "nothing back" if applied.knobs.function in ("ReLU", "ReLU6") else "almost nothing")
    else:
        value = float(applied.slope.max())
        figures, words = number(value), ("is the steepest", "slope of a cell")
    yield Rect(x=x, y=y + 16, width=360, height=110, role=Role.GRADIENT, value=value, name="blocked")
    yield lettering(x, y + 66, figures, Role.GRADIENT, bold=True, size=96, name="blocked now")
    for line, text in enumerate(words):
        yield lettering(x, y + 164 + 50 * line, text, Role.TEXT, size=40)
