from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QSpinBox, QTextEdit, QWidget

from desktop.app.composition import Application
from desktop.runs import storage as recordings
from desktop.window.dialogs import HelpDialog
from desktop.window.key_table import BINDINGS, DIGITS

Press = Callable[..., None]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def widgets_that_take_focus(application: Application) -> list[QWidget]:
    window = application.workspace
    return [
        window.canvas,
        window.outline.buttons["mini"],
        window.knobs.editors["n"].slider,
        window.knobs.editors["relu"].switch,
        window.knobs.editors["method"].field,
        window.transport.play,
        window.transport.timeline,
        window.transport.speed,
    ]


def test_every_binding_is_a_key_and_has_an_action(application: Application) -> None:
    workspace = application.workspace
    known = {*workspace.window_actions, *workspace.places.actions_here}
    seen: set[str] = set()
    for binding in (each for group in (*BINDINGS.values(), DIGITS.values()) for each in group):
        assert binding.action in known
        for key in binding.keys:
            assert QKeySequence(key)[0].key() != Qt.Key.Key_unknown, key
            assert key not in seen, f"{key} is bound twice"
            seen.add(key)


def test_space_and_arrows_reach_the_player_whatever_has_the_focus(application: Application, press: Press) -> None:
    session = application.session
    for widget in widgets_that_take_focus(application):
        widget.setFocus()
        assert application.workspace.window().focusWidget() is widget
        session.to_start()
        knobs = session.knobs
        press(Qt.Key.Key_Space)
        assert session.player.playing, widget
        press(Qt.Key.Key_Space)
        assert not session.player.playing, widget
        press(Qt.Key.Key_Right, Qt.Key.Key_Right)
        assert session.player.t == 2.0, widget
        press(Qt.Key.Key_PageDown, Qt.Key.Key_PageDown)
        assert session.player.t == 6.0, widget
        press(Qt.Key.Key_Left)
        assert session.player.t == 2.0, widget
        press(Qt.Key.Key_End)
        assert session.player.t == 8.0, widget
        press(Qt.Key.Key_Home)
        assert session.player.t == 0.0, widget
        assert session.knobs == knobs, widget


def test_every_key_of_a_clicker_or_a_keyboard_steps(application: Application, press: Press) -> None:
    session = application.session
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        session.to_start()
        press(key, key)
        assert session.player.t == 2.0, key
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Backspace):
        session.to_end()
        press(key)
        assert session.player.t == 6.0, key


def test_widgets_keep_the_keys_that_they_have_a_use_for(application: Application, press: Press) -> None:
    """Up and Down turn a knob and choose among buttons, Enter presses."""
    workspace, session = application.workspace, application.session
    workspace.panels.pin("left")
    workspace.panels.pin("right")
    workspace.knobs.editors["n"].slider.setFocus()
    press(Qt.Key.Key_Up)
    assert session.knobs.n == 4
    workspace.knobs.editors["method"].field.setFocus()
    press(Qt.Key.Key_Down)
    assert session.knobs.method == "another, longer way"
    workspace.outline.buttons["mini"].setFocus()
    press(Qt.Key.Key_Down)
    assert session.scene.name == "other"
    assert not session.player.playing
    workspace.transport.play.setFocus()
    press(Qt.Key.Key_Return)
    assert session.player.playing


def test_keys_are_the_texts_while_somebody_types(application: Application, press: Press) -> None:
    number = application.workspace.knobs.editors["n"].number
    number.setFocus()
    number.selectAll()
    press(Qt.Key.Key_4, Qt.Key.Key_Home, Qt.Key.Key_Space, Qt.Key.Key_T)
    assert application.session.player.t == 0.0
    assert not application.session.player.playing
    assert application.appearance.theme.name == "dark"
    assert number.text().strip().startswith("t") or "4" in number.text()
    press(Qt.Key.Key_F11)
    assert application.workspace.full_screen.on
    press(Qt.Key.Key_F11)
    assert not application.workspace.full_screen.on


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox])
@pytest.mark.parametrize("read_only", [False, True])
def test_what_can_be_typed_into_has_the_keys(
    application: Application, press: Press, kind: type[Any], read_only: bool
) -> None:
    field = kind(application.workspace)
    field.setReadOnly(read_only)
    field.show()
    field.setFocus()
    press(Qt.Key.Key_T)
    assert (application.appearance.theme.name == "light") == read_only


def test_undo_and_redo(application: Application, press: Press) -> None:
    application.session.turn("n", 5)
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert application.session.knobs.n == 3
    press(Qt.Key.Key_Z, modifiers=CTRL | SHIFT)
    assert application.session.knobs.n == 5
    press(Qt.Key.Key_Z, modifiers=CTRL)
    press(Qt.Key.Key_Y, modifiers=CTRL)
    assert application.session.knobs.n == 5


def test_undo_of_a_typed_number_while_its_field_has_the_focus(application: Application, press: Press) -> None:
    number = application.workspace.knobs.editors["n"].number
    number.setFocus()
    number.selectAll()
    press(Qt.Key.Key_4)
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert (number.text(), application.session.knobs.n) == ("3", 3), "what is being typed is the field's to take back"
    press(Qt.Key.Key_4, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace, Qt.Key.Key_4, Qt.Key.Key_Return)
    assert application.session.knobs.n == 4
    assert number.hasFocus()
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert (number.text(), application.session.knobs.n) == ("3", 3)
    press(Qt.Key.Key_Y, modifiers=CTRL)
    assert (number.text(), application.session.knobs.n) == ("4", 4)


