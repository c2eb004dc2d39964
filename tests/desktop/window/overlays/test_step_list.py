from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.app.composition import Application
from scenes.stage.core.catalogue import catalogue

Press = Callable[..., None]
ENTER = Qt.Key.Key_Return


def test_digits_and_enter_go_to_that_step(application: Application, press: Press) -> None:
    steps, session = application.workspace.step_list, application.session
    press("2")
    assert steps.isVisible()
    assert session.player.t == 0.0, "not before Enter"
    press(ENTER)
    assert not steps.isVisible()
    assert session.player.t == 6.0
    assert application.workspace.window().focusWidget() is None
    press("3", Qt.Key.Key_Escape)
    assert not steps.isVisible()
    assert session.player.t == 6.0


def test_a_number_has_as_many_digits_as_there_are_steps(open_application: Callable[..., Application]) -> None:
    application = open_application(catalogue=catalogue())
    session, steps = application.session, application.workspace.step_list
    names = (scene.name for scene in session.catalogue.scenes)
    while len(session.steps) < 10:
        session.open(next(names))
    for digit in "10":
        steps.type(digit)
    assert steps.chosen == 9
    steps.type("9")
    assert steps.chosen == 8, "109 is no step, so a new number begins"
    steps.type("0")
    assert steps.chosen == 8
    assert application.workspace.rect().contains(steps.geometry())


def test_g_lists_all_steps_and_arrows_choose(application: Application, press: Press) -> None:
    steps, session = application.workspace.step_list, application.session
    press("G")
    assert steps.isVisible()
    assert steps.chosen == 0
    press(Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert steps.chosen == 2
    assert session.player.t == 0.0
    assert steps.accessibleName() == "Step 3 of 3: Third"
    press(ENTER)
    assert session.player.t == 8.0


def test_a_click_goes_to_a_step_and_one_beside_the_list_closes_it(application: Application, press: Press) -> None:
    steps = application.workspace.step_list
    press("G")
    rows = steps.height() / 3
    QTest.mouseClick(steps, Qt.MouseButton.LeftButton, pos=QPoint(40, round(1.5 * rows)))
    assert application.session.player.t == 6.0
    press("G")
    QTest.mouseClick(application.workspace.canvas, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not steps.isVisible()


def test_digits_are_the_fields_while_somebody_types(application: Application, press: Press) -> None:
    application.workspace.panels.pin("right")
    number = application.workspace.knobs.editors["n"].number
    number.setFocus()
    number.selectAll()
    press("4", ENTER)
    assert application.session.knobs.n == 4
    assert not application.workspace.step_list.isVisible()


@pytest.mark.parametrize("key", ["3", "G"])
def test_the_lab_has_no_steps(application: Application, press: Press, key: str) -> None:
    application.workspace.places.show_lab()
    press(key)
    assert not application.workspace.step_list.isVisible()
