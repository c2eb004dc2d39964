"""The function as a curve on which every cell has its dot, its slope, and all functions side by side."""

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

PLANE = (540.0, 196.0, 560.0, 510.0)
NAMES_Y = 162
"""The line above the plane with the names of the curves."""
DOT = 22.0
PANEL = (476.0, 322.0)
PITCH = (506.0, 338.0)
PANELS_TOP = 124.0


def draw_curve(stage: Stage, applied: Applied, steps: Steps) -> None:
    """Draw the plane, the curve as far as it has come, the dots of the cells, and in the end the slope."""
    opacity = ease((steps.curve.t - 0.1) * 6) * steps.cells
    if opacity <= 0:
        return
    curve = applied.curve
    plane = Axes(PLANE, x=curve.x_range, y=curve.y_range)
    points = max(2, round(len(curve.x) * min(1.0, max(0.0, steps.curve.t - 0.1) / 0.2)))
    marks: list[AnyMark] = [*plane.frame("z", size=22)]
    marks += plane.line(curve.x[:points], curve.y[:points], Role.OUTPUT, "f(z)", line=5.0)
    marks.append(_name(0, applied.knobs.function, "f(z)", Role.OUTPUT, 1.0))
    if steps.slope.begun:
        sloped = max(2, round(len(curve.x) * ease(steps.slope.t / 0.5)))
        marks += plane.line(curve.x[:sloped], curve.slope[:sloped], Role.GRADIENT, "f′(z)", line=4.0, dashed=True)
        marks.append(_name(1, "its slope", "f ′(z)", Role.GRADIENT, ease(steps.slope.t * 4)))
    marks += _dots(applied, steps, plane)
    stage.add(*marks, opacity=opacity)


def _name(line: int, words: str, letters: str, role: Role, opacity: float) -> Text:
    runs = (TextRun(f"{words}  ", role, bold=True), TextRun(letters, Role.MUTED))
    return Text(x=PLANE[0] + line * 290.0, y=NAMES_Y, runs=runs, size=24, opacity=opacity)


def _dots(applied: Applied, steps: Steps, plane: Axes) -> list[AnyMark]:
    """A dot for each number that has been looked up; for the present one its way from the axis to the curve."""
    if steps.dots.when is None:
        return []
    count = steps.dots.written(glides=False)
    marks: list[AnyMark] = []
    for z, y in sorted(set(zip(applied.z.ravel()[:count].tolist(), applied.y.ravel()[:count].tolist(), strict=True))):
        x, height = plane.at(z, y)
        marks.append(
            Rect(
                x=x - DOT / 2, y=height - DOT / 2, width=DOT, height=DOT, radius=DOT / 2, fill=1.0, role=Role.OUTPUT,
                value=y, name=f"dot at {number(z)}",
            )
        )  # fmt: skip
    if steps.curve.active:
        marks += _way(applied, steps, plane)
    return marks


def _way(applied: Applied, steps: Steps, plane: Axes) -> list[AnyMark]:
    """From z on the axis of zero to the curve, and from there to f(z) on the vertical axis."""
    z, y = float(applied.z[steps.dots.cell]), float(applied.y[steps.dots.cell])
    foot, dot, side = plane.at(z, 0), plane.at(z, y), plane.at(0, y)
    return [
        Path(points=(foot, dot, side), line=3.0, dashed=True, role=Role.HIGHLIGHT),
        Rect(
            x=dot[0] - DOT / 2 - 4, y=dot[1] - DOT / 2 - 4, width=DOT + 8, height=DOT + 8, radius=DOT / 2 + 4, line=3.0,
            role=Role.HIGHLIGHT,
        ),
    ]  # fmt: skip


def draw_panels(stage: Stage, applied: Applied, steps: Steps) -> None:
    """Draw all functions with their slopes; a click takes one over."""
    if steps.panels <= 0:
        return
    grown = ease((steps.compare.t - 0.3) / 0.5)
    marks: list[AnyMark] = []
    for index, (name, curve) in enumerate(compared(applied.knobs.leak)):
        row, column = divmod(index, 3)
        points = max(2, round(len(curve.x) * grown))
        corner = (LEFT + column * PITCH[0], PANELS_TOP + row * PITCH[1])
        marks += _panel(corner, name, curve, points, chosen=name == applied.knobs.function)
    stage.add(*marks, opacity=steps.panels)


@lru_cache(maxsize=256)
def _panel(corner: Point, name: str, curve: Curve, points: int, *, chosen: bool) -> tuple[AnyMark, ...]:
    """A function and its slope, as far as so many points of them; kept, because six of them take their time."""
    (x, y), (width, height) = corner, PANEL
    role = Role.HIGHLIGHT if chosen else Role.MUTED
    box = Rect(
        x=x, y=y, width=width, height=height, radius=12, fill=0.1, line=3.0 if chosen else 1.0, role=role,
        name=f"function = {name}", grip=SetValue("function", name),
    )  # fmt: skip
    reach = curve.x_range[1]
    plane = Axes((x + 66, y + 58, width - 96, height - 104), x=curve.x_range, y=(-reach * 0.35, reach * 0.8))
    steepest = (TextRun("steepest ", Role.MUTED), TextRun(number(curve.steepest), Role.GRADIENT, bold=True))
    return (
        box,
        lettering(x + 18, y + 28, name, Role.OUTPUT, bold=True, size=26),
        Text(x=x + width - 18, y=y + 28, runs=steepest, size=22, anchor="end"),
        *plane.frame(),
        *plane.line(curve.x[:points], curve.y[:points], Role.OUTPUT, f"{name}, f(z)", line=4.0),
        *plane.line(curve.x[:points], curve.slope[:points], Role.GRADIENT, f"{name}, slope", line=3.0, dashed=True),
    )
