"""How fast a run goes in the lab, and how a kept one is played again."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.lab.page import LabPage
from desktop.lab.run.pacing import FIRST
from desktop.runs.library import Library
from desktop.theme.appearance import Appearance
from desktop.training.session import TrainingSession
from engine.contract import events
from engine.contract.pace import Pace


@pytest.fixture
def page(qtbot: QtBot, looks: Appearance, session: TrainingSession, library: Library) -> Iterator[LabPage]:
    made = LabPage(looks, session, library)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.shutdown()


def test_the_pace_goes_with_the_start_and_changes_while_it_trains(
    page: LabPage, client: Any, story: SimpleNamespace
) -> None:
    page.toggle()
    client.say(*story.run_events(60))
    assert client.sent == [events.Start(page.wanted.spec, pace=FIRST)]
    page.watching.pacing.ask(whole=None, rate=5.0)
    assert client.sent[-1] == events.SetPace(Pace(rate=5.0, slow_at_events=True))
    assert page.state()["pace"]["rate"] == 5.0


def test_a_run_that_is_over_is_played_again_paused_and_scrubbed(
    page: LabPage, client: Any, story: SimpleNamespace
) -> None:
    page.toggle()
    client.say(*story.run_events(60), story.finished(60))
    page.watching.pacing.ask(whole=None, rate=10.0, slow_at_events=False)
    page.progress.play.click()
    assert page.looking_at == 0
    assert page.progress.play.text() == "Pause"
    page.watching.replay.go_on(2.0)
    assert page.looking_at >= 20
    page.progress.slider.wanted.emit(50)
    page.watching.pacing.ask(rate=1.0)
    page.watching.replay.go_on(1.0)
    assert 51 <= page.looking_at < 60
    page.progress.play.click()
    assert not page.watching.replay.playing
    page.turns.all()
    assert page.progress.play.text() == "Play on"
    page.progress.play.click()
    page.watching.replay.go_on(1000.0)
    assert page.looking_at is None
    assert not page.watching.replay.playing


def test_a_run_that_begins_ends_the_replay(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    page.toggle()
    client.say(*story.run_events(60), story.finished(60))
    page.play_again()
    page.toggle()
    client.say(*story.run_events(5))
    assert not page.watching.replay.playing
    assert page.looking_at is None
