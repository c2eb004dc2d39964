"""Recordings on disk, as `engine.contract.tape`s: those that ship with Convoscope, and the user's own runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import msgspec

import assets
from desktop.runs import adapter
from engine.contract import events, tape
from engine.contract.columns import packed
from engine.contract.events import Array, Event
from engine.contract.spec import Network, RunSpec, StopAt, check
from engine.contract.tape import SUFFIX, TapeError
from scenes.stage.data import recording as rec
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.growing import Log, Numbers
from scenes.stage.numbers.values import Values

SNAPSHOTS = 24
"""How many snapshots a saved run keeps: they are most of its size."""
QUICK = 1
"""How hard a saved run is compressed."""
STEPS_AT_ONCE = 8192
"""So many steps at most are one event of a tape."""


class RecordingError(ValueError):
    """A recording that can't be read or saved; the text is one sentence for the user."""


def bundled(name: str) -> Recording | None:
    """The recording of a preset that ships with Convoscope, None if none does.

    Raises RecordingError if it is damaged.
    """
    path = assets.path("recordings", name + SUFFIX)
    return load(path) if path.is_file() else None


def load(path: Path) -> Recording:
    """Read a recording; raises RecordingError if the file isn't there, is no recording, or is damaged."""
    try:
        return replayed(tape.play(path))
    except TapeError as error:
        raise RecordingError(str(error)) from error
    except ValueError as error:
        raise RecordingError(
            f"The recording {path.name} doesn't fit together ({error}); delete it and record the run again."
        ) from error


def save(path: Path, recording: Recording, snapshots: int = SNAPSHOTS) -> None:
    """Write a recording in one piece, exact but with at most so many snapshots; raises RecordingError if that fails."""
    thinned = replace(recording, snapshots=Log(tape.spread(recording.snapshots, snapshots)))
    try:
        tape.record(path, said(thinned), QUICK)
    except TapeError as error:
        raise RecordingError(str(error)) from error


def replayed(told: Iterator[Event]) -> Recording:
    """The recording of a run as a tape tells it; raises ValueError if it can't be, or if its events don't fit it."""
    hello, started = next(told, None), next(told, None)
    if not isinstance(hello, events.Hello) or not isinstance(started, events.Started):
        raise ValueError("it doesn't begin with a run")
    check(started.spec)
    return adapter.add_all(adapter.begin(started, hello.versions, started.total_steps), told)


def said(recording: Recording) -> Iterator[Event]:
    """What an engine would have said for the recording to come to be, in the order of the steps.

    A change tells at which step the run was going to end from then on, but not by which limit.
    """
    yield from opening(recording.plan)
    yield from news(recording, rec.begin(recording.plan))


def opening(plan: rec.Plan) -> Iterator[Event]:
    """What an engine said as the run began."""
    yield events.Hello(events.PROTOCOL, dict(plan.versions))
    yield _started(plan, _spec(plan))


def news(recording: Recording, before: Recording) -> Iterator[Event]:
    """What an engine has said since the recording was as it was before, in the order of the steps."""
    spec = _spec(recording.plan)
    happened: list[tuple[int, Event]] = []
    if recording.by_heart is not None and before.by_heart is None:
        happened.append((0, _by_heart(recording.by_heart)))
    for first in range(len(before.ticks), len(recording.ticks), STEPS_AT_ONCE):
        rows = recording.ticks.numbers[first : first + STEPS_AT_ONCE]
        happened.append((int(rows[0, 0]), _ticks(rows)))
    happened += [(one.step, events.Diverged(**vars(one))) for one in recording.divergences[len(before.divergences) :]]
    happened += [(one.step, _changed(one, spec)) for one in recording.changes[len(before.changes) :]]
    happened += [(one.step, _validated(one)) for one in recording.validations[len(before.validations) :]]
    last = before.predicted[-1].step if before.predicted else -1  # by the step, for a recording thins them out
    happened += [(one.step, _predicted(one)) for one in recording.predicted if one.step > last]
    if isinstance(spec.data, str) or spec.data.shown:
        last = before.snapshots[-1].step if before.snapshots else -1
        happened += [(one.step, _snapshot(one)) for one in recording.snapshots if one.step > last]
    last = before.checkpoints[-1].step if before.checkpoints else -1
    happened += [(one.step, _checkpoint(one)) for one in recording.checkpoints if one.step > last]
    # Sorting keeps the order within a step: first ticks, by the first of them, last the snapshot and the weights.
    yield from (event for _, event in sorted(happened, key=lambda one: one[0]))
    if recording.ending is not None and before.ending is None:
        yield msgspec.convert({"type": "finished", **vars(recording.ending)}, events.Finished)


