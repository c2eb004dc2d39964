from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAccessible, QCursor, QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.theme.appearance import Appearance
from desktop.widgets.banner import STAY, Banner
from scenes.stage.output.theme import THEMES


@pytest.fixture
def banner(qtbot: QtBot) -> Banner:
    page = QWidget()
    page.resize(1280, 720)
    qtbot.addWidget(page)
    banner = Banner(Appearance(THEMES["dark"]), page)
    page.show()
    return banner


@pytest.fixture
def in_use(monkeypatch: pytest.MonkeyPatch) -> list[Qt.ApplicationState]:
    """Whether the application is used: the last of these."""
    states = [Qt.ApplicationState.ApplicationActive]
    monkeypatch.setattr(QGuiApplication, "applicationState", lambda: states[-1])
    return states


def test_a_sentence_goes_by_itself_and_each_has_its_time(banner: Banner, in_use: list[Qt.ApplicationState]) -> None:
    banner.say("First.")
    assert banner.timer.isActive()
    assert banner.timer.interval() == STAY
    banner.say("Second.")
    assert banner.timer.interval() == 2 * STAY
    banner.timer.timeout.emit()
    assert banner.isHidden()
    banner.say("First.")
    assert (banner.isHidden(), banner.label.text()) == (False, "First."), "it can be said again"


def test_what_nobody_can_have_seen_stays(banner: Banner, in_use: list[Qt.ApplicationState]) -> None:
    in_use.append(Qt.ApplicationState.ApplicationInactive)
    banner.say("The film is saved.")
    banner.timer.timeout.emit()
    assert not banner.isHidden()
    assert banner.timer.isActive(), "it looks again"


def test_it_stays_under_the_pointer_and_while_the_keys_are_on_it(banner: Banner, qtbot: QtBot) -> None:
    banner.say("First.")
    resting, at = QPointF(QCursor.pos()), QPointF(QCursor.pos()) + QPointF(9, 9)
    QApplication.sendEvent(banner, QEnterEvent(resting, resting, resting))
    assert banner.timer.isActive(), "it came under a pointer that rests"
    QApplication.sendEvent(banner, QEnterEvent(at, at, at))
    assert not banner.timer.isActive()
    QApplication.sendEvent(banner, QEvent(QEvent.Type.Leave))
    assert banner.timer.isActive()
    banner.window().activateWindow()
    banner.close_button.setFocus()
    qtbot.waitUntil(lambda: banner.close_button.hasFocus() and not banner.timer.isActive())
    banner.close_button.clearFocus()
    qtbot.waitUntil(banner.timer.isActive)


def test_what_is_to_be_answered_waits(banner: Banner) -> None:
    banner.offer("A run was broken off.", "Look at it", lambda: None)
    assert not banner.timer.isActive()
    banner.say("Another sentence.")
    assert not banner.timer.isActive()
    banner.way.click()
    assert banner.timer.isActive(), "nothing is to be answered any more"


def test_it_lies_over_the_page_and_keeps_its_words_whole(banner: Banner) -> None:
    page = banner.window()
    for width in (480, 1280):
        page.resize(width, 720)
        banner.say("The lab does: press L.")
        assert banner.label.height() >= banner.label.heightForWidth(banner.label.width())
        banner.say(
            "A sentence that is long enough to need more than one line of the window, and so it gets two of them."
        )
        assert page.rect().contains(banner.geometry())
        assert abs(banner.geometry().center().x() - page.rect().center().x()) <= 1
        assert banner.label.height() >= banner.label.heightForWidth(banner.label.width())
    banner.stand_on(page, lambda: True)
    banner.place()
    assert banner.y() > 360


def test_a_screen_reader_is_told(banner: Banner, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: told.append(event.message()))
    banner.say("First.")
    banner.say("First.")
    assert told == ["First."]


def test_what_a_page_tells_takes_the_place_of_what_it_told_before(banner: Banner) -> None:
    banner.say("The film is saved.")
    for name in ("keras.h5", "net.tflite", "external.onnx", "external.onnx"):
        banner.tell(f"{name} can’t be opened.")
    assert banner.label.text() == "The film is saved.\nexternal.onnx can’t be opened."
    banner.take_back("external.onnx can’t be opened.")
    banner.tell("external.onnx can’t be opened.")
    assert banner.label.text() == "The film is saved.\nexternal.onnx can’t be opened."


def test_a_sentence_with_a_button_goes_when_it_is_pressed(banner: Banner) -> None:
    pressed: list[str] = []
    banner.say("First.")
    banner.offer("A run was broken off.", "Look at it", lambda: pressed.append("look"))
    assert not banner.way.isHidden()
    banner.say("Second.")
    assert not banner.way.isHidden()
    banner.way.click()
    assert pressed == ["look"]
    assert banner.label.text() == "First.\nSecond."
    assert banner.way.isHidden()


def test_a_button_goes_with_its_sentence(banner: Banner) -> None:
    banner.offer("A run was broken off.", "Look at it", banner.dismiss)
    banner.dismiss()
    assert banner.way.isHidden()
    banner.offer("A run was broken off.", "Look at it", banner.dismiss)
    for sentence in ("One.", "Two.", "Three."):
        banner.say(sentence)
    assert banner.way.isHidden(), "of four sentences the first is gone"
