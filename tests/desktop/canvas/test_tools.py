"""Tools in the hand: the mouse draws, rubs out and points, and touches nothing on the stage."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app.composition import Application
from desktop.canvas.canvas import Canvas
from desktop.classroom.overlays.card import CardAnswer, QuestionCard
from desktop.classroom.overlays.model import Overlays
from desktop.window.workspace import Workspace
from tests.desktop.canvas.test_zoom import turn_wheel

At = Callable[[float, float], QPoint]
Press = Callable[..., None]
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def workspace(application: Application) -> Workspace:
    application.session.reduced_motion = True
    application.session.jump(1.0)
    return application.workspace


@pytest.fixture
def overlays(workspace: Workspace) -> Overlays:
    return workspace.over_the_stage.overlays


def drag(canvas: Canvas, button: Qt.MouseButton, *places: QPoint) -> None:
    QTest.mousePress(canvas, button, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(canvas, place)
    QTest.mouseRelease(canvas, button, pos=places[-1])


def move(canvas: Canvas, place: QPoint, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(
        canvas, QMouseEvent(QEvent.Type.MouseMove, QPointF(place), QPointF(canvas.mapToGlobal(place)), none, none, held)
    )


def pointed(overlays: Overlays, canvas: Canvas) -> bool:
    return any(mark.name == "laser" for mark in overlays.over(canvas.frame).marks)


def test_the_pen_draws_and_no_grip_is_touched(
    workspace: Workspace, overlays: Overlays, canvas: Canvas, at: At, press: Press
) -> None:
    knobs, t = workspace.session.knobs, workspace.session.player.t
    press(Qt.Key.Key_D)
    QTest.mouseMove(canvas, at(130, 230))
    assert canvas.hovered is None
    assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor
    for place in ((130, 230), (530, 230), (930, 230), (930, 330), (930, 530)):  # on each kind of grip
        drag(canvas, LEFT, at(*place), at(place[0], place[1] - 60), at(place[0] + 40, place[1] - 60))
    QTest.mouseDClick(canvas, LEFT, pos=at(530, 630))
    QTest.mouseRelease(canvas, LEFT, pos=at(530, 630))
    assert not canvas.zoom.on
    assert (workspace.session.knobs, workspace.session.player.t) == (knobs, t)
    assert not workspace.session.undoable
    assert canvas.editor is None
    assert len(overlays.strokes) == 6
    first = overlays.strokes[0]
    assert first.points[0] == pytest.approx((130, 230), abs=2)
    assert first.points[-1] == pytest.approx((170, 170), abs=2)
    press(Qt.Key.Key_D)
    QTest.mouseMove(canvas, at(131, 231))
    assert canvas.hovered is not None
    assert canvas.cursor().shape() == Qt.CursorShape.SizeVerCursor


def test_without_a_tool_nothing_is_drawn(overlays: Overlays, canvas: Canvas, at: At) -> None:
    drag(canvas, LEFT, at(1300, 600), at(1350, 650))
    assert overlays.strokes == ()


@pytest.mark.parametrize(("key", "button"), [(Qt.Key.Key_D, RIGHT), (Qt.Key.Key_E, LEFT), (Qt.Key.Key_E, RIGHT)])
def test_the_rubber_and_the_pens_right_button_rub_out(
    overlays: Overlays, canvas: Canvas, at: At, press: Press, key: Qt.Key, button: Qt.MouseButton
) -> None:
    press(Qt.Key.Key_D)
    drag(canvas, LEFT, at(1200, 600), at(1300, 600), at(1400, 600))
    overlays.put_away()
    press(key)
    drag(canvas, button, at(1300, 500), at(1300, 700))
    assert len(overlays.strokes) == 2


def test_a_second_button_changes_nothing_while_one_draws(
    overlays: Overlays, canvas: Canvas, at: At, press: Press
) -> None:
    press(Qt.Key.Key_D)
    QTest.mousePress(canvas, LEFT, pos=at(1200, 600))
    QTest.mouseMove(canvas, at(1300, 600))
    QTest.mousePress(canvas, RIGHT, pos=at(1300, 600))
    QTest.mouseRelease(canvas, RIGHT, pos=at(1300, 600))
    QTest.mouseMove(canvas, at(1400, 600))
    QTest.mouseRelease(canvas, LEFT, pos=at(1400, 600))
    (stroke,) = overlays.strokes
    assert stroke.points[-1] == pytest.approx((1400, 600), abs=2)


def test_a_grip_that_is_held_is_let_go_for_a_tool(
    workspace: Workspace, canvas: Canvas, at: At, press: Press, overlays: Overlays
) -> None:
    QTest.mousePress(canvas, LEFT, pos=at(130, 230))
    QTest.mouseMove(canvas, at(130, 180))
    knobs = workspace.session.knobs
    press(Qt.Key.Key_D)
    QTest.mouseMove(canvas, at(130, 100))
    QTest.mouseRelease(canvas, LEFT, pos=at(130, 100))
    assert workspace.session.knobs == knobs
    assert overlays.strokes == ()


def test_ink_sticks_to_what_it_was_drawn_on(overlays: Overlays, canvas: Canvas, at: At, press: Press) -> None:
    press(Qt.Key.Key_D)
    turn_wheel(canvas, at(1200, 600), 5)
    box = canvas.zoom.box
    drag(canvas, LEFT, at(1200, 600), at(1300, 600))
    (stroke,) = overlays.strokes
    assert stroke.points[0] == pytest.approx((box.x + 1200 / box.zoom, box.y + 600 / box.zoom), abs=2)
    canvas.zoom.give_back()
    seen = [each for each in overlays.over(canvas.frame).placed() if each.mark.name == "" and not each.pinned]
    assert seen, "it lies on the picture, and goes with it"


def test_the_wheel_zooms_under_the_pen_and_alone_once_one_looks_closer(
    overlays: Overlays, canvas: Canvas, at: At, press: Press
) -> None:
    press(Qt.Key.Key_D)
    turn_wheel(canvas, at(800, 450), 2)
    before = canvas.zoom.box.zoom
    assert before > 1
    turn_wheel(canvas, at(800, 450), 2, Qt.KeyboardModifier.NoModifier)
    assert canvas.zoom.box.zoom > before
    assert overlays.tool == "pen"


def test_p_points_at_once_and_hides_the_arrow(overlays: Overlays, canvas: Canvas, at: At, press: Press) -> None:
    QTest.mouseMove(canvas, at(1300, 600))
    press(Qt.Key.Key_P)
    assert canvas.cursor().shape() == Qt.CursorShape.BlankCursor
    assert pointed(overlays, canvas)
    drag(canvas, LEFT, at(130, 230), at(130, 100))
    assert not canvas._session.undoable
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert not pointed(overlays, canvas)
    move(canvas, at(400, 400))
    press(Qt.Key.Key_P)
    assert not pointed(overlays, canvas)
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_in_full_screen_ctrl_points_as_long_as_it_is_held(
    workspace: Workspace, overlays: Overlays, canvas: Canvas, at: At
) -> None:
    move(canvas, at(1300, 600), CTRL)
    assert not pointed(overlays, canvas), "beside the knobs Ctrl is for other things"
    workspace.full_screen.enter()
    move(canvas, at(1300, 600), CTRL)
    assert pointed(overlays, canvas)
    assert canvas.cursor().shape() == Qt.CursorShape.BlankCursor
    QTest.keyRelease(workspace.window().windowHandle(), Qt.Key.Key_Control)
    assert not pointed(overlays, canvas)
    move(canvas, at(1300, 600), CTRL)
    move(canvas, at(1310, 600))
    assert not pointed(overlays, canvas)
    assert overlays.tool is None


def test_hands_do_not_reach_through_a_card(
    workspace: Workspace, overlays: Overlays, canvas: Canvas, at: At, press: Press
) -> None:
    overlays.card = QuestionCard(
        "Which of them? " * 8, (CardAnswer("4", True), CardAnswer("3")), avoid=(0, 500, 1600, 900)
    )
    _, top, _, bottom = overlays.card.room
    assert top < 50
    assert bottom > 205, "over the upper cells"
    QTest.mouseMove(canvas, at(130, 203))
    assert canvas.hovered is None
    drag(canvas, LEFT, at(130, 203), at(130, 100))
    assert not workspace.session.undoable
    overlays.card = None
    drag(canvas, LEFT, at(130, 203), at(130, 100))
    assert workspace.session.undoable


def test_what_lies_over_the_stage_is_painted(overlays: Overlays, canvas: Canvas, at: At, press: Press) -> None:
    place = at(1300, 600)
    before = canvas.grab().toImage().pixelColor(place)
    press(Qt.Key.Key_D)
    drag(canvas, LEFT, at(1200, 600), at(1400, 600))
    assert canvas.grab().toImage().pixelColor(place) != before
    press(Qt.Key.Key_E, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert canvas.grab().toImage().pixelColor(place) == before
