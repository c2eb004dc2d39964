from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from desktop.classroom.conducting.coming import COMES, what_comes
from desktop.classroom.conducting.conducting import IMPROMPTU, Conducting
from desktop.classroom.conducting.posed import coming, now_in, of_news
from desktop.classroom.conducting.tallies import Tally
from desktop.classroom.lessons.model import Ask, Choice, Lesson, Stop
from desktop.player.session import SceneSession
from scenes.questions.items import items
from scenes.stage.core.catalogue import catalogue, plan
from scenes.stage.core.timeline import Step, boundaries

ITEM = Ask(stem="What stays?", options=(Choice(text="the size", right=True), Choice(text="nothing")), mode="peer")
LESSON = Lesson(
    convoscope=1,
    id="short",
    title="Short",
    stop=(
        Stop(id="by-hand", scene="convolution", knobs={"bias": 2.0}, last="Multiply", minutes=2),
        Stop(id="extra", scene="pooling", optional=True, minutes=4),
        Stop(id="again", scene="convolution", first="Multiply", last="Add", speed=2.0, shows=("bias",), ask=(ITEM,)),
    ),
)


class Time:
    """A clock that a test turns on."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def session() -> SceneSession:
    return SceneSession(catalogue())


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def conducting(session: SceneSession, clock: Time) -> Iterator[Conducting]:
    found = Conducting(session, lambda preset: None, clock)
    found.begin(LESSON, Path())
    yield found
    found.end()


def place(session: SceneSession) -> tuple[str, str, Any]:
    at_end = session.player.t == boundaries(session.steps)[session.step]
    return session.scene.name, session.steps[session.step].title + ("" if at_end else " …"), session.stop


def arrive(conducting: Conducting) -> None:
    """Press, and press again where that began to play something."""
    conducting.next()
    if conducting._session.player.playing:
        conducting.next()


def test_a_lesson_opens_at_the_end_of_its_first_step_with_its_knobs(
    conducting: Conducting, session: SceneSession
) -> None:
    first = session.steps[0].title
    assert place(session) == ("convolution", first, "by-hand")
    assert session.knobs.bias == 2.0  # type: ignore[attr-defined]
    assert not session.at_poster


def test_every_press_shows_something_else(conducting: Conducting, session: SceneSession) -> None:
    seen = [(session.frame, conducting.kind)]
    while conducting.kind != "end":
        conducting.next()
        session.advance(0.8)
        seen.append((session.frame, conducting.kind))
        assert seen[-1] != seen[-2], conducting.cue
    before = session.frame, conducting.cue
    assert conducting.next(), "the key is the lesson's, and does nothing there"
    assert (session.frame, conducting.cue) == before


def test_a_press_while_a_step_plays_is_its_end(conducting: Conducting, session: SceneSession) -> None:
    conducting.next()
    assert session.player.playing
    cue = conducting.cue
    conducting.next()
    assert not session.player.playing
    assert conducting.cue == cue
    assert place(session) == ("convolution", session.steps[1].title, "by-hand")


def test_back_from_the_first_cue_of_a_stop_finds_the_one_before_as_the_class_left_it(
    conducting: Conducting, session: SceneSession
) -> None:
    while conducting.stop is not None and conducting.stop.id == "by-hand":
        session.turn("bias", 3.0)
        left = place(session)
        arrive(conducting)
    assert place(session) == ("convolution", "Multiply", "again")
    assert (session.knobs.bias, session.shows, session.player.speed) == (1.0, ("bias",), 2.0)  # type: ignore[attr-defined]
    conducting.back()
    assert place(session) == left == ("convolution", "Multiply", "by-hand")
    assert (session.knobs.bias, session.shows, session.player.speed) == (3.0, None, 1.0)  # type: ignore[attr-defined]


def test_optional_stops_are_passed_over_until_they_are_taken_in(conducting: Conducting, session: SceneSession) -> None:
    assert "extra" not in {cue.stop for cue in conducting.all_cues[:-1]}
    conducting.take_in("extra")
    while conducting.stop is not None and conducting.stop.id == "by-hand":
        arrive(conducting)
    assert place(session)[2] == "extra"
    conducting.leave_out("extra")
    assert conducting.stop is not None
    assert conducting.stop.id != "extra", "nobody stays where the lesson does not go"


def test_a_jump_goes_to_the_beginning_of_a_stop(conducting: Conducting, session: SceneSession) -> None:
    conducting.jump("again")
    assert place(session) == ("convolution", "Multiply", "again")
    conducting.jump("extra")
    assert place(session)[2] == "extra"
    conducting.jump("by-hand")
    assert place(session) == ("convolution", session.steps[0].title, "by-hand")


def test_who_has_gone_elsewhere_comes_back_to_the_same_cue(conducting: Conducting, session: SceneSession) -> None:
    arrive(conducting)
    cue, here = conducting.cue, place(session)
    session.open_afresh("gates")
    assert not conducting.is_here
    assert conducting.question is None
    conducting.next()
    assert (conducting.cue, place(session)) == (cue, here)


def test_the_end_of_a_lesson_gives_the_scene_back_as_the_user_had_it(session: SceneSession) -> None:
    session.open("gates")
    session.show_step(3)
    knobs, t = session.knobs, session.player.t
    conducting = Conducting(session, lambda preset: None)
    conducting.begin(LESSON, Path())
    while conducting.kind != "end":
        conducting.next()
    conducting.end()
    assert (session.stop, conducting.active, conducting.kind) == ("", False, None)
    assert (session.scene.name, session.knobs, session.player.t) == ("gates", knobs, t)
    assert not conducting.next(), "the key is the scene's again"


def test_votes_are_open_when_hands_are_counted(conducting: Conducting, session: SceneSession) -> None:
    conducting.jump("again")
    while conducting.kind != "ask":
        arrive(conducting)
    question = conducting.question
    assert question is not None
    assert ([answer.text for answer in question.answers], question.right) == (["the size", "nothing"], 0)
    assert conducting.vote is None, "everybody thinks first"
    conducting.next()
    assert conducting.vote == ("again", 0, 1)
    conducting.count(Tally((9, 1), 0))
    assert conducting.coming is not None
    assert conducting.coming.kind == "reveal"
    conducting.count(Tally((1, 9), 0))
    assert conducting.coming.kind == "back"
    conducting.next()
    conducting.next()
    assert conducting.vote == ("again", 0, 2)
    assert conducting.votes == (Tally((1, 9), 0), None)


def test_minutes_are_counted_for_each_stop(conducting: Conducting, clock: Time) -> None:
    clock.now += 60.0
    conducting.jump("again")
    clock.now += 30.0
    assert conducting.elapsed == {"by-hand": 60.0, "again": 30.0}
    conducting.jump("by-hand")
    clock.now += 5.0
    assert conducting.elapsed == {"by-hand": 65.0, "again": 30.0}


def test_the_file_may_change_while_the_class_is_on(conducting: Conducting, session: SceneSession) -> None:
    conducting.jump("again")
    here = place(session)
    moved = Lesson(convoscope=1, id="short", title="Short", stop=(LESSON.stop[2], LESSON.stop[0]))
    conducting.revise(moved)
    assert (conducting.stop, place(session)) == (LESSON.stop[2], here)


def test_with_reduced_motion_each_press_is_at_the_end_of_a_step_at_once(
    conducting: Conducting, session: SceneSession
) -> None:
    session.reduced_motion = True
    conducting.next()
    assert place(session) == ("convolution", session.steps[1].title, "by-hand")


def test_the_picture_to_come_is_that_of_the_next_cue(
    conducting: Conducting, session: SceneSession, qtbot: QtBot
) -> None:
    while conducting.coming is not None and conducting.coming.kind != "end":
        coming = what_comes(conducting)
        assert isinstance(coming, str) == (conducting.coming.kind in COMES)
        with qtbot.waitSignal(conducting.cued):
            arrive(conducting)
        if not isinstance(coming, str):
            assert coming == session.frame


PREDICTS = Lesson(
    convoscope=1,
    id="foretold",
    title="Foretold",
    stop=(
        Stop(
            id="sum",
            scene="convolution",
            last="Write the cell",
            ask=(Ask(mark="sum", at="Multiply", mode="predict"), Ask(mark="no such mark", at="Add", mode="predict")),
        ),
    ),
)


def test_a_number_is_asked_before_the_step_that_writes_it_with_the_numbers_that_the_class_has_made(
    session: SceneSession, conducting: Conducting
) -> None:
    conducting.begin(PREDICTS, Path())
    while session.steps[session.step].title != "Multiply" or session.player.playing:
        arrive(conducting)
    arrive(conducting)
    question = conducting.question
    assert (conducting.kind, question is not None) == ("ask", True)
    conducting.back()
    session.turn("bias", 5.0)
    session.turn("kernel", "blur")
    conducting.next()
    edited = conducting.question
    assert edited is not None
    assert question is not None
    assert edited.key != question.key
    conducting.next()
    assert (conducting.kind, session.player.playing) == ("reveal", True)
    conducting.next()
    assert conducting.question == edited
    conducting.back()
    assert (conducting.kind, conducting.question) == ("ask", edited), "it is asked again on the way back"
    arrive(conducting)
    assert conducting.question == edited
    conducting.next()
    assert (conducting.kind, conducting.question) == ("reveal", None), "what can't be asked is passed over"
    assert session.player.playing, "and its step is played all the same"


def test_an_item_is_asked_over_its_own_picture_and_the_class_comes_back(
    session: SceneSession, conducting: Conducting
) -> None:
    name = next(iter(items()))
    asked = Stop(
        id="quiz", scene="gates", last=plan_of("gates")[1].title, ask=(Ask(item=name, at=plan_of("gates")[0].title),)
    )
    conducting.begin(Lesson(convoscope=1, id="quiz", title="Quiz", stop=(asked,)), Path())
    conducting.next()
    question = conducting.question
    assert question is not None
    assert question.before is not None
    assert (session.scene, session.knobs) == (question.before.scene, question.before.knobs)
    conducting.next()
    assert (conducting.kind, session.scene) == ("reveal", question.before.scene)
    conducting.next()
    assert question.shown is not None
    assert (conducting.kind, session.scene, session.knobs) == ("show", question.shown.scene, question.shown.knobs)
    arrive(conducting)
    arrive(conducting)
    assert place(session) == ("gates", plan_of("gates")[1].title, "quiz")


def test_a_question_without_a_lesson_is_answered_by_the_next_step(session: SceneSession) -> None:
    conducting = Conducting(session, lambda preset: None)
    session.open("convolution")
    session.show_step(1)
    number = coming(session)[0]
    conducting.ask(of_news(now_in(session), number))
    assert (conducting.kind, conducting.vote) == ("ask", IMPROMPTU)
    conducting.count(Tally((1, 2, 3), 0))
    assert conducting.votes[0] == Tally((1, 2, 3), 0)
    assert conducting.next()
    assert (conducting.kind, session.player.playing) == ("reveal", True)
    assert conducting.next()
    assert session.steps[session.step].title == number.title
    assert not conducting.next(), "it is answered, and the key is the scene's again"
    assert conducting.question is None


def plan_of(scene: str) -> tuple[Step, ...]:
    found = catalogue().find(scene)
    return plan(found, found.knobs())


def at_the_number(conducting: Conducting) -> None:
    conducting.begin(PREDICTS, Path())
    while conducting.kind != "ask":
        arrive(conducting)


def revised(lesson: Lesson, index: int = 0, **fields: Any) -> Lesson:
    """A lesson with something of one of its stops changed, as an editor does it."""
    stops = list(lesson.stop)
    stops[index] = msgspec.structs.replace(stops[index], **fields)
    return msgspec.structs.replace(lesson, stop=tuple(stops))


def test_the_answer_to_come_is_drawn_only_where_the_class_does_not_see_it(
    session: SceneSession, conducting: Conducting
) -> None:
    at_the_number(conducting)
    assert not isinstance(what_comes(conducting), str)
    assert what_comes(conducting, private=False) == COMES["reveal"]


def test_an_edit_of_the_file_leaves_the_question_on_the_stage(conducting: Conducting) -> None:
    at_the_number(conducting)
    conducting.next()
    question = conducting.question
    assert question is not None
    conducting.revise(revised(PREDICTS, minutes=9))
    assert (conducting.kind, conducting.question) == ("reveal", question)


def test_hands_for_a_question_that_was_changed_are_forgotten(conducting: Conducting) -> None:
    conducting.jump("again")
    while conducting.kind != "count":
        arrive(conducting)
    conducting.count(Tally((9, 1), 0))
    conducting.revise(revised(LESSON, 2, minutes=7))
    assert conducting.votes[0] == Tally((9, 1), 0)
    more = (*ITEM.options, Choice(text="the mean"))
    conducting.revise(revised(LESSON, 2, ask=(msgspec.structs.replace(ITEM, options=more),)))
    assert conducting.votes == (None, None)
    conducting.revise(revised(LESSON, 2, ask=()))
    assert conducting.question is None


@pytest.mark.parametrize(
    "fields", [{"scene": "pooling", "last": ""}, {"knobs": {"bias": 7.0}}, {"card": "# Words", "scene": ""}]
)
def test_another_picture_of_the_present_stop_is_shown_at_once(
    conducting: Conducting, session: SceneSession, fields: dict[str, Any]
) -> None:
    session.turn("bias", 5.0)
    before = session.frame
    conducting.revise(revised(LESSON, **{"last": "Multiply", **fields}))
    assert conducting.is_here
    assert session.frame != before
    assert getattr(session.knobs, "bias", 7.0) == 7.0, "what was turned belonged to the other picture"
    while conducting.kind != "end":
        arrive(conducting)


def test_a_jump_to_the_present_stop_leads_back_from_anywhere(conducting: Conducting, session: SceneSession) -> None:
    first = place(session)
    session.open("gates")
    conducting.jump("by-hand")
    assert place(session) == first
    session.show_step(1)
    conducting.ask(of_news(now_in(session), coming(session)[0]))
    conducting.jump("by-hand")
    assert conducting.question is None
    assert place(session) == first


def test_time_is_counted_where_a_file_moves_the_class_too(conducting: Conducting, clock: Time) -> None:
    clock.now += 60.0
    conducting.revise(msgspec.structs.replace(LESSON, stop=LESSON.stop[2:]))
    clock.now += 30.0
    assert conducting.elapsed == {"by-hand": 60.0, "again": 30.0}


def test_the_world_of_a_mistake_ends_with_the_class(session: SceneSession) -> None:
    conducting = Conducting(session, lambda preset: None)
    session.open("convolution")
    session.show_step(2)
    question = of_news(now_in(session), coming(session)[0])
    conducting.ask(question)
    wrong = next(index for index in range(len(question.answers)) if index != question.right)
    conducting.count(Tally(tuple(int(index == wrong) for index in range(len(question.answers))), question.right))
    assert conducting.show_mistake()
    assert session.stop
    conducting.end()
    assert (session.stop, session.scene.name) == ("", "convolution")
