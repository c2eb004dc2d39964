"""Which focus makes a ring on the stage: the one that Tab has brought, and no other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop.app.composition import Application
from desktop.canvas.canvas import Canvas
from desktop.canvas.focus import FocusCursor
from desktop.window.overlays.panels import ROOMY

Open = Callable[..., Application]
Press = Callable[..., None]
LEFT = Qt.MouseButton.LeftButton


def choose(application: Application, scene: str) -> QPushButton:
    """Click a scene in the outline, which then has the focus."""
    if not application.workspace.drawers["left"].is_open:
        application.workspace.panels.pin("left")
    button = application.workspace.outline.buttons[scene]
    QTest.mouseClick(button, LEFT)
    assert button.hasFocus()
    return button


def test_full_screen_takes_the_outline_away_and_arrows_are_time(
    application: Application, canvas: Canvas, press: Press
) -> None:
    choose(application, "mini")
    press(Qt.Key.Key_F11)
    assert not application.workspace.drawers["left"].is_open
    assert canvas.ring is None
    press(Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert application.session.player.t == 2.0
    press(Qt.Key.Key_Tab)
    assert canvas.ring == FocusCursor("input")
    press(Qt.Key.Key_Right)
    assert canvas.ring == FocusCursor("input", (0, 1))


def test_larger_letters_fold_the_outline_and_arrows_are_time(open_application: Open) -> None:
    application = open_application(size=(ROOMY, 800))
    choose(application, "mini")
    handle = application.workspace.window().windowHandle()
    for _ in range(3):
        QTest.keyClick(handle, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert not application.workspace.drawers["left"].is_open
    assert application.workspace.canvas.ring is None
    QTest.keyClick(handle, Qt.Key.Key_Right)
    assert application.session.player.playing


@pytest.mark.parametrize("lost", ["hidden", "disabled"])
def test_what_hands_the_focus_on_as_it_goes_is_no_tab(application: Application, canvas: Canvas, lost: str) -> None:
    button = choose(application, "mini")
    canvas.setTabOrder(button, canvas)
    if lost == "hidden":
        button.hide()
    else:
        button.setEnabled(False)
    assert canvas.hasFocus()
    assert canvas.ring is None


def test_tab_from_beside_the_stage_begins_at_its_first_mark(
    application: Application, canvas: Canvas, press: Press
) -> None:
    canvas.setTabOrder(choose(application, "mini"), canvas)
    press(Qt.Key.Key_Tab)
    assert canvas.ring == FocusCursor("input")
