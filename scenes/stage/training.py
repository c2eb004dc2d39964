"""What live steps share: the scene's run as far as time has come, its losses and accuracies, and where it is from."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

import numpy as np

from scenes.stage.blocks import counted
from scenes.stage.charts import NAMES, Ending, Plane, above_zero, endings
from scenes.stage.growing import Numbers
from scenes.stage.marks import AnyMark, Role, Run, Text
from scenes.stage.recording import Recording
from scenes.stage.series import bounds, number_text, percent_text, recent, smoothed
from scenes.stage.stage import LEFT, REST, Span, Stage

NO_RUN = "There is no recording of this run here; train it live, and it is drawn as it grows."
LOSS = (r"L = -\, \mathrm{mean} \; \log \, p_{\mathrm{right\ class}}", "L = − mean of the log of the right class's p")
FOOT = 784.0
"""The line that says where a run is from."""


def shown(stage: Stage, span: Span) -> Recording | None:
    """The run as far as the step has come: it moves evenly, rests at the whole run, and a run in progress at its head.

    Where there is none, a sentence on the stage says so, and None is returned.
    """
    recording = stage.recording
    if recording is None:
        stage.text(LEFT, 450, NO_RUN, size=26, role=Role.MUTED)
        return None
    share = min(span.t / REST, 1.0)
    return recording if share == 1.0 else recording.upto(round(share * recording.total_steps))


def origin(run: Recording) -> str:
    """How far a run has come, and what trained it: the same seed elsewhere gives about the same numbers."""
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


def footer(run: Recording) -> list[AnyMark]:
    """The lines under a live step: where the run is from, and above it who has left the race."""
    marks: list[AnyMark] = [
        Text(x=LEFT, y=FOOT, runs=(Run(origin(run), Role.MUTED),), size=20, name="origin of the run"),
    ]
    gone = departures(run)
    if gone:
        marks.append(Text(x=LEFT, y=FOOT - 32, runs=(Run(gone, Role.TEXT, bold=True),), size=22, name="departures"))
    return marks


def loss_plane(whole: Recording, left: float, top: float, right: float, bottom: float) -> Plane:
    """The plane for the losses of a run: from 0 to the largest, and to what guessing costs at least."""
    lines = [smoothed(whole.loss(index)) for index in range(len(whole.plan.contestants))]
    _, largest = bounds(lines) or (0.0, 0.0)
    return Plane(left, top, right, bottom, _steps(whole), above_zero(max(largest, 1.1 * guessing(whole))))


def guessing(run: Recording) -> float:
    """The cross-entropy, in nats, of giving every class the same probability."""
    return math.log(len(run.plan.classes))


def losses(plane: Plane, run: Recording, roles: Sequence[Role], strong: Sequence[bool] | None = None) -> list[AnyMark]:
    """Each contestant's training loss: the mean of its latest batches. Those that are not `strong` are thinner."""
    marks: list[AnyMark] = [
        *plane.ground(),
        *plane.steps(),
        *plane.level(guessing(run), f"guessing: ln {len(run.plan.classes)} = {number_text(guessing(run))}"),
    ]
    ends = []
    for index, (contestant, role) in enumerate(zip(run.plan.contestants, roles, strict=True)):
        batches = run.loss(index)
        line = 3.0 if strong and not strong[index] else 5.0
        marks += plane.curve(run.steps, smoothed(batches), role, line=line, name=f"training loss {contestant.name}")
        now = recent(batches)
        if math.isfinite(now):
            ends.append(Ending(plane.height(now), contestant.name, number_text(now), role))
    return marks + endings(plane.right + NAMES, plane.top, plane.bottom, ends)


def set_loss_formula(stage: Stage, run: Recording, roles: Sequence[Role]) -> None:
    """Set the formula of the loss, with the training losses of the run so far."""
    runs = [Run(f"training loss at step {run.step}:", Role.MUTED)]
    for index, (contestant, role) in enumerate(zip(run.plan.contestants, roles, strict=True)):
        runs += [Run(f"    {contestant.name} "), Run(number_text(recent(run.loss(index))), role, bold=True)]
    stage.formula(*LOSS, runs)


def accuracies(plane: Plane, run: Recording, roles: Sequence[Role]) -> list[AnyMark]:
    """Each contestant's accuracy on the validation pictures, a dot for each measurement; and what guessing gives."""
    chance = 1 / len(run.plan.classes)
    marks: list[AnyMark] = [
        *plane.ground(),
        *plane.steps(),
        *plane.level(chance, f"guessing: 1 of {len(run.plan.classes)}"),
    ]
    ends = []
    for index, (contestant, role) in enumerate(zip(run.plan.contestants, roles, strict=True)):
        steps, measured = validated(run, index)
        name = f"accuracy {contestant.name}"
        marks += [*plane.curve(steps, measured, role, name=name), *plane.dots(steps.tolist(), measured.tolist(), role)]
        if measured.size:
            last = float(measured[-1])
            ends.append(Ending(plane.height(last), contestant.name, percent_text(last), role))
    return marks + endings(plane.right + NAMES, plane.top, plane.bottom, ends)


def accuracy_plane(whole: Recording, left: float, top: float, right: float, bottom: float) -> Plane:
    """The plane for accuracies, from none to all."""
    return Plane(left, top, right, bottom, _steps(whole), (0.0, 1.0), percent=True)


def validated(run: Recording, contestant: int) -> tuple[Numbers, Numbers]:
    """The steps at which a contestant was measured on the validation pictures, and its accuracies there, 0..1."""
    found = [(each.step, each.scores[contestant]) for each in run.validations]
    pairs = [(float(step), score.accuracy) for step, score in found if score is not None]
    array = np.array(pairs, dtype=float).reshape(-1, 2)
    return array[:, 0], array[:, 1]


def _steps(whole: Recording) -> tuple[float, float]:
    return 0.0, float(max(whole.total_steps, 1))
