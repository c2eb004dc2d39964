"""A hand that draws on the digit of LeNet-5: strokes with both buttons, each one undo, and no ink at all."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.app.composition import Application
from desktop.canvas.canvas import Canvas
from desktop.canvas.focus import FocusCursor, placed_named
from scenes.lenet.computed import flow
from scenes.lenet.knobs import BLANK, Knobs
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.lattice import Cell

Press = Callable[..., None]
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
DIGIT, STEP = "handwritten digit", 6


@pytest.fixture
def application(open_application: Callable[..., Application]) -> Application:
    application = open_application(catalogue=catalogue())
    application.session.open("lenet")
    application.session.show_step(STEP)
    return application


@pytest.fixture
def blank(application: Application) -> Application:
    """The same, with a picture without ink."""
    application.session.open("lenet", Knobs(pixels=BLANK))
    application.session.show_step(STEP)
    return application


def place(application: Application, cell: Cell) -> QPoint:
    """The middle of a cell of the digit, on the canvas."""
    each = placed_named(application.session.frame, DIGIT)
    assert each is not None
    return application.workspace.canvas.stage_geometry.to_widget(each.mark.lattice.center(*cell)).toPoint()


def stroke(
    application: Application,
    *cells: Cell,
    button: Qt.MouseButton = LEFT,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    canvas = application.workspace.canvas
    places = [place(application, cell) for cell in cells]
    QTest.mousePress(canvas, button, keys, places[0])
    for each in places[1:]:
        QTest.mouseMove(canvas, each)
    QTest.mouseRelease(canvas, button, keys, places[-1])


def ink(application: Application) -> np.ndarray:
    return flow(application.session.knobs).ink


def test_a_fast_stroke_leaves_no_cell_out_and_is_one_undo(blank: Application) -> None:
    stroke(blank, (1, 1), (1, 6), (6, 6))
    drawn = ink(blank)
    assert (drawn[1, 1:7] == 16).all()
    assert (drawn[1:7, 6] == 16).all()
    assert (drawn[3:, :5] == 0).all()
    assert ((drawn[0, 1:7] > 0) & (drawn[0, 1:7] < 8)).all(), "the pen is soft at its edge"
    assert blank.workspace.canvas.editor is None
    blank.session.undo()
    assert blank.session.knobs == Knobs(pixels=BLANK)
    blank.session.redo()
    assert (ink(blank) == drawn).all()


def test_each_stroke_is_an_undo_of_its_own(blank: Application) -> None:
    stroke(blank, (1, 1), (1, 6))
    first = ink(blank)
    stroke(blank, (6, 1), (6, 6))
    blank.session.undo()
    assert (ink(blank) == first).all()
    blank.session.undo()
    assert not ink(blank).any()


@pytest.mark.parametrize(("button", "keys"), [(RIGHT, Qt.KeyboardModifier.NoModifier), (LEFT, SHIFT)])
def test_the_right_button_or_shift_rubs_out(
    application: Application, button: Qt.MouseButton, keys: Qt.KeyboardModifier
) -> None:
    before = ink(application)
    assert before[0, 2:6].all()
    stroke(application, (0, 2), (0, 5), button=button, keys=keys)
    assert not ink(application)[0, 2:6].any()
    assert (ink(application)[2:] == before[2:]).all()
    application.session.undo()
    assert not application.session.undoable
    assert (ink(application) == before).all()


def test_a_click_of_the_right_button_rubs_out_one_cell_and_one_of_the_left_types(application: Application) -> None:
    stroke(application, (3, 3), button=RIGHT)
    assert ink(application)[3, 3] == 0
    stroke(application, (3, 3))
    editor = application.workspace.canvas.editor
    assert editor is not None
    QTest.keyClicks(editor, "9")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert ink(application)[3, 3] == 9


def test_what_adds_no_ink_is_no_change(application: Application) -> None:
    stroke(application, (5, 1), (5, 0), button=RIGHT)
    assert not application.session.undoable


def test_a_stroke_may_leave_the_picture(blank: Application) -> None:
    stroke(blank, (4, 4), (4, 12))
    assert (ink(blank)[4, 4:] == 16).all()
    assert not ink(blank)[:3].any()


def test_another_button_in_a_stroke_neither_ends_nor_turns_it(blank: Application) -> None:
    canvas = blank.workspace.canvas
    QTest.mousePress(canvas, LEFT, pos=place(blank, (1, 1)))
    QTest.mouseMove(canvas, place(blank, (1, 3)))
    QTest.mousePress(canvas, RIGHT, pos=place(blank, (1, 3)))
    QTest.mouseRelease(canvas, RIGHT, pos=place(blank, (1, 3)))
    QTest.mouseMove(canvas, place(blank, (1, 6)))
    QTest.mouseRelease(canvas, LEFT, pos=place(blank, (1, 6)))
    assert (ink(blank)[1, 1:7] == 16).all()


def test_time_stands_still_while_a_hand_draws(blank: Application) -> None:
    session, canvas = blank.session, blank.workspace.canvas
    session.jump(session.player.t - 1.0)
    session.toggle()
    t = session.player.t
    QTest.mousePress(canvas, LEFT, pos=place(blank, (1, 1)))
    session.advance(3.0)
    assert session.player.t == t
    QTest.mouseRelease(canvas, LEFT, pos=place(blank, (1, 1)))
    session.advance(0.5)
    assert session.player.t == t + 0.5


def test_clear_and_as_written_are_clicks_that_can_be_undone(application: Application) -> None:
    session, canvas = application.session, application.workspace.canvas
    written = ink(application)
    for name, wanted in (("clear", 0 * written), ("as written", written)):
        each = placed_named(session.frame, f"pixels = {name}")
        assert each is not None
        box = each.mark
        middle = canvas.stage_geometry.to_widget((box.x + box.width / 2, box.y + box.height / 2)).toPoint()
        QTest.mouseClick(canvas, LEFT, pos=middle)
        assert (ink(application) == wanted).all()
    session.undo()
    assert not ink(application).any()


def test_keys_alone_change_and_clear_the_picture(application: Application, canvas: Canvas, press: Press) -> None:
    canvas.setFocus()
    while canvas.ring is None or canvas.ring.name != DIGIT:
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert canvas.ring == FocusCursor(DIGIT, (1, 1))
    before = ink(application)[1, 1]
    press(Qt.Key.Key_Up, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert ink(application)[1, 1] == before + 1
    press("5")
    assert canvas.editor is not None
    QTest.keyClick(canvas.editor, Qt.Key.Key_Return)
    QTest.keyClick(canvas.editor, Qt.Key.Key_Escape)
    assert ink(application)[1, 1] == 5
    while canvas.ring.name != "pixels = clear":
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    assert not ink(application).any()


def test_the_pointer_tells_of_the_pen(application: Application, canvas: Canvas) -> None:
    QTest.mouseMove(canvas, place(application, (1, 1)))
    assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor
    assert application.workspace.readout.hint.text() == "drag to draw · right button or Shift rubs out · click to type"
