"""The live steps of the depthwise scene: a standard and a separable net trained side by side, and what each costs."""

from __future__ import annotations

import math

import numpy as np

from scenes.depthwise.story import Steps
from scenes.stage.charts.compared import Quantity, accuracy, counts, points, rows, times
from scenes.stage.charts.training import accuracies, accuracy_axes, footer, loss_axes, losses, set_loss_formula, shown
from scenes.stage.core.marks import AnyMark, Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import counted, heading
from scenes.stage.numbers.series import percent_text, quantile

ROLES = (Role.KERNEL, Role.OUTPUT)
"""The standard net's, and the separable one's."""
TOP, HEIGHT = 220.0, 470.0
FIRST = 172.0
RATIOS = (
    r"\mathrm{MACs}_{\mathrm{standard}} / \mathrm{MACs}_{\mathrm{separable}}"
    r" \;\neq\; \mathrm{time}_{\mathrm{standard}} / \mathrm{time}_{\mathrm{separable}}",
    "the ratio of the multiply–accumulates is not the ratio of the times",
)


def draw_race(stage: Stage, steps: Steps) -> None:
    """Draw the live step that time is in, if it is in one."""
    if not steps.telling(steps.race, steps.price):
        return
    run = shown(stage, steps.present)
    if run is None or stage.recording is None:
        return
    if steps.race.active:
        marks = _curves(run, stage.recording)
        set_loss_formula(stage, run, ROLES)
    else:
        marks = rows(run, _prices(run), ROLES, FIRST)
        _set_formula(stage, run)
    stage.add(*marks, *footer(run), opacity=ease(steps.present.t * 8))


def _curves(run: Recording, whole: Recording) -> list[AnyMark]:
    """Training losses at the left, accuracies on other pictures at the right."""
    return [
        heading(120, TOP - 44, "training loss", "cross-entropy in nats"),
        *losses(loss_axes(whole, (120.0, TOP, 450.0, HEIGHT)), run, ROLES),
        heading(930, TOP - 44, "accuracy in %", f"on {run.plan.validation_count:,} other pictures"),
        *accuracies(accuracy_axes(whole, (930.0, TOP, 340.0, HEIGHT)), run, ROLES),
    ]


def _prices(run: Recording) -> list[Quantity]:
    """What both nets cost, and what they do for it."""
    standard, separable = run.plan.contestants
    a, b = (seconds(run, index) for index in range(2))
    time = Quantity(
        "time of a training step", f"median of {counted(len(run.ticks), 'step')}", (a, b),
        (_milliseconds(a), _milliseconds(b)),
        times(a, b, "less time", "more time"), max(a, b),
    )  # fmt: skip
    first, second = (accuracy(run, index) for index in range(2))
    when = f", at step {run.validations[-1].step}" if len(run.validations) else ""
    right = Quantity(
        "accuracy", f"on {run.plan.validation_count:,} other pictures{when}", (first, second),
        (percent_text(first), percent_text(second)), points(first, second), 1.0,
    )  # fmt: skip
    return [
        counts("parameters", "", standard.parameters, separable.parameters),
        counts("multiply–accumulates", "for one picture", standard.macs, separable.macs),
        time,
        right,
    ]


def seconds(run: Recording, contestant: int) -> float:
    """The median of the seconds that a contestant took for its steps; NaN before the first one."""
    taken = run.seconds(contestant)
    taken = taken[np.isfinite(taken)]
    return quantile(taken, 0.5) if taken.size else math.nan


def _milliseconds(taken: float) -> str:
    return f"{1000 * taken:.1f} ms" if math.isfinite(taken) else "–"


def _set_formula(stage: Stage, run: Recording) -> None:
    """Fewer multiply-accumulates, and less time: two ratios that are not the same."""
    standard, separable = run.plan.contestants
    slow, fast = seconds(run, 0), seconds(run, 1)
    numbers = [
        TextRun(f"{standard.macs:,} / {separable.macs:,} = "),
        TextRun(f"{standard.macs / separable.macs:.2f}", Role.OUTPUT, bold=True),
    ]
    if slow > 0 and fast > 0:
        numbers += [
            TextRun(f"          {_milliseconds(slow)} / {_milliseconds(fast)} = "),
            TextRun(f"{slow / fast:.2f}", Role.OUTPUT, bold=True),
        ]
    stage.formula(*RATIOS, numbers)
