from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.canvas.canvas import Canvas
from desktop.canvas.focus import FocusCursor, stops
from scenes.stage.core import knobs as kit
from scenes.stage.core.catalogue import Catalogue, scene
from scenes.stage.core.grips import OpenScene
from scenes.stage.core.marks import Rect
from scenes.stage.core.stage import Stage

DOOR = OpenScene("other", (), "A way.")


@dataclass(frozen=True)
class NoKnobs(kit.Knobs):
    """Nothing can be turned."""


@scene(chapter="Going small", title="Door", order=1)
def door(stage: Stage, knobs: NoKnobs) -> None:
    """Draw a mark that opens another scene."""
    stage.step("Only", "Only one caption.", 1.0)
    stage.add(Rect(x=900, y=200, width=120, height=60, fill=1, name="door", grip=DOOR))


At = Callable[[float, float], QPoint]
Press = Callable[..., None]
LEFT = Qt.MouseButton.LeftButton


def drag(canvas: Canvas, *points: QPoint) -> None:
    QTest.mousePress(canvas, LEFT, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(canvas, point)
    QTest.mouseRelease(canvas, LEFT, pos=points[-1])


def edits(application: Application) -> dict[tuple[int, ...], float]:
    return dict(application.session.knobs.cells)


def test_hovering_reads_index_and_value(application: Application, canvas: Canvas, at: At, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.read) as read:
        QTest.mouseMove(canvas, at(250, 210))
    assert read.args == ["input [0, 2] = 2", "click to type · drag up or down to change"]
    assert application.workspace.readout.value.text() == "input [0, 2] = 2"
    QTest.mouseMove(canvas, at(530, 630))
    assert application.workspace.readout.value.text() == "doubled [2, 0] = 12"
    assert application.workspace.readout.hint.text() == ""
    QTest.mouseMove(canvas, at(1500, 850))
    assert application.workspace.readout.value.text() == ""


def test_the_reading_follows_the_picture_under_a_still_hand(application: Application, canvas: Canvas, at: At) -> None:
    QTest.mouseMove(canvas, at(530, 230))
    assert application.workspace.readout.value.text() == "output [0, 0] = 0"
    application.session.turn("cells", (((0, 0), 7.0),))
    assert application.workspace.readout.value.text() == "output [0, 0] = 7"


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


def test_dragging_a_number_changes_it_in_one_undo(application: Application, canvas: Canvas, at: At) -> None:
    drag(canvas, at(130, 230), at(130, 230 - 30), at(130, 230 - 45), at(130, 230 - 58))
    assert edits(application) == {(0, 0): 4.0}
    assert canvas.editor is None
    application.session.undo()
    assert edits(application) == {}
    assert not application.session.undoable


def test_dragging_a_number_back_is_no_change(application: Application, canvas: Canvas, at: At) -> None:
    drag(canvas, at(130, 230), at(130, 170), at(130, 229))
    assert edits(application) == {}
    assert not application.session.undoable


def test_another_scene_takes_what_a_hand_holds(application: Application, canvas: Canvas, at: At) -> None:
    QTest.mousePress(canvas, LEFT, pos=at(130, 230))
    QTest.mouseMove(canvas, at(130, 180))
    application.session.open("other")
    before = application.session.knobs
    QTest.mouseMove(canvas, at(130, 130))
    QTest.mouseRelease(canvas, LEFT, pos=at(130, 130))
    assert application.session.knobs == before
    application.session.open("mini")
    first = edits(application)
    assert first
    drag(canvas, at(190, 230), at(190, 190))
    application.session.undo()
    assert edits(application) == first


def test_a_dialog_takes_what_a_hand_holds(application: Application, canvas: Canvas, at: At) -> None:
    QTest.mousePress(canvas, LEFT, pos=at(130, 230))
    QTest.mouseMove(canvas, at(130, 180))
    first = edits(application)
    application.workspace.show_help()
    QTest.mouseMove(canvas, at(130, 130))
    assert edits(application) == first != {}
    QApplication.activeModalWidget().close()
    drag(canvas, at(190, 230), at(190, 190))
    application.session.undo()
    assert edits(application) == first
    application.session.undo()
    assert edits(application) == {}


def has_bubble(canvas: Canvas, pointer: QPoint, raised: str) -> bool:
    """Whether words in a bubble lie beside the pointer."""
    return canvas.grab().toImage().pixelColor(pointer + QPoint(24, 25)).name() == raised


def test_a_bubble_says_what_is_not_printed_and_never_under_a_pressed_button(
    application: Application, canvas: Canvas, at: At
) -> None:
    raised = application.appearance.theme.raised
    for place, told in {at(960, 230): True, at(930, 330): True, at(190, 230): False, at(530, 630): False}.items():
        QTest.mouseMove(canvas, place)
        assert has_bubble(canvas, place, raised) == told
    for button in (LEFT, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        there = at(950, 330)
        QTest.mouseMove(canvas, there)
        assert has_bubble(canvas, there, raised)
        QTest.mousePress(canvas, button, pos=there)
        assert not has_bubble(canvas, there, raised)
        QTest.mouseMove(canvas, there + QPoint(2, 0))
        assert not has_bubble(canvas, there + QPoint(2, 0), raised)
        QTest.mouseRelease(canvas, button, pos=there)
        assert has_bubble(canvas, there, raised)


def test_dragging_over_a_scrub_moves_time(application: Application, canvas: Canvas, at: At) -> None:
    session = application.session
    session.toggle()
    QTest.mousePress(canvas, LEFT, pos=at(530, 230))
    assert session.player.t == pytest.approx(3.025)
    session.advance(1.0)
    assert session.player.t == pytest.approx(3.025)
    QTest.mouseMove(canvas, at(590, 290))
    assert session.player.t == pytest.approx(5.575)
    QTest.mouseMove(canvas, at(900, 800))
    assert session.player.t == pytest.approx(5.575)
    QTest.mouseRelease(canvas, LEFT, pos=at(590, 290))
    assert session.player.playing
    session.advance(0.25)
    assert session.player.t == pytest.approx(5.825)
    assert not session.undoable


def test_dragging_picks_a_cell_and_a_click_sets_a_value(application: Application, canvas: Canvas, at: At) -> None:
    drag(canvas, at(930, 530), at(990, 590))
    assert application.session.knobs.corner == (1, 1)
    QTest.mouseClick(canvas, LEFT, pos=at(950, 330))
    assert application.session.knobs.n == 4
    application.session.undo()
    application.session.undo()
    assert application.session.knobs.corner == (0, 0)


@pytest.mark.parametrize("by_keys", [False, True])
def test_a_mark_that_opens_another_scene_says_so_when_it_is_clicked(
    open_application: Callable[..., Application], by_keys: bool
) -> None:
    application = open_application(catalogue=Catalogue((door,)))
    canvas = application.workspace.canvas
    opened: list[OpenScene] = []
    canvas.opens.connect(opened.append)
    place = canvas.stage_geometry.to_widget((960.0, 230.0)).toPoint()
    if by_keys:
        canvas.setFocus()
        for key in (Qt.Key.Key_Tab, Qt.Key.Key_Return):
            QTest.keyClick(application.workspace.window().windowHandle(), key)
    else:
        QTest.mousePress(canvas, LEFT, pos=place)
        QTest.mouseMove(canvas, place + QPoint(60, 0))
        QTest.mouseRelease(canvas, LEFT, pos=place + QPoint(60, 0))
        assert opened == [], "a drag is no click"
        QTest.mouseClick(canvas, LEFT, pos=place)
    assert opened == [DOOR]


@pytest.mark.parametrize("by_keys", [False, True])
def test_a_choice_on_the_stage_that_is_refused_says_why_beside_it(
    application: Application, canvas: Canvas, at: At, press: Press, by_keys: bool
) -> None:
    assert application.session.turn("n", 3)
    assert application.session.turn("mode", "odd")
    if by_keys:
        canvas.setFocus()
        while canvas.ring is None or canvas.ring.name != "four":
            press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Return)
    else:
        QTest.mouseClick(canvas, LEFT, pos=at(950, 330))
    assert application.session.knobs.n == 3
    assert application.workspace.banner.isVisible()
    assert application.workspace.banner.label.text() == "Odd mode needs an odd size."


def test_clicking_a_number_opens_a_field_that_takes_another(application: Application, canvas: Canvas, at: At) -> None:
    application.session.jump(3.0)
    QTest.mouseClick(canvas, LEFT, pos=at(190, 230))
    assert canvas.editor is not None
    assert canvas.editor.text() == "1"
    QTest.keyClicks(canvas.editor, "-4.5")
    QTest.keyClick(canvas.editor, Qt.Key.Key_Return)
    assert canvas.editor is not None
    assert canvas.editor.hit.cell == (0, 2)
    assert edits(application) == {(0, 1): -4.5}
    assert application.session.player.t == 3.0
    QTest.keyClick(canvas.editor, Qt.Key.Key_Escape)
    assert canvas.editor is None
    assert canvas.hasFocus()


def test_a_cell_takes_a_fraction_and_keeps_all_its_digits_when_it_is_looked_at_again(
    application: Application, canvas: Canvas, at: At
) -> None:
    for typed in ("1/9", ""):
        QTest.mouseClick(canvas, LEFT, pos=at(190, 230))
        assert canvas.editor is not None
        QTest.keyClicks(canvas.editor, typed)
        QTest.keyClick(canvas.editor, Qt.Key.Key_Return)
        assert edits(application) == {(0, 1): 1 / 9}


def test_the_field_refuses_what_is_no_number_and_goes_away_with_escape(
    application: Application, canvas: Canvas, at: At
) -> None:
    QTest.mouseClick(canvas, LEFT, pos=at(190, 230))
    editor = canvas.editor
    assert editor is not None
    for text, complaint in {"abc": "no number", "": "no number", "12": "from -9 to 9", "nan": "no number"}.items():
        editor.setText(text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        assert complaint in editor.message
        assert canvas.editor is editor
    QTest.keyClicks(editor, "3")
    assert editor.message == ""
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert canvas.editor is None
    assert edits(application) == {}


def test_a_press_on_the_message_is_one_on_the_stage(application: Application, canvas: Canvas, at: At) -> None:
    QTest.mouseClick(canvas, LEFT, pos=at(190, 230))
    assert canvas.editor is not None
    canvas.editor.setText("abc")
    QTest.keyClick(canvas.editor, Qt.Key.Key_Return)
    handle, place = canvas.window().windowHandle(), canvas.editor._message.geometry().center()
    QTest.mousePress(handle, LEFT, pos=canvas.mapTo(canvas.window(), place))
    assert canvas._pressed
    QTest.qWait(10)
    QTest.mouseRelease(handle, LEFT, pos=canvas.mapTo(canvas.window(), place))
    assert not canvas._pressed


def test_who_goes_to_another_field_from_a_number_stays_there(application: Application, canvas: Canvas, at: At) -> None:
    QTest.mouseClick(canvas, LEFT, pos=at(190, 230))
    assert canvas.editor is not None
    elsewhere = application.workspace.knobs.editors["n"].number
    elsewhere.setFocus(Qt.FocusReason.MouseFocusReason)
    assert canvas.editor is None
    assert application.workspace.window().focusWidget() is elsewhere


def test_tab_goes_on_to_the_next_number(application: Application, canvas: Canvas, at: At) -> None:
    QTest.mouseClick(canvas, LEFT, pos=at(250, 230))
    for text in ("5", "6"):
        assert canvas.editor is not None
        QTest.keyClicks(canvas.editor, text)
        QTest.keyClick(canvas.editor, Qt.Key.Key_Tab)
    assert edits(application) == {(0, 2): 5.0, (1, 0): 6.0}
    assert canvas.editor is not None
    assert canvas.editor.hit.cell == (1, 1)
    QTest.keyClick(canvas.editor, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.editor.hit.cell == (1, 0)
    QTest.keyClick(canvas.editor, Qt.Key.Key_Escape)


def test_leaving_the_field_takes_the_number(application: Application, canvas: Canvas, at: At) -> None:
    QTest.mouseClick(canvas, LEFT, pos=at(190, 230))
    assert canvas.editor is not None
    QTest.keyClicks(canvas.editor, "8")
    application.workspace.transport.play.setFocus()
    assert canvas.editor is None
    assert edits(application) == {(0, 1): 8.0}


def test_the_bias_is_a_number_like_others(application: Application, canvas: Canvas, at: At) -> None:
    QTest.mouseClick(canvas, LEFT, pos=at(960, 230))
    assert canvas.editor is not None
    QTest.keyClicks(canvas.editor, "2")
    QTest.keyClick(canvas.editor, Qt.Key.Key_Return)
    assert edits(application) == {(0,): 2.0}
    drag(canvas, at(960, 230), at(960, 230 + 29))
    assert edits(application) == {(0,): 0.0}


def test_tab_visits_every_mark_and_leaves_at_the_end(application: Application, canvas: Canvas, press: Press) -> None:
    canvas.setFocus()
    names = stops(application.session.frame)
    assert names == ("input", "output", "bias", "four", "corners", "doubled")
    for name in names:
        press(Qt.Key.Key_Tab)
        assert canvas.ring == FocusCursor(name)
    press(Qt.Key.Key_Tab)
    assert canvas.ring is None
    assert not canvas.hasFocus()
    press(Qt.Key.Key_Backtab)
    assert canvas.ring == FocusCursor("doubled")
    press(Qt.Key.Key_Backtab)
    assert canvas.ring == FocusCursor("corners")


def test_the_cell_cursor_reads_and_types(application: Application, canvas: Canvas, press: Press) -> None:
    canvas.setFocus()
    press(Qt.Key.Key_Tab, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert application.session.player.t == 0.0
    assert application.workspace.readout.value.text() == "input [1, 1] = 4"
    assert "Esc leaves" in application.workspace.readout.hint.text()
    assert canvas.accessibleDescription() == "input [1, 1] = 4"
    press(Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert application.workspace.readout.value.text() == "input [0, 1] = 1"
    press(Qt.Key.Key_Up, Qt.Key.Key_Up, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert edits(application) == {(0, 1): 3.0}
    press(Qt.Key.Key_Down, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert edits(application) == {(0, 1): 2.0}
    press("7")
    assert canvas.editor is not None
    assert canvas.editor.text() == "7"
    QTest.keyClick(canvas.editor, Qt.Key.Key_Return)
    assert edits(application) == {(0, 1): 7.0}
    assert canvas.ring == FocusCursor("input", (0, 2))
    assert canvas.editor is not None
    QTest.keyClick(canvas.editor, Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    assert canvas.ring is None
    press(Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert application.session.player.t == 2.0


def test_arrows_move_a_scrub_and_a_picked_cell(application: Application, canvas: Canvas, press: Press) -> None:
    canvas.setFocus()
    press(Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    press(Qt.Key.Key_Right)
    assert application.session.player.t == pytest.approx(3.875)
    press(Qt.Key.Key_Down)
    assert application.session.player.t == pytest.approx(5.575)
    assert application.workspace.readout.value.text() == "output [1, 1] = 4"
    press(Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Return)
    assert application.session.knobs.n == 4
    press(Qt.Key.Key_Tab, Qt.Key.Key_Down)
    assert application.session.knobs.corner == (1, 0)
    assert application.session.undoable


def test_the_ring_stays_while_the_picture_moves_on(application: Application, canvas: Canvas, press: Press) -> None:
    canvas.setFocus()
    press(Qt.Key.Key_Tab, Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown)
    assert application.session.player.t == 2.0
    assert canvas.ring == FocusCursor("input", (0, 1))


def test_a_step_is_told_to_those_who_do_not_see_it(application: Application, canvas: Canvas) -> None:
    assert canvas.accessibleName() == "Mini, step 1 of 3: First"
    assert canvas.accessibleDescription() == "The first caption."
    application.session.jump(4.0)
    assert canvas.accessibleName() == "Mini, step 2 of 3: Second"
    assert "size 3" in canvas.accessibleDescription()


def test_another_scene_takes_ring_and_field_away(
    application: Application, canvas: Canvas, at: At, press: Press
) -> None:
    QTest.mouseClick(canvas, LEFT, pos=at(190, 230))
    application.session.open("other")
    assert canvas.editor is None
    assert canvas.ring is None
    QApplication.processEvents()


@pytest.mark.parametrize("theme", ["dark", "light", "projector"])
def test_a_change_of_theme_repaints(application: Application, canvas: Canvas, theme: str, qtbot: QtBot) -> None:
    from scenes.stage.output.theme import THEMES

    application.appearance.theme = THEMES[theme]
    shown = canvas.grab().toImage()
    assert shown.pixelColor(2, 2).name() == THEMES[theme].background
    application.workspace.panels.pin("left")
    surface = application.workspace.window().grab().toImage()
    assert surface.pixelColor(4, application.workspace.height() // 2).name() == THEMES[theme].surface


def test_ring_hover_and_field_are_painted(application: Application, canvas: Canvas, at: At, press: Press) -> None:
    plain = canvas.grab().toImage()
    QTest.mouseMove(canvas, at(130, 230))
    hovered = canvas.grab().toImage()
    assert hovered != plain
    canvas.setFocus()
    press(Qt.Key.Key_Tab)
    assert canvas.grab().toImage() not in (plain, hovered)
