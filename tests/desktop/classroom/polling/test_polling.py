from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.classroom.conducting.conducting import Conducting
from desktop.classroom.conducting.tallies import Tally
from desktop.classroom.lessons.model import Ask, Choice, Lesson, Stop
from desktop.classroom.overlays.model import Overlays
from desktop.classroom.polling import polling as module
from desktop.classroom.polling.counts import CountPanel
from desktop.classroom.polling.polling import NO_MISTAKE, NO_QUESTION, NOT_COUNTED, NOTHING_COMES, Polling
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from scenes.questions.predicting.ghosts import GHOST, OFFER
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.timeline import step_titled

PEER = Ask(
    stem="What does a stride of 2 keep?",
    options=(
        Choice(text="every second position", right=True, why="The window jumps by two."),
        Choice(text="every position", why="That is stride 1.", slip="C4/no-stride"),
        Choice(text="the means", why="Nothing is averaged."),
    ),
    mode="peer",
    seconds=30,
)
LESSON = Lesson(
    convoscope=1, id="short", title="Short", stop=(Stop(id="ask", scene="convolution", last="Multiply", ask=(PEER,)),)
)


class Time:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def session() -> SceneSession:
    found = SceneSession(catalogue())
    found.reduced_motion = True
    found.open("convolution")
    return found


@pytest.fixture
def conducting(session: SceneSession) -> Conducting:
    return Conducting(session, lambda preset: None)


@pytest.fixture
def overlays() -> Overlays:
    return Overlays()


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def polling(
    session: SceneSession, conducting: Conducting, overlays: Overlays, clock: Time, said: list[str]
) -> Iterator[Polling]:
    found = Polling(session, conducting, overlays, clock)
    found.told.connect(said.append)
    yield found
    conducting.end()


def at(session: SceneSession, title: str) -> None:
    session.show_step(step_titled(session.steps, title))


def names(polling: Polling, session: SceneSession) -> list[str]:
    """The names of what is added to the picture."""
    frame = session.frame
    return [
        mark.name
        for group in polling.over(frame).marks[len(frame.marks) :]
        for mark in getattr(group, "marks", [group])
    ]


def to_the_question(conducting: Conducting) -> None:
    conducting.begin(LESSON, Path())
    while conducting.kind != "ask":
        conducting.next()


def test_a_number_is_chosen_and_asked_by_keys(
    polling: Polling, session: SceneSession, conducting: Conducting, overlays: Overlays
) -> None:
    at(session, "Multiply")
    before = session.frame
    polling.ask()
    assert polling.chooses
    assert GHOST in names(polling, session)
    assert (session.frame, conducting.question) == (before, None), "nothing of the next step is shown"
    polling.choose(1)
    polling.choose(-1)
    polling.ask()
    question = conducting.question
    assert question is not None
    assert question.ghost is not None
    assert not polling.chooses
    assert overlays.card is not None
    assert overlays.card.stem == question.stem
    assert not overlays.card.revealed
    assert GHOST in names(polling, session)
    conducting.next()
    assert overlays.card.revealed
    assert GHOST not in names(polling, session), "the number itself stands there now"
    conducting.next()
    assert overlays.card is None


def test_another_number_may_be_chosen(polling: Polling, session: SceneSession, conducting: Conducting) -> None:
    at(session, "One window")
    polling.ask()
    assert OFFER in names(polling, session), "there are others"
    polling.choose(1)
    polling.ask_chosen()
    first = conducting.question
    conducting.withdraw()
    polling.ask()
    polling.ask_chosen()
    assert first is not None
    assert conducting.question is not None
    assert conducting.question.ghost != first.ghost


def test_a_click_on_an_outline_asks_about_it(polling: Polling, session: SceneSession, conducting: Conducting) -> None:
    at(session, "One window")
    polling.ask()
    assert not polling.choose_at(-5, -5)
    left, top, right, bottom = polling._offered[2].box
    assert polling.choose_at((left + right) / 2, (top + bottom) / 2)
    assert conducting.question is not None
    assert conducting.question.ghost is not None
    assert conducting.question.ghost.box == (left, top, right, bottom)


def test_who_goes_on_or_turns_a_knob_while_choosing_asks_nothing(
    polling: Polling, session: SceneSession, conducting: Conducting
) -> None:
    at(session, "Multiply")
    polling.ask()
    session.turn("bias", 4.0)
    assert not polling.chooses
    polling.ask()
    session.open("gates")
    assert not polling.chooses
    polling.ask_chosen()
    assert conducting.question is None


def test_where_nothing_comes_a_sentence_says_so(polling: Polling, session: SceneSession, said: list[str]) -> None:
    session.to_end()
    polling.ask()
    assert said == [NOTHING_COMES]
    assert not polling.chooses
    polling.move_on()
    polling.show_counts()
    polling.show_mistake()
    assert said[1:] == [NO_QUESTION, NO_QUESTION, NO_MISTAKE]


