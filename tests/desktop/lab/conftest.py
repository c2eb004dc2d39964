"""The lab's page for the tests of this room, and the runs and engines of `tests.desktop.fake_runs`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.lab.page import LabPage
from desktop.runs.library import Library
from desktop.theme.appearance import Appearance
from desktop.training.session import TrainingSession
from tests.desktop.fake_runs import client, library, looks, script, session, story

__all__ = ["client", "library", "looks", "page", "script", "session", "story"]


@pytest.fixture
def page(qtbot: QtBot, looks: Appearance, session: TrainingSession, library: Library) -> Iterator[LabPage]:
    """The lab at 1280x720, in view; there is no run yet."""
    made = LabPage(looks, session, library)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.shutdown()
