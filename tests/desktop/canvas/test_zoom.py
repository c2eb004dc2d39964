"""The viewer's own zoom: by wheel, pinch, double click and key, and how it is given back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.canvas.canvas import Canvas
from desktop.canvas.zoom import CLOSEST
from scenes.stage.core.camera import moved
from scenes.stage.core.marks import WIDTH
from scenes.stage.core.minimap import MAP
from scenes.stage.core.placing import WHOLE, Box
from scenes.stage.core.timeline import glide

At = Callable[[float, float], QPoint]
Press = Callable[..., None]
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


def turn_wheel(canvas: Canvas, place: QPoint, notches: float, held: Qt.KeyboardModifier = CONTROL) -> None:
    event = QWheelEvent(
        QPointF(place), QPointF(canvas.mapToGlobal(place)), QPoint(), QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton, held, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def on_screen(canvas: Canvas, point: tuple[float, float]) -> tuple[float, float]:
    """Where a point of the picture is seen."""
    box = canvas.zoom.box
    return (point[0] - box.x) * box.zoom, (point[1] - box.y) * box.zoom


@pytest.fixture
def still(application: Application) -> Application:
    application.session.reduced_motion = True
    application.session.jump(1.0)
    return application


def test_the_wheel_with_ctrl_zooms_around_the_pointer_up_to_four_times(canvas: Canvas, at: At) -> None:
    turn_wheel(canvas, at(400, 300), 2)
    assert 1.3 < canvas.zoom.box.zoom < 1.6
    assert on_screen(canvas, (400, 300)) == pytest.approx((400, 300), abs=2)
    turn_wheel(canvas, at(400, 300), 50)
    assert canvas.zoom.box.zoom == pytest.approx(CLOSEST)
    assert on_screen(canvas, (400, 300)) == pytest.approx((400, 300), abs=5)
    turn_wheel(canvas, at(400, 300), -100)
    assert canvas.zoom.box == WHOLE


def test_the_wheel_without_ctrl_does_nothing(canvas: Canvas, at: At) -> None:
    turn_wheel(canvas, at(400, 300), 2, Qt.KeyboardModifier.NoModifier)
    assert canvas.zoom.box == WHOLE


@pytest.mark.parametrize("corner", [(0.0, 0.0), (1600.0, 900.0), (0.0, 900.0)])
def test_nothing_beside_the_picture_comes_into_sight(
    canvas: Canvas, at: At, corner: tuple[float, float], still: Application
) -> None:
    turn_wheel(canvas, at(*corner), 6)
    turn_wheel(canvas, at(800, 450), -3)
    QTest.mousePress(canvas, LEFT, pos=at(1300, 820))
    QTest.mouseMove(canvas, at(1300 + (800 - corner[0]), 820 + (450 - corner[1])))
    box = canvas.zoom.box
    assert box.zoom > 1
    assert 0 <= box.x <= 1600 - box.width
    assert 0 <= box.y <= 900 - box.width * 9 / 16


def test_a_pinch_on_a_touchpad_zooms(canvas: Canvas, at: At) -> None:
    place = QPointF(at(800, 450))
    device = QPointingDevice.primaryPointingDevice()
    kind = Qt.NativeGestureType.ZoomNativeGesture
    QApplication.sendEvent(canvas, QNativeGestureEvent(kind, device, 2, place, place, place, 0.5, QPointF()))
    assert canvas.zoom.box.zoom == pytest.approx(1.5)


def test_hands_meet_what_they_see(still: Application, canvas: Canvas, at: At) -> None:
    turn_wheel(canvas, at(100, 200), 4)
    seen = on_screen(canvas, (250, 210))
    QTest.mouseMove(canvas, at(*seen))
    assert still.workspace.readout.value.text() == "input [0, 2] = 2"
    x, y = on_screen(canvas, (130, 230))
    QTest.mousePress(canvas, LEFT, pos=at(x, y))
    for up in (20, 40, 58):
        QTest.mouseMove(canvas, at(x, y - up))
    QTest.mouseRelease(canvas, LEFT, pos=at(x, y - 58))
    assert dict(still.session.knobs.cells) == {(0, 0): 4.0}


def test_a_drag_over_an_empty_place_carries_the_picture(still: Application, canvas: Canvas, at: At) -> None:
    turn_wheel(canvas, at(1300, 800), 5)
    before = on_screen(canvas, (1300, 800))
    QTest.mouseMove(canvas, at(*before))
    assert canvas.cursor().shape() == Qt.CursorShape.SizeAllCursor
    QTest.mousePress(canvas, LEFT, pos=at(*before))
    QTest.mouseMove(canvas, at(before[0] + 120, before[1] + 60))
    QTest.mouseRelease(canvas, LEFT, pos=at(before[0] + 120, before[1] + 60))
    assert on_screen(canvas, (1300, 800)) == pytest.approx((before[0] + 120, before[1] + 60), abs=3)
    QTest.mouseMove(canvas, at(300, 300))
    assert on_screen(canvas, (1300, 800)) == pytest.approx((before[0] + 120, before[1] + 60), abs=3), "it was let go"


def test_a_double_click_looks_at_what_cannot_be_taken_hold_of(still: Application, canvas: Canvas, at: At) -> None:
    QTest.mouseDClick(canvas, LEFT, pos=at(530, 630))
    box = canvas.zoom.box
    assert box.zoom > 2
    assert (box.x + box.width / 2, box.y + box.width * 9 / 32) == pytest.approx((590, 590), abs=2), "doubled's middle"
    QTest.mouseDClick(canvas, LEFT, pos=at(*on_screen(canvas, (530, 630))))
    assert canvas.zoom.box == WHOLE, "it is as near as it gets"
    QTest.mouseDClick(canvas, LEFT, pos=at(250, 210))
    assert canvas.zoom.box == WHOLE, "a number is typed there"


def test_the_key_looks_closer_under_the_pointer_and_back(
    still: Application, canvas: Canvas, at: At, press: Press
) -> None:
    QTest.mouseMove(canvas, at(600, 400))
    press("z")
    assert canvas.zoom.box.zoom == pytest.approx(2.5)
    assert on_screen(canvas, (600, 400)) == pytest.approx((600, 400), abs=2)
    press("z")
    assert canvas.zoom.box == WHOLE


def test_escape_and_the_next_step_give_it_back(still: Application, canvas: Canvas, press: Press) -> None:
    press("z")
    press(Qt.Key.Key_Escape)
    assert canvas.zoom.box == WHOLE
    press("z")
    still.session.turn("n", 4)
    still.session.jump(1.5)
    assert canvas.zoom.on, "that is the same step"
    press(Qt.Key.Key_Right)
    assert canvas.zoom.on, "that is its end"
    press(Qt.Key.Key_Right)
    assert canvas.zoom.box == WHOLE
    press("z")
    still.session.open_afresh("other")
    assert canvas.zoom.box == WHOLE


def test_it_flies_there_and_back_as_the_camera_does(
    application: Application, canvas: Canvas, press: Press, qtbot: QtBot
) -> None:
    seen: list[Box] = []
    canvas.zoom.changed.connect(lambda: seen.append(canvas.zoom.box))
    canvas.zoom.look((0.0, 0.0))
    assert seen == [], "it has only begun"
    qtbot.waitUntil(lambda: bool(seen) and seen[-1].width == WIDTH / 2.5, timeout=5000)
    on_the_way = [moved(WHOLE, seen[-1], glide(each / 1000)) for each in range(1001)]
    assert all(min(abs(box.width - each.width) for each in on_the_way) < 3 for box in seen)
    canvas.zoom.give_back()
    assert not canvas.zoom.on
    qtbot.waitUntil(lambda: canvas.zoom.box == WHOLE, timeout=5000)


def test_a_click_on_the_map_flies_back(still: Application, canvas: Canvas, at: At, press: Press) -> None:
    corner = at(MAP.x + 150, MAP.y + 80)
    QTest.mouseMove(canvas, at(400, 300))
    turn_wheel(canvas, at(400, 300), 2)
    QTest.mouseClick(canvas, LEFT, pos=corner)
    assert canvas.zoom.on, "so little needs no map"
    press("z", "z")
    QTest.mouseClick(canvas, LEFT, pos=corner)
    assert canvas.zoom.box == WHOLE
