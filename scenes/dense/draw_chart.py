"""Parameters against the side of the picture, for the three layers, on logarithmic axes."""

from __future__ import annotations

import math

from scenes.dense.computed import Counts, curves, picture
from scenes.dense.draw_picture import POWERS, in_words, memory
from scenes.dense.knobs import SIDES, Knobs
from scenes.dense.view import HEADINGS_Y, MODES
from scenes.stage.core.grips import PickCell
from scenes.stage.core.lattice import Lattice, Point, midway
from scenes.stage.core.marks import KINDS, AnyMark, Path, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading

CHART_X, CHART_END = LEFT + 172.0, 1220.0
TOP, BOTTOM = 176.0, 728.0
TICKS = (16, 32, 64, 128, 256, 512)
NUMBERS_X = CHART_END + 26.0
BLOCK = 150.0
"""The height of the three lines about a curve."""
DOT = 28.0
UNDER = 0.1
"""How strong the ground under a curve is."""


def draw_chart(stage: Stage, knobs: Knobs, share: float) -> None:
    """Draw the chart; its curves grow with the share, and the marker stands at the present side."""
    every, counts = curves(knobs), picture(knobs)
    top = math.log10(every[-1].dense)
    stage.add(heading(LEFT, HEADINGS_Y, "parameters", "", Role.KERNEL, size=40.0), *_axes(top))
    for curve in [_curve(every, index, top, share) for index in range(3)]:
        (start, _), (end, _) = curve.points[0], curve.points[-1]
        ground = (*curve.points, (end, BOTTOM), (start, BOTTOM))
        stage.add(Path(points=ground, closed=True, fill=UNDER, line=0.0, role=curve.role), curve)
    stage.add(*_numbers(every[-1], counts, top))
    stage.add(*_marker(counts, top), opacity=ease(share * 4 - 2.5))


def _across(side: float) -> float:
    """Where a side lies on the horizontal axis."""
    first, last = math.log(SIDES[0]), math.log(SIDES[-1])
    return CHART_X + (CHART_END - CHART_X) * (math.log(side) - first) / (last - first)


def _up(count: float, top: float) -> float:
    """Where a count lies on the vertical axis, which ends at 10 to the power of `top`."""
    return BOTTOM - (BOTTOM - TOP) * math.log10(count) / top


def _axes(top: float) -> list[AnyMark]:
    """The ground of the chart, which the hand drags over, and its lines with words."""
    lattice = Lattice(
        (CHART_X, TOP), ((CHART_END - CHART_X) / len(SIDES), 0.0), (0.0, BOTTOM - TOP), 1, len(SIDES)
    )  # fmt: skip
    marks: list[AnyMark] = [
        Rect(
            x=CHART_X, y=TOP, width=CHART_END - CHART_X, height=BOTTOM - TOP, fill=0.35, role=Role.SURFACE,
            name="picture's side", grip=PickCell("picked", lattice),
        )
    ]  # fmt: skip
    for power, word in POWERS:
        if power <= top:
            y = _up(10.0**power, top)
            marks.append(Path(points=((CHART_X, y), (CHART_END, y)), line=1.5, role=Role.MUTED, opacity=0.5))
            marks.append(lettering(CHART_X - 14, y, word, Role.MUTED, size=32.0, anchor="end"))
    for side in TICKS:
        marks.append(lettering(_across(side), BOTTOM + 40, str(side), Role.MUTED, size=32.0, anchor="middle"))
    return [*marks, lettering(RIGHT, BOTTOM + 40, "side in pixels", Role.MUTED, size=32.0, anchor="end")]


def _curve(every: tuple[Counts, ...], index: int, top: float, share: float) -> Path:
    """One layer's parameters, from the smallest picture as far as the curve has grown."""
    points: list[Point] = [(_across(each.side), _up(each.all[index], top)) for each in every]
    whole, part = divmod(share * (len(points) - 1), 1.0)
    grown = points[: int(whole) + 1]
    if part > 0.0:
        grown.append(midway(points[int(whole)], points[int(whole) + 1], part))
    return Path(points=tuple(grown), line=8.0, role=KINDS[index])


def _marker(counts: Counts, top: float) -> list[AnyMark]:
    """The line at the present side, with a dot on each curve."""
    x = _across(counts.side)
    near_end = x > CHART_END - 220.0
    marks: list[AnyMark] = [
        Path(points=((x, TOP), (x, BOTTOM)), line=4.0, role=Role.HIGHLIGHT),
        lettering(x - 20 if near_end else x + 20, BOTTOM - 36, f"H = {counts.side}", Role.HIGHLIGHT, bold=True,
                  size=44.0, anchor="end" if near_end else "start"),
    ]  # fmt: skip
    for index, count in enumerate(counts.all):
        y = _up(count, top)
        marks.append(
            Rect(
                x=x - DOT / 2, y=y - DOT / 2, width=DOT, height=DOT, radius=DOT / 2, fill=1.0, role=KINDS[index],
                value=float(count), name=f"{MODES[index]} parameters",
            )
        )  # fmt: skip
    return marks


def _numbers(last: Counts, counts: Counts, top: float) -> list[AnyMark]:
    """At the end of each curve its name, its count at the present side in words, and the room that this takes."""
    marks: list[AnyMark] = []
    least = TOP + 30.0
    for index, (mode, count) in enumerate(zip(MODES, counts.all, strict=True)):
        below = (2 - index) * BLOCK
        y = max(least, min(_up(last.all[index], top) - 50.0, BOTTOM - 110.0 - below))
        least = y + BLOCK
        marks += [
            lettering(NUMBERS_X, y, mode, KINDS[index], bold=True, size=40.0),
            lettering(NUMBERS_X, y + 50, in_words(count), KINDS[index], bold=True, size=44.0, name=f"{mode} in words"),
            lettering(NUMBERS_X, y + 98, memory(count), Role.MUTED, size=36.0, name=f"{mode} memory"),
        ]
    return marks
