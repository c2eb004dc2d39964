"""The presenter's column: with a lesson and without one, and by a clock of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.classroom.lessons.model import Lesson, Stop
from desktop.classroom.presenting import next_picture
from desktop.classroom.presenting.next_picture import coming
from desktop.classroom.presenting.presenter import NOTES_HEIGHT, Presenter
from desktop.painter.typesetter import Typesetter
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from scenes.stage.core.catalogue import poster
from scenes.stage.core.stage import Frame
from tests.desktop.painted import frame_of


class FakeClass(QObject):
    """A class whose course the test decides."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.active, self.stop, self.at, self.frame = True, 0, "", frame_of()
        self.lesson = Lesson(
            convoscope=1,
            id="hour",
            title="An hour",
            stop=(
                Stop(id="mini", scene="mini", minutes=5.0, notes="To all.\n[Second]\nTo the second."),
                Stop(id="other", scene="other", minutes=2.0, optional=True),
                Stop(id="end", card="The end", title="The end", minutes=5.0),
            ),
        )
        self.elapsed = (0.0, 0.0, 0.0)
        self.left_out = frozenset({1})

    def coming(self) -> Frame:
        return self.frame

    def toggle_stop(self, stop: int) -> None:
        self.left_out ^= {stop}
        self.changed.emit()


