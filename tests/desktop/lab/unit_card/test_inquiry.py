"""What is found out about units: whom it is asked of, and what of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.lab.unit_card import inquiry as room
from desktop.lab.unit_card.inquiry import LEFT, Findings, Inquiry
from desktop.lab.unit_card.unit import Unit
from desktop.training.questions import Questions
from desktop.training.session import TrainingSession
from engine.contract.questions import Query, Reply, Stored, SwitchedOff, SwitchOff
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.growing import Log


@pytest.fixture
def inquiry(session: TrainingSession) -> Inquiry:
    return Inquiry(Questions(session), session)


@pytest.fixture
def run(run_of: Callable[[str], Recording]) -> Recording:
    return run_of("race")


def queries(client: Any) -> list[Query]:
    return [each for each in client.sent if isinstance(each, Query)]


def test_a_network_that_had_left_the_race_is_not_asked(inquiry: Inquiry, run: Recording, client: Any) -> None:
    last = run.checkpoints[-1]
    gone = replace(run, checkpoints=Log((replace(last, weights=(last.weights[0], None)),)))
    inquiry.show(gone, None, Unit(1, 4, 0), "relu2", 16)
    assert inquiry.said == LEFT
    inquiry.rank()
    assert not inquiry.can_ask
    assert not queries(client)


def test_layers_that_were_seen_long_ago_are_forgotten(
    inquiry: Inquiry, run: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "KEPT", 2)
    inquiry.show(run, None, Unit(1, 4, 0), "relu2", 16)
    first = inquiry.found
    inquiry.show(run, None, Unit(1, 1, 0), "relu1", 8)
    inquiry.show(run, None, Unit(1, 4, 3), "relu2", 16)
    assert inquiry.found is first, "another unit of the same layer"
    for layer in (0, 1):
        inquiry.show(run, None, Unit(1, layer, 0), "", 8)
    inquiry.show(run, None, Unit(1, 4, 0), "relu2", 16)
    assert inquiry.found is not first


def test_a_step_that_is_only_passed_is_not_asked_about(
    inquiry: Inquiry, run: Recording, client: Any, qtbot: QtBot
) -> None:
    unit = Unit(1, 4, 0)
    inquiry.show(run, None, unit, "relu2", 16)
    qtbot.waitUntil(lambda: len(queries(client)) == 3)
    steps = [each.step for each in run.checkpoints]
    assert len(steps) > 1
    inquiry.show(run, steps[0], unit, "relu2", 16)
    inquiry.show(run, None, unit, "relu2", 16)
    qtbot.waitUntil(lambda: len(queries(client)) == 6)
    stored = [each.about for each in queries(client) if isinstance(each.about, Stored)]
    assert len(stored) == 6
    assert len({about.weights["conv1.bias"].data for about in stored}) == 1


def test_what_a_unit_costs_is_a_share_of_all_pictures() -> None:
    whole, off = SwitchedOff(None, (45, 50), (50, 50)), SwitchedOff(2, (45, 40), (50, 50))
    found = Findings(None, 0, whole=whole, off={2: off})  # type: ignore[arg-type]
    assert found.fall(2) == pytest.approx(0.1)
    assert found.fall(1) is None


def test_a_ranking_asks_for_nothing_that_is_known(inquiry: Inquiry, run: Recording, client: Any, qtbot: QtBot) -> None:
    inquiry.show(run, None, Unit(1, 4, 0), "relu2", 2)
    qtbot.waitUntil(lambda: len(queries(client)) == 3)
    query = queries(client)[-1]
    assert isinstance(query.question, SwitchOff)
    client.say(
        Reply(query.token, 0, 2, SwitchedOff(None, (9,), (9,))), Reply(query.token, 1, 2, SwitchedOff(0, (8,), (9,)))
    )
    inquiry.rank()
    asked = queries(client)[-1].question
    assert isinstance(asked, SwitchOff)
    assert asked.units == (1,)
    count = len(client.sent)
    inquiry.rank()
    assert len(client.sent) == count, "it is being asked already"
