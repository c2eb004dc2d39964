"""Presenting as the window does it. The platform of the tests has one screen: on it the beam is a window to share."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application, StartOptions
from desktop.classroom.presenting.screens import Screens
from desktop.system.paths import state_file
from desktop.window import state
from desktop.window.dialogs import HelpDialog
from desktop.window.presenting.beam_menu import BeamMenu
from desktop.window.presenting.presenting import LOST, Presenting
from scenes.stage.core.stage import Frame
from scenes.stage.output.theme import THEMES
from tests.desktop.painted import frame_of, painted, pixels

Open = Callable[..., Application]
Press = Callable[..., None]
At = Callable[[float, float], QPoint]
SHIFT = Qt.KeyboardModifier.ShiftModifier
SIZE = (640, 360)


@pytest.fixture
def presenting(application: Application) -> Presenting:
    """With the beam as a window."""
    found = application.workspace.presenting
    found.toggle_window()
    found.beam.resize(*SIZE)
    return found


def shown(presenting: Presenting) -> np.ndarray:
    return pixels(presenting.beam.grab().toImage())


def expected(frame: Frame) -> np.ndarray:
    return painted(frame, THEMES["projector"], SIZE)


def on_the_beam(presenting: Presenting, *keys: Qt.Key | str) -> None:
    for key in keys:
        QTest.keyClick(presenting.beam.windowHandle(), key)


def test_the_class_sees_the_picture_alone_whatever_lies_over_it_on_the_laptop(
    application: Application, presenting: Presenting, press: Press, at: At
) -> None:
    workspace, session = application.workspace, application.session
    session.open_afresh("mini")
    assert session.at_poster
    assert workspace.canvas.hint.words
    assert (shown(presenting) == expected(session.frame)).all(), "no button to begin, no hint"
    session.to_end()
    before = expected(session.frame)
    over: tuple[Callable[[], object], ...] = (
        lambda: QTest.mouseMove(workspace.canvas, at(530, 230)),
        lambda: workspace.canvas.focusNextPrevChild(True),
        lambda: press("K", "O", "M"),
        lambda: workspace.say("Something went wrong."),
        workspace.show_help,
        lambda: workspace.next_scene.step(1),
    )
    for put in over:
        put()
        QCoreApplication.processEvents()
        assert (shown(presenting) == before).all()
    assert not workspace.next_scene.isHidden()
    workspace.findChild(HelpDialog).close()


def test_it_follows_knobs_time_zoom_caption_and_what_lies_over(
    application: Application, presenting: Presenting, press: Press
) -> None:
    session = application.session
    session.reduced_motion = True
    changes: tuple[Callable[[], object], ...] = (
        lambda: session.show_step(0),
        lambda: session.turn("corner", (1, 1)),
        lambda: press("C"),
        lambda: press("Z"),
        lambda: session.open("other"),
    )
    for change in changes:
        before = shown(presenting)
        change()
        QCoreApplication.processEvents()
        presenting.beam._settling.settled.emit()
        assert (shown(presenting) != before).any(), change
    other = frame_of()
    presenting.over = lambda frame: other
    presenting.refresh()
    assert (shown(presenting) == expected(other)).all()


def test_its_picture_is_painted_anew_only_while_it_is_open(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    presenting, asked = application.workspace.presenting, []
    monkeypatch.setattr(presenting.beam, "refresh", lambda: asked.append(1))
    application.session.to_end()
    assert not asked
    presenting.toggle_window()
    application.session.to_start()
    assert asked


def test_keys_work_in_both_windows_on_one_model(application: Application, presenting: Presenting, press: Press) -> None:
    session = application.session
    session.reduced_motion = True
    on_the_beam(presenting, Qt.Key.Key_PageDown)
    press(Qt.Key.Key_PageDown)
    on_the_beam(presenting, Qt.Key.Key_PageDown)
    assert session.player.t == 8.0
    on_the_beam(presenting, Qt.Key.Key_PageUp)
    assert session.player.t == 6.0
    press("B")
    assert presenting.beam.dark == "black"
    on_the_beam(presenting, ".")
    assert presenting.beam.dark == "no"
    on_the_beam(presenting, Qt.Key.Key_Escape)
    assert not presenting.on_beam


def test_arrows_are_times_when_it_begins_whatever_had_the_focus(application: Application, press: Press) -> None:
    workspace = application.workspace
    workspace.canvas.setFocus()
    workspace.canvas.focusNextPrevChild(True)
    assert workspace.canvas.ring is not None
    workspace.presenting.toggle_window()
    assert workspace.canvas.ring is None
    press(Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert application.session.player.t == 2.0


def test_the_first_press_after_black_only_lifts_it_and_other_keys_leave_it(
    application: Application, presenting: Presenting, press: Press
) -> None:
    session = application.session
    press(Qt.Key.Key_Space, "B")
    assert not session.player.playing
    assert (shown(presenting) == 0).all()
    assert presenting.presenter.black.isChecked()
    t = session.player.t
    press("K", "W")
    assert (shown(presenting) == 255).all()
    press(Qt.Key.Key_PageDown)
    assert (presenting.beam.dark, session.player.t, session.player.playing) == ("no", t, False)
    assert not presenting.presenter.black.isChecked()
    press(Qt.Key.Key_PageDown)
    assert session.player.playing


def test_escape_closes_what_lies_on_top_then_lifts_black_then_ends(
    application: Application, presenting: Presenting, press: Press
) -> None:
    workspace = application.workspace
    press("K", "B")
    assert workspace.drawers["right"].is_open
    press(Qt.Key.Key_Escape)
    assert not workspace.drawers["right"].is_open
    press(Qt.Key.Key_Escape)
    assert presenting.dark == "no"
    assert presenting.on_beam
    press(Qt.Key.Key_Escape)
    assert not presenting.on_beam
    assert not presenting.beam.isVisible()
    assert not presenting.column.isVisible()


def test_a_click_on_the_beams_cross_ends_it(presenting: Presenting) -> None:
    QApplication.sendEvent(presenting.beam.windowHandle(), QEvent(QEvent.Type.Close))
    assert not presenting.on_beam


def test_the_column_has_its_room_and_panels_lie_over_the_stage(open_application: Open, press: Press) -> None:
    workspace = open_application(size=(1920, 1000)).workspace
    presenting, column = workspace.presenting, workspace.presenting.column
    assert workspace.drawers["left"].pinned
    presenting.toggle_window()
    QCoreApplication.processEvents()
    assert not any(drawer.is_open for drawer in workspace.drawers.values())
    assert column.geometry().right() == workspace.width() - 1
    right = workspace.canvas.mapTo(workspace, workspace.canvas.rect().topRight()).x()
    assert right < column.x()
    for side, action in (("left", "outline"), ("right", "aside")):
        workspace.act(action)
        drawer = workspace.drawers[side]
        assert drawer.is_open
        assert not drawer.pin.isVisible()
        assert not column.geometry().intersects(workspace.drawers[side]._area)
    workspace.act("escape")
    workspace.act("presenter")
    assert not column.is_open
    assert workspace.drawers["left"].pinned, "there is room again"
    workspace.act("presenter")
    workspace.act("stop")
    assert not column.is_open
    assert workspace.drawers["left"].pinned


def test_on_one_screen_f5_is_a_full_screen_and_the_column_comes_by_a_key(
    application: Application, press: Press
) -> None:
    workspace = application.workspace
    presenting = workspace.presenting
    press("K", modifiers=SHIFT)
    assert not presenting.column.is_open, "nothing is presented"
    press(Qt.Key.Key_F5)
    assert workspace.full_screen.on
    assert not presenting.on_beam
    assert not presenting.column.is_open
    before = workspace.canvas.width()
    press("K", modifiers=SHIFT)
    assert presenting.column.is_open
    assert not presenting.column.pinned
    assert workspace.canvas.width() == before, "it lies over the stage"
    press(Qt.Key.Key_F5)
    assert workspace.full_screen.on, "a clicker's button begins, and never ends"
    press(Qt.Key.Key_Escape)
    assert not presenting.column.is_open
    assert workspace.full_screen.on
    press(Qt.Key.Key_Escape)
    assert not workspace.full_screen.on


def test_a_full_screen_begins_without_the_column(application: Application, press: Press) -> None:
    press(Qt.Key.Key_F11)
    press("K", modifiers=SHIFT)
    press(Qt.Key.Key_F11, Qt.Key.Key_F11)
    assert not application.workspace.presenting.column.is_open


def test_the_beam_is_shared_from_the_menu_and_from_the_shell(open_application: Open, qtbot: QtBot) -> None:
    presenting = open_application(StartOptions(scene="mini", share=True)).workspace.presenting
    assert presenting.on_beam
    assert presenting.beam.isVisible()
    assert not presenting.beam.isFullScreen()
    assert presenting.beam.windowTitle() == "Beam · Convoscope"
    assert not presenting.presenter.swap.isVisible(), "one screen can't be swapped"
    menu = presenting.parent().findChild(BeamMenu)
    menu.aboutToShow.emit()
    assert menu.share.isChecked()
    menu.share.trigger()
    assert not presenting.on_beam
    menu.share.trigger()
    assert presenting.on_beam


def test_a_system_that_gives_the_keys_to_the_new_beam_is_told_better(
    application: Application, presenting: Presenting, qtbot: QtBot
) -> None:
    window = application.workspace.window()
    qtbot.waitUntil(window.isActiveWindow)
    presenting.beam.activateWindow()
    qtbot.waitUntil(presenting.beam.isActiveWindow)
    presenting.place.lost.emit()
    qtbot.waitUntil(window.isActiveWindow)


def test_closing_the_window_closes_the_beam(application: Application, presenting: Presenting) -> None:
    beam = presenting.beam
    application.workspace.window().close()
    assert not beam.isVisible()


def test_the_beams_looks_and_the_size_of_the_notes_are_remembered(open_application: Open, home: object) -> None:
    application = open_application()
    presenting = application.workspace.presenting
    assert presenting.looks.theme.name == "projector"
    menu = application.workspace.findChild(BeamMenu)
    for words in ("Light", "Letters: large"):
        next(action for action in menu.actions() if action.text() == words).trigger()
    presenting.presenter.notes.larger.click()
    presenting.place.last = "hall"
    assert application.appearance.theme.name == "dark", "the laptop's looks are its own"
    application.save()
    kept = state.load(state_file())[0]
    assert (kept.beam_theme, kept.beam_text, kept.beam_screen) == ("light", "large", "hall")
    again = open_application().workspace.presenting
    assert (again.looks.theme.name, again.looks.text, again.place.last) == ("light", "large", "hall")
    assert again.presenter.notes.size_of_letters == kept.notes == presenting.presenter.notes.size_of_letters


def test_a_lost_screen_is_told_at_the_laptop(application: Application, presenting: Presenting) -> None:
    presenting.place.lost.emit()
    assert LOST in [label.text() for label in application.workspace.banner.findChildren(QLabel)]
    presenting.place.found.emit()
    assert not application.workspace.banner.isVisible()


def test_the_screens_are_those_of_the_system(application: Application) -> None:
    screens = Screens(application)
    assert screens.all() == [screens.primary()] == [screens.of(application.workspace)]