def test_undo_of_a_typed_setting_while_its_field_has_the_focus(application: Application, press: Press) -> None:
    application.workspace.places.show_lab()
    lab = application.workspace.places.lab
    assert lab is not None
    number = lab.controls.seed.number
    number.setFocus()
    number.selectAll()
    press(Qt.Key.Key_7, Qt.Key.Key_Return)
    assert lab.wanted.spec.seed == 7
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert (number.text(), lab.wanted.spec.seed) == ("1", 1)


def test_in_the_lab_digits_choose_charts_and_a_full_screen_has_no_settings(
    application: Application, press: Press
) -> None:
    places = application.workspace.places
    places.show_lab()
    lab = places.lab
    assert lab is not None
    asked: list[str] = []
    lab.board.copy_wanted.connect(lambda: asked.append("copy"))
    press("3")
    assert lab.board.room.large == 2
    assert not application.workspace.step_list.isVisible()
    press(Qt.Key.Key_F11)
    assert not lab.aside.isVisible()
    press(Qt.Key.Key_F11)
    assert lab.aside.isVisible()
    press(Qt.Key.Key_C, modifiers=CTRL)
    assert asked == ["copy"]


def test_enter_presses_what_has_the_focus(application: Application, press: Press) -> None:
    application.workspace.knobs.editors["relu"].switch.setFocus()
    press(Qt.Key.Key_Return)
    assert application.session.knobs.relu is True
    field = application.workspace.knobs.editors["method"].field
    field.setFocus()
    press(Qt.Key.Key_Return)
    assert QApplication.activePopupWidget() is not None
    press(Qt.Key.Key_Space)
    assert not application.session.player.playing
    field.hidePopup()


def test_speed_loop_and_backwards(application: Application, press: Press) -> None:
    press(Qt.Key.Key_BracketRight)
    assert application.session.player.speed == 1.5
    press(Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketLeft)
    assert application.session.player.speed == 0.75
    press(Qt.Key.Key_Right, modifiers=SHIFT)
    assert application.session.player.speed == 1.0
    press(Qt.Key.Key_Left, modifiers=SHIFT)
    assert application.session.player.speed == 0.75
    press(Qt.Key.Key_R)
    assert application.session.player.loop
    press(Qt.Key.Key_S)
    assert application.session.player.speed == 0.5
    press(Qt.Key.Key_F, Qt.Key.Key_End)
    press(Qt.Key.Key_B, modifiers=SHIFT)
    assert application.session.player.speed == -0.75
    assert application.session.player.playing


@pytest.mark.parametrize("modifiers", [Qt.KeyboardModifier.NoModifier, SHIFT])
def test_letters_work_with_and_without_capitals(
    application: Application, press: Press, modifiers: Qt.KeyboardModifier
) -> None:
    press(Qt.Key.Key_T, modifiers=modifiers)
    assert application.appearance.theme.name == "light"


def test_theme_and_letters(application: Application, press: Press) -> None:
    press(Qt.Key.Key_T, Qt.Key.Key_T)
    assert application.appearance.theme.name == "projector"
    press(Qt.Key.Key_T)
    assert application.appearance.theme.name == "dark"
    press(Qt.Key.Key_Plus, modifiers=CTRL | SHIFT)
    assert application.appearance.text == "large"
    press(Qt.Key.Key_Equal, modifiers=CTRL)
    assert application.appearance.text == "largest"
    press(Qt.Key.Key_Minus, modifiers=CTRL)
    assert application.appearance.text == "large"


def test_the_help_is_written_from_the_table(application: Application, press: Press) -> None:
    press(Qt.Key.Key_Question, modifiers=SHIFT)
    dialog = application.workspace.findChild(HelpDialog)
    assert dialog is not None
    words = {label.text() for label in dialog.findChildren(QLabel)}
    for group, bindings in BINDINGS.items():
        assert group in words
        assert {binding.words for binding in bindings} <= words
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_all_keys_fit_a_small_screen(open_application: Callable[..., Application]) -> None:
    workspace = open_application(size=(1280, 720)).workspace
    workspace.show_help()
    dialog = workspace.findChild(HelpDialog)
    assert dialog is not None
    QApplication.processEvents()
    (scroll,) = dialog.findChildren(QScrollArea)
    assert scroll.widget().sizeHint().height() <= scroll.viewport().height() <= 720
    assert scroll.widget().sizeHint().width() <= scroll.viewport().width() <= 1280
    dialog.close()


def test_keys_without_a_meaning_are_left_alone(application: Application, press: Press) -> None:
    before = application.session.player
    press(Qt.Key.Key_X, Qt.Key.Key_F9)
    assert application.session.player == before


def test_in_the_lab_undo_brings_a_deleted_run_back(application: Application, press: Press) -> None:
    run = recordings.bundled("twins-8")
    assert run is not None
    application.workspace.places.show_lab()
    assert application.workspace.places.lab is not None
    library = application.workspace.places.lab.library
    library.keep(run)
    kept = library.runs[0]
    library.delete(kept.key)
    assert library.find(kept.key) is None
    press(Qt.Key.Key_Z, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert library.find(kept.key) is not None


def test_in_the_lab_the_last_change_is_taken_back_first(application: Application, press: Press) -> None:
    run = recordings.bundled("twins-8")
    assert run is not None
    application.workspace.places.show_lab()
    lab = application.workspace.places.lab
    assert lab is not None
    lab.library.keep(run)
    kept = lab.library.runs[0]
    lab.wanted.ask("seed", 7)
    lab.library.delete(kept.key)
    lab.wanted.ask("seed", 8)
    seen = []
    for modifiers in (CTRL, CTRL, CTRL, CTRL | SHIFT, CTRL | SHIFT, CTRL | SHIFT):
        press(Qt.Key.Key_Z, modifiers=modifiers)
        seen.append((lab.wanted.spec.seed, lab.library.find(kept.key) is not None))
    assert seen == [(7, False), (7, True), (1, True), (7, True), (7, False), (8, False)]