def _spec(plan: rec.Plan) -> RunSpec:
    return msgspec.json.decode(plan.spec, type=RunSpec)


def _started(plan: rec.Plan, spec: RunSpec) -> events.Started:
    pairs = zip(plan.contestants, spec.contestants, strict=True)
    return events.Started(
        spec=spec,
        contestants=tuple(_entrant(contestant, wanted.network) for contestant, wanted in pairs),
        classes=plan.classes,
        train_count=plan.train_count,
        validation_count=plan.validation_count,
        mean=plan.mean,
        deviation=plan.deviation,
        steps_per_epoch=plan.steps_per_epoch,
        total_steps=plan.total_steps,
        threads=plan.threads,
        device=plan.device,
        examples=_array(plan.examples) if plan.examples else None,
        labels=_array(plan.labels) if plan.labels else None,
    )


def _entrant(contestant: rec.Contestant, network: Network) -> events.ContestantInfo:
    layers = tuple(events.Layer(**vars(layer)) for layer in contestant.layers)
    return events.ContestantInfo(
        contestant.name, network, layers, contestant.parameters, contestant.macs, contestant.activations
    )


def _ticks(rows: Numbers) -> events.Ticks:
    return events.Ticks(len(rows), tuple(packed(column) for column in rows.T))


def _changed(change: rec.Change, spec: RunSpec) -> events.Changed:
    stop = StopAt(steps=change.total_steps)
    return events.Changed(change.step, change.lr, change.batch, spec.probe, stop, change.total_steps)


def _validated(validation: rec.Validation) -> events.Validated:
    return events.Validated(validation.step, validation.epoch, validation.count, tuple(map(_score, validation.scores)))


def _score(score: rec.Score | None) -> events.Score | None:
    if score is None:
        return None
    health = events.Health(score.health.idle, score.health.updates) if score.health else None
    return events.Score(score.loss, score.accuracy, health)


def _by_heart(found: rec.ByHeart) -> events.ByHeart:
    return events.ByHeart(found.pictures, tuple(events.Learned(one.steps, one.loss) for one in found.results))


def _predicted(predicted: rec.Predicted) -> events.Predicted:
    said = (
        events.Predictions(_array(each.said), _array(each.sure), _array(each.losses)) if each else None
        for each in predicted.predictions
    )
    return events.Predicted(predicted.step, tuple(said))


def _snapshot(snapshot: rec.Snapshot) -> events.Snapshot:
    return events.Snapshot(
        step=snapshot.step,
        epoch=snapshot.epoch,
        probe=snapshot.probe,
        picture=_array(snapshot.picture),
        label=snapshot.label,
        views=tuple(_view(view) if view else None for view in snapshot.views),
    )


def _view(view: rec.View) -> events.View:
    return events.View(
        filters=Array.compact(view.filters.array),
        biases=_array(view.biases),
        maps=tuple(Array.compact(each.array) for each in view.maps),
        logits=_array(view.logits),
        probabilities=_array(view.probabilities),
        class_maps=_array(view.class_maps) if view.class_maps else None,
    )


def _checkpoint(kept: rec.Checkpoint) -> events.Checkpoint:
    """Weights as an engine takes them."""
    return events.Checkpoint(kept.step, tuple(weights(each) if each is not None else None for each in kept.weights))


def weights(kept: Mapping[str, Values]) -> events.Weights:
    """The weights of one network as an engine takes them."""
    return {name: _array(values) for name, values in kept.items()}


def _array(values: Values) -> Array:
    return Array.of(values.array)
