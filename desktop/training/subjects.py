"""Who is asked about a run: its networks as they are now, as they once were, or before their first step."""

from __future__ import annotations

from typing import NamedTuple

from desktop.runs.readings import spec_of
from desktop.runs.storage import weights
from desktop.training.session import TrainingSession
from engine.contract.questions import Present, Stored, Subject, Untrained
from scenes.stage.data.recording import Checkpoint, Plan, Recording


class Then(NamedTuple):
    """The networks of a run at a time: as a checkpoint holds them, or without one as they are after `step` steps."""

    plan: Plan
    step: int
    checkpoint: Checkpoint | None

    def same_as(self, other: Then | None) -> bool:
        """Whether the networks are the same."""
        return (
            other is not None
            and self.plan is other.plan
            and self.step == other.step
            and self.checkpoint is other.checkpoint
        )


def then(session: TrainingSession, recording: Recording, cursor: int | None) -> Then | None:
    """The networks as they are now or (for a cursor) the last ones stored by then; None where none were stored."""
    own = session.recording
    if cursor is None and session.present and own is not None and own.plan is recording.plan:
        return Then(recording.plan, recording.snapshots[-1].step if recording.snapshots else 0, None)
    checkpoint = recording.checkpoint_by(recording.step if cursor is None else cursor)
    return Then(recording.plan, checkpoint.step, checkpoint) if checkpoint is not None else None


def subjects(asked: Then) -> dict[int, Subject]:
    """Who is asked, by the index of the contestant; nobody who had left the race by then."""
    plan, checkpoint = asked.plan, asked.checkpoint
    if checkpoint is None:
        return {index: Present(index) for index in range(len(plan.contestants))}
    return {
        index: Stored(contestant.network, len(plan.classes), plan.mean, plan.deviation, weights(kept))
        for index, (contestant, kept) in enumerate(zip(spec_of(plan).contestants, checkpoint.weights, strict=True))
        if kept is not None
    }


def beginning(recording: Recording) -> Then:
    """The networks before anything was learned: as they were recorded at step 0, or without that as their seed has it.

    A run that went on from another one began with what that had learned, and so its own seed counts.
    """
    plan = recording.plan
    first = recording.checkpoints[0] if recording.checkpoints else None
    recorded = first is not None and first.step == 0 and spec_of(plan).origin is None
    return Then(plan, 0, first if recorded else None)


def untrained(recording: Recording) -> dict[int, Subject]:
    """All networks of a run, before anything was learned."""
    found, plan = beginning(recording), recording.plan
    if found.checkpoint is not None:
        return subjects(found)
    spec = spec_of(plan)
    return {
        index: Untrained(contestant.network, len(plan.classes), plan.mean, plan.deviation, spec.seed)
        for index, contestant in enumerate(spec.contestants)
    }
