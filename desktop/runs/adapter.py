"""From what the engine says to a recording; `desktop.runs.storage` knows the way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
import numpy as np

from engine.contract import events
from engine.contract.columns import unpacked
from engine.contract.events import Event, Started
from scenes.stage.data import recording as rec
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.values import Values


def begin(started: Started, versions: Mapping[str, str] | None = None, steps: int = 0) -> Recording:
    """The empty recording of a run that has just started, on an engine that introduced itself with `versions`.

    It has room for so many steps.
    """
    spec = started.spec
    plan = rec.Plan(
        contestants=tuple(
            rec.Contestant(entrant.name, tuple(_layer(layer) for layer in entrant.layers), entrant.activations)
            for entrant in started.contestants
        ),
        data=spec.data if isinstance(spec.data, str) else spec.data.title,
        classes=started.classes,
        train_count=started.train_count,
        validation_count=started.validation_count,
        mean=started.mean,
        deviation=started.deviation,
        steps_per_epoch=started.steps_per_epoch,
        total_steps=started.total_steps,
        lr=spec.lr,
        batch=spec.batch,
        device=started.device,
        threads=started.threads,
        spec=msgspec.json.encode(spec).decode(),
        versions=tuple((versions or {}).items()),
        examples=Values(started.examples.numpy()) if started.examples else None,
        labels=Values(started.labels.numpy()) if started.labels else None,
    )
    return rec.begin(plan, steps)


def add(recording: Recording, event: Event) -> Recording:
    """Return the recording with what an event measured; events that measure nothing leave it as it is.

    Raises ValueError if the event doesn't fit the run.
    """
    match event:
        case events.Tick():
            return recording.with_tick(_tick(event))
        case events.Ticks(count, columns):
            return recording.with_rows(unpacked(columns, count))
        case events.Validated(step, epoch, count, scores):
            return recording.with_validation(rec.Validation(step, epoch, count, tuple(map(_score, scores))))
        case events.Predicted(step, predictions):
            return recording.with_predicted(rec.Predicted(step, tuple(map(_predictions, predictions))))
        case events.ByHeart(pictures, results):
            learned = tuple(rec.Learned(one.steps, one.loss) for one in results)
            return recording.with_by_heart(rec.ByHeart(pictures, learned))
        case events.Snapshot():
            return recording.with_snapshot(_snapshot(event))
        case events.Checkpoint(step, weights):
            return recording.with_checkpoint(rec.Checkpoint(step, tuple(map(_weights, weights))))
    return _turned(recording, event)


def _turned(recording: Recording, event: Event) -> Recording:
    """Return the recording with the turn that the run took, if the event tells of one."""
    match event:
        case events.Changed():
            return recording.with_change(rec.Change(event.step, event.lr, event.batch, event.total_steps))
        case events.Diverged(step, contestant, layer, norm, norm_step, reason):
            return recording.with_divergence(rec.Divergence(step, contestant, layer, norm, norm_step, reason))
        case events.Finished(reason, step, epoch, seconds):
            return recording.with_ending(rec.Ending(reason, step, epoch, seconds))
    return recording


def add_all(recording: Recording, said: Iterable[Event]) -> Recording:
    """Add what many events measured, steps that follow each other at once, which is much faster; raises as `add`."""
    waiting: list[rec.Tick] = []
    for event in said:
        if isinstance(event, events.Tick):
            waiting.append(_tick(event))
        else:
            recording = add(recording.with_ticks(waiting), event)
            waiting.clear()
    return recording.with_ticks(waiting)


def _layer(layer: events.Layer) -> rec.Layer:
    return rec.Layer(layer.name, layer.kind, layer.text, layer.shape, layer.parameters, layer.macs)


def _tick(tick: events.Tick) -> rec.Tick:
    results = tuple(
        rec.Result(one.loss, one.accuracy, one.gradients, one.activation_gradients, one.seconds) if one else None
        for one in tick.results
    )
    return rec.Tick(tick.step, tick.epoch, tick.lr, tick.batch, tick.progress, tick.seconds, results)


def _score(score: events.Score | None) -> rec.Score | None:
    if score is None:
        return None
    health = rec.Health(score.health.idle, score.health.updates) if score.health else None
    return rec.Score(score.loss, score.accuracy, health)


def _snapshot(snapshot: events.Snapshot) -> rec.Snapshot:
    return rec.Snapshot(
        step=snapshot.step,
        epoch=snapshot.epoch,
        probe=snapshot.probe,
        picture=Values(snapshot.picture.numpy()),
        label=snapshot.label,
        views=tuple(view(each) if each else None for each in snapshot.views),
    )


def view(said: events.View) -> rec.View:
    """The inside of a network for one picture."""
    return rec.View(
        filters=_floats(said.filters),
        biases=Values(said.biases.numpy()),
        maps=tuple(map(_floats, said.maps)),
        logits=Values(said.logits.numpy()),
        probabilities=Values(said.probabilities.numpy()),
        class_maps=Values(said.class_maps.numpy()) if said.class_maps else None,
    )


def _floats(stored: events.Array) -> Values:
    """Numbers as scenes compute with them, which travel as float16."""
    return Values(stored.numpy().astype(np.float32))


def _predictions(said: events.Predictions | None) -> rec.Predictions | None:
    if said is None:
        return None
    return rec.Predictions(Values(said.said.numpy()), Values(said.sure.numpy()), Values(said.losses.numpy()))


def _weights(weights: events.Weights | None) -> dict[str, Values] | None:
    return {name: Values(values.numpy()) for name, values in weights.items()} if weights is not None else None
