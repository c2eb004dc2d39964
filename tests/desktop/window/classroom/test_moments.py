"""Moments copied and pasted with real keys, and dropped on the window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.app.composition import Application
from desktop.window.classroom.moments import NO_SCENE, Moments

Press = Callable[..., None]
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def moments(application: Application) -> Moments:
    return application.workspace.shown.moments


def said(application: Application) -> str:
    banner = application.workspace.banner
    return "" if banner.isHidden() else banner.label.text()


def drop(application: Application, data: QMimeData) -> bool:
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    entering = QDragEnterEvent(QPointF(300, 300).toPoint(), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(application.workspace, entering)
    if entering.isAccepted():
        dropping = QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, data, buttons, keys)
        QApplication.sendEvent(application.workspace, dropping)
    return entering.isAccepted()


def test_what_is_copied_opens_again_after_it_is_said_what_it_is(
    application: Application, moments: Moments, press: Press
) -> None:
    session = application.session
    session.open("mini")
    session.turn("n", 5)
    session.turn("mode", "wide")
    session.show_step(1)
    picture = session.frame
    press(Qt.Key.Key_C, modifiers=CTRL | SHIFT)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("convoscope --scene mini --knob mode=wide --knob n=5 --step Second\n\n[[stop]]\n")
    assert "Copied: Mini at “Second”" in said(application)
    session.undo()
    session.undo()
    application.workspace.places.open_scene("other")
    press(Qt.Key.Key_V, modifiers=CTRL)
    assert moments.offer.isVisible()
    assert moments.offer.sentence == "Open Mini at “Second” with mode “wide” and size 5?"
    assert session.scene.name == "other", "nothing happens before somebody says so"
    moments.offer.yes.click()
    assert session.scene.name == "mini"
    assert session.frame == picture
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert session.knobs.n == 3, "what stood there before comes back"  # type: ignore[attr-defined]


def test_escape_leaves_a_moment_alone_and_it_can_be_pasted_on_the_start_page(
    application: Application, moments: Moments, press: Press
) -> None:
    QGuiApplication.clipboard().setText("convoscope --scene mini --step 2")
    application.workspace.places.show_home()
    press(Qt.Key.Key_V, modifiers=CTRL)
    assert moments.offer.isVisible()
    press(Qt.Key.Key_Escape)
    assert not moments.offer.isVisible()
    assert application.workspace.places.at_home
    press(Qt.Key.Key_V, modifiers=CTRL)
    moments.offer.yes.click()
    assert application.workspace.places.at_scene
    assert application.session.steps[application.session.step].title == "Second"


def test_numbers_are_still_pasted_into_a_grid(
    application: Application, moments: Moments, press: Press, at: Callable[..., object]
) -> None:
    application.session.open("mini")
    application.session.show_step(0)
    QGuiApplication.clipboard().setText("5\t6")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_V, modifiers=CTRL)
    assert not moments.offer.isVisible()
    assert application.session.knobs.cells == (((0, 0), 5.0), ((0, 1), 6.0))  # type: ignore[attr-defined]


def test_a_poster_is_copied_as_the_scene_s_beginning(application: Application, moments: Moments, press: Press) -> None:
    application.session.open_afresh("mini")
    press(Qt.Key.Key_C, modifiers=CTRL | SHIFT)
    assert QGuiApplication.clipboard().text().startswith("convoscope --scene mini\n")
    application.session.show_step(1)
    press(Qt.Key.Key_V, modifiers=CTRL)
    assert moments.offer.sentence == "Open Mini?"
    moments.offer.yes.click()
    assert application.session.at_poster or application.session.player.t == 0


def test_only_scenes_are_copied(application: Application, press: Press) -> None:
    QGuiApplication.clipboard().setText("before")
    application.workspace.places.show_home()
    application.workspace.shown.moments.copy()
    assert said(application) == NO_SCENE
    assert QGuiApplication.clipboard().text() == "before"


def test_a_text_that_is_dropped_is_offered_and_any_other_is_left(
    application: Application, moments: Moments, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = QMimeData()
    data.setText("[[stop]]\nid = 'a'\nscene = 'mini'\nknobs = { gain = 0.5 }\nfrom = 'Second'\n")
    assert drop(application, data)
    assert moments.offer.sentence == "Open Mini at “Second” with gain 0.5?"
    moments.offer.no.click()
    data.setText("some words")
    assert not drop(application, data)
    data.setText("convoscope --scene nowhere")
    assert drop(application, data)
    assert not moments.offer.isVisible()
    assert "nowhere" in said(application)
    files = QMimeData()
    files.setUrls([QUrl("https://example.org/a")])
    assert not drop(application, files)
