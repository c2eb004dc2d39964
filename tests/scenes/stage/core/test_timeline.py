"""What a story tells: how visible the parts are that steps bring, and when they make way for others."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.stage.core.timeline import Pace, Span, Step, Story, step_named


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """Five steps of a second each: one of them optional, two of them repeats of one."""

    one: Span
    option: Span | None
    repeats: tuple[Span, ...]
    last: Span
    beside: int = 7
    """No step, but what belongs to several."""


@dataclass(frozen=True, eq=False)
class LateSteps(Steps):
    """Parts that wait, and then come faster."""

    PACE, PAUSE = 10.0, 1.0


def steps(now: float, optional: bool = True, kind: type[Steps] = Steps) -> Steps:
    spans = [Span(start=index, seconds=1.0, now=now) for index in range(5)]
    if optional:
        return kind(spans[0], spans[1], (spans[2], spans[3]), spans[4])
    return kind(spans[0], None, (spans[1], spans[2]), spans[3])


def test_a_story_has_its_steps_in_the_order_in_which_they_are_told() -> None:
    assert [span.start for span in steps(0.0).spans] == [0, 1, 2, 3, 4]
    assert [span.start for span in steps(0.0, optional=False).spans] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("now", "start"), [(0.0, 0), (0.5, 0), (1.0, 0), (1.001, 1), (2.5, 2), (3.5, 3), (5.0, 4), (9.0, 4)]
)
def test_one_step_is_told_at_a_time_and_a_boundary_belongs_to_the_one_that_ends(now: float, start: int) -> None:
    assert steps(now).present.start == start


def test_a_stretch_of_the_story() -> None:
    found = steps(2.5)
    assert found.telling(found.option, found.repeats[-1])
    assert found.telling(found.repeats[0])
    assert not found.telling(found.one, found.option)
    assert not found.telling(found.repeats[1], found.last)
    assert not steps(1.5, optional=False).telling(None)


@pytest.mark.parametrize(
    ("now", "one", "first", "arriving"),
    [
        (0.0, 1.0, 0.0, 0.0),
        (0.0625, 1.0, 0.0, 0.5),
        (2.0625, 0.0, 0.5, 0.5),
        (2.5, 0.0, 1.0, 1.0),
        (3.5, 0.0, 0.0, 1.0),
    ],
)
def test_what_a_step_brings_comes_in_with_it(now: float, one: float, first: float, arriving: float) -> None:
    found = steps(now)
    assert found.alone(found.one) == one
    assert found.alone(found.repeats[0]) == first
    assert found.arriving == arriving
    assert found.alone(None) == found.seen(None) == 0.0


def test_what_makes_way_goes_with_the_step_that_takes_its_place() -> None:
    assert steps(0.0).seen(steps(0.0).one) == 1.0
    for now, there in ((1.5, 1.0), (2.0625, 0.5), (2.125, 0.0)):
        found = steps(now)
        assert found.seen(found.one, found.repeats[0]) == there


def test_a_story_says_how_long_its_parts_wait_and_take() -> None:
    for now, there in ((1.1, 0.0), (1.15, 0.5), (1.2, 1.0)):
        found = steps(now, kind=LateSteps)
        assert found.seen(found.option) == pytest.approx(there)


def test_a_span_rises_and_fades_between_two_shares_of_its_motion() -> None:
    span = Span(start=2.0, seconds=4.0, now=3.4)  # half of the moving 0.7 of it
    assert span.motion == 0.5
    assert (span.rise(0.0), span.rise(0.5), span.rise(0.25, 0.75)) == (0.5, 0.0, 0.5)
    assert (span.fade(0.5), span.fade(1.0), span.fade(0.75, 0.25)) == (0.0, 0.5, 0.5)


steadily = settings(derandomize=True, deadline=None, max_examples=80)
paces = st.builds(Pace, st.integers(1, 40), st.lists(st.floats(0.5, 20), max_size=6).map(tuple))


def test_things_share_a_time_and_the_first_take_longer() -> None:
    pace = Pace(4, (1.0, 8.0, 4.0))
    assert pace.length == 14.0
    assert [pace.before(index) * 14 for index in range(5)] == [0, 1, 9, 13, 14]
    assert [pace.at(share / 14) for share in (0.5, 5.0, 9.0)] == [(0, 0.5), (1, 0.5), (2, 0.0)]
    assert (pace.at(-1.0), pace.at(2.0)) == ((0, 0.0), (3, 1.0))
    assert Pace(2, (1.0, 8.0, 4.0)).length == 9.0


@steadily
@given(paces, st.floats(0, 1), st.floats(0, 1))
def test_every_thing_has_its_turn_after_the_one_before(pace: Pace, one: float, other: float) -> None:
    first, then = pace.at(min(one, other)), pace.at(max(one, other))
    assert first <= then
    assert 0 <= first[0] < pace.count
    assert 0.0 <= first[1] <= 1.0
    assert pace.before(0) == 0.0
    assert pace.before(pace.count) == pytest.approx(1.0)


@steadily
@given(paces, st.data(), st.floats(0.01, 0.99))
def test_where_a_thing_begins_and_how_far_it_has_come_agree(pace: Pace, data: st.DataObject, inside: float) -> None:
    index = data.draw(st.integers(0, pace.count - 1))
    begin, end = pace.before(index), pace.before(index + 1)
    found = pace.at(begin + inside * (end - begin))
    assert found[0] == index
    assert found[1] == pytest.approx(inside, abs=1e-6)
    takes = pace.firsts[index] if index < len(pace.firsts) else 1.0
    assert (end - begin) * pace.length == pytest.approx(takes)


def test_a_step_is_named_by_its_title_or_its_number() -> None:
    steps = (Step("Add", "One.", 1.0), Step("7", "Two.", 1.0), Step("Write", "Three.", 1.0, was=("Note",)))
    assert [step_named(steps, word) for word in ("Add", "1", "7", "3", "Note")] == [0, 0, 1, 2, 2]
    with pytest.raises(KeyError, match="nearest title is 'Write'"):
        step_named(steps, "Wrte")
    for word in ("0", "4", "2.5", "1e400"):
        with pytest.raises(KeyError, match=f"There are steps 1 to 3 with these knobs, not {word}"):
            step_named(steps, word)
