from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.composition import House
from desktop.canvas.canvas import Canvas
from desktop.canvas.focus import Ring, stops

At = Callable[[float, float], QPoint]
Press = Callable[..., None]
LEFT = Qt.MouseButton.LeftButton


def drag(canvas: Canvas, *points: QPoint) -> None:
    QTest.mousePress(canvas, LEFT, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(canvas, point)
    QTest.mouseRelease(canvas, LEFT, pos=points[-1])


def edits(house: House) -> dict[tuple[int, ...], float]:
    return dict(house.session.knobs.cells)


def test_hovering_reads_index_and_value(house: House, canvas: Canvas, at: At, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.read) as read:
        QTest.mouseMove(canvas, at(250, 210))
    assert read.args == ["input [0, 2] = 2", "click to type · drag up or down to change"]
    assert house.window.readout.value.text() == "input [0, 2] = 2"
    QTest.mouseMove(canvas, at(530, 630))
    assert house.window.readout.value.text() == "doubled [2, 0] = 12"
    assert house.window.readout.hint.text() == ""
    QTest.mouseMove(canvas, at(1500, 850))
    assert house.window.readout.value.text() == ""


def test_the_reading_follows_the_picture_under_a_still_hand(house: House, canvas: Canvas, at: At) -> None:
    QTest.mouseMove(canvas, at(530, 230))
    assert house.window.readout.value.text() == "output [0, 0] = 0"
    house.session.turn("cells", (((0, 0), 7.0),))
    assert house.window.readout.value.text() == "output [0, 0] = 7"


def test_cursors_tell_what_can_be_done(canvas: Canvas, at: At) -> None:
    shapes = Qt.CursorShape
    for point, shape in {
        (130, 230): shapes.SizeVerCursor,
        (530, 230): shapes.OpenHandCursor,
        (930, 330): shapes.PointingHandCursor,
        (530, 530): shapes.ArrowCursor,
        (1500, 850): shapes.ArrowCursor,
    }.items():
        QTest.mouseMove(canvas, at(*point))
        assert canvas.cursor().shape() == shape, point


def test_dragging_a_number_changes_it_in_one_undo(house: House, canvas: Canvas, at: At) -> None:
    drag(canvas, at(130, 230), at(130, 230 - 30), at(130, 230 - 45), at(130, 230 - 58))
    assert edits(house) == {(0, 0): 4.0}
    assert canvas.editor is None
    house.session.undo()
    assert edits(house) == {}
    assert not house.session.undoable


def test_dragging_a_number_back_is_no_change(house: House, canvas: Canvas, at: At) -> None:
    drag(canvas, at(130, 230), at(130, 170), at(130, 229))
    assert edits(house) == {}
    assert not house.session.undoable


def test_dragging_over_a_scrub_moves_time(house: House, canvas: Canvas, at: At) -> None:
    session = house.session
    session.toggle()
    QTest.mousePress(canvas, LEFT, pos=at(530, 230))
    assert session.player.t == 2.5
    session.advance(1.0)
    assert session.player.t == 2.5
    QTest.mouseMove(canvas, at(590, 290))
    assert session.player.t == 5.5
    QTest.mouseMove(canvas, at(900, 800))
    assert session.player.t == 5.5
    QTest.mouseRelease(canvas, LEFT, pos=at(590, 290))
    assert session.player.playing
    session.advance(0.25)
    assert session.player.t == 5.75
    assert not session.undoable


def test_dragging_picks_a_cell_and_a_click_sets_a_value(house: House, canvas: Canvas, at: At) -> None:
    drag(canvas, at(930, 530), at(990, 590))
    assert house.session.knobs.corner == (1, 1)
    QTest.mouseClick(canvas, LEFT, pos=at(950, 330))
    assert house.session.knobs.n == 4
    house.session.undo()
    house.session.undo()
    assert house.session.knobs.corner == (0, 0)


@pytest.mark.parametrize("by_keys", [False, True])
def test_a_choice_on_the_stage_that_is_refused_says_why_beside_it(
    house: House, canvas: Canvas, at: At, press: Press, by_keys: bool
) -> None:
    assert house.session.turn("n", 3)
    assert house.session.turn("mode", "odd")
    if by_keys:
        canvas.setFocus()
        while canvas.ring is None or canvas.ring.name != "four":
            press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Return)
    else:
        QTest.mouseClick(canvas, LEFT, pos=at(950, 330))
    assert house.session.knobs.n == 3
    assert house.window.banner.isVisible()
    assert house.window.banner.label.text() == "Odd mode needs an odd size."