class Watch:
    """A time of day that passes when it is told to."""

    def __init__(self) -> None:
        self.time = datetime(2025, 11, 29, 8, 30)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def presenter(session: SceneSession, watch: Watch, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Presenter:
    monkeypatch.setattr(next_picture, "IDLE_MS", 1)
    made = Presenter(session, Appearance(), Typesetter(blocking=True), watch)
    qtbot.addWidget(made)
    made.resize(340, 720)
    made.show()
    return made


@pytest.fixture
def given(presenter: Presenter) -> FakeClass:
    found = FakeClass()
    presenter.follow(found)
    return found


def said(presenter: Presenter) -> list[str]:
    """The notes that are lit."""
    found = []
    for view in presenter.notes.lit:
        document = QTextDocument()
        document.setHtml(view.words.text())
        found.append(document.toPlainText())
    return found


def test_without_a_lesson_it_counts_from_the_beginning_and_knows_no_plan(presenter: Presenter, watch: Watch) -> None:
    presenter.begin()
    watch.time += timedelta(minutes=12, seconds=5)
    presenter.clock.ticked.emit()
    assert (presenter.clock.time.text(), presenter.clock.elapsed.text()) == ("08:42", "12:05")
    assert not presenter.clock.lead.isVisible()
    assert not presenter.clock.bar.isVisible()


def test_its_clock_stands_still_while_nobody_sees_it(presenter: Presenter) -> None:
    timer = presenter.clock._timer
    assert timer.isActive()
    presenter.hide()
    assert not timer.isActive()
    presenter.show()
    assert timer.isActive()


def test_what_comes_without_a_lesson(session: SceneSession) -> None:
    assert session.at_poster
    assert coming(session) == session.picture(2.0), "the end of the first step"
    session.show_step(0)
    assert coming(session) == session.picture(6.0)
    session.to_end()
    other = session.catalogue.find("other")
    assert coming(session) == poster(other)
    session.open("broken")
    session.to_end()
    assert coming(session) is None


def test_what_comes_is_drawn_when_nothing_else_goes_on(
    presenter: Presenter, session: SceneSession, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: presenter.next.frame == session.picture(2.0))
    session.show_step(1)
    qtbot.waitUntil(lambda: presenter.next.frame == session.picture(8.0))
    session.turn("n", 4)
    qtbot.waitUntil(lambda: presenter.next.frame == session.picture(8.0))
    assert presenter.next.width() * 9 == pytest.approx(presenter.next.height() * 16, abs=16)


def test_a_lesson_has_its_own_picture_and_notes(
    presenter: Presenter, given: FakeClass, session: SceneSession, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: presenter.next.frame is given.frame)
    assert said(presenter) == ["To all."]
    session.show_step(1)
    assert said(presenter) == ["To the second."]
    given.active = False
    given.changed.emit()
    assert said(presenter) == ["The second caption, for size 3."]


def test_the_plan_of_a_lesson(presenter: Presenter, given: FakeClass) -> None:
    clock = presenter.clock
    given.elapsed = (130.0, 0.0, 0.0)
    clock.ticked.emit()
    assert (clock.elapsed.text(), clock.lead.text()) == ("2:10 of 10:00", "on time")
    assert clock.bar.isVisible()
    assert clock.bar.toolTip() == "This stop: 2:10 of 5:00"
    given.elapsed = (430.0, 0.0, 0.0)
    clock.ticked.emit()
    assert clock.lead.text() == "+2:10 behind"
    assert clock.lead.objectName() == "late"
    assert not clock.take.isVisible(), "nothing could be left out"


def test_a_suggestion_is_taken_by_its_button_or_its_key(
    presenter: Presenter, given: FakeClass, act: Callable[[], None]
) -> None:
    given.stop, given.elapsed, given.left_out = 0, (430.0, 0.0, 0.0), frozenset()
    given.changed.emit()
    assert presenter.clock.question.text() == "4 min behind: leave out “Other”?"
    act()
    assert given.left_out == {1}
    assert presenter.clock.lead.text() == "+2:10 behind"
    act()
    assert given.left_out == {1}, "there is no suggestion any more"


def test_a_card_that_could_be_left_out_is_named_by_its_words(presenter: Presenter, given: FakeClass) -> None:
    first, _, last = given.lesson.stop
    card = Stop(id="c-1", card="# A break\nCoffee.", minutes=2.0, optional=True)
    given.lesson = replace(given.lesson, stop=(first, card, last))
    given.stop, given.elapsed, given.left_out = 0, (430.0, 0.0, 0.0), frozenset()
    given.changed.emit()
    assert presenter.clock.question.text() == "4 min behind: leave out “A break”?"


@pytest.fixture(params=["button", "key"])
def act(request: pytest.FixtureRequest, presenter: Presenter) -> Callable[[], object]:
    if request.param == "key":
        return presenter.take_suggestion
    return lambda: presenter.clock.take.click() if presenter.clock.take.isVisible() else None


@pytest.mark.parametrize(("button", "action"), [("black", "black"), ("swap", "swap"), ("stop", "stop")])
def test_its_buttons_say_their_keys_and_want_what_they_say(
    presenter: Presenter, qtbot: QtBot, button: str, action: str
) -> None:
    widget = getattr(presenter, button)
    assert widget.toolTip().rpartition("  ")[2] in ("B", "Shift+F11", "Esc")
    with qtbot.waitSignal(presenter.wanted) as asked:
        widget.click()
    assert asked.args == [action]


def test_it_shows_what_the_class_sees_and_whether_there_is_something_to_swap(presenter: Presenter) -> None:
    presenter.show_state("white", two_screens=False)
    assert presenter.black.isChecked()
    assert presenter.black.text() == "White"
    assert not presenter.swap.isVisible()
    presenter.show_state("no", two_screens=True)
    assert not presenter.black.isChecked()
    assert presenter.swap.isVisible()


def test_a_widget_about_questions_has_a_place(presenter: Presenter, qtbot: QtBot) -> None:
    counts = QLabel("A 12")
    presenter.ask(counts)
    qtbot.waitUntil(counts.isVisible)
    place = counts.mapTo(presenter, QPoint()).y()
    assert presenter.clock.geometry().bottom() < place < presenter.notes.y()


@pytest.mark.parametrize(("height", "beside"), [(692, False), (1052, True)])
def test_an_open_question_has_its_room_and_no_row_of_it_is_squeezed(
    presenter: Presenter, qtbot: QtBot, height: int, beside: bool
) -> None:
    """On a low screen the next picture makes room, and what is still too much can be scrolled."""
    presenter.resize(340, height)
    assert presenter.next.isVisible()
    asked = QWidget()
    rows = QVBoxLayout(asked)
    lines = [QLabel(f"{letter}  an answer") for letter in "ABCDEF" * 4]
    for line in lines:
        rows.addWidget(line)
    presenter.ask(asked)
    qtbot.waitUntil(asked.isVisible)
    assert presenter.height() == height
    assert presenter.next.isVisible() == beside
    qtbot.waitUntil(lambda: all(line.height() >= line.sizeHint().height() for line in lines))
    assert presenter.notes.height() >= NOTES_HEIGHT
    assert presenter.stop.geometry().bottom() <= height
    asked.hide()
    qtbot.waitUntil(presenter.next.isVisible)


def test_a_question_with_a_picture_of_its_own_has_the_notes_of_the_step_it_is_asked_at(
    presenter: Presenter, given: FakeClass
) -> None:
    given.changed.emit()
    assert said(presenter) == ["To all."]
    given.at = "Second"
    given.changed.emit()
    assert said(presenter) == ["To the second."]


def test_words_stand_where_no_picture_comes(presenter: Presenter, given: FakeClass, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: presenter.next.frame is given.frame)
    given.frame = "A question comes."  # type: ignore[assignment]
    given.changed.emit()
    qtbot.waitUntil(lambda: presenter.next.words == "A question comes.")
    assert presenter.next.frame is None
