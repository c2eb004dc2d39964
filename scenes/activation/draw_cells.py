"""The feature map before and after, and between them its cells as bars on the water line, which are cut off or bent."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from scenes.activation.computed import Applied
from scenes.activation.functions import FUNCTIONS
from scenes.activation.story import Steps
from scenes.stage.charts.axes import Axes
from scenes.stage.core.grips import EditCell, Scrub
from scenes.stage.core.lattice import Cell, Point, between, squares
from scenes.stage.core.marks import AnyMark, Grid, Group, Path, Rect, Role, Text, lettering
from scenes.stage.core.stage import HEADING_Y, LEFT, RIGHT, TOP, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import LARGER_LETTERS, fitted, heading, number, options, plate
from scenes.stage.numbers.values import Values, label_width

SIDE, LARGEST_CELL = 360.0, 110.0
AFTER_X = RIGHT - SIDE
BARS = (462.0, 170.0, 688.0, 600.0)
PICTURE_X = 560.0
FEW = 16
"""Up to so many cells come one after the other; those of larger maps overlap in time."""
LABELS = 21.0, 28.0
"""The sizes of the numbers beside the bars: as large as they fit."""
SEEN = 0.01
"""A share of the plane's height that can be seen: below it, a bar has not moved."""


def cell_side(applied: Applied) -> float:
    """The side of a cell of the maps."""
    return fitted(SIDE, SIDE, *applied.shape, LARGEST_CELL)


def draw_maps(stage: Stage, applied: Applied, steps: Steps) -> None:
    """Draw the map before on the left, after on the right, and below them what there is to count and to choose."""
    rows, columns = applied.shape
    size = f"{rows}×{columns}"
    there, back = 1.0 - ease(steps.slope.t * 6), ease(steps.slope.t * 6 - 1.0)
    chosen = steps.dots.cell if steps.curve.active and steps.dots.inside < 1 and steps.dots.when else None
    grip = EditCell("cells", (), (0, 0), applied.shape, -99.0, 99.0)
    marks: list[AnyMark] = [
        heading(LEFT, HEADING_Y, "before, z", size, Role.INPUT),
        _grid(applied, applied.before, LEFT, Role.INPUT, "feature map", highlighted=chosen, grip=grip),
    ]
    after = (heading(AFTER_X, HEADING_Y, "after, f(z)", size, Role.OUTPUT),)
    slope = (heading(AFTER_X, HEADING_Y, "slope, f ′(z)", size, Role.GRADIENT),)
    if steps.apply.begun:
        done, dots = written(applied, steps), _dots_grip(applied, steps)
        marks += [
            Group(marks=after, opacity=there),
            _grid(applied, applied.after, AFTER_X, Role.OUTPUT, "after", done, chosen, dots, there),
        ]
    if back > 0:
        marks += [
            Group(marks=slope, opacity=back),
            _grid(applied, applied.slopes, AFTER_X, Role.GRADIENT, "slope", opacity=back, scale="slopes"),
        ]
    marks += _counts(applied, steps) + _choices(applied)
    stage.add(*marks, opacity=steps.cells)


def written(applied: Applied, steps: Steps) -> int:
    """How many cells the activation has been applied to."""
    return sum(_progress(applied, steps, index) >= 1.0 for index in range(applied.z.size))


def _progress(applied: Applied, steps: Steps, index: int) -> float:
    """How far the activation has come with a cell; cells of large maps overlap in time."""
    count = applied.z.size
    together = max(1.0, count / FEW * 2)
    return ease((steps.apply.t / 0.85 * (count + together) - index) / together)


def _dots_grip(applied: Applied, steps: Steps) -> Scrub | None:
    """Clicking a cell goes to its dot on the curve."""
    if steps.dots.when is None:
        return None
    cell = cell_side(applied)
    return Scrub(squares((AFTER_X, TOP), cell, *applied.shape), *steps.dots.when)


def _grid(
    applied: Applied,
    values: Values,
    x: float,
    role: Role,
    name: str,
    shown: int | None = None,
    highlighted: Cell | None = None,
    grip: EditCell | Scrub | None = None,
    opacity: float = 1.0,
    scale: str = "",
) -> Grid:
    cell = cell_side(applied)
    grid = Grid(
        values=values,
        origin=(x, TOP),
        u=(cell, 0.0),
        v=(0.0, cell),
        role=role,
        scale=scale,
        shown=shown,
        highlighted=(highlighted,) if highlighted else (),
        name=name,
        grip=grip,
        opacity=opacity,
    )
    return grid if grid.number_size else replace(grid, decimals=1)  # two of them don't fit into the cells


def _counts(applied: Applied, steps: Steps) -> list[AnyMark]:
    """What can be counted in the map."""
    marks = [*plate(LEFT, 580, SIDE, 54, "below zero", float(applied.below), Role.INPUT, name="below zero")]
    if steps.apply.begun:
        shown = ease(steps.apply.t * 3)
        zeros = float(applied.zeros)
        marks += plate(LEFT, 646, SIDE, 54, "zeros after it", zeros, Role.OUTPUT, name="zeros", opacity=shown)
        marks += plate(LEFT, 712, SIDE, 54, "weights to learn", 0.0, Role.KERNEL, name="weights", opacity=shown)
    return marks


