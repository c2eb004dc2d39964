"""The convolution scene under a hand: what the issue asks of direct manipulation, by mouse and by keys alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.app.composition import House
from desktop.canvas import focus as rings
from desktop.canvas.canvas import Canvas
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.lattice import Cell
from scenes.stage.core.marks import Grid, Rect
from scenes.stage.data.pictures import Picture

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def house(open_house: Callable[..., House]) -> House:
    house = open_house(catalogue=catalogue())
    house.session.open("convolution")
    house.session.show_step(5)
    return house


def cell(house: House, name: str, where: Cell) -> QPoint:
    """The middle of a cell on the canvas."""
    each = rings.placed_named(house.session.frame, name)
    assert each is not None
    assert isinstance(each.mark, Grid)
    return house.window.canvas.stage_geometry.to_widget(
        each.mark.lattice.moved(each.dx, each.dy).center(*where)
    ).toPoint()


def values(house: House, name: str) -> np.ndarray:
    each = rings.placed_named(house.session.frame, name)
    assert each is not None
    return each.mark.values.array


def focus(house: House, press: Callable[..., None], name: str) -> None:
    """Go to a mark by Tab alone."""
    press(Qt.Key.Key_Escape)
    house.window.canvas.setFocus()
    for _ in range(len(rings.stops(house.session.frame)) + 1):
        press(Qt.Key.Key_Tab)
        ring = house.window.canvas.ring
        if ring is not None and ring.name == name:
            return
    raise AssertionError(f"Tab doesn't come to {name}")


def type_into(canvas: Canvas, text: str) -> None:
    assert canvas.editor is not None
    canvas.editor.selectAll()
    QTest.keyClicks(canvas.editor, text)
    QTest.keyClick(canvas.editor, Qt.Key.Key_Return)


def test_a_click_on_an_output_cell_goes_to_its_window(house: House, canvas: Canvas) -> None:
    t = house.session.player.t
    QTest.mouseClick(canvas, LEFT, pos=cell(house, "feature map 1", (1, 2)))
    assert house.session.knobs.at == (1, 2)
    assert house.session.player.t == t
    house.session.undo()
    assert house.session.knobs.at == (0, 0)


def test_the_window_is_dragged_over_the_input_in_one_undo(house: House, canvas: Canvas) -> None:
    frame = rings.placed_named(house.session.frame, "window")
    assert frame is not None
    assert isinstance(frame.mark, Rect)
    edge = canvas.stage_geometry.to_widget((frame.mark.x, frame.mark.y + frame.mark.height / 2)).toPoint()
    QTest.mousePress(canvas, LEFT, pos=edge)
    for target in ((2, 2), (3, 2), (3, 3)):
        QTest.mouseMove(canvas, cell(house, "input", target))
    QTest.mouseRelease(canvas, LEFT, pos=cell(house, "input", (3, 3)))
    assert house.session.knobs.at == (2, 2)
    house.session.undo()
    assert house.session.knobs.at == (0, 0)
    assert not house.session.undoable


def test_a_pixel_is_typed_and_all_is_computed_anew(house: House, canvas: Canvas) -> None:
    before, t = values(house, "feature map 1"), house.session.player.t
    QTest.mouseClick(canvas, LEFT, pos=cell(house, "input", (0, 0)))
    type_into(canvas, "9")
    assert values(house, "input")[0, 0] == 9
    assert values(house, "feature map 1")[0, 0] == before[0, 0] + 8
    assert np.array_equal(values(house, "feature map 1").ravel()[1:], before.ravel()[1:])
    assert house.session.player.t == t


def test_a_weight_is_dragged_while_it_plays(house: House, canvas: Canvas) -> None:
    house.session.show_step(2)
    house.session.toggle()
    place = cell(house, "kernel", (1, 1))
    far = place - QPoint(0, round(31 * canvas.stage_geometry.rect.width() / 1600))
    QTest.mousePress(canvas, LEFT, pos=place)
    QTest.mouseMove(canvas, far)
    QTest.mouseRelease(canvas, LEFT, pos=far)
    assert house.session.player.playing
    assert values(house, "kernel")[1, 1] == 2


def test_every_change_can_be_made_by_keys_alone(house: House, canvas: Canvas, press: Callable[..., None]) -> None:
    focus(house, press, "input")
    press(Qt.Key.Key_Right, "9")
    type_into(canvas, "7")
    assert values(house, "input")[0, 1] == 7
    focus(house, press, "kernel")
    press(Qt.Key.Key_Down, "+")
    assert values(house, "kernel")[1, 0] == 2
    focus(house, press, "bias")
    press(Qt.Key.Key_Return)
    type_into(canvas, "-2.5")
    assert dict(house.session.knobs.biases) == {(0,): -2.5}
    focus(house, press, "feature map 1")
    press(Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert house.session.knobs.at == (1, 1)
    assert house.window.readout.value.text().startswith("feature map 1 [1, 1]")
    press(Qt.Key.Key_Right, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert house.session.knobs.at == (1, 2)
    focus(house, press, "window")
    press(Qt.Key.Key_Up)
    assert house.session.knobs.at == (0, 2)
    while house.session.undoable:
        press(Qt.Key.Key_Z, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert house.session.knobs == house.session.scene.knobs()


def test_undo_takes_everything_back(house: House, press: Callable[..., None]) -> None:
    first = house.session.knobs
    house.session.turn("stride", 2)
    house.session.turn("padding", "full")
    house.session.turn("picture", Picture("digit"))
    while house.session.undoable:
        press(Qt.Key.Key_Z, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert house.session.knobs == first


@pytest.mark.parametrize(
    ("before", "name", "value", "reason"),
    [
        ({}, "channels", "3", "one channel only"),
        ({"stride": 2}, "padding", "same", "keeps the size"),
        ({}, "size", 6, "spans 6 cells"),
    ],
)
def test_impossible_combinations_are_refused_and_the_panel_says_why(
    house: House, before: dict[str, object], name: str, value: object, reason: str
) -> None:
    for knob, setting in before.items():
        assert house.session.turn(knob, setting)
    assert not house.session.turn(name, value)
    editor = house.window.knobs.editors[name]
    assert reason in editor.reason.text()
    assert not editor.reason.isHidden()


def test_a_photo_can_be_read_and_gone_through(house: House, canvas: Canvas, press: Callable[..., None]) -> None:
    house.session.turn("picture", Picture("cat"))
    house.session.turn("channels", "3")
    house.session.show_step(2)
    QTest.mouseMove(canvas, cell(house, "input red", (100, 50)))
    reading = re.match(r"input red \[(\d+), ", house.window.readout.value.text())
    assert reading is not None
    assert abs(int(reading[1]) - 100) <= 2  # a cell is about one pixel of the screen
    QTest.mouseClick(canvas, LEFT, pos=cell(house, "input green", (60, 70)))
    row, column = house.session.knobs.at
    assert abs(row - 60) <= 2
    assert abs(column - 70) <= 2
    focus(house, press, "under the window red")
    press("5")
    type_into(canvas, "55")
    assert 55 in values(house, "under the window red")
