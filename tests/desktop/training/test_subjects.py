from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from msgspec.structs import replace

from desktop.training import subjects
from desktop.training.session import TrainingSession
from engine.contract.questions import Present, Stored, Untrained
from engine.contract.spec import Origin


def test_before_anything_was_learned_the_weights_of_step_0_count(story: SimpleNamespace) -> None:
    said = story.run_events(40)
    recording = story.recording_of([*said[:3], story.checkpoint(0), *said[3:], story.checkpoint(40)])
    found = subjects.untrained(recording)
    assert subjects.beginning(recording).checkpoint is recording.checkpoints[0]
    for about in found.values():
        assert isinstance(about, Stored)
        assert {values.numpy().max() for values in about.weights.values()} == {0.0}


def test_without_them_the_seed_counts_and_so_it_does_where_a_run_went_on_from_another(story: SimpleNamespace) -> None:
    said = story.run_events(20)
    bare = story.recording_of([*said, story.checkpoint(20)])
    begun = story.started(replace(story.SPEC, origin=Origin("key", "Monday's", 300), seed=8))
    went_on = story.recording_of([begun, *said[1:3], story.checkpoint(0), *said[3:]])
    for recording, seed in ((bare, story.SPEC.seed), (went_on, 8)):
        found = subjects.untrained(recording)
        assert subjects.beginning(recording).checkpoint is None
        assert list(found) == [0, 1]
        for index, about in found.items():
            network = story.SPEC.contestants[index].network
            assert about == Untrained(network, 10, 30.0, 60.0, seed)


def test_networks_are_asked_as_they_are_now_or_as_they_were(
    session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    session.start(story.SPEC)
    said = story.run_events(40)
    client.say(*said[:3], story.checkpoint(0), *said[3:])
    recording = session.recording
    assert recording is not None
    now, past = (subjects.then(session, recording, cursor) for cursor in (None, 30))
    assert now is not None
    assert (now.step, now.checkpoint) == (40, None)
    assert subjects.subjects(now) == {0: Present(0), 1: Present(1)}
    assert past is not None
    assert (past.step, past.checkpoint) == (0, recording.checkpoints[0])
    assert not now.same_as(past)
    assert now.same_as(subjects.then(session, recording, None))
    assert subjects.then(session, story.recording_of(said), None) is None, "no weights were recorded of it"
