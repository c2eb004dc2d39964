from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.canvas import hints
from desktop.window.dialogs import HelpDialog
from desktop.window.overlays import edges
from desktop.window.presenting.full_screen import HINT, FullScreen
from desktop.window.workspace import Workspace

Open = Callable[..., Application]
Press = Callable[..., None]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let panels wait for milliseconds where they would for seconds."""
    monkeypatch.setattr(edges, "LINGER_MS", 60)


@pytest.fixture
def full_screen(application: Application) -> Iterator[Workspace]:
    application.session.reduced_motion = True
    application.workspace.full_screen.toggle()
    resize(application.workspace, (1280, 720))
    yield application.workspace
    application.workspace.full_screen.leave()


def resize(workspace: Workspace, size: tuple[int, int]) -> None:
    """Make a full screen of another size: the platform of the tests has one of 800x800 only."""
    workspace.window().setWindowState(Qt.WindowState.WindowNoState)
    workspace.window().resize(*size)
    QCoreApplication.processEvents()


def move(workspace: Workspace, x: int, y: int, button: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """Move the mouse to a place of the window."""
    handle = workspace.window().windowHandle()
    assert handle is not None
    place = QPointF(workspace.mapTo(workspace.window(), QPoint(x, y)))
    keys = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, place, handle.mapToGlobal(place), button, button, keys)
    QCoreApplication.sendEvent(handle, event)


def places(workspace: Workspace) -> dict[str, tuple[int, int]]:
    """A place at each edge."""
    width, height = workspace.width(), workspace.height()
    return {"left": (0, height // 2), "right": (width - 1, height // 2), "below": (width // 2, height - 1)}


def test_it_shows_the_stage_alone(application: Application, press: Press) -> None:
    window = application.workspace
    press(Qt.Key.Key_F5)
    assert window.window().isFullScreen()
    for panel in (window.outline, window.aside, window.transport, window.readout, window.step_title):
        assert not panel.isVisible()
    assert window.canvas.isVisible()
    press(Qt.Key.Key_Escape)
    assert not window.window().isFullScreen()
    for panel in (window.transport, window.readout, window.step_title):
        assert panel.isVisible()


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1280, 800), (1024, 768)])
def test_the_stage_is_as_large_as_the_screen(application: Application, size: tuple[int, int]) -> None:
    window = application.workspace
    window.full_screen.toggle()
    resize(window, size)
    canvas = window.canvas.geometry()
    assert canvas.width() == size[0], "no margins"
    left, right = (window.canvas.stage_geometry.to_widget((x, 0)).x() for x in (0, 1600))
    assert right - left == pytest.approx(min(size[0], size[1] * 16 / 9), abs=1)


def test_nothing_has_the_focus(application: Application, press: Press) -> None:
    for widget in (application.workspace.transport.play, application.workspace.canvas):
        widget.setFocus()
        press(Qt.Key.Key_F11)
        assert application.workspace.window().focusWidget() is None
        press(Qt.Key.Key_F11)


def test_a_panel_that_is_put_away_takes_its_focus_with_it(application: Application, press: Press) -> None:
    workspace = application.workspace
    workspace.panels.pin("left")
    workspace.outline.buttons["mini"].setFocus()
    press("O")
    assert workspace.window().focusWidget() is None


@pytest.mark.parametrize("side", ["left", "right", "below"])
def test_a_pointer_at_an_edge_lights_a_tab_then_brings_the_panel_until_it_leaves(
    full_screen: Workspace, qtbot: QtBot, side: str
) -> None:
    drawer, tab = full_screen.drawers[side], full_screen.panels._tab
    before = full_screen.canvas.geometry()
    move(full_screen, *places(full_screen)[side])
    assert tab.isVisible()
    assert not drawer.is_open
    assert min(tab.width(), tab.height()) == round(6 * full_screen.width() / 1600)
    qtbot.waitUntil(lambda: drawer.isVisible())
    assert not tab.isVisible()
    assert drawer.geometry().contains(QPoint(*places(full_screen)[side]))
    assert full_screen.canvas.geometry() == before, "it lies over the stage"
    inside = drawer.geometry().center()
    move(full_screen, inside.x(), inside.y())
    move(full_screen, full_screen.width() // 2, full_screen.height() // 3)
    assert drawer.is_open, "it stays for a while"
    qtbot.waitUntil(lambda: not drawer.isVisible())


def test_a_pointer_that_sweeps_over_an_edge_or_drags_brings_nothing(full_screen: Workspace, qtbot: QtBot) -> None:
    move(full_screen, 0, 300, LEFT)
    assert not full_screen.panels._tab.isVisible()
    move(full_screen, 0, 300)
    move(full_screen, 300, 300)
    assert not full_screen.panels._tab.isVisible()
    qtbot.wait(edges.DWELL_MS + 50)
    assert not full_screen.drawers["left"].is_open


def test_a_panel_stays_while_somebody_types_in_it(full_screen: Workspace, qtbot: QtBot) -> None:
    drawer = full_screen.drawers["right"]
    move(full_screen, *places(full_screen)["right"])
    qtbot.waitUntil(lambda: drawer.isVisible())
    full_screen.knobs.editors["n"].number.setFocus()
    move(full_screen, 300, 300)
    qtbot.wait(3 * edges.LINGER_MS)
    assert drawer.is_open
    full_screen.knobs.editors["n"].number.clearFocus()
    qtbot.waitUntil(lambda: not drawer.isVisible())


def test_a_pointer_on_another_screen_keeps_no_panel(full_screen: Workspace, qtbot: QtBot) -> None:
    drawer = full_screen.drawers["left"]
    move(full_screen, *places(full_screen)["left"])
    qtbot.waitUntil(lambda: drawer.isVisible())
    QCoreApplication.sendEvent(full_screen.window().windowHandle(), QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not drawer.isVisible())


def test_keys_bring_panels_too_and_escape_closes_them_first(full_screen: Workspace, press: Press) -> None:
    press("O", "K")
    assert full_screen.drawers["left"].is_open
    assert full_screen.drawers["right"].is_open
    press("K")
    assert not full_screen.drawers["right"].is_open
    press(Qt.Key.Key_Escape)
    assert not full_screen.drawers["left"].is_open
    assert full_screen.full_screen.on
    press(Qt.Key.Key_Escape)
    assert not full_screen.full_screen.on


def test_it_begins_without_panels_each_time(full_screen: Workspace, press: Press) -> None:
    press("K")
    full_screen.full_screen.toggle()
    full_screen.full_screen.toggle()
    assert not any(drawer.is_open for drawer in full_screen.drawers.values())


def test_the_time_line_has_the_titles_and_a_way_out(full_screen: Workspace, qtbot: QtBot) -> None:
    bar = full_screen.time_bar
    move(full_screen, *places(full_screen)["below"])
    qtbot.waitUntil(lambda: bar.isVisible())
    assert bar.height() == 48
    empty = bar.timeline.grab().toImage()
    full_screen.session.turn("mode", "wide")  # without the third step
    assert bar.timeline.grab().toImage() != empty
    QTest.mouseClick(bar.play, LEFT)
    assert not full_screen.session.at_poster
    QTest.mouseClick(bar.forward, LEFT)
    QTest.mouseClick(bar.leave, LEFT)
    assert not full_screen.full_screen.on


def test_the_window_comes_back_as_it_was(application: Application) -> None:
    window = application.workspace.window()
    window.showMaximized()
    for maximised in (True, False):
        application.workspace.full_screen.toggle()
        assert window.isFullScreen()
        application.workspace.full_screen.toggle()
        assert (window.isMaximized(), window.isFullScreen()) == (maximised, False)
        window.showNormal()


def test_shift_f5_begins_at_the_first_step(application: Application, press: Press) -> None:
    application.session.to_end()
    press(Qt.Key.Key_F5, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert application.workspace.full_screen.on
    assert application.session.player.t == 0.0


def test_the_keys_are_said_the_first_time_in_the_captions_place(
    open_application: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hints, "SAID_MS", 30)
    workspace = open_application().workspace
    workspace.session.jump(2.0)
    workspace.canvas.hint.learn()
    workspace.full_screen.toggle()
    assert workspace.canvas.hint.words == HINT
    qtbot.waitUntil(lambda: workspace.canvas.hint.words == "")
    workspace.window().close()
    again = open_application().workspace
    again.full_screen.toggle()
    assert again.canvas.hint.words != HINT


def test_a_second_screen_is_offered_the_projector_theme_once(
    application: Application, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = application.workspace
    press(Qt.Key.Key_F11, Qt.Key.Key_F11)
    assert not workspace.offer.isVisible(), "it is the only screen"
    monkeypatch.setattr(FullScreen, "on_second_screen", property(lambda each: True))
    press(Qt.Key.Key_F11)
    assert workspace.offer.isVisible()
    QTest.mouseClick(workspace.offer.yes, LEFT)
    assert not workspace.offer.isVisible()
    assert application.appearance.theme.name == "projector"
    press(Qt.Key.Key_F11, Qt.Key.Key_F11)
    assert not workspace.offer.isVisible()
    assert "second screen" in workspace.state().told


def test_an_offer_is_left_by_escape(application: Application, press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FullScreen, "on_second_screen", property(lambda each: True))
    press(Qt.Key.Key_F11, Qt.Key.Key_Escape)
    assert not application.workspace.offer.isVisible()
    assert application.workspace.full_screen.on
    assert application.appearance.theme.name == "dark"


def test_the_help_names_what_comes_to_the_edges(application: Application) -> None:
    application.workspace.show_help()
    dialog = application.workspace.findChild(HelpDialog)
    assert dialog is not None
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"Left", "Right", "Bottom"} <= words
    dialog.close()
