"""The pointer rests on a word, and the bubble says what it means."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QToolTip, QWidget

from desktop.app.composition import Application
from desktop.glossary.bubble import Bubble
from desktop.glossary.pointed import in_label
from desktop.window.workspace import Workspace
from scenes.stage.core.catalogue import catalogue

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def work(open_application: Callable[..., Application]) -> Workspace:
    application = open_application(catalogue=catalogue())
    application.session.open("convolution")
    application.session.show_step(6)
    return application.workspace


@pytest.fixture
def bubble(work: Workspace) -> Bubble:
    return work.terms.pointing.bubble


def word(work: Workspace, x: float = 300, y: float = 852) -> QPoint:
    """Where a word of the stage is on the canvas; usually “kernel” in the caption."""
    return work.canvas.stage_geometry.to_widget((x, y)).toPoint()


def rest(widget: QWidget, place: QPoint) -> None:
    """Tell a widget, as Qt does, that the pointer rests at a place."""
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))


def test_the_mouse_rests_on_a_word_of_the_caption_and_leaves_it(work: Workspace, bubble: Bubble, qtbot: object) -> None:
    canvas = work.canvas
    work.window().activateWindow()
    qtbot.waitUntil(work.window().isActiveWindow)  # type: ignore[attr-defined]
    QTest.mouseMove(canvas, word(work) - QPoint(40, 0))
    QTest.mouseMove(canvas, word(work))
    qtbot.waitUntil(bubble.isVisible)  # type: ignore[attr-defined]
    assert bubble.term is not None
    assert bubble.name.text() == bubble.term.name == "kernel"
    assert bubble.sentence.text() == bubble.term.sentence
    assert bubble.link.text() == "See it in Convolution · One window"
    assert not bubble.geometry().intersects(bubble.word)
    QTest.mouseMove(bubble, bubble.rect().center())
    QTest.mouseMove(canvas, QPoint(canvas.width() - 20, 20))
    qtbot.waitUntil(bubble.isHidden)  # type: ignore[attr-defined]


def test_it_stays_while_the_pointer_goes_over_to_it(work: Workspace, bubble: Bubble) -> None:
    rest(work.canvas, word(work))
    QTest.mouseMove(work.canvas, word(work))
    QTest.mouseMove(bubble, bubble.rect().center())
    assert not work.terms.pointing._leaving.isActive()
    assert bubble.isVisible()


def rest_on_first_word(label: QLabel) -> None:
    assert label.text().startswith("The window")
    rest(label, next(QPoint(x, 6) for x in range(label.width()) if in_label(label, QPoint(x, 6)) is not None))


@pytest.mark.parametrize("place", [(420, 852), (800, 700), (160, 400)])
def test_where_no_term_is_there_is_no_bubble(work: Workspace, bubble: Bubble, place: tuple[float, float]) -> None:
    rest(work.canvas, word(work, *place))
    assert bubble.isHidden()


def test_none_comes_while_a_button_is_down(work: Workspace, bubble: Bubble, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QApplication, "mouseButtons", lambda: LEFT)
    rest(work.canvas, word(work))
    assert bubble.isHidden()


def test_none_comes_while_the_mouse_is_a_tool(work: Workspace, bubble: Bubble, press: Callable[..., None]) -> None:
    work.over_the_stage.overlays.toggle("pointer")
    rest(work.canvas, word(work))
    assert bubble.isHidden()
    work.over_the_stage.overlays.toggle("pointer")
    rest(work.canvas, word(work))
    assert bubble.isVisible()


@pytest.mark.parametrize("what", ["key", "click", "step", "home"])
def test_whatever_else_is_done_takes_it_away(work: Workspace, bubble: Bubble, what: str) -> None:
    rest(work.canvas, word(work))
    assert bubble.isVisible()
    if what == "key":
        QTest.keyClick(work.window().windowHandle(), Qt.Key.Key_Shift)
    elif what == "click":
        QTest.mouseClick(work.window().windowHandle(), LEFT, pos=QPoint(work.width() - 30, 40))
    elif what == "step":
        work.session.back_step()
    else:
        work.places.show_home()
    assert bubble.isHidden()


def test_escape_takes_it_away_first(work: Workspace, bubble: Bubble) -> None:
    rest(work.canvas, word(work))
    work.terms.dismiss()
    assert bubble.isHidden()
    assert not work.terms.dismiss()


def test_on_a_full_screen_a_word_is_explained_when_it_is_clicked(work: Workspace, bubble: Bubble) -> None:
    work.terms.present(True)
    rest(work.canvas, word(work))
    assert bubble.isHidden()
    QTest.mouseClick(work.canvas, LEFT, pos=word(work))
    assert bubble.isVisible()
    assert bubble.name.text() == "kernel"
    work.terms.present(False)
    bubble.hide()
    QTest.mouseClick(work.canvas, LEFT, pos=word(work))
    assert bubble.isHidden()


def test_the_notes_have_terms(work: Workspace, bubble: Bubble) -> None:
    work.session.reduced_motion = True  # else the panel would still be on its way
    work.panels.show("right")
    QApplication.processEvents()
    label = work.aside.notes.cards["more"].sentences[0]
    next(each for each in work.aside.findChildren(QScrollArea) if each.isAncestorOf(label)).ensureWidgetVisible(label)
    rest_on_first_word(label)
    assert bubble.name.text() == "window"
    assert bubble.isVisible()


def test_more_about_a_step_has_terms(work: Workspace, bubble: Bubble) -> None:
    work.more.toggle()
    QApplication.processEvents()
    rest_on_first_word(work.more.words)
    assert bubble.name.text() == "window"
    assert bubble.geometry().intersects(work.more.geometry())


def test_the_label_of_a_knob_has_its_term_and_keeps_its_help(work: Workspace, bubble: Bubble) -> None:
    work.panels.show("right")
    editor = work.knobs.editors["stride"]
    rest(editor.label, QPoint(6, editor.label.height() // 2))
    assert bubble.name.text() == "stride"
    assert bubble.help.text() == "Cells from one window to the next."
    assert not QToolTip.isVisible()
    bubble.hide()
    rest(editor, QPoint(editor.width() // 2, editor.height() - 2))
    assert bubble.isHidden()
    assert QToolTip.text() == "Cells from one window to the next."
    QToolTip.hideText()


def test_the_knobs_of_the_next_scene_have_theirs(work: Workspace, bubble: Bubble) -> None:
    work.panels.show("right")
    work.session.open("padding")
    work.session.show_step(3)
    QApplication.processEvents()
    editor = work.knobs.editors["stride"]
    rest(editor.label, QPoint(6, editor.label.height() // 2))
    assert bubble.name.text() == "stride"
    assert bubble.help.text() == "Cells from one window to the next."


def test_the_link_is_not_there_where_it_leads_nowhere_else(work: Workspace, bubble: Bubble) -> None:
    work.session.show_step(1)
    rest(work.canvas, word(work, 170))
    assert bubble.name.text() == "kernel"
    assert bubble.link.isHidden()


@pytest.mark.parametrize("y", [62.0, 852.0])
def test_it_lies_within_the_window(work: Workspace, bubble: Bubble, y: float) -> None:
    for x in range(60, 1500, 30):
        rest(work.canvas, word(work, x, y))
        if bubble.isVisible():
            assert work.rect().contains(bubble.geometry())
            bubble.hide()
