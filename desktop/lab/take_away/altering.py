"""What was changed while a run went on, as whoever repeats the run needs it."""

from __future__ import annotations

import math

import msgspec

from desktop.runs.readings import spec_of
from scenes.stage.data.recording import Change, Recording


class Altering(msgspec.Struct, frozen=True):
    """Settings in force from the step after `step` on; the run ends after so many `steps` or `epochs`."""

    step: int
    lr: float
    batch: int
    steps: int | None
    epochs: float | None


def alterings(recording: Recording) -> tuple[Altering, ...]:
    """What was changed of the training of a run, in order: of each step the last, and only what made a difference."""
    spec = spec_of(recording.plan)
    now = (spec.lr, spec.batch, recording.plan.total_steps)
    found: list[Altering] = []
    for change in {each.step: each for each in recording.changes}.values():
        before, now = now, (change.lr, change.batch, change.total_steps)
        end = _end(recording, change)
        if now != before and end is not None:
            found.append(Altering(change.step, change.lr, change.batch, *end))
    return tuple(found)


def _end(recording: Recording, change: Change) -> tuple[int | None, float | None] | None:
    """Where the run ends from a change on, in steps or in epochs; None if no step came after it.

    How far the run was after its next step tells which of the two limits counted.
    """
    place = recording.rows_upto(change.step)
    if place >= len(recording.ticks):
        return None
    tick = recording.tick(place)
    if math.isclose(tick.step / tick.progress, change.total_steps, rel_tol=1e-6):
        return change.total_steps, None
    planned = spec_of(recording.plan).stop.epochs
    epochs = tick.epoch / tick.progress
    return None, planned if planned is not None and math.isclose(epochs, planned) else float(f"{epochs:.9g}")
