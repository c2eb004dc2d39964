"""The convolution scene under a hand: what the issue asks of direct manipulation, by mouse and by keys alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from desktop.app.composition import Application
from desktop.canvas import focus as rings
from desktop.canvas.canvas import Canvas
from desktop.widgets.fields import Combo
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.gestures import windows_at
from scenes.stage.core.grips import PickCell
from scenes.stage.core.lattice import Cell
from scenes.stage.core.marks import Grid, Rect, Text
from scenes.stage.core.timeline import within
from scenes.stage.data.pictures import Picture

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def application(open_application: Callable[..., Application]) -> Application:
    application = open_application(catalogue=catalogue())
    application.session.open("convolution")
    application.session.show_step(5)
    return application


def cell(application: Application, name: str, where: Cell, inside: float = 0.5) -> QPoint:
    """The middle of a cell on the canvas, or another place on its diagonal."""
    each = rings.placed_named(application.session.frame, name)
    assert each is not None
    assert isinstance(each.mark, Grid)
    place = each.mark.lattice.moved(each.dx, each.dy).at(where[0] + inside, where[1] + inside)
    return application.workspace.canvas.stage_geometry.to_widget(place).toPoint()


def values(application: Application, name: str) -> np.ndarray:
    each = rings.placed_named(application.session.frame, name)
    assert each is not None
    return each.mark.values.array


def focus(application: Application, press: Callable[..., None], name: str) -> None:
    """Go to a mark by Tab alone."""
    press(Qt.Key.Key_Escape)
    application.workspace.canvas.setFocus()
    for _ in range(len(rings.stops(application.session.frame)) + 1):
        press(Qt.Key.Key_Tab)
        ring = application.workspace.canvas.ring
        if ring is not None and ring.name == name:
            return
    raise AssertionError(f"Tab doesn't come to {name}")


def type_into(canvas: Canvas, text: str) -> None:
    assert canvas.editor is not None
    canvas.editor.selectAll()
    QTest.keyClicks(canvas.editor, text)
    QTest.keyClick(canvas.editor, Qt.Key.Key_Return)


def test_a_click_on_an_output_cell_goes_to_its_window(application: Application, canvas: Canvas) -> None:
    t = application.session.player.t
    QTest.mouseClick(canvas, LEFT, pos=cell(application, "feature map 1", (1, 2)))
    assert application.session.knobs.at == (1, 2)
    assert application.session.player.t == t
    application.session.undo()
    assert application.session.knobs.at == (0, 0)


def test_the_window_is_dragged_over_the_input_in_one_undo(application: Application, canvas: Canvas) -> None:
    frame = rings.placed_named(application.session.frame, "window")
    assert frame is not None
    assert isinstance(frame.mark, Rect)
    edge = canvas.stage_geometry.to_widget((frame.mark.x, frame.mark.y + frame.mark.height / 2)).toPoint()
    QTest.mousePress(canvas, LEFT, pos=edge)
    for target in ((2, 2), (3, 2), (3, 3)):
        QTest.mouseMove(canvas, cell(application, "input", target))
    QTest.mouseRelease(canvas, LEFT, pos=cell(application, "input", (3, 3)))
    assert application.session.knobs.at == (2, 2)
    application.session.undo()
    assert application.session.knobs.at == (0, 0)
    assert not application.session.undoable


def test_a_pixel_is_typed_and_all_is_computed_anew(application: Application, canvas: Canvas) -> None:
    before, t = values(application, "feature map 1"), application.session.player.t
    pixel = cell(application, "input", (0, 0), inside=0.25)  # a weight lies over the rest of the cell
    QTest.mouseClick(canvas, LEFT, pos=pixel)
    type_into(canvas, "9")
    assert values(application, "input")[0, 0] == 9
    assert values(application, "feature map 1")[0, 0] == before[0, 0] + 8
    assert np.array_equal(values(application, "feature map 1").ravel()[1:], before.ravel()[1:])
    assert application.session.player.t == t


def test_a_weight_is_dragged_while_it_plays(application: Application, canvas: Canvas) -> None:
    application.session.show_step(2)
    application.session.toggle()
    place = cell(application, "kernel", (1, 1))
    begin, end = (canvas.stage_geometry.to_widget((0, y)) for y in (0, 31))
    far = place - QPoint(0, round((end - begin).y()))
    QTest.mousePress(canvas, LEFT, pos=place)
    QTest.mouseMove(canvas, far)
    QTest.mouseRelease(canvas, LEFT, pos=far)
    assert application.session.player.playing
    assert values(application, "kernel")[1, 1] == 2


def test_every_change_can_be_made_by_keys_alone(
    application: Application, canvas: Canvas, press: Callable[..., None]
) -> None:
    focus(application, press, "input")
    press(Qt.Key.Key_Right, "9")
    type_into(canvas, "7")
    assert values(application, "input")[0, 1] == 7
    focus(application, press, "kernel")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert values(application, "kernel")[1, 0] == 2
    focus(application, press, "bias")
    press(Qt.Key.Key_Return)
    type_into(canvas, "-2.5")
    assert dict(application.session.knobs.biases) == {(0,): -2.5}
    focus(application, press, "feature map 1")
    press(Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert application.session.knobs.at == (1, 1)
    assert application.workspace.readout.value.text().startswith("feature map 1 [1, 1]")
    press(Qt.Key.Key_Right, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert application.session.knobs.at == (1, 2)
    focus(application, press, "window")
    press(Qt.Key.Key_Up)
    assert application.session.knobs.at == (0, 2)
    while application.session.undoable:
        press(Qt.Key.Key_Z, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert application.session.knobs == application.session.scene.knobs()


def test_undo_takes_everything_back(application: Application, press: Callable[..., None]) -> None:
    first = application.session.knobs
    application.session.turn("stride", 2)
    application.session.turn("padding", "full")
    application.session.turn("picture", Picture("digit"))
    while application.session.undoable:
        press(Qt.Key.Key_Z, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert application.session.knobs == first


@pytest.mark.parametrize(
    ("before", "name", "value", "reason"),
    [
        ({}, "channels", "3", "one channel only"),
        ({"size": 4}, "dilation", 2, "spans 7 cells"),
        ({}, "size", 6, "spans 6 cells"),
    ],
)
def test_impossible_combinations_are_refused_and_the_panel_says_why(
    application: Application, before: dict[str, object], name: str, value: object, reason: str
) -> None:
    for knob, setting in before.items():
        assert application.session.turn(knob, setting)
    assert not application.session.turn(name, value)
    editor = application.workspace.knobs.editors[name]
    assert reason in editor.reason.text()
    assert not editor.reason.isHidden()


def test_a_photo_can_be_read_and_gone_through(
    application: Application, canvas: Canvas, press: Callable[..., None]
) -> None:
    application.session.turn("picture", Picture("cat"))
    application.session.turn("channels", "3")
    application.session.show_step(2)
    QTest.mouseMove(canvas, cell(application, "input red", (100, 50)))
    reading = re.match(r"input red \[(\d+), ", application.workspace.readout.value.text())
    assert reading is not None
    assert abs(int(reading[1]) - 100) <= 2  # a cell is about one pixel of the screen
    QTest.mouseClick(canvas, LEFT, pos=cell(application, "input green", (60, 70)))
    row, column = application.session.knobs.at
    assert abs(row - 60) <= 2
    assert abs(column - 70) <= 2
    focus(application, press, "under the window red")
    press("5")
    type_into(canvas, "55")
    assert 55 in values(application, "under the window red")


def test_the_panel_says_edited_where_the_stage_does(application: Application) -> None:
    """All nine weights typed over: a vertical edge no more; the same name picked again brings it back."""
    session, field = application.session, application.workspace.knobs.editors["kernel"].field
    assert isinstance(field, Combo)
    assert field.words() == "vertical edge"
    session.use(replace(session.knobs, weights=tuple(((0, 0, *where), 5.0) for where in np.ndindex(3, 3))))
    session.jump(within(session.steps, 1, 0.1))  # the kernel comes
    assert any("edited" in text.split() for text in stage_texts(application))
    assert field.words() == "edited (vertical edge)"
    assert field.accessibleDescription() == "edited"
    field.activated.emit(field.currentIndex())
    assert session.knobs.weights == ()
    assert field.words() == "vertical edge"
    session.use(replace(session.knobs, learned=(((0, 0, 0, 0), 0.5),)))
    assert field.words() == "learned (vertical edge)"
    picture = application.workspace.knobs.editors["picture"].field
    assert isinstance(picture, Combo)
    session.use(replace(session.knobs, pixels=(((0, 0, 0), 7.0),)))
    assert picture.words() == "edited (Worked example 5×5)"


def test_a_number_that_was_changed_by_hand_in_places_is_said_to_be_edited(application: Application) -> None:
    application.session.open("vanishing")
    editor = application.workspace.knobs.editors["gain"]
    application.session.use(replace(application.session.knobs, factors=(((3,), 2.0),)))
    assert editor.label.text() == "Chain: factor g of each layer, edited"
    application.session.turn("gain", 0.5)
    assert editor.label.text() == "Chain: factor g of each layer"


def stage_texts(application: Application) -> list[str]:
    return [each.mark.text for each in application.session.frame.placed() if isinstance(each.mark, Text)]


def test_a_cell_of_the_output_shows_its_window_and_leads_to_it(application: Application, canvas: Canvas) -> None:
    application.session.turn("filters", 1)
    application.session.to_end()
    last = application.session.step
    application.session.back_step()
    plain = canvas.grab().toImage()
    QTest.mouseMove(canvas, cell(application, "feature map", (0, 1)))
    found = canvas.hovered
    assert found is not None
    boxes = windows_at(application.session.frame, found)
    assert len(boxes) == 1
    input_ = rings.placed_named(application.session.frame, "input")
    assert input_ is not None
    assert isinstance(input_.mark, Grid)
    corner = input_.mark.lattice.at(0, 1)
    assert (boxes[0].x, boxes[0].y) == pytest.approx(corner)
    assert boxes[0].width == pytest.approx(3 * input_.mark.u[0])
    accent = QColor(application.appearance.theme.accent)
    line = QPoint(1, 0) + canvas.stage_geometry.to_widget((corner[0], corner[1] + boxes[0].height / 2)).toPoint()
    near = [(x, y) for x in range(-3, 4) for y in range(-12, 13)]
    shown = canvas.grab().toImage()
    assert not any(plain.pixelColor(line + QPoint(*by)) == accent for by in near)
    assert any(shown.pixelColor(line + QPoint(*by)) == accent for by in near)
    application.session.to_end()
    QTest.mouseClick(canvas, LEFT, pos=cell(application, "feature map", (0, 1)))
    assert application.session.step == last - 1
    window = rings.placed_named(application.session.frame, "window")
    assert window is not None
    assert isinstance(window.mark, Rect)
    assert (window.mark.x, window.mark.y) == pytest.approx(corner)


def test_a_cell_of_the_second_map_leads_to_the_second_filter(application: Application, canvas: Canvas) -> None:
    application.session.to_end()
    QTest.mouseClick(canvas, LEFT, pos=cell(application, "feature map 1", (2, 0)))
    assert application.session.steps[application.session.step].title == "Slide"
    application.session.to_end()
    sheet = rings.placed_named(application.session.frame, "feature map 2")
    assert sheet is not None
    assert isinstance(sheet.mark, Grid)
    top_right = sheet.mark.lattice.at(0.2, sheet.mark.lattice.columns - 0.2)  # the rest lies behind the first map
    QTest.mouseClick(canvas, LEFT, pos=canvas.stage_geometry.to_widget(top_right).toPoint())
    assert application.session.steps[application.session.step].title.startswith("Filter 2")


def test_a_cell_of_a_small_map_leads_to_the_moment_in_which_it_was_made(
    application: Application, canvas: Canvas
) -> None:
    application.session.to_end()
    application.session.back_step()
    assert application.session.steps[application.session.step].title.startswith("Filter 2")
    QTest.mouseClick(canvas, LEFT, pos=cell(application, "feature map 1", (1, 1)))
    assert application.session.steps[application.session.step].title == "Slide"
    window = rings.placed_named(application.session.frame, "feature map 1")
    assert window is not None
    assert isinstance(window.mark, Grid)
    assert window.mark.highlighted == ((1, 1),)


def test_the_ring_of_a_picture_stands_in_the_window_that_was_picked(application: Application) -> None:
    session = application.session
    session.turn("picture", Picture("cat"))
    session.turn("at", (2, 3))
    session.show_step(1)
    grid = rings.placed_named(session.frame, "input")
    assert grid is not None
    place = rings.under(session.frame, rings.FocusCursor("input"), session.knobs)
    assert place is not None
    assert isinstance(grid.mark.grip, PickCell)
    assert place[1].cell == (3, 4)
