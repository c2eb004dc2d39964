"""The live steps of the depthwise scene: a standard and a separable net trained side by side, and what each costs."""

from __future__ import annotations

import math

import numpy as np

from scenes.stage.charts.pairs import Quantity, accuracy, pairs, points, times
from scenes.stage.charts.training import footer, loss_axes, losses, shown
from scenes.stage.core.marks import AnyMark, Group, Role
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import brief
from scenes.stage.numbers.series import percent_text, quantile

ROLES = (Role.KERNEL, Role.OUTPUT)
"""The standard net's, and the separable one's."""
PLOT, HEADING_Y, WEIGHTS_Y = (106.0, 172.0, 1100.0, 508.0), 134.0, (360.0, 450.0)


def draw_race(stage: Stage, span: Span) -> None:
    """Draw the training losses as they fall, and how many weights each net has."""
    run = shown(stage, span)
    if run is None or stage.recording is None:
        return
    axes = loss_axes(stage.recording, PLOT)
    stage.add(*losses(axes, run, ROLES), _foot(run))
    stage.text(PLOT[0], HEADING_Y, "training loss", size=40.0, role=Role.MUTED)
    for y, each, role in zip(WEIGHTS_Y, run.plan.contestants, ROLES, strict=True):
        words = f"{brief(each.parameters)} weights"
        stage.text(
            PLOT[0] + PLOT[2], y, words, size=72.0, role=role, bold=True, anchor="end", name=f"{each.name} weights"
        )


def _foot(run: Recording) -> AnyMark:
    """Where the run is from, above the line of the caption."""
    return Group(marks=tuple(footer(run)), dy=-26.0)


def draw_price(stage: Stage, span: Span) -> None:
    """Draw what both nets cost, and what they do for it: bars of each quantity, and by how much they differ."""
    run = shown(stage, span)
    if run is None:
        return
    a, b = run.plan.contestants
    slow, fast = (seconds(run, index) for index in range(2))
    first, second = (accuracy(run, index) for index in range(2))
    quantities = (
        Quantity("MACs", (a.macs, b.macs), (brief(a.macs), brief(b.macs)), times(a.macs, b.macs, "fewer", "more"),
                 max(a.macs, b.macs)),
        Quantity("time", (slow, fast), (_milliseconds(slow), _milliseconds(fast)),
                 times(slow, fast, "less", "more"), max(slow, fast)),
        Quantity("accuracy", (first, second), (percent_text(first), percent_text(second)), points(first, second),
                 1.0),
    )  # fmt: skip
    stage.add(*pairs([a.name, b.name], quantities, ROLES), _foot(run))


def seconds(run: Recording, contestant: int) -> float:
    """The median of the seconds that a contestant took for its steps; NaN before the first one."""
    taken = run.seconds(contestant)
    taken = taken[np.isfinite(taken)]
    return quantile(taken, 0.5) if taken.size else math.nan


def _milliseconds(taken: float) -> str:
    return f"{1000 * taken:.1f} ms" if math.isfinite(taken) else "–"
