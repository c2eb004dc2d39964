"""Going on from a kept run: the settings of a run that begins with another's weights, and those weights."""

from __future__ import annotations

from msgspec.structs import replace

from desktop.runs.library import Library
from desktop.runs.readings import beginning, spec_of
from desktop.runs.storage import RecordingError
from desktop.runs.storage import weights as stored
from engine.contract.events import Weights
from engine.contract.spec import Origin, RunSpec
from scenes.stage.data.recording import Checkpoint, Recording


class BeginningError(ValueError):
    """A run can't begin where it should; the text is one sentence for the user."""


def continued(recording: Recording, checkpoint: Checkpoint, key: str, name: str) -> RunSpec:
    """The settings of a run that goes on from a checkpoint of a kept run, without the contestants that had left it."""
    spec = spec_of(recording.plan)
    kept = zip(spec.contestants, checkpoint.weights, strict=True)
    contestants = tuple(contestant for contestant, weights in kept if weights is not None)
    return replace(spec, contestants=contestants, origin=Origin(key, name, checkpoint.step))


def weights(library: Library, spec: RunSpec) -> tuple[Weights, ...]:
    """What the contestants of a run begin with; () for a run that begins afresh.

    Raises `BeginningError` if the run that it goes on from is gone, or has no such weights.
    """
    origin = spec.origin
    if origin is None:
        return ()
    if library.find(origin.run) is None:
        raise _gone(origin)
    try:
        recording = library.recording(origin.run)
    except RecordingError as error:
        raise BeginningError(str(error)) from error
    checkpoint = recording.checkpoint_by(origin.step)
    if checkpoint is None or checkpoint.step != origin.step:
        raise _gone(origin)
    names = [contestant.name for contestant in recording.plan.contestants]
    found = {name: kept for name, kept in zip(names, checkpoint.weights, strict=True) if kept is not None}
    if any(contestant.name not in found for contestant in spec.contestants):
        raise _gone(origin)
    return tuple(stored(found[contestant.name]) for contestant in spec.contestants)


def _gone(origin: Origin) -> BeginningError:
    return BeginningError(
        f"The run can't begin with {beginning(origin)}, for they are not kept any more. Begin afresh, or go on from "
        "another run."
    )