def _choices(applied: Applied) -> list[AnyMark]:
    """The activations to choose from."""
    names = list(FUNCTIONS)
    marks: list[AnyMark] = []
    for row in range(3):
        choices = [(name, name) for name in names[row * 2 : row * 2 + 2]]
        marks += options(AFTER_X, 580 + row * 66, 175.0, "function", choices, applied.knobs.function)
    return marks


def draw_origin(stage: Stage, applied: Applied, steps: Steps) -> None:
    """Draw what the map comes from, until its cells are told apart."""
    opacity = 1.0 - ease(steps.water.t * 5)
    if opacity <= 0:
        return
    rows, columns = applied.x.shape
    cell = fitted(SIDE, SIDE, rows, columns, 72.0)
    blocks = (
        (PICTURE_X, "picture", applied.x, Role.INPUT, cell),
        (PICTURE_X + 400.0, "kernel", applied.kernel, Role.KERNEL, 62.0),
    )
    marks: list[AnyMark] = []
    for x, name, values, role, side in blocks:
        marks += [
            heading(x, HEADING_Y, f"from this {name}", f"{len(values)}×{values.shape[1]}", role),
            Grid(
                values=Values(values), origin=(x, TOP), u=(side, 0.0), v=(0.0, side), role=role, name=name,
                shade="pixel" if role is Role.INPUT else "value", scale="" if role is Role.INPUT else "weights",
            ),
        ]  # fmt: skip
    stage.add(*marks, opacity=opacity)


def draw_bars(stage: Stage, applied: Applied, steps: Steps) -> None:
    """Draw the cells as bars: above the water line and under it, and what the activation makes of them."""
    opacity = steps.bars * steps.cells
    if opacity <= 0 or not steps.water.begun:
        return
    left, top, width, height = BARS
    plane = _plane(applied)
    line = plane.at(0, 0)[1]
    shown = ease(steps.water.t * 4)
    marks: list[AnyMark] = [
        Rect(
            x=left, y=line, width=width, height=top + height - line, fill=0.13, role=Role.INPUT, opacity=shown,
            name="water",
        )
    ]  # fmt: skip
    for index, z in enumerate(applied.z.ravel().tolist()):
        marks += _bar(applied, steps, plane, index, z)
    marks += [
        Path(points=((left, line), (left + width, line)), line=4.0, role=Role.INPUT, opacity=shown),
        lettering(left - 14, line, "0", Role.INPUT, bold=True, size=26, anchor="end", opacity=shown),
    ]
    stage.add(*marks, opacity=opacity)


def _plane(applied: Applied) -> Axes:
    """Room for all bars before and after, and for some water."""
    low, high = min(applied.z.min(), applied.y.min(), 0.0), max(applied.z.max(), applied.y.max(), 0.0)
    tall = float(high - low) or 1.0
    return Axes(BARS, x=(0.0, float(applied.z.size)), y=(float(low) - 0.15 * tall, float(high) + 0.12 * tall))


def _bar(applied: Applied, steps: Steps, plane: Axes, index: int, z: float) -> list[AnyMark]:
    """One cell: it rises or sinks from the line to z, later it goes to f(z) and leaves an outline where it was."""
    y = float(applied.y.flat[index])
    grown = steps.water.part(index, applied.z.size) if applied.z.size <= FEW else ease(steps.water.t * 1.6 - 0.3)
    done = _progress(applied, steps, index)
    value = between(z * grown, y, done)
    found: list[AnyMark] = []
    if done > 0 and abs(y - z) > SEEN * (plane.y[1] - plane.y[0]):
        (ghost,) = plane.bars([index + 0.5], [z], Role.INPUT, "before", width=0.72)
        found.append(
            Rect(
                x=ghost.x, y=ghost.y, width=ghost.width, height=ghost.height, line=2.0, dashed=True, role=Role.INPUT,
                opacity=0.55 * done,
            )
        )  # fmt: skip
    role = Role.OUTPUT if done >= 1 else Role.INPUT
    (bar,) = plane.bars([index + 0.5], [value], role, "bar", width=0.72, fill=0.75)
    found.append(
        Rect(
            x=bar.x, y=bar.y, width=bar.width, height=bar.height, fill=0.75, role=role, value=value,
            name=f"bar {index + 1}",
        )
    )  # fmt: skip
    if grown >= 1 and _label_size(applied):
        found.append(_label(plane, index, z, y, done, role, _label_size(applied)))
    return found


@lru_cache(maxsize=32)
def _label_size(applied: Applied) -> float:
    """The type size at which the numbers fit beside the bars, also in the theme with the largest letters; else 0."""
    widest = max(label_width(number(float(value))) for values in (applied.z, applied.y) for value in values.flat)
    fits, (small, large) = BARS[2] / applied.z.size / (widest * LARGER_LETTERS), LABELS
    return min(max(0.85 * fits, small), large) if fits >= small else 0.0


def _label(plane: Axes, index: int, z: float, y: float, done: float, role: Role, size: float) -> Text:
    """The bar's number beyond its end, z until f(z) is reached."""
    value = between(z, y, done)
    place: Point = plane.at(index + 0.5, value)
    side = -24 if value >= 0 else 24
    shown = number(y if done >= 1 else z)
    return lettering(place[0], place[1] + side, shown, role, bold=True, size=size, anchor="middle")
