from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.app.composition import Application
from desktop.window.next_scene import NextScene

Press = Callable[..., None]
FORWARD, BACK = Qt.Key.Key_PageDown, Qt.Key.Key_PageUp


@pytest.fixture
def card(application: Application) -> NextScene:
    return application.workspace.next_scene


def place(application: Application) -> tuple[str, float]:
    return application.session.scene.name, application.session.player.t


def test_the_key_for_the_next_step_goes_on_to_the_next_scene(
    application: Application, card: NextScene, press: Press
) -> None:
    press(Qt.Key.Key_End)
    assert card.isHidden()
    press(FORWARD)
    assert (card.isVisible(), card.title.text()) == (True, "Next: Other")
    assert card.hint.text() == "Press the same key again, or click here."
    assert place(application) == ("mini", 8.0)
    press(FORWARD)
    assert place(application) == ("other", 1.0), "the end of its first picture"
    assert card.isHidden()


def test_the_key_for_the_step_before_goes_back_to_the_end_of_the_scene_before(
    application: Application, card: NextScene, press: Press
) -> None:
    application.session.jump(3.0)
    application.session.open("other")
    press(Qt.Key.Key_Home, BACK)
    assert (card.isVisible(), card.title.text()) == (True, "Back: Mini")
    press(BACK)
    assert place(application) == ("mini", 8.0)
    press(Qt.Key.Key_Home, BACK, BACK)
    assert card.title.text() == "This is the start of the first scene."
    assert place(application) == ("mini", 0.0)


def test_a_scene_that_was_left_in_its_middle_opens_at_its_first_picture(application: Application, press: Press) -> None:
    application.session.jump(6.0)
    application.session.open("other")
    application.session.open("broken")
    application.session.open("mini")
    application.session.open("other")
    press(Qt.Key.Key_End, FORWARD)
    assert application.workspace.next_scene.title.text() == "Next: Broken"
    press(FORWARD, Qt.Key.Key_End, FORWARD, FORWARD)
    assert application.workspace.next_scene.title.text() == "This is the end of the last scene."
    assert place(application) == ("broken", 1.0)


def test_the_card_goes_when_something_else_is_done(application: Application, card: NextScene, press: Press) -> None:
    press(Qt.Key.Key_End, FORWARD, BACK)
    assert card.isHidden()
    assert place(application) == ("mini", 6.0)
    press(Qt.Key.Key_End, FORWARD, Qt.Key.Key_Home, BACK)
    assert card.title.text() == "This is the start of the first scene."
    press(FORWARD, FORWARD)
    assert place(application) == ("mini", 2.0)


def test_the_buttons_do_the_same_and_so_does_a_click_on_the_card(application: Application, card: NextScene) -> None:
    application.session.to_end()
    QTest.mouseClick(application.workspace.transport.forward, Qt.MouseButton.LeftButton)
    assert card.isVisible()
    assert application.workspace.canvas.rect().contains(card.geometry())
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert place(application) == ("other", 1.0)
    application.session.to_start()
    for _ in range(2):
        QTest.mouseClick(application.workspace.transport.back, Qt.MouseButton.LeftButton)
    assert place(application) == ("mini", 8.0)


def test_a_scene_that_a_hand_opens_begins_with_its_poster_and_the_next_key_plays_its_first_step(
    application: Application, press: Press
) -> None:
    session = application.session
    session.jump(6.0)
    application.workspace.outline.buttons["mini"].click()
    assert (session.at_poster, place(application)) == (True, ("mini", 0.0)), "though it is open already"
    press(FORWARD)
    assert not session.at_poster
    assert session.player.playing
    press(FORWARD)
    assert place(application) == ("mini", 2.0)


def test_ctrl_and_the_page_keys_go_from_poster_to_poster(
    application: Application, card: NextScene, press: Press
) -> None:
    session = application.session
    session.jump(6.0)
    for key, name in ((FORWARD, "other"), (BACK, "mini")):
        press(key, modifiers=Qt.KeyboardModifier.ControlModifier)
        assert (session.at_poster, place(application)) == (True, (name, 0.0))
    press(BACK, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert card.title.text() == "This is the start of the first scene."


def test_over_a_scenes_end_comes_the_end_of_the_first_step_and_not_the_poster(
    application: Application, press: Press
) -> None:
    press(Qt.Key.Key_End, FORWARD, FORWARD)
    assert not application.session.at_poster
    assert place(application) == ("other", 1.0)


def test_from_a_poster_the_key_for_the_step_before_names_the_scene_before(
    application: Application, card: NextScene, press: Press
) -> None:
    application.session.open_afresh("other")
    press(BACK)
    assert card.title.text() == "Back: Mini"
    assert application.session.at_poster
