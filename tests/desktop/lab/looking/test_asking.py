from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from desktop.lab.looking.asking import Looker, Who, Wish
from desktop.training.questions import Questions
from desktop.training.session import TrainingSession
from desktop.training.subjects import Then
from engine.contract.numbers import Array
from engine.contract.questions import (
    BreakOff,
    Cover,
    CoverByRows,
    Covered,
    Explain,
    Explained,
    NoReply,
    Present,
    Query,
    Reply,
    Waits,
)

WHO = Who(1, "trained")
PICTURES = [Array.of(np.full((1, 28, 28), value, np.uint8)) for value in (1, 2, 3)]
GRADIENT = Explain(PICTURES[0], "gradient", 4)
BARE = Array.of(np.zeros(10, np.float32))


@pytest.fixture
def plan(story: SimpleNamespace) -> Any:
    return story.recording_of(story.run_events(1)).plan


@pytest.fixture
def looker(session: TrainingSession) -> Looker:
    return Looker(Questions(session))


def queries(client: Any) -> list[Query]:
    return [each for each in client.sent if isinstance(each, Query)]


def explained(value: float) -> Explained:
    return Explained(Array.of(np.full((1, 28, 28), value, np.float32)), BARE)


def seen(looker: Looker) -> float | None:
    answer = looker.known[WHO].answer
    return float(answer.values.numpy().max()) if isinstance(answer, Explained) else None


def test_of_what_is_wanted_while_a_network_thinks_the_last_counts(looker: Looker, client: Any, plan: Any) -> None:
    then = Then(plan, 20, None)
    wishes = [Wish(then, Present(1), replace(GRADIENT, picture=picture)) for picture in PICTURES]
    for wish in wishes:
        looker.want({WHO: wish})
    (first,) = queries(client)
    client.say(Reply(first.token, 0, 1, explained(1.0), 23))
    assert seen(looker) == 1.0, "an older picture stands until the newer one is there"
    assert looker.known[WHO].answers is wishes[0]
    assert looker.known[WHO].step == 23
    _, second = queries(client)
    assert second.question == wishes[2].question
    client.say(Reply(second.token, 0, 1, explained(3.0), 25))
    assert seen(looker) == 3.0
    looker.want({WHO: wishes[2]})
    assert len(queries(client)) == 2, "what is known is not asked again"
    looker.want({WHO: Wish(Then(plan, 40, None), Present(1), wishes[2].question)})
    assert len(queries(client)) == 3, "but the network has learned since"


def test_what_another_lens_or_class_shows_is_not_shown_for_this_one(looker: Looker, client: Any, plan: Any) -> None:
    then = Then(plan, 20, None)
    looker.want({WHO: Wish(then, Present(1), GRADIENT)})
    client.say(Reply(queries(client)[0].token, 0, 1, explained(1.0), 20))
    assert seen(looker) == 1.0
    looker.want({WHO: Wish(then, Present(1), replace(GRADIENT, of=5))})
    assert seen(looker) is None


def test_a_refusal_is_kept_as_a_sentence_and_asking_goes_on(looker: Looker, client: Any, plan: Any) -> None:
    looker.want({WHO: Wish(Then(plan, 20, None), Present(1), GRADIENT)})
    client.say(NoReply(queries(client)[0].token, "It is gone."))
    assert looker.known[WHO].said == "It is gone."
    looker.want({WHO: Wish(Then(plan, 21, None), Present(1), GRADIENT)})
    assert looker.known[WHO].said == ""
    assert len(queries(client)) == 2


COVER = CoverByRows(Cover(PICTURES[0], 5, 30.0, (0, 1, 2), (0, 1)))


def row(token: int, number: int) -> Reply:
    return Reply(token, number, 3, Covered(number, Array.of(np.full((1, 2, 10), number + 1.0, np.float32)), BARE), 20)


def covered(looker: Looker) -> np.ndarray:
    answer = looker.known[WHO].answer
    assert isinstance(answer, Covered)
    return answer.logits.numpy()[:, 0, 0]


def test_a_long_answer_grows_row_by_row_and_can_be_stopped(looker: Looker, client: Any, plan: Any) -> None:
    wish = Wish(Then(plan, 20, None), Present(1), COVER)
    looker.want({WHO: wish})
    (asked,) = queries(client)
    client.say(Waits(asked.token, "It waits."))
    assert looker.known[WHO].said == "It waits."
    assert looker.known[WHO].progress == (0, 3)
    client.say(row(asked.token, 0), row(asked.token, 1))
    assert looker.known[WHO].progress == (2, 3)
    np.testing.assert_array_equal(covered(looker), [1, 2, np.nan])
    looker.stop()
    assert looker.known[WHO].progress is None
    assert looker.known[WHO].said == "Stopped."
    assert client.sent[-1] == BreakOff(asked.token)
    client.say(row(asked.token, 2))
    np.testing.assert_array_equal(covered(looker), [1, 2, np.nan])


def test_a_long_answer_to_what_is_not_wanted_any_more_is_broken_off(looker: Looker, client: Any, plan: Any) -> None:
    then = Then(plan, 20, None)
    looker.want({WHO: Wish(then, Present(1), COVER)})
    (asked,) = queries(client)
    other = CoverByRows(replace(COVER.cover, grey=0.0))
    looker.want({WHO: Wish(then, Present(1), other)})
    assert client.sent[1:] == [BreakOff(asked.token), Query(queries(client)[1].token, Present(1), other)]
    client.say(row(asked.token, 0))
    assert looker.known[WHO].answer is None
    looker.want({})
    assert looker.known == {}
    assert client.sent[-1] == BreakOff(queries(client)[1].token)
