from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app.composition import Application

Press = Callable[..., None]


def centre(application: Application) -> str:
    """Return the colour in the middle of what the window shows."""
    window = application.workspace.window()
    return window.grab().toImage().pixelColor(window.rect().center()).name()


@pytest.mark.parametrize(("key", "colour"), [("B", "#000000"), (".", "#000000"), ("W", "#ffffff"), (",", "#ffffff")])
def test_a_key_covers_a_full_screen_and_shows_it_again(
    application: Application, press: Press, key: str, colour: str
) -> None:
    press(Qt.Key.Key_F11, Qt.Key.Key_End)
    before = centre(application)
    assert before != colour
    press(key)
    assert centre(application) == colour
    assert application.session.player.t == 8.0
    press(key)
    assert centre(application) == before
    assert application.workspace.full_screen.on


def test_whatever_key_comes_shows_the_picture_again_and_does_no_more(application: Application, press: Press) -> None:
    press(Qt.Key.Key_F11, Qt.Key.Key_Space, "B")
    assert not application.session.player.playing, "time stands still under a black screen"
    t = application.session.player.t
    press("W")
    assert application.workspace.full_screen.blank.colour == "white"
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Escape, Qt.Key.Key_Space):
        press(key)
        assert application.workspace.full_screen.blank.colour is None
        assert application.workspace.full_screen.on
        assert (application.session.player.t, application.session.player.playing) == (t, False)
        press(".")
    QTest.mouseClick(application.workspace.full_screen.blank, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert application.workspace.full_screen.blank.colour is None
    application.workspace.canvas.setFocus()
    assert application.workspace.window().focusWidget() is application.workspace.canvas
    press(",")
    assert application.workspace.window().focusWidget() is application.workspace.full_screen.blank
    press(Qt.Key.Key_F11)
    assert application.workspace.window().focusWidget() is application.workspace.canvas


def test_it_covers_all_of_a_window_that_grows_and_ends_with_the_full_screen(
    application: Application, press: Press
) -> None:
    press(Qt.Key.Key_F11, "B")
    application.workspace.window().resize(1500, 900)
    QApplication.processEvents()
    assert application.workspace.full_screen.blank.rect() == application.workspace.rect()
    application.workspace.full_screen.toggle()
    assert application.workspace.full_screen.blank.colour is None


def test_in_a_window_nothing_is_covered_and_nothing_played(application: Application, press: Press) -> None:
    before = application.session.player
    press("B", ".", "W", ",")
    assert application.workspace.full_screen.blank.colour is None
    assert application.session.player == before
