"""What keeps the lab's page within bounds: the time that it takes, the steps that there are, the words that fit."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.lab.page import LabPage
from desktop.runs.library import Library
from desktop.theme.appearance import Appearance
from desktop.training.session import TrainingSession
from desktop.window.actions import lab_actions
from engine.contract import events


@pytest.fixture
def page(qtbot: QtBot, looks: Appearance, session: TrainingSession, library: Library) -> Iterator[LabPage]:
    made = LabPage(looks, session, library)
    qtbot.addWidget(made)
    yield made
    made.shutdown()


def test_nobody_looks_at_a_step_before_the_first(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    page.toggle()
    client.say(*story.run_events(5))
    for _ in range(9):
        lab_actions(page)["back"]()
    assert page.looking_at == 0
    lab_actions(page)["next"]()
    assert page.looking_at == 1


def test_the_last_two_notices_of_a_run_are_shown(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    page.toggle()
    client.say(story.started(), *(events.Notice(words) for words in ("One.", "Two.", "Three.")))
    page._show_status()
    assert page.status.text() == "Two.  Three."
    client.say(story.finished(0))
    page.toggle()
    client.say(story.started())
    page._show_status()
    assert page.status.text() == ""
