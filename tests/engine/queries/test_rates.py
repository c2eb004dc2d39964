"""Range tests: which losses they tell, of whom, and what they leave as it was."""

import math

import numpy as np
import pytest
from msgspec.structs import replace

from engine.contract import events
from engine.contract.questions import Fresh, Present, Query, RateTried, Reply, Stored, TryRates
from engine.contract.spec import Contestant, DenseNet, Optimiser, RunSpec, StopAt
from engine.models.networks import Trained
from engine.queries import answers, rates
from engine.queries.work import QuestionError
from engine.training.train import NoCommands, Run, play
from tests.engine.training.scripted import SMALL, Script, only


def nobody(contestant: int) -> Trained | None:
    return None


def tried(spec: RunSpec, question: TryRates, weights: tuple[events.Weights, ...] = ()) -> list[Reply]:
    found = answers.replies(Query(3, Fresh(spec, weights), question), nobody)
    return [reply for reply in found if reply is not None]


def losses(replies: list[Reply]) -> list[tuple[float | None, ...]]:
    told = [reply.answer for reply in replies]
    assert all(isinstance(answer, RateTried) for answer in told)
    return [answer.losses for answer in told if isinstance(answer, RateTried)]


def test_rates_grow_by_the_same_factor() -> None:
    np.testing.assert_allclose(rates.grown(TryRates(1e-3, 10.0, 5)), [1e-3, 1e-2, 1e-1, 1.0, 10.0])


def test_the_losses_are_those_of_a_run_with_these_rates() -> None:
    question = TryRates(1e-4, 1.0, 6)
    steered = Script(*((step, events.SetLearningRate(rate)) for step, rate in enumerate(rates.grown(question))))
    run = only(list(steered.play(replace(SMALL, stop=StopAt(steps=6)))), events.Tick)
    found = tried(SMALL, question)
    assert [(each.token, each.part, each.parts) for each in found] == [(3, part, 6) for part in range(6)]
    assert [each.answer.rate for each in found] == [tick.lr for tick in run]  # type: ignore[union-attr]
    assert losses(found) == [tuple(result.loss for result in tick.results if result) for tick in run]


def test_contestants_begin_with_the_weights_that_their_run_begins_with() -> None:
    run = Run(SMALL, lambda: 0.0, paused=False)
    list(play(run, NoCommands()))
    learned = tuple(weights for weights in run.checkpoint().weights if weights)
    first, *_ = losses(tried(SMALL, TryRates(steps=2), learned))
    fresh, *_ = losses(tried(SMALL, TryRates(steps=2)))
    assert all(one is not None and other is not None and one < other for one, other in zip(first, fresh, strict=True))
    with pytest.raises(QuestionError, match="other networks"):
        tried(SMALL, TryRates(steps=2), learned[:1])


def test_who_has_diverged_says_nothing_more_and_the_others_go_on() -> None:
    deep = Contestant("Deep", DenseNet((12,) * 6))
    wild = replace(SMALL, contestants=(SMALL.contestants[0], deep), optimiser=Optimiser("sgd"))
    found = losses(tried(wild, TryRates(1.0, 1e9, 30)))
    end = next(place for place, row in enumerate(found) if row[1] is None)
    assert 0 < end < 29
    assert all(row[0] is not None and (row[1] is None) == (place >= end) for place, row in enumerate(found))


def test_a_hundred_steps_are_tried_where_nothing_else_is_asked_for() -> None:
    found = losses(tried(SMALL, TryRates()))
    assert len(found) == 100
    assert all(loss is not None and math.isfinite(loss) for row in found for loss in row)


def test_a_run_in_progress_is_not_disturbed() -> None:
    together, alone = (Run(SMALL, lambda: 0.0, paused=False) for _ in range(2))
    trying = answers.replies(Query(1, Fresh(SMALL), TryRates(steps=10)), together.trained)
    for happened in zip(play(together, NoCommands()), play(alone, NoCommands()), strict=True):
        assert happened[0] == happened[1]
        next(trying, None)


@pytest.mark.parametrize(
    ("spec", "question", "sentence"),
    [
        (SMALL, TryRates(low=0.0), "a number above 0"),
        (SMALL, TryRates(low=1.0, high=1.0), "a number above 0"),
        (SMALL, TryRates(steps=1), "a number above 0"),
        (SMALL, TryRates(high=math.inf), "a number above 0"),
        (replace(SMALL, batch=0), TryRates(), "A batch of 0"),
        (replace(SMALL, device="cuda:99"), TryRates(), "CUDA|cuda:99"),
    ],
)
def test_what_cannot_be_tried_is_one_sentence(spec: RunSpec, question: TryRates, sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        tried(spec, question)


@pytest.mark.parametrize("about", [Present(0), Stored(DenseNet((3,)), 10, 0.0, 1.0, {})])
def test_networks_that_are_trained_try_no_rates(about: Present | Stored) -> None:
    with pytest.raises(QuestionError, match="can't be asked"):
        answers.replies(Query(1, about, TryRates()), nobody)
