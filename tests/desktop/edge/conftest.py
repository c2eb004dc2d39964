"""Somebody who measures in place of engine and process, and a page that asks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.edge.page import EdgePage
from desktop.runs.library import Library
from desktop.theme.appearance import Appearance
from tests.desktop.edge.fake_measures import FakeMeasures
from tests.desktop.fake_runs import looks

__all__ = ["looks"]


class Lab:
    """Whether a run trains."""

    training = False


@pytest.fixture
def fake() -> FakeMeasures:
    return FakeMeasures()


@pytest.fixture
def lab() -> Lab:
    return Lab()


@pytest.fixture
def library(qapp: object, tmp_path: Path) -> Iterator[Library]:
    made = Library(tmp_path / "runs")
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, looks: Appearance, fake: FakeMeasures, library: Library, lab: Lab) -> Iterator[EdgePage]:
    made = EdgePage(looks, fake, library, lambda: lab.training)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.shutdown()
