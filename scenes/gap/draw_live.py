"""The live steps of the global average pooling scene: two heads on one trunk race, and what each costs and gives."""

from __future__ import annotations

import math

import numpy as np

from scenes.stage.charts.pairs import Quantity, accuracy, pairs, points, times
from scenes.stage.charts.training import accuracies, accuracy_axes, footer, shown
from scenes.stage.core.marks import Role
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import Span
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import brief
from scenes.stage.numbers.series import SMOOTHING, percent_text

MEANS, DENSE = 0, 1
"""The places of the net whose head reads means, and of the other one."""
ROLES = (Role.OUTPUT, Role.KERNEL)
PLOT, HEADING_Y = (LEFT + 100.0, 184.0, 1070.0, 508.0), 132.0


def draw_race(stage: Stage, span: Span) -> None:
    """Draw how often each net is right on pictures that it is not trained with."""
    run = shown(stage, span)
    if run is None or stage.recording is None:
        return
    axes = accuracy_axes(stage.recording, PLOT)
    stage.text(LEFT, HEADING_Y, "accuracy on new pictures in per cent", size=40, bold=True)
    stage.add(*accuracies(axes, run, ROLES, stacked=True), *footer(run))


def draw_account(stage: Stage, span: Span) -> None:
    """Draw what both heads cost, how well they fit what they train on, and how well they do elsewhere."""
    run = shown(stage, span)
    if run is not None:
        names = [run.plan.contestants[index].name for index in (DENSE, MEANS)]
        stage.add(*pairs(names, _quantities(run), (ROLES[DENSE], ROLES[MEANS])), *footer(run))


def _quantities(run: Recording) -> tuple[Quantity, ...]:
    """Parameters, and accuracies in training and on new pictures; verdicts are about the means."""
    a, b = (run.plan.contestants[index].parameters for index in (DENSE, MEANS))
    return (
        Quantity("parameters", (a, b), (brief(a), brief(b)), times(a, b, "fewer", "more"), max(a, b)),
        _right("training", training_accuracy(run, DENSE), training_accuracy(run, MEANS)),
        _right("unseen", accuracy(run, DENSE), accuracy(run, MEANS)),
    )


def _right(title: str, one: float, other: float) -> Quantity:
    """How often both nets are right."""
    return Quantity(title, (one, other), (percent_text(one), percent_text(other)), points(one, other), 1.0)


def training_accuracy(run: Recording, contestant: int) -> float:
    """The mean accuracy on the latest batches, 0..1; NaN before the first one."""
    latest = run.accuracy(contestant)[-SMOOTHING:]
    return float(np.mean(latest)) if len(latest) else math.nan
