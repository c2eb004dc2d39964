from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.player.history import DEPTH, History


def test_undo_goes_back_and_redo_forward() -> None:
    history = History(1).recorded(2).recorded(3)
    assert history.undone().present == 2
    assert history.undone().undone().present == 1
    assert history.undone().redone() == history


def test_a_change_after_undo_drops_what_was_taken_back() -> None:
    assert History(1).recorded(2).undone().recorded(5).redone().present == 5


def test_a_gesture_is_one_change() -> None:
    history = History(0)
    for value in (1, 2, 3):
        history = history.recorded(value, "drag")
    assert history.sealed().undone().present == 0
    assert history.sealed().recorded(4, "drag").undone().present == 3


def test_a_gesture_that_comes_back_is_no_change() -> None:
    assert History(0).recorded(1, "drag").recorded(0, "drag").sealed() == History(0)


def test_a_gesture_that_comes_back_leaves_what_can_be_made_again() -> None:
    back = History(0).recorded(1).recorded(2).undone()
    assert back.recorded(5, "drag").recorded(6, "drag").recorded(1, "drag").sealed() == back
    assert back.recorded(5, "drag").sealed().redone().present == 5


def test_the_same_value_is_no_change() -> None:
    assert History(7).recorded(7) == History(7)


def test_the_past_is_bounded() -> None:
    history = History(0)
    for value in range(1, DEPTH + 50):
        history = history.recorded(value)
    assert len(history.past) == DEPTH


@given(st.integers(0, 2 * DEPTH))
def test_what_was_last_is_kept(changes: int) -> None:
    history = History(0)
    for value in range(1, changes + 1):
        history = history.recorded(value)
    assert history.past == tuple(range(changes))[-DEPTH:]
    assert history.present == changes


@given(st.lists(st.integers(0, 3), max_size=30), st.integers(0, 40))
def test_undoing_and_redoing_as_often_changes_nothing(values: list[int], times: int) -> None:
    history = History(0)
    for value in values:
        history = history.recorded(value)
    back = history
    count = min(times, len(history.past))
    for _ in range(count):
        back = back.undone()
    for _ in range(count):
        back = back.redone()
    assert back == history


def test_nothing_happens_at_either_end() -> None:
    assert History(1).undone() == History(1)
    assert History(1).redone() == History(1)


def test_what_was_taken_back_carries_the_present_no_more() -> None:
    value = [2]
    brought = History([1]).recorded(value).recorded([3])
    assert brought.stands_on(value)
    assert brought.undone().stands_on(value)
    behind = brought.undone().undone()
    assert behind.stands_on(value) is False
    assert behind.redone().stands_on(value)
    assert behind.recorded([9]).stands_on(value) is None, "what was taken back is forgotten"
    there_again = brought.recorded([2]).undone()
    assert there_again.stands_on(value), "an equal one that was taken back is another"
    back_where_it_began = History([1]).recorded(value).recorded([4], "drag").recorded([2], "drag").sealed()
    assert back_where_it_began.stands_on(value)
    assert back_where_it_began.undone().stands_on(value) is False