def test_clicking_a_number_opens_a_field_that_takes_another(house: House, canvas: Canvas, at: At) -> None:
    house.session.jump(3.0)
    QTest.mouseClick(canvas, LEFT, pos=at(190, 230))
    assert canvas.editor is not None
    assert canvas.editor.text() == "1"
    QTest.keyClicks(canvas.editor, "-4.5")
    QTest.keyClick(canvas.editor, Qt.Key.Key_Return)
    assert canvas.editor is None
    assert edits(house) == {(0, 1): -4.5}
    assert house.session.player.t == 3.0
    assert canvas.hasFocus()


def test_the_field_refuses_what_is_no_number_and_goes_away_with_escape(house: House, canvas: Canvas, at: At) -> None:
    QTest.mouseClick(canvas, LEFT, pos=at(190, 230))
    editor = canvas.editor
    assert editor is not None
    for text, complaint in {"abc": "no number", "": "no number", "12": "from -9 to 9", "nan": "from -9 to 9"}.items():
        editor.setText(text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        assert complaint in editor.message
        assert canvas.editor is editor
    QTest.keyClicks(editor, "3")
    assert editor.message == ""
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert canvas.editor is None
    assert edits(house) == {}


def test_tab_goes_on_to_the_next_number(house: House, canvas: Canvas, at: At) -> None:
    QTest.mouseClick(canvas, LEFT, pos=at(250, 230))
    for text in ("5", "6"):
        assert canvas.editor is not None
        QTest.keyClicks(canvas.editor, text)
        QTest.keyClick(canvas.editor, Qt.Key.Key_Tab)
    assert edits(house) == {(0, 2): 5.0, (1, 0): 6.0}
    assert canvas.editor is not None
    assert canvas.editor.hit.cell == (1, 1)
    QTest.keyClick(canvas.editor, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.editor.hit.cell == (1, 0)
    QTest.keyClick(canvas.editor, Qt.Key.Key_Escape)


def test_leaving_the_field_takes_the_number(house: House, canvas: Canvas, at: At) -> None:
    QTest.mouseClick(canvas, LEFT, pos=at(190, 230))
    assert canvas.editor is not None
    QTest.keyClicks(canvas.editor, "8")
    house.window.transport.play.setFocus()
    assert canvas.editor is None
    assert edits(house) == {(0, 1): 8.0}


def test_the_bias_is_a_number_like_others(house: House, canvas: Canvas, at: At) -> None:
    QTest.mouseClick(canvas, LEFT, pos=at(960, 230))
    assert canvas.editor is not None
    QTest.keyClicks(canvas.editor, "2")
    QTest.keyClick(canvas.editor, Qt.Key.Key_Return)
    assert edits(house) == {(0,): 2.0}
    drag(canvas, at(960, 230), at(960, 230 + 29))
    assert edits(house) == {(0,): 0.0}


def test_tab_visits_every_mark_and_leaves_at_the_end(house: House, canvas: Canvas, press: Press) -> None:
    canvas.setFocus()
    names = stops(house.session.frame)
    assert names == ("input", "output", "bias", "four", "corners", "doubled")
    for name in names:
        press(Qt.Key.Key_Tab)
        assert canvas.ring == Ring(name)
    press(Qt.Key.Key_Tab)
    assert canvas.ring is None
    assert not canvas.hasFocus()
    press(Qt.Key.Key_Backtab)
    assert canvas.ring == Ring("doubled")
    press(Qt.Key.Key_Backtab)
    assert canvas.ring == Ring("corners")


def test_the_cell_cursor_reads_and_types(house: House, canvas: Canvas, press: Press) -> None:
    canvas.setFocus()
    press(Qt.Key.Key_Tab, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert house.session.player.t == 0.0
    assert house.window.readout.value.text() == "input [1, 1] = 4"
    assert "Esc leaves" in house.window.readout.hint.text()
    assert canvas.accessibleDescription() == "input [1, 1] = 4"
    press(Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert house.window.readout.value.text() == "input [0, 1] = 1"
    press("+", "+")
    assert edits(house) == {(0, 1): 3.0}
    press("-")
    assert edits(house) == {(0, 1): 2.0}
    press("7")
    assert canvas.editor is not None
    assert canvas.editor.text() == "7"
    QTest.keyClick(canvas.editor, Qt.Key.Key_Return)
    assert edits(house) == {(0, 1): 7.0}
    assert canvas.ring == Ring("input", (0, 1))
    press(Qt.Key.Key_Return)
    assert canvas.editor is not None
    QTest.keyClick(canvas.editor, Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    assert canvas.ring is None
    press(Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert house.session.player.t == 2.0


def test_arrows_move_a_scrub_and_a_picked_cell(house: House, canvas: Canvas, press: Press) -> None:
    canvas.setFocus()
    press(Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    press(Qt.Key.Key_Right)
    assert house.session.player.t == 3.5
    press(Qt.Key.Key_Down)
    assert house.session.player.t == 5.5
    assert house.window.readout.value.text() == "output [1, 1] = 4"
    press(Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Return)
    assert house.session.knobs.n == 4
    press(Qt.Key.Key_Tab, Qt.Key.Key_Down)
    assert house.session.knobs.corner == (1, 0)
    assert house.session.undoable


def test_the_ring_stays_while_the_picture_moves_on(house: House, canvas: Canvas, press: Press) -> None:
    canvas.setFocus()
    press(Qt.Key.Key_Tab, Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown)
    assert house.session.player.t == 2.0
    assert canvas.ring == Ring("input", (0, 1))


def test_a_step_is_told_to_those_who_do_not_see_it(house: House, canvas: Canvas) -> None:
    assert canvas.accessibleName() == "Mini, step 1 of 3: First"
    assert canvas.accessibleDescription() == "The first caption."
    house.session.jump(4.0)
    assert canvas.accessibleName() == "Mini, step 2 of 3: Second"
    assert "size 3" in canvas.accessibleDescription()


def test_another_scene_takes_ring_and_field_away(house: House, canvas: Canvas, at: At, press: Press) -> None:
    QTest.mouseClick(canvas, LEFT, pos=at(190, 230))
    house.session.open("other")
    assert canvas.editor is None
    assert canvas.ring is None
    QApplication.processEvents()


@pytest.mark.parametrize("theme", ["dark", "light", "projector"])
def test_a_change_of_theme_repaints(house: House, canvas: Canvas, theme: str, qtbot: QtBot) -> None:
    from scenes.stage.output.theme import THEMES

    house.appearance.theme = THEMES[theme]
    shown = canvas.grab().toImage()
    assert shown.pixelColor(2, 2).name() == THEMES[theme].background
    surface = house.window.window().grab().toImage()
    assert surface.pixelColor(4, house.window.height() // 2).name() == THEMES[theme].surface


def test_ring_hover_and_field_are_painted(house: House, canvas: Canvas, at: At, press: Press) -> None:
    plain = canvas.grab().toImage()
    QTest.mouseMove(canvas, at(130, 230))
    hovered = canvas.grab().toImage()
    assert hovered != plain
    canvas.setFocus()
    press(Qt.Key.Key_Tab)
    assert canvas.grab().toImage() not in (plain, hovered)
