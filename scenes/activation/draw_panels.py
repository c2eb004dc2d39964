"""All activations side by side, each with its slope."""

from __future__ import annotations

from functools import lru_cache

from scenes.activation.computed import Applied, Curve, compared
from scenes.activation.story import Steps
from scenes.stage.charts.axes import Axes
from scenes.stage.core.grips import SetValue
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import number

ABOUT = "sigmoid"
"""The function that the caption is about."""
WIDTH, HEIGHT = 480.0, 330.0
PITCH, PANELS_TOP, COLUMNS = (504.0, 348.0), 108.0, 3


def draw_panels(stage: Stage, applied: Applied, steps: Steps) -> None:
    """Draw the functions one after the other with their slopes; a click takes one over."""
    functions = compared(applied.knobs.leak)
    for index, (name, curve) in enumerate(functions):
        row, column = divmod(index, COLUMNS)
        share = steps.compare.part(index, len(functions))
        points = round(len(curve.x) * share)
        corner = (LEFT + column * PITCH[0], PANELS_TOP + row * PITCH[1])
        if name == ABOUT:
            stage.add(_light(corner, ease(4 * share - 3)))
        stage.add(*_panel(corner, name, curve, points, chosen=name == applied.knobs.function))


@lru_cache(maxsize=256)
def _panel(corner: Point, name: str, curve: Curve, points: int, *, chosen: bool) -> tuple[AnyMark, ...]:
    """A function and its slope, as far as so many points of them; kept, because six of them take their time."""
    (x, y), reach = corner, curve.x_range[1]
    plane = Axes((x + 16, y + 14, WIDTH - 32, HEIGHT - 28), x=curve.x_range, y=(-reach * 0.35, reach * 0.8))
    (left, across), (right, _), (middle, top), (_, bottom) = (
        plane.at(-reach, 0), plane.at(reach, 0), plane.at(0, plane.y[1]), plane.at(0, plane.y[0]),
    )  # fmt: skip
    marks: list[AnyMark] = [
        Rect(
            x=x, y=y, width=WIDTH, height=HEIGHT, radius=16, fill=0.15, role=Role.MUTED, name=f"function = {name}",
            grip=SetValue("function", name),
        ),
        Rect(x=x + 10, y=y + 10, width=WIDTH - 20, height=HEIGHT - 20, radius=10, line=3.0 if chosen else 0.0,
             role=Role.HIGHLIGHT, name="chosen" if chosen else ""),
        Path(points=((left, across), (right, across)), line=2.0, role=Role.MUTED, opacity=0.6),
        Path(points=((middle, top), (middle, bottom)), line=2.0, role=Role.MUTED, opacity=0.6),
        lettering(right - 4, across + 30, f"{reach:g}", Role.MUTED, size=32, anchor="end"),
        lettering(x + 22, y + 42, name, Role.OUTPUT, bold=True, size=40),
    ]  # fmt: skip
    if points > 1:
        marks += plane.line(curve.x[:points:2], curve.slope[:points:2], Role.GRADIENT, f"{name}, slope", line=6.0)
        marks += plane.line(curve.x[:points:2], curve.y[:points:2], Role.OUTPUT, f"{name}, f(z)", line=7.0)
    if points == len(curve.x):
        marks += _steepest(corner, name, number(curve.steepest))
    return tuple(marks)


def _steepest(corner: Point, name: str, slope: str) -> list[AnyMark]:
    """How steep a function is at most: in large where the caption is about it."""
    x, y = corner[0] + 22, corner[1]
    if name != ABOUT:
        runs = (TextRun("slope ≤ ", Role.TEXT), TextRun(slope, Role.GRADIENT, bold=True))
        return [Text(x=x, y=y + 96, runs=runs, size=36, name=f"{name} steepest")]
    return [
        lettering(x, y + 114, "slope ≤", size=40),
        lettering(x + 178, y + 106, slope, Role.GRADIENT, bold=True, size=92, name=f"{name} steepest"),
    ]


def _light(corner: Point, opacity: float) -> Rect:
    """The light on the panel that the caption is about."""
    x, y = corner
    return Rect(x=x, y=y, width=WIDTH, height=HEIGHT, radius=16, fill=0.1, line=10.0, role=Role.GRADIENT,
                opacity=opacity, name="light")  # fmt: skip
