"""The paper's errors beside this run's losses: the same symptom."""

from __future__ import annotations

import math

from scenes.degradation.knobs import KINDS
from scenes.degradation.nets import ROLES, of_kind, training_loss
from scenes.stage.blocks import heading
from scenes.stage.charts import above_zero
from scenes.stage.marks import AnyMark, Role, Run, Text
from scenes.stage.quoted import DEPTH_CONDITIONS, DEPTH_ERRORS, DEPTHS
from scenes.stage.recording import Recording
from scenes.stage.slopes import Slope, SlopeChart
from scenes.stage.training import guessing

TOP, HEIGHT, WIDTH = 236.0, 340.0, 620.0
LEFTS = (120.0, 862.0)
NOTES = 704.0


def draw_paper(run: Recording, whole: Recording, share: float) -> list[AnyMark]:
    """Errors of 18 and 34 layers at the left, training losses of this run's two depths at the right."""
    paper = SlopeChart((LEFTS[0], TOP, WIDTH, HEIGHT), (25.0, 29.0), (f"{DEPTHS[0]} layers", f"{DEPTHS[1]} layers"))
    marks = [
        heading(LEFTS[0], TOP - 50, "the paper", "top-1 error in %", Role.TEXT),
        *paper.draw([Slope(kind, DEPTH_ERRORS[kind], ROLES[kind]) for kind in KINDS], share),
        *_notes(LEFTS[0], (" ".join(DEPTH_CONDITIONS[:2]), DEPTH_CONDITIONS[2])),
    ]
    return marks + _toy(run, whole)


def _toy(run: Recording, whole: Recording) -> list[AnyMark]:
    """The training losses as far as the run has come."""
    found = {kind: of_kind(run, kind) for kind in KINDS}
    ends = [f"{net.layers} layers" for net in found["plain"]]
    final = [training_loss(whole, net) for nets in found.values() for net in nets]
    largest = max([guessing(run), *(loss for loss in final if math.isfinite(loss))])
    chart = SlopeChart((LEFTS[1], TOP, WIDTH, HEIGHT), above_zero(largest), (ends[0], ends[1]))
    slopes = []
    for kind, (shallow, deep) in found.items():
        values = training_loss(run, shallow), training_loss(run, deep)
        if all(math.isfinite(value) for value in values):
            slopes.append(Slope(kind, values, ROLES[kind]))
    return [
        heading(LEFTS[1], TOP - 50, "this run", "training loss in nats", Role.TEXT),
        *chart.draw(slopes, 1.0),
        *_notes(LEFTS[1], (f"digits of 8 × 8 pixels, {run.plan.train_count:,} to learn from,", "one run")),
    ]


def _notes(x: float, lines: tuple[str, ...]) -> list[AnyMark]:
    return [
        Text(x=x, y=NOTES + 30 * index, runs=(Run(words, Role.MUTED),), size=22) for index, words in enumerate(lines)
    ]
