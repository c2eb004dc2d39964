from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from desktop.training.questions import GONE, Questions
from desktop.training.session import TrainingSession
from engine.contract.numbers import Array
from engine.contract.questions import BreakOff, Forward, Forwarded, NoReply, Present, Query, Reply, Waits

QUESTION = Forward(Array.of(np.zeros((1, 28, 28), np.uint8)))


@pytest.fixture
def questions(session: TrainingSession) -> Questions:
    return Questions(session)


def test_each_answer_goes_to_whoever_asked(questions: Questions, client: Any, story: SimpleNamespace) -> None:
    heard: list[list[Reply | NoReply]] = [[], []]
    for contestant in (0, 1):
        questions.ask(Present(contestant), QUESTION, heard[contestant].append)
    assert client.starts == 1, "asking starts the engine"
    one, two = client.sent
    assert [each.about for each in (one, two)] == [Present(0), Present(1)]
    view = Forwarded(story.snapshot(0).views[0])
    parts = [Reply(two.token, part, 2, view, 5) for part in (0, 1)]
    client.say(parts[0], NoReply(one.token, "No."), parts[1], parts[1])
    assert heard == [[NoReply(one.token, "No.")], parts], "what comes after the last part is for nobody"


def test_an_engine_that_ends_answers_nobody_any_more(questions: Questions, client: Any) -> None:
    heard: list[Reply | NoReply] = []
    questions.ask(Present(0), QUESTION, heard.append)
    client.fail("It broke", "It is gone.")
    (query,) = client.sent
    assert isinstance(query, Query)
    client.stage_changed.emit()
    assert heard == [NoReply(query.token, GONE)]
    questions.ask(Present(0), QUESTION, heard.append)
    assert client.starts == 2
    assert len(heard) == 1


def test_whoever_waits_for_a_run_is_told_so_and_answered_later(
    questions: Questions, client: Any, story: SimpleNamespace
) -> None:
    heard: list[Reply | NoReply] = []
    sentences: list[str] = []
    token = questions.ask(Present(0), QUESTION, heard.append, sentences.append)
    other = questions.ask(Present(0), QUESTION, heard.append)
    reply = Reply(token, 0, 1, Forwarded(story.snapshot(0).views[0]), 5)
    client.say(Waits(token, "Later."), Waits(other, "Nobody hears."), reply, Waits(token, "Too late."))
    assert sentences == ["Later."]
    assert heard == [reply]


def test_an_answer_that_is_broken_off_goes_to_nobody(questions: Questions, client: Any, story: SimpleNamespace) -> None:
    heard: list[Reply | NoReply] = []
    token = questions.ask(Present(0), QUESTION, heard.append)
    view = Forwarded(story.snapshot(0).views[0])
    client.say(Reply(token, 0, 3, view, 5))
    questions.stop(token)
    client.say(Reply(token, 1, 3, view, 5), NoReply(token, "No."))
    questions.stop(token)
    assert [type(each) for each in heard] == [Reply]
    assert client.sent[1:] == [BreakOff(token)], "once is enough"