def test_a_sentence_is_taken_back_when_it_is_no_longer_so(
    polling: Polling, conducting: Conducting, said: list[str]
) -> None:
    polling.untold.connect(said.remove)
    to_the_question(conducting)
    conducting.next()
    polling.show_counts()
    assert said == [NOT_COUNTED]
    polling.set_hands(0, 8)
    assert said == []
    polling.show_mistake()
    assert said == [NO_MISTAKE]
    conducting.next()
    assert said == []


def test_hands_are_counted_by_keys(polling: Polling, conducting: Conducting, said: list[str]) -> None:
    to_the_question(conducting)
    polling.letter("A")
    polling.digit("9")
    polling.enter()
    assert polling.counts == (0, 0, 0), "the class still thinks"
    polling.move_on()
    for keys in ("A12", "B5", "C3", "F9"):
        polling.letter(keys[0])
        for digit in keys[1:]:
            polling.digit(digit)
        polling.enter()
    assert polling.counts == (12, 5, 3), "there is no F"
    assert conducting.tallies[("ask", 0, 1)] == Tally((12, 5, 3), 0)
    assert conducting.coming is not None
    assert conducting.coming.kind == "discuss"


def test_the_class_sees_counts_when_the_teacher_wants_it(
    polling: Polling, conducting: Conducting, overlays: Overlays, said: list[str]
) -> None:
    to_the_question(conducting)
    conducting.next()
    polling.show_counts()
    assert said == [NOT_COUNTED]
    polling.set_hands(0, 8)
    polling.set_hands(1, 12)
    assert overlays.histogram is None
    assert overlays.card is not None
    polling.show_counts()
    assert overlays.histogram is not None
    assert (overlays.histogram.votes, overlays.histogram.right) == (((8, 12, 0),), None)
    polling.show_counts()
    assert overlays.histogram is None
    while conducting.kind != "recount":
        conducting.next()
    polling.glance(0, 0.5)
    polling.show_counts()
    assert overlays.histogram.votes == ((8, 12, 0), (15, 0, 0))
    conducting.next()
    assert overlays.histogram is None, "another cue"
    polling.show_counts()
    assert overlays.histogram.right == 0


def test_the_card_follows_the_way_of_the_question(polling: Polling, conducting: Conducting, overlays: Overlays) -> None:
    to_the_question(conducting)
    assert overlays.card is not None
    assert [answer.text for answer in overlays.card.answers] == [choice.text for choice in PEER.options]
    conducting.next()
    polling.set_hands(1, 20)
    conducting.next()
    assert (conducting.kind, overlays.card) == ("back", None), "the class looks at the scene again"
    conducting.next()
    conducting.next()
    assert (conducting.kind, overlays.card.revealed) == ("reveal", True)


