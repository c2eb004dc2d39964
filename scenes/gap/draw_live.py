"""The live steps of the global average pooling scene: two heads on one trunk race, and what each costs and gives."""

from __future__ import annotations

import math

import numpy as np

from scenes.gap.story import Steps
from scenes.stage.charts.compared import Quantity, accuracy, counts, points, rows, times
from scenes.stage.charts.training import accuracies, accuracy_axes, footer, loss_axes, losses, set_loss_formula, shown
from scenes.stage.core.marks import AnyMark, Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.series import SMOOTHING, number_text, percent_text, recent

MEANS = 0
"""The place of the net whose head reads means; the other one's head is dense."""
ROLES = (Role.OUTPUT, Role.KERNEL)
TOP, HEIGHT = 220.0, 470.0
FIRST = 172.0
GAP = (
    r"\mathrm{accuracy}_{\mathrm{training}} - \mathrm{accuracy}_{\mathrm{validation}}",
    "accuracy on training pictures minus accuracy on other pictures",
)


def draw_live(stage: Stage, steps: Steps) -> None:
    """Draw the live step that time is in."""
    run = shown(stage, steps.present)
    if run is None or stage.recording is None:
        return
    if steps.race.active:
        marks = _curves(run, stage.recording)
        set_loss_formula(stage, run, ROLES)
    else:
        marks = rows(run, _quantities(run), ROLES, FIRST, MEANS)
        _set_formula(stage, run)
    stage.add(*marks, *footer(run), opacity=steps.arriving)


def _curves(run: Recording, whole: Recording) -> list[AnyMark]:
    """Training losses at the left, accuracies on other pictures at the right."""
    return [
        heading(100, TOP - 44, "training loss", "cross-entropy in nats"),
        *losses(loss_axes(whole, (100.0, TOP, 320.0, HEIGHT)), run, ROLES),
        heading(850, TOP - 44, "accuracy in %", f"on {run.plan.validation_count:,} other pictures"),
        *accuracies(accuracy_axes(whole, (850.0, TOP, 300.0, HEIGHT)), run, ROLES),
    ]


def _quantities(run: Recording) -> list[Quantity]:
    """What the heads cost, how well they fit what they train on, and how well they do elsewhere."""
    means, dense = run.plan.contestants
    a, b = (recent(run.loss(index)) for index in range(2))
    most = max((loss for loss in (a, b) if math.isfinite(loss)), default=1.0) or 1.0
    latest = f"mean of the latest {min(SMOOTHING, max(len(run.ticks), 1))} batches"
    loss = Quantity(
        "training loss", latest, (a, b), tuple(map(_text, (a, b))),  # type: ignore[arg-type]
        times(b, a, "lower", "higher"), most,
    )  # fmt: skip
    learned = _shares("accuracy in training", latest, *(training_accuracy(run, index) for index in range(2)))
    when = f", at step {run.validations[-1].step}" if len(run.validations) else ""
    note = f"on {run.plan.validation_count:,} other pictures{when}"
    judged = _shares("accuracy", note, *(accuracy(run, index) for index in range(2)))
    return [counts("parameters", "of the whole net", means.parameters, dense.parameters, MEANS), loss, learned, judged]


def _shares(title: str, note: str, one: float, other: float) -> Quantity:
    """A share of both nets."""
    return Quantity(title, note, (one, other), (percent_text(one), percent_text(other)), points(other, one), 1.0)


def _text(loss: float) -> str:
    return number_text(loss) if math.isfinite(loss) else "–"


def training_accuracy(run: Recording, contestant: int) -> float:
    """The mean accuracy on the latest batches, 0..1; NaN before the first one, and for one that has left."""
    latest = run.accuracy(contestant)[-SMOOTHING:]
    return float(np.mean(latest)) if len(latest) else math.nan


def _set_formula(stage: Stage, run: Recording) -> None:
    """How much each head loses from training pictures to others."""
    numbers = []
    for index, (contestant, role) in enumerate(zip(run.plan.contestants, ROLES, strict=True)):
        learned, judged = training_accuracy(run, index), accuracy(run, index)
        if math.isfinite(learned) and math.isfinite(judged):
            numbers += [
                TextRun(f"{contestant.name}: {percent_text(learned)} − {percent_text(judged)} = "),
                TextRun(f"{100 * (learned - judged):.1f} points      ".replace("-", "−"), role, bold=True),
            ]
    stage.formula(*GAP, numbers)
