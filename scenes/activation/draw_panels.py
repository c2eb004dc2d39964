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
from scenes.stage.draw.blocks import number

WIDTH, HEIGHT = 480.0, 330.0
PITCH, PANELS_TOP, COLUMNS = (504.0, 348.0), 108.0, 3


def draw_panels(stage: Stage, applied: Applied, steps: Steps) -> None:
    """Draw the functions one after the other with their slopes; a click takes one over."""
    functions = compared(applied.knobs.leak)
    for index, (name, curve) in enumerate(functions):
        row, column = divmod(index, COLUMNS)
        points = round(len(curve.x) * steps.compare.part(index, len(functions)))
        corner = (LEFT + column * PITCH[0], PANELS_TOP + row * PITCH[1])
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
            x=x, y=y, width=WIDTH, height=HEIGHT, radius=16, fill=0.15, line=6.0 if chosen else 0.0,
            role=Role.HIGHLIGHT if chosen else Role.MUTED, name=f"function = {name}", grip=SetValue("function", name),
        ),
        Path(points=((left, across), (right, across)), line=2.0, role=Role.MUTED, opacity=0.6),
        Path(points=((middle, top), (middle, bottom)), line=2.0, role=Role.MUTED, opacity=0.6),
        lettering(right - 4, across + 30, f"{reach:g}", Role.MUTED, size=32, anchor="end"),
        lettering(x + 22, y + 42, name, Role.OUTPUT, bold=True, size=40),
    ]  # fmt: skip
    if points > 1:
        marks += plane.line(curve.x[:points:2], curve.slope[:points:2], Role.GRADIENT, f"{name}, slope", line=6.0)
        marks += plane.line(curve.x[:points:2], curve.y[:points:2], Role.OUTPUT, f"{name}, f(z)", line=7.0)
    if points == len(curve.x):
        runs = (TextRun("slope ≤ ", Role.TEXT), TextRun(number(curve.steepest), Role.GRADIENT, bold=True))
        marks.append(Text(x=x + 22, y=y + 96, runs=runs, size=36, name=f"{name} steepest"))
    return tuple(marks)
