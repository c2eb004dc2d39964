"""How a lesson goes is computed from its plan; nothing here looks at a clock."""

from __future__ import annotations

import math

import pytest

from desktop.classroom.lessons.model import Lesson, Stop
from desktop.classroom.presenting.pace import clock_words, pace


def lesson(*minutes: float, optional: tuple[int, ...] = (), whole: float = 0.0) -> Lesson:
    stops = tuple(
        Stop(id=f"s{index}", card="Words", minutes=each, optional=index in optional)
        for index, each in enumerate(minutes)
    )
    return Lesson(convoscope=1, id="hour", title="An hour", stop=stops, minutes=whole)


NOTHING: frozenset[int] = frozenset()


@pytest.mark.parametrize(
    ("spent", "at", "words"),
    [
        ((0.0, 0.0, 0.0), 0, "on time"),
        ((4.0, 0.0, 0.0), 0, "on time"),  # a stop may take its minutes
        ((7.0 + 1 / 6, 0.0, 0.0), 0, "+2:10 behind"),
        ((5.0, 3.0, 0.0), 1, "on time"),
        ((3.0, 1.0, 0.0), 1, "2:00 ahead"),
        ((3.0, 10 - 1.0 + 0.5, 0.0), 1, "+2:30 behind"),
        ((4.0, 2.0, 4.0), 2, "4:00 ahead"),
    ],
)
def test_the_lead_is_what_will_be_left_at_the_end(spent: tuple[float, ...], at: int, words: str) -> None:
    assert pace(lesson(5.0, 5.0, 5.0), spent, at, NOTHING).words == words


def test_behind_it_offers_the_longest_stop_to_leave_out_that_would_make_up_for_it() -> None:
    plan = lesson(5.0, 3.0, 6.0, 4.0, 5.0, optional=(1, 2, 3), whole=23.0)
    late = pace(plan, (11.0, 0.0, 0.0, 0.0, 0.0), 0, NOTHING)
    assert late.words == "+6:00 behind"
    assert late.stop == 2
    assert late.suggestion("Degradation") == "6 min behind: leave out “Degradation”?"
    assert pace(plan, (11.0, 0.0, 0.0, 0.0, 0.0), 0, frozenset({2})).words == "on time", "it is made up for"
    assert pace(plan, (7.0, 0.0, 0.0, 0.0, 0.0), 0, NOTHING).suggestion("Gates") == "", "no stop is as short"
    assert pace(plan, (5.0, 3.0, 6.0, 4.0, 11.0), 4, NOTHING).stop is None, "what is over can't be left out"


def test_ahead_it_offers_a_stop_to_take_in_that_fits() -> None:
    plan = lesson(10.0, 3.0, 6.0, 5.0, optional=(1, 2))
    early = pace(plan, (5.0, 0.0, 0.0, 0.0), 3, frozenset({1, 2}))
    assert (early.words, early.stop) == ("5:00 ahead", None)
    plan = lesson(10.0, 1.0, 3.0, 6.0, 5.0, optional=(2, 3))
    early = pace(plan, (5.0, 0.0, 0.0, 0.0, 0.0), 1, frozenset({2, 3}))
    assert (early.words, early.stop) == ("5:00 ahead", 2)
    assert early.suggestion("Gates") == "5 min ahead: take in “Gates”?"
    taken = pace(plan, (5.0, 0.0, 0.0, 0.0, 0.0), 1, frozenset({3}))
    assert taken.words == "2:00 ahead"
    assert taken.stop is None


def test_a_lesson_that_is_longer_than_its_stops_has_time_to_spare() -> None:
    assert pace(lesson(5.0, 5.0, whole=12.0), (0.0, 0.0), 0, NOTHING).words == "2:00 ahead"


@pytest.mark.parametrize(("seconds", "words"), [(0, "0:00"), (59.9, "0:59"), (130, "2:10"), (3730, "1:02:10")])
def test_spans_of_time_are_written_as_on_a_clock(seconds: float, words: str) -> None:
    assert clock_words(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(-90.0, "0:00"), (math.nan, "0:00"), (math.inf, "99:59:59"), (4e9, "99:59:59")]
)
def test_a_clock_that_was_set_anew_stays_a_clock(seconds: float, words: str) -> None:
    assert clock_words(seconds) == words
