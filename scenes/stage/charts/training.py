"""What live steps share: the scene's run as far as time has come, its losses and accuracies, and where it is from."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

import numpy as np

from scenes.stage.charts.axes import Axes, Range
from scenes.stage.charts.bands import loss_bands
from scenes.stage.charts.curves import Ending, above_zero, curve, decades, dots, endings, level
from scenes.stage.core.marks import SMALLEST_TEXT, AnyMark, Role, TextRun, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import REST, Span
from scenes.stage.data.over_seeds import of_run
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.growing import Numbers
from scenes.stage.numbers.series import bounds, number_text, percent_text, recent, smoothed

Box = tuple[float, float, float, float]
"""Left, top, width and height of axes."""

NO_RUN = "There is no recording of this run here; train it live, and it is drawn as it grows."
LOSS = (r"L = -\, \mathrm{mean} \; \log \, p_{\mathrm{right\ class}}", "L = − mean of the log of the right class's p")
FOOT, LARGE_FOOT = 784.0, 792.0
"""The line that says where a run is from, and the one on a board: between the picture and the caption."""


def shown(stage: Stage, span: Span) -> Recording | None:
    """The run as far as the step has come: it moves evenly, rests at the whole run, and a run in progress at its head.

    Where there is none, a sentence on the stage says so, and None is returned.
    """
    recording = stage.recording
    if recording is None:
        stage.text(LEFT, 450, NO_RUN, size=34, role=Role.MUTED)
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


def footer(run: Recording, note: str = "", *, large: bool = False) -> list[AnyMark]:
    """The lines under a live step: where the run is from, and above it who has left the race, or else a note.

    They are `large` on boards.
    """
    foot, small, strong = (LARGE_FOOT, 24.0, 32.0) if large else (FOOT, 20.0, 22.0)
    marks: list[AnyMark] = [
        lettering(LEFT, foot, origin(run), Role.MUTED, size=small, name="origin of the run", note=True),
    ]
    gone = departures(run)
    if gone:
        marks.append(lettering(LEFT, foot - 1.5 * strong, gone, Role.TEXT, bold=True, size=strong, name="departures"))
    elif note:
        above = foot - 1.5 * small
        marks.append(lettering(LEFT, above, note, Role.MUTED, size=small, name="note on the run", note=True))
    return marks


def loss_axes(whole: Recording, box: Box, *, log: bool = False, letters: float = SMALLEST_TEXT) -> Axes:
    """Axes for the losses of a run: from 0 to the largest, and to what guessing costs at least.

    A logarithmic axis holds losses that explode.
    """
    lines = [smoothed(whole.loss(index)) for index in range(len(whole.plan.contestants))]
    lines += [each.band()[1] for each in of_run(whole)]
    if log:
        return Axes(
            box, steps_range(whole), decades([*lines, np.array([guessing(whole)])]), log_y=True, letters=letters
        )
    _, largest = bounds(lines) or (0.0, 0.0)
    return Axes(box, steps_range(whole), above_zero(max(largest, 1.1 * guessing(whole))), letters=letters)


def guessing(run: Recording) -> float:
    """The cross-entropy, in nats, of giving every class the same probability."""
    return math.log(len(run.plan.classes))


def losses(
    axes: Axes, run: Recording, roles: Sequence[Role], size: float | None = None, *, stacked: bool = False
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
        marks += curve(axes, run.steps, smoothed(batches), role, name, line=axes.thick + 1.0)
        now = recent(batches)
        if math.isfinite(now):
            ends.append(Ending(now, contestant.name, number_text(now), role))
    return marks + endings(axes, ends, size, stacked=stacked)


def set_loss_formula(stage: Stage, run: Recording, roles: Sequence[Role]) -> None:
    """Set the formula of the loss, with the training losses of the run so far."""
    runs = [TextRun(f"training loss at step {run.step}:", Role.MUTED)]
    for index, (contestant, role) in enumerate(zip(run.plan.contestants, roles, strict=True)):
        now = recent(run.loss(index))
        runs += [
            TextRun(f"    {contestant.name} "),
            TextRun(number_text(now) if math.isfinite(now) else "–", role, bold=True),
        ]
    stage.formula(*LOSS, runs)


def accuracy_axes(whole: Recording, box: Box, *, letters: float = SMALLEST_TEXT) -> Axes:
    """Axes for accuracies in per cent."""
    return Axes(box, steps_range(whole), (0.0, 100.0), letters=letters)


def accuracies(
    axes: Axes,
    run: Recording,
    roles: Sequence[Role],
    size: float | None = None,
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


def validated(run: Recording, contestant: int) -> tuple[Numbers, Numbers]:
    """The steps at which a contestant was measured on the validation pictures, and its accuracies there, 0..1."""
    found = [(each.step, each.scores[contestant]) for each in run.validations]
    pairs = [(float(step), score.accuracy) for step, score in found if score is not None]
    array = np.array(pairs, dtype=float).reshape(-1, 2)
    return array[:, 0], array[:, 1]


def steps_range(whole: Recording) -> Range:
    """The axis of all steps that a run is going to have."""
    return 0.0, float(max(whole.total_steps, 1))
