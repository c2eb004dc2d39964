from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from desktop.app.composition import Application
from desktop.practice.desk import PracticeDesk
from scenes.stage.core.catalogue import catalogue

Press = Callable[..., None]
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_a_session_is_practised_to_its_end_by_keys_alone(
    application: Application, desk: PracticeDesk, press: Press, choose: Callable[[bool], None]
) -> None:
    session = application.session
    session.open("padding")
    session.show_step(2)
    before = session.scene, session.knobs, session.player.t
    press("P", modifiers=SHIFT)
    assert desk.owns_keys and session.stop
    for number in range(1, 6):
        at = desk.practising.session
        assert at is not None and at.number == number
        choose(number % 2 == 0)
        if number % 2:
            assert desk.practising.session.attempt.state == "wrong"  # type: ignore[union-attr]
            press(Qt.Key.Key_Return)
            choose(True)
        assert desk.practising.session.attempt.state == "done"  # type: ignore[union-attr]
        press("S")
        assert desk.practising.mode == "shown"
        press(Qt.Key.Key_Return)
    assert desk.practising.mode == "summary"
    assert desk.panel.question.shown.stem == "2 of 5 questions were right at once. 3 more at the second try."
    press(Qt.Key.Key_Escape)
    assert desk.source is None and not session.stop
    assert (session.scene, session.knobs, session.player.t) == before


@pytest.mark.slow
@pytest.mark.parametrize("name", [scene.name for scene in catalogue().scenes])
def test_every_scene_can_be_practised_to_the_end_of_a_session(
    name: str, application: Application, desk: PracticeDesk, press: Press, choose: Callable[[bool], None]
) -> None:
    application.session.open(name)
    press("P", modifiers=SHIFT)
    at = desk.practising.session
    assert at is not None and at.length >= 2
    for number in range(at.length):
        choose(False)
        press(Qt.Key.Key_Return)
        choose(False)
        press("S", "W", Qt.Key.Key_Return)
        assert desk.practising.session is not None
        assert desk.practising.session.number == min(number + 2, at.length)
    assert desk.practising.mode == "summary"
    press("A", Qt.Key.Key_Escape)
    assert application.session.scene.name == name and not application.session.stop
