from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from desktop.lab.drawing.answering import NO_WEIGHTS, UNKNOWN, Answering
from desktop.training.questions import GONE, Questions
from desktop.training.session import TrainingSession
from engine.contract import events
from engine.contract.questions import Forwarded, NoReply, Present, Query, Reply, Stored
from scenes.stage.data.recording import Recording, Snapshot

ONE, TWO, THREE = (np.full((1, 28, 28), value, np.uint8) for value in (1, 2, 3))


class Heard:
    def __init__(self, session: TrainingSession) -> None:
        self.answering = Answering(session, Questions(session))
        self.snapshots: list[Snapshot] = []
        self.refusals: list[str] = []
        self.answering.answered.connect(self.snapshots.append)
        self.answering.refused.connect(self.refusals.append)


@pytest.fixture
def heard(session: TrainingSession) -> Heard:
    return Heard(session)


def asked(client: Any) -> list[Query]:
    return [command for command in client.sent if isinstance(command, Query)]


def reply(client: Any, story: SimpleNamespace, step: int | None = None) -> None:
    """Answer the last two questions, as the two networks."""
    views = story.snapshot(0).views
    for query, view in zip(asked(client)[-2:], views, strict=True):
        client.say(Reply(query.token, 0, 1, Forwarded(view), step))


def trained(session: TrainingSession, client: Any, story: SimpleNamespace) -> Recording:
    session.start(story.SPEC)
    said = story.run_events(40)
    client.say(*said[:3], story.checkpoint(0), *said[3:], story.checkpoint(40))
    assert session.recording is not None
    return session.recording


def test_the_present_networks_are_asked_where_they_are(
    heard: Heard, session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    run = trained(session, client, story)
    heard.answering.ask(run, None, ONE)
    assert [query.about for query in asked(client)] == [Present(0), Present(1)]
    reply(client, story, step=43)
    (found,) = heard.snapshots
    assert (found.step, found.probe, found.label) == (43, UNKNOWN, UNKNOWN)
    np.testing.assert_array_equal(found.picture.array, ONE)
    assert all(view is not None for view in found.views)


@pytest.mark.parametrize(("cursor", "step"), [(0, 0), (19, 0), (39, 0), (40, 40)])
def test_at_a_step_that_is_past_the_last_networks_stored_by_then_are_asked(
    heard: Heard, session: TrainingSession, client: Any, story: SimpleNamespace, cursor: int, step: int
) -> None:
    run = trained(session, client, story)
    heard.answering.ask(run, cursor, ONE)
    dense, cnn = (query.about for query in asked(client))
    assert isinstance(dense, Stored)
    assert isinstance(cnn, Stored)
    assert (dense.network, cnn.network) == tuple(each.network for each in story.SPEC.contestants)
    assert (dense.classes, dense.mean, dense.deviation) == (10, 30.0, 60.0)
    assert {name: values.numpy().max() for name, values in dense.weights.items()} == {"fc.weight": step}
    assert {name: values.numpy().max() for name, values in cnn.weights.items()} == {"fc.weight": step / 2}
    reply(client, story)
    assert [each.step for each in heard.snapshots] == [step]


def test_a_kept_run_answers_from_its_weights_whatever_is_in_training(
    heard: Heard, session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    trained(session, client, story)
    kept = story.recording_of([*story.run_events(20), story.checkpoint(20)])
    heard.answering.ask(kept, None, ONE)
    assert [type(query.about) for query in asked(client)] == [Stored, Stored]


def test_a_run_without_weights_says_so(heard: Heard, client: Any, story: SimpleNamespace) -> None:
    heard.answering.ask(story.recording_of(story.run_events(20)), None, ONE)
    assert (heard.refusals, client.sent) == ([NO_WEIGHTS], [])


def test_of_the_strokes_while_the_networks_think_the_last_counts(
    heard: Heard, session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    run = trained(session, client, story)
    for picture in (ONE, TWO, THREE):
        heard.answering.ask(run, None, picture)
    assert len(asked(client)) == 2
    reply(client, story, 40)
    assert len(asked(client)) == 4
    np.testing.assert_array_equal(asked(client)[-1].question.picture.numpy(), THREE)
    reply(client, story, 40)
    assert [int(each.picture.array.max()) for each in heard.snapshots] == [1, 3]
    heard.answering.ask(run, None, THREE)
    assert len(asked(client)) == 4, "what was answered is not asked again"
    client.say(story.tick(41), story.snapshot(41))
    assert session.recording is not None
    heard.answering.ask(session.recording, None, THREE)
    assert len(asked(client)) == 6, "but the networks have learned since"


def test_a_network_that_has_left_is_silent_and_the_others_answer(
    heard: Heard, session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    run = trained(session, client, story)
    heard.answering.ask(run, None, ONE)
    one, two = asked(client)
    client.say(NoReply(one.token, "It is gone."), Reply(two.token, 0, 1, Forwarded(story.snapshot(0).views[1]), 40))
    assert [view is None for view in heard.snapshots[0].views] == [True, False]
    assert heard.refusals == []


def test_an_engine_that_ends_is_one_sentence_and_asking_goes_on(
    heard: Heard, session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    run = trained(session, client, story)
    heard.answering.ask(run, None, ONE)
    client.fail("It broke", "It is gone.")
    client.stage_changed.emit()
    assert heard.refusals == [GONE]
    heard.answering.ask(run, None, TWO)
    assert [type(query.about) for query in asked(client)[2:]] == [Stored, Stored]


def test_nobody_who_left_the_drawing_is_told_of_it(
    heard: Heard, session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    run = trained(session, client, story)
    heard.answering.ask(run, None, ONE)
    heard.answering.forget()
    reply(client, story, 40)
    assert heard.snapshots == []
    heard.answering.ask(run, None, ONE)
    reply(client, story, 40)
    assert len(heard.snapshots) == 1
    assert isinstance(client.sent[0], events.Start)
