"""What a run says of every validation picture, held against torch."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from msgspec.structs import replace

from engine.contract import events
from engine.contract.spec import PRESETS, StopAt
from engine.data import data
from engine.training.racer import Racer
from engine.training.train import SUBSET
from tests.engine.training.scripted import SMALL, Script, only

RUN = replace(SMALL, data="animals", lr=0.01, validate_every=20, stop=StopAt(steps=40), threads=1)


@pytest.fixture(scope="module")
def happened() -> list[events.Event]:
    return list(Script().play(RUN))


def test_every_validation_is_followed_by_what_was_said(happened: list[events.Event]) -> None:
    validated, predicted = only(happened, events.Validated), only(happened, events.Predicted)
    assert [(one.step, one.count) for one in validated] == [(0, SUBSET), (20, SUBSET), (40, 1500)]
    assert [one.step for one in predicted] == [0, 20, 40]
    for one in validated:
        assert isinstance(happened[happened.index(one) + 1], events.Predicted)


def test_scores_follow_from_what_was_said(happened: list[events.Event]) -> None:
    labels = only(happened, events.Started)[0].labels
    assert labels is not None
    for validated, predicted in zip(only(happened, events.Validated), only(happened, events.Predicted), strict=True):
        for score, said in zip(validated.scores, predicted.predictions, strict=True):
            assert score is not None
            assert said is not None
            right = said.said.numpy() == labels.numpy()[: validated.count]
            assert right.mean() == score.accuracy
            losses = said.losses.numpy().astype(float)
            assert losses.mean() == pytest.approx(score.loss, rel=1e-3)
            sure = said.sure.numpy() / 255
            assert sure[right] == pytest.approx(np.exp(-losses[right]), abs=0.003), "of the true class, which was said"
            assert (sure[~right] + np.exp(-losses[~right]) <= 1.003).all()


def test_it_is_what_torch_says() -> None:
    split = data.load("digits")
    racer = Racer(SMALL.contestants[1], SMALL, split, 10)
    score, said = racer.score(split.validation_x, split.validation_y)
    with torch.no_grad():
        odds = racer.module(split.validation_x).softmax(1)
    assert said.said.numpy().tolist() == odds.argmax(1).tolist()
    assert said.sure.numpy() / 255 == pytest.approx(odds.max(1).values.numpy(), abs=0.002)
    losses = -odds[torch.arange(len(odds)), split.validation_y].log()
    assert said.losses.numpy() == pytest.approx(losses.numpy(), rel=2e-3)
    assert score.loss == pytest.approx(float(losses.mean()), rel=1e-5)
    assert [each.dtype for each in (said.said, said.sure, said.losses)] == ["uint8", "uint8", "float16"]


def test_whoever_left_the_race_says_nothing() -> None:
    spec = replace(PRESETS["explosion"].spec, stop=StopAt(steps=30), threads=1)
    happened = list(Script().play(spec))
    assert [one.contestant for one in only(happened, events.Diverged)] == [0]
    last = only(happened, events.Predicted)[-1]
    assert last.predictions[0] is None
    assert last.predictions[1] is not None


def test_a_broken_network_still_says_something_that_can_be_kept() -> None:
    split = data.load("digits")
    racer = Racer(SMALL.contestants[0], SMALL, split, 10)
    with torch.no_grad():
        for values in racer.module.parameters():
            values.fill_(math.nan)
    score, said = racer.score(split.validation_x, split.validation_y)
    assert math.isnan(score.loss)
    assert said.sure.numpy().max() == 0
    assert np.isnan(said.losses.numpy()).all()


def test_judging_in_pieces_gives_the_same_and_lets_others_be_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    split = data.load("digits")
    racer = Racer(SMALL.contestants[1], SMALL, split, 10)
    whole, said = racer.score(split.validation_x, split.validation_y, examined=True)
    monkeypatch.setattr("engine.training.racer.PIECE", 100)
    heard: list[bool] = []
    found = racer.score(
        split.validation_x, split.validation_y, examined=True, between=lambda: heard.append(racer.module.training)
    )
    assert heard == [True] * 5, "whoever looks at the network then finds it as between two steps"
    assert found[0].loss == pytest.approx(whole.loss, rel=1e-6)
    assert found[0].health == whole.health
    assert found[1].said == said.said
