"""A window on the whole course, and ways to practise in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest

from desktop.app.composition import Application
from desktop.practice.desk import PracticeDesk
from scenes.stage.core.catalogue import catalogue


@pytest.fixture
def application(open_application: Callable[..., Application]) -> Application:
    """A window on the real scenes, at the first of them."""
    return open_application(catalogue=catalogue())


@pytest.fixture
def desk(application: Application) -> PracticeDesk:
    return application.workspace.practice


@pytest.fixture
def choose(desk: PracticeDesk, press: Callable[..., None]) -> Callable[[bool], None]:
    """Return a function that answers the present question by its letter, rightly or not."""

    def chosen(right: bool) -> None:
        at = desk.practising.session
        assert at is not None
        order, key = at.attempt.order, at.question.posed.right
        place = next(place for place, index in enumerate(order) if (index == key) is right)
        press("ABCDEF"[place])
        QTest.qWait(0)

    return chosen
