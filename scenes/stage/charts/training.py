"""What live steps share: the scene's run as far as time has come, its losses and accuracies, and where it is from."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Literal

import numpy as np

from scenes.stage.charts.axes import THICK, Axes, Range
from scenes.stage.charts.bands import loss_bands
from scenes.stage.charts.curves import NAME_SIZE, Ending, above_zero, curve, decades, dots, endings, level
from scenes.stage.core.marks import AnyMark, Role, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import REST, Span
from scenes.stage.data.over_seeds import of_run
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.growing import Numbers
from scenes.stage.numbers.series import bounds, number_text, percent_text, recent, smoothed

Measure = Literal["loss", "accuracy"]
Box = tuple[float, float, float, float]
"""Left, top, width and height of axes."""

NO_RUN = "This run is not recorded here. Train it live: press N."
NOTES = 24.0
"""The size of what nobody must read from the last row."""
FOOT = 792.0
"""The line that says where a run is from, between the picture and the caption."""


def shown(stage: Stage, span: Span) -> Recording | None:
    """The run as far as the step has come: it moves evenly, rests at the whole run, and a run in progress at its head.

    Where there is none, a sentence on the stage says so, and None is returned.
    """
    recording = stage.recording
    if recording is None:
        stage.text(LEFT, 450, NO_RUN, size=44, role=Role.MUTED)
        return None
    share = min(span.t / REST, 1.0)
    return recording if share == 1.0 else recording.upto(round(share * recording.total_steps))


def origin(run: Recording) -> str:
    """How far a run has come, and what trained it."""
    plan, spec = run.plan, json.loads(run.plan.spec)
    library = "".join(f"torch {version}, " for name, version in plan.versions if name == "torch")
    return (
        f"step {run.step} of {run.total_steps}, {plan.batch} pictures each; seed {spec['seed']}; "
        f"{library}{plan.device}, {counted(plan.threads, 'thread')}"
    )


def departures(run: Recording) -> str:
    """Who has left the race and when, in a sentence; empty as long as all are in it."""
    gone = [f"{run.plan.contestants[each.contestant].name} at step {each.step}" for each in run.divergences]
    return f"Out of the race, for the loss was not finite any more: {', '.join(gone)}." if gone else ""


def footer(run: Recording, note: str = "") -> list[AnyMark]:
    """The lines under a live step: where the run is from, and above it who has left the race, or else a note."""
    marks: list[AnyMark] = [
        lettering(LEFT, FOOT, origin(run), Role.MUTED, size=NOTES, name="origin of the run", note=True),
    ]
    gone = departures(run)
    if gone:
        marks.append(lettering(LEFT, FOOT - 48, gone, Role.TEXT, bold=True, size=32, name="departures"))
    elif note:
        marks.append(lettering(LEFT, FOOT - 36, note, Role.MUTED, size=NOTES, name="note on the run", note=True))
    return marks


def loss_axes(whole: Recording, box: Box, *, log: bool = False) -> Axes:
    """Axes for the losses of a run: from 0 to the largest, and to what guessing costs at least.

    A logarithmic axis holds losses that explode.
    """
    lines = [smoothed(whole.loss(index)) for index in range(len(whole.plan.contestants))]
    lines += [each.band()[1] for each in of_run(whole)]
    if log:
        return Axes(box, steps_range(whole), decades([*lines, np.array([guessing(whole)])]), log_y=True)
    _, largest = bounds(lines) or (0.0, 0.0)
    return Axes(box, steps_range(whole), above_zero(max(largest, 1.1 * guessing(whole))))


def guessing(run: Recording) -> float:
    """The cross-entropy, in nats, of giving every class the same probability."""
    return math.log(len(run.plan.classes))


def losses(
    axes: Axes, run: Recording, roles: Sequence[Role], size: float = NAME_SIZE, *, stacked: bool = False
) -> list[AnyMark]:
    """Each contestant's training loss: the mean of its latest batches.

    `size` is that of the names' letters; long names have their values `stacked` under them. Where it is known what
    other seeds give, their range lies behind the curves.
    """
    words = f"guessing: ln {len(run.plan.classes)} = {number_text(guessing(run))}"
    marks: list[AnyMark] = [*axes.frame("step"), *loss_bands(axes, run, list(enumerate(roles)))]
    marks += level(axes, guessing(run), words)
    ends = []
    for index, (contestant, role) in enumerate(zip(run.plan.contestants, roles, strict=True)):
        batches = run.loss(index)
        name = f"training loss {contestant.name}"
        marks += curve(axes, run.steps, smoothed(batches), role, name, line=THICK + 1.0)
        now = recent(batches)
        if math.isfinite(now):
            ends.append(Ending(now, contestant.name, number_text(now), role))
    return marks + endings(axes, ends, size, stacked=stacked)


def accuracy_axes(whole: Recording, box: Box) -> Axes:
    """Axes for accuracies in per cent."""
    return Axes(box, steps_range(whole), (0.0, 100.0))


def accuracies(
    axes: Axes,
    run: Recording,
    roles: Sequence[Role],
    size: float = NAME_SIZE,
    *,
    early: bool = False,
    stacked: bool = False,
) -> list[AnyMark]:
    """Each contestant's accuracy on the validation pictures, a dot for each measurement; and what guessing gives.

    Where a net ends not far above guessing, the words about it stand at the `early` end of their line.
    """
    classes = len(run.plan.classes)
    words = f"guessing: 1 of {classes}"
    marks: list[AnyMark] = [*axes.frame("step"), *level(axes, 100 / classes, words, early=early)]
    ends = []
    for index, (contestant, role) in enumerate(zip(run.plan.contestants, roles, strict=True)):
        steps, measured = validated(run, index)
        marks += curve(axes, steps, 100 * measured, role, f"accuracy {contestant.name}")
        marks += dots(axes, steps, 100 * measured, role)
        if measured.size:
            ends.append(Ending(100 * measured[-1], contestant.name, percent_text(measured[-1]), role))
    return marks + endings(axes, ends, size, stacked=stacked)


def validated(run: Recording, contestant: int, what: Measure = "accuracy") -> tuple[Numbers, Numbers]:
    """The steps at which a contestant was measured on the validation pictures, and its accuracies there, 0..1.

    Or else its losses, in nats.
    """
    found = [(each.step, each.scores[contestant]) for each in run.validations]
    pairs = [
        (float(step), score.loss if what == "loss" else score.accuracy) for step, score in found if score is not None
    ]
    array = np.array(pairs, dtype=float).reshape(-1, 2)
    return array[:, 0], array[:, 1]


def steps_range(whole: Recording) -> Range:
    """The axis of all steps that a run is going to have."""
    return 0.0, float(max(whole.total_steps, 1))
