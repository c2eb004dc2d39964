from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.classroom.conducting.conductor import Conductor
from desktop.classroom.conducting.cues import QUESTION, Cue, asking, cues, told
from desktop.classroom.conducting.tallies import Tally, Vote
from desktop.classroom.lessons.model import Ask, Choice, Lesson, Stop

TITLES = ("Window", "Multiply", "Add", "Bias", "Slide", "Output")


def stop(**fields: Any) -> Stop:
    return Stop(**{"id": "by-hand", "scene": "convolution", **fields})


def lesson(*stops: Stop) -> Lesson:
    return Lesson(convoscope=1, id="short", title="Short", stop=stops)


def kinds(found: tuple[Cue, ...]) -> list[str]:
    return [f"{cue.stop} {cue.kind} {cue.at}".strip() for cue in found]


def test_a_stop_opens_at_the_end_of_its_first_step_and_plays_the_others() -> None:
    found = cues(lesson(stop(first="Multiply", last="Slide", skip=("Bias",)), stop(id="next")), lambda _: TITLES, {})
    assert kinds(found) == [
        "by-hand open Multiply", "by-hand step Add", "by-hand step Slide",
        "next open Window", *(f"next step {title}" for title in TITLES[1:]),
        "end",
    ]  # fmt: skip


def test_what_is_left_out_has_no_cues() -> None:
    found = cues(lesson(stop(), stop(id="next", last="Window")), lambda _: TITLES, {}, left_out={"by-hand"})
    assert kinds(found) == ["next open Window", "end"]


def test_titles_that_the_class_has_turned_away_do_not_end_the_lesson() -> None:
    assert told(stop(first="Gone", last="Add"), TITLES) == TITLES[:3]
    assert told(stop(first="Slide", last="Add"), TITLES) == ("Slide",)
    assert told(stop(skip=TITLES), TITLES) == ("Window",)


def test_a_predicted_number_is_shown_by_the_next_step_which_is_not_played_twice() -> None:
    asked = stop(last="Bias", ask=(Ask(mark="sum", at="Multiply", mode="predict"),))
    assert kinds(cues(lesson(asked), lambda _: TITLES, {})) == [
        "by-hand open Window", "by-hand step Multiply", "by-hand ask Multiply", "by-hand reveal Add",
        "by-hand step Bias", "end",
    ]  # fmt: skip


def test_a_predicted_number_at_the_end_of_a_stop_is_shown_all_the_same_but_not_at_the_end_of_the_scene() -> None:
    asked = (Ask(mark="sum", mode="predict"),)
    assert kinds(cues(lesson(stop(last="Add", ask=asked)), lambda _: TITLES, {}))[-2:] == ["by-hand reveal Bias", "end"]
    assert not {cue.kind for cue in cues(lesson(stop(ask=asked)), lambda _: TITLES, {})} & QUESTION


def test_an_item_ends_with_the_scene_that_shows_its_answer_but_for_an_exit_quiz() -> None:
    def after(**fields: Any) -> list[str]:
        asked = stop(last="Window", ask=(Ask(item="one-cell", **fields),))
        return kinds(cues(lesson(asked), lambda _: TITLES, {}))[1:-1]

    assert after() == ["by-hand ask Window", "by-hand reveal Window", "by-hand show Window"]
    assert after(mode="exit") == ["by-hand ask Window", "by-hand reveal Window"]


@pytest.mark.parametrize(
    ("share", "way"),
    [
        (None, "ask count discuss recount reveal"),
        (0.34, "ask count back recount reveal"),
        (0.35, "ask count discuss recount reveal"),
        (0.70, "ask count discuss recount reveal"),
        (0.71, "ask count reveal"),
    ],
)
def test_the_first_vote_decides_how_a_peer_question_goes_on(share: float | None, way: str) -> None:
    assert " ".join(asking("peer", share)) == way


def test_a_count_changes_only_what_comes_after_it() -> None:
    asked = stop(last="Window", ask=(Ask(stem="Why?", mode="peer", options=(Choice(text="a"), Choice(text="b"))),))
    conductor = Conductor(cues(lesson(asked), lambda _: TITLES, {})).next().next()
    assert conductor.cue.kind == "count"
    tallies: dict[Vote, Tally] = {("by-hand", 0, 1): Tally((9, 1), right=0)}
    after = conductor.with_cues(cues(lesson(asked), lambda _: TITLES, tallies))
    assert (after.at, after.cue) == (conductor.at, conductor.cue)
    assert after.coming == replace(conductor.cue, kind="reveal")


def test_shares_of_right_answers() -> None:
    assert Tally((0, 0), 1).share is None
    assert Tally((3, 1), 1).share == 0.25
    assert Tally((3, 1, 4), 1).most_chosen_mistake == 2
    assert Tally((0, 1, 0), 1).most_chosen_mistake is None


lessons = st.lists(
    st.builds(
        lambda first, last, skip, at, mode: stop(
            first=first,
            last=last,
            skip=skip,
            ask=tuple(Ask(mark="m", at=each, mode=mode) for each in at),
        ),
        st.sampled_from(("", *TITLES)),
        st.sampled_from(("", *TITLES)),
        st.lists(st.sampled_from(TITLES), max_size=3).map(tuple),
        st.lists(st.sampled_from(("", *TITLES)), max_size=2),
        st.sampled_from(("quick", "predict", "peer")),
    ),
    min_size=1,
    max_size=5,
).map(lambda stops: lesson(*(stop_named(each, index) for index, each in enumerate(stops))))


def stop_named(each: Stop, index: int) -> Stop:
    return Stop(**{name: getattr(each, name) for name in each.__struct_fields__} | {"id": f"stop-{index}"})


@given(lessons)
def test_one_key_goes_through_every_cue_to_the_end_and_back(given_lesson: Lesson) -> None:
    found = cues(given_lesson, lambda _: TITLES, {})
    assert len(set(found)) == len(found), "one cue for one thing, or a place would not be found again"
    conductor = Conductor(found)
    for _ in found:
        conductor = conductor.next()
    assert conductor.cue.kind == "end"
    assert conductor.next() == conductor
    for _ in found:
        conductor = conductor.back()
    assert (conductor.at, conductor.cue.kind) == (0, "open")
    assert conductor.with_cues(found[:1] + found[-1:]).at == 0
