from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import pytest
from msgspec.structs import replace

from desktop.runs import adapter
from engine.contract import events
from engine.contract.spec import StopAt


def test_the_plan_is_what_the_engine_announced(story: SimpleNamespace) -> None:
    plan = adapter.begin(story.started()).plan
    assert [each.name for each in plan.contestants] == ["Dense net", "CNN"]
    assert plan.contestants[0].parameters == 50890
    assert plan.contestants[1].trained == ("conv1", "fc")
    assert (plan.data, plan.total_steps, plan.mean, plan.deviation) == ("animals", 400, 30.0, 60.0)
    assert json.loads(plan.spec)["batch"] == story.SPEC.batch


def test_the_plan_knows_what_trained_it(story: SimpleNamespace) -> None:
    plan = adapter.begin(story.started(), {"torch": "9.9", "python": "3.0"}).plan
    assert plan.versions == (("torch", "9.9"), ("python", "3.0"))


def test_gradients_of_activations_and_seconds_are_kept(story: SimpleNamespace) -> None:
    begun = story.started()
    entrants = tuple(replace(one, activations=(one.layers[1].name,)) for one in begun.contestants)
    run = adapter.begin(replace(begun, contestants=entrants))
    results = tuple(events.StepResult(1.0, 0.5, (1.0, 2.0), (0.25 * i,), 0.001 * i) for i in (1, 2))
    run = adapter.add(run, events.Tick(1, 0.1, 0.1, 64, 0.1, 0.1, results))
    assert [run.plan.contestants[i].activations for i in (0, 1)] == [("relu1",), ("relu1",)]
    assert [run.activation_gradients(i).tolist() for i in (0, 1)] == [[[0.25]], [[0.5]]]
    assert [run.seconds(i).tolist() for i in (0, 1)] == [[0.001], [0.002]]


def test_ticks_become_columns(story: SimpleNamespace) -> None:
    run = story.recording_of(story.run_events(10))
    assert run.loss(0).tolist() == pytest.approx([2.3 / step for step in range(1, 11)])
    assert run.gradients(1)[4].tolist() == pytest.approx([0.2, 2.0])
    assert run.column("lr").tolist() == [0.003] * 10


def test_a_contestant_without_result_or_view_is_none(story: SimpleNamespace) -> None:
    run = adapter.begin(story.started())
    run = adapter.add(run, events.Tick(1, 0.1, 0.1, 64, 0.1, 0.1, (None, events.StepResult(1.0, 0.5, (1.0, 1.0)))))
    run = adapter.add(run, events.Validated(1, 0.1, 500, (None, events.Score(1.0, 0.5))))
    look = story.snapshot(1)
    run = adapter.add(run, events.Snapshot(1, 0.1, 0, look.picture, 3, (None, look.views[1])))
    assert np.isnan(run.loss(0)[0])
    assert run.validations[0].scores[0] is None
    assert run.snapshots[0].views[0] is None


def test_snapshots_carry_the_same_numbers(story: SimpleNamespace) -> None:
    event = story.snapshot(20)
    run = adapter.add(adapter.begin(story.started()), event)
    found = run.snapshots[0].views[1]
    assert found is not None
    np.testing.assert_array_equal(found.filters.array, event.views[1].filters.numpy())
    assert [each.shape for each in found.maps] == [(8, 28, 28), (8, 28, 28), (10,)]


def test_what_happened_is_kept(story: SimpleNamespace) -> None:
    run = adapter.begin(story.started())
    run = adapter.add(run, events.Changed(5, 0.01, 32, 0, StopAt(steps=9), 9))
    run = adapter.add(run, events.Diverged(6, 1, "conv1", 1e9, 5, "CNN: it broke."))
    run = adapter.add(run, events.Finished("steps", 9, 0.5, 1.5))
    assert (run.changes[0].lr, run.total_steps) == (0.01, 9)
    assert run.divergences[0].reason == "CNN: it broke."
    assert run.ending is not None
    assert run.ending.reason == "steps"


def test_events_that_measure_nothing_change_nothing(story: SimpleNamespace) -> None:
    run = story.recording_of(story.run_events(3))
    for event in (events.Paused(3), events.Resumed(3), events.Pong(), events.Notice("!")):
        assert adapter.add(run, event) is run