def test_a_clock_counts_the_time_to_think(
    polling: Polling, conducting: Conducting, overlays: Overlays, clock: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_the_question(conducting)
    assert overlays.countdown is not None
    assert (overlays.countdown.left, overlays.countdown.seconds) == (30.0, 30)
    clock.now = 12.0
    polling._tick()
    assert overlays.countdown.left == 18.0
    clock.now = 99.0
    polling._tick()
    assert overlays.countdown.left == 0.0
    conducting.next()
    assert overlays.countdown is None, "hands are counted without hurry"
    conducting.next()
    assert overlays.countdown.seconds == 120
    polling.count_down(0)
    polling.count_down(2)
    assert overlays.countdown.left == 120.0


def test_a_clock_for_a_task_goes_on_over_the_steps(
    polling: Polling, conducting: Conducting, overlays: Overlays
) -> None:
    conducting.begin(LESSON, Path())
    polling.count_down(5)
    conducting.next()
    assert overlays.countdown is not None
    assert overlays.countdown.seconds == 300


def test_the_teacher_may_take_a_question_off_until_the_next_cue(
    polling: Polling, conducting: Conducting, overlays: Overlays
) -> None:
    to_the_question(conducting)
    assert polling.put_away()
    assert (overlays.card, polling.asks) == (None, False)
    assert overlays.countdown is None, "its clock goes with it"
    assert not polling.put_away()
    conducting.next()
    assert overlays.card is not None
    assert polling.asks


def test_what_refutes_the_most_chosen_answer_of_a_lessons_own_question_is_shown(
    polling: Polling, session: SceneSession, conducting: Conducting, overlays: Overlays
) -> None:
    options = (PEER.options[0], replace(PEER.options[1], shows="Slide"), PEER.options[2])
    stop = replace(LESSON.stop[0], ask=(replace(PEER, options=options, at="Multiply"),))
    conducting.begin(replace(LESSON, stop=(stop,)), Path())
    while conducting.kind != "count":
        conducting.next()
    polling.set_hands(1, 9)
    polling.show_mistake()
    assert session.steps[session.step].title == "Slide"
    assert overlays.card is not None
    assert overlays.card.stem == "B: “every position” That is stride 1."
    polling.show_mistake()
    assert session.steps[session.step].title == "Multiply"
    assert overlays.card.answers


def test_the_world_of_the_most_chosen_mistake_is_shown_and_taken_back(
    polling: Polling, session: SceneSession, conducting: Conducting, overlays: Overlays
) -> None:
    at(session, "Slide")
    session.turn("bias", 4.0)
    knobs, t = session.knobs, session.player.t
    polling.ask()
    polling.ask_chosen()
    question = conducting.question
    assert question is not None
    wrong = next(index for index in range(len(question.answers)) if index != question.right)
    polling.set_hands(wrong, 7)
    conducting.next()
    polling.show_mistake()
    world = question.answers[wrong].world
    assert world is not None
    assert (session.knobs, session.steps[session.step].title) == (world.knobs, world.at)
    assert session.knobs != knobs
    assert overlays.card is not None
    assert question.answers[wrong].why in overlays.card.stem
    assert polling.put_away(), "Esc leads back, too"
    assert session.knobs == knobs
    polling.show_mistake()
    conducting.next()
    assert overlays.card.revealed
    right = overlays.card.answers[question.right]
    assert question.answers[wrong].why in right.why, "the class is told whose mistake it was"
    assert session.knobs == knobs, "as it was"
    assert session.player.t > t
    assert not session.undoable or session.scene.name == "convolution"


def test_a_stop_says_for_a_second_what_it_is(polling: Polling, conducting: Conducting, overlays: Overlays) -> None:
    told: list[str] = []
    overlays.announce = told.append  # type: ignore[method-assign]
    conducting.begin(LESSON, Path())
    conducting.next()
    assert told == ["Convolution"]


def test_the_panel_counts_by_clicks(polling: Polling, conducting: Conducting, qtbot: QtBot) -> None:
    panel = CountPanel(conducting, polling, Appearance())
    qtbot.addWidget(panel)
    assert panel.isHidden()
    to_the_question(conducting)
    assert not panel.isHidden()
    assert [row.label.text() for row in panel.rows] == ["A", "B", "C"]
    words = [each.text() for each in panel.findChildren(QLabel)]
    assert {"A  every second position", "B  every position", "C  the means"} <= set(words)
    assert not any(row.isEnabled() for row in panel.rows), "the class still thinks"
    panel.next_button.click()
    assert all(row.isEnabled() for row in panel.rows)
    panel.rows[0].more.click()
    panel.rows[0].more.click()
    panel.rows[0].less.click()
    panel.rows[1].number.setText("14")
    panel.rows[1].number.typed.emit("14")
    assert polling.counts == (1, 14, 0)
    panel.of.number.typed.emit("40")
    assert panel.total.text() == "15 of 40 counted"
    polling.glance(2, 0.5)
    assert polling.counts == (1, 14, 20)
    panel.show_button.click()
    assert polling._overlays.histogram is not None
    conducting.end()
    assert panel.isHidden()


def test_a_letter_empties_the_field_that_its_number_is_typed_into(
    polling: Polling, conducting: Conducting, qtbot: QtBot
) -> None:
    panel = CountPanel(conducting, polling, Appearance())
    qtbot.addWidget(panel)
    to_the_question(conducting)
    conducting.next()
    polling.letter("B")
    assert [row.number.text() for row in panel.rows] == ["0", "", "0"]
    polling.digit("7")
    assert [row.number.text() for row in panel.rows] == ["0", "7", "0"]


def test_the_class_is_told_what_to_do(polling: Polling, conducting: Conducting, overlays: Overlays) -> None:
    to_the_question(conducting)
    said = []
    while conducting.kind != "reveal":
        assert overlays.card is not None
        said.append(overlays.card.stem.removesuffix(PEER.stem).strip())
        conducting.next()
    assert said == ["", "Vote now.", "Talk with your neighbours.", "Vote again."]


def test_only_a_private_panel_says_what_is_right(polling: Polling, conducting: Conducting, qtbot: QtBot) -> None:
    panel = CountPanel(conducting, polling, Appearance())
    qtbot.addWidget(panel)
    to_the_question(conducting)

    def words() -> str:
        return " ".join(label.text() for label in panel.findChildren(QLabel) if not label.isHidden())

    assert "The window jumps by two." not in words()
    panel.keep_private(True)
    assert "Right: The window jumps by two." in words()


def test_nothing_ticks_when_nothing_is_asked(polling: Polling, session: SceneSession, conducting: Conducting) -> None:
    to_the_question(conducting)
    assert polling._timer.isActive()
    conducting.end()
    assert not polling._timer.isActive()
    assert module.TICK_MS <= 1000
