"""The live steps of the depthwise scene: a standard and a separable net trained side by side, and what each costs."""

from __future__ import annotations

import math

import numpy as np

from scenes.stage.charts.compared import accuracy, points, times
from scenes.stage.charts.training import footer, loss_axes, losses, shown
from scenes.stage.core.marks import AnyMark, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import Span
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import brief
from scenes.stage.numbers.series import percent_text, quantile

ROLES = (Role.KERNEL, Role.OUTPUT)
"""The standard net's, and the separable one's."""
PLOT = 106.0, 172.0, 1100.0, 508.0
WEIGHTS_Y = 360.0, 450.0
NAMES_Y, ROWS_Y, PITCH, BAR = 134.0, 176.0, 204.0, 62.0
BARS, LONGEST = 290.0, 560.0


def draw_race(stage: Stage, span: Span) -> None:
    """Draw the training losses as they fall, and how many weights each net has."""
    run = shown(stage, span)
    if run is None or stage.recording is None:
        return
    axes = loss_axes(stage.recording, PLOT, letters=32.0)
    stage.add(*losses(axes, run, ROLES), _foot(run))
    stage.text(PLOT[0], NAMES_Y, "training loss", size=40.0, role=Role.MUTED)
    for y, each, role in zip(WEIGHTS_Y, run.plan.contestants, ROLES, strict=True):
        words = f"{brief(each.parameters)} weights"
        stage.text(
            PLOT[0] + PLOT[2], y, words, size=72.0, role=role, bold=True, anchor="end", name=f"{each.name} weights"
        )


def _foot(run: Recording) -> AnyMark:
    """Where the run is from, above the line of the caption."""
    return Group(marks=tuple(footer(run, large=True)), dy=-26.0)


def draw_price(stage: Stage, span: Span) -> None:
    """Draw what both nets cost, and what they do for it: bars of each quantity, and by how much they differ."""
    run = shown(stage, span)
    if run is None:
        return
    macs = [float(each.macs) for each in run.plan.contestants]
    clock = [seconds(run, index) for index in range(2)]
    right = [accuracy(run, index) for index in range(2)]
    marks: list[AnyMark] = [_foot(run)]
    for x, each, role in zip((BARS, BARS + 300.0), run.plan.contestants, ROLES, strict=True):
        marks.append(lettering(x, NAMES_Y, each.name, role, bold=True, size=44.0))
    marks += _row(run, 0, "MACs", macs, [brief(each) for each in macs], times(macs[0], macs[1], "fewer", "more"))
    marks += _row(
        run, 1, "time", clock, [_milliseconds(each) for each in clock], times(clock[0], clock[1], "less", "more")
    )
    marks += _row(run, 2, "accuracy", right, [percent_text(each) for each in right], points(right[0], right[1]))
    stage.add(*marks)


def _row(run: Recording, index: int, title: str, values: list[float], texts: list[str], verdict: str) -> list[AnyMark]:
    """Both bars of a quantity with their numbers, and the verdict at the right."""
    y = ROWS_Y + index * PITCH
    most = max((value for value in values if math.isfinite(value)), default=1.0) or 1.0
    marks: list[AnyMark] = [lettering(LEFT, y + BAR, title, bold=True, size=44.0)]
    for each, value, text, role in zip(run.plan.contestants, values, texts, ROLES, strict=True):
        width = LONGEST * value / most if math.isfinite(value) else 0.0
        runs = (TextRun(text, role, bold=True),)
        marks += [
            Rect(x=BARS, y=y, width=max(width, 1.0), height=BAR, radius=8, fill=0.85, role=role, value=value,
                 name=f"{title}, {each.name}"),
            Text(x=BARS + max(width, 1.0) + 16, y=y + BAR / 2, runs=runs, size=44.0),
        ]  # fmt: skip
        y += BAR + 8
    words = lettering(RIGHT, y - BAR - 8, verdict, Role.OUTPUT, bold=True, size=46.0, anchor="end",
                      name=f"{title} compared")  # fmt: skip
    return [*marks, words] if verdict else marks


def seconds(run: Recording, contestant: int) -> float:
    """The median of the seconds that a contestant took for its steps; NaN before the first one."""
    taken = run.seconds(contestant)
    taken = taken[np.isfinite(taken)]
    return quantile(taken, 0.5) if taken.size else math.nan


def _milliseconds(taken: float) -> str:
    return f"{1000 * taken:.1f} ms" if math.isfinite(taken) else "–"
