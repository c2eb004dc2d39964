"""Drawing numbers: the same for ever, each by its own name, and given ones instead of drawn ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.questions.draws import Draw, DrawError

keys = st.text(max_size=20)
names = st.lists(st.text("abcdefgh", min_size=1, max_size=4), min_size=1, max_size=6, unique=True)


def test_a_key_and_a_name_mean_the_same_number_for_ever() -> None:
    draw = Draw("output-size/1/7")
    assert [draw.integer(name, 1, 1000) for name in ("n", "k", "p")] == [308, 238, 362]


@given(keys, names, st.integers(0, 199))
def test_a_further_number_changes_none_of_the_others(key: str, names: list[str], attempt: int) -> None:
    few, more = Draw(key, attempt), Draw(key, attempt)
    more.integer("another", 0, 9)
    assert [few.integer(name, 0, 99) for name in names] == [more.integer(name, 0, 99) for name in names]
    more.table("x", 2, 2, 0, 9)
    more.shuffled("abc")
    assert all(few.taken[name] == more.taken[name] for name in names)


@given(keys, names)
def test_the_order_of_drawing_does_not_matter(key: str, names: list[str]) -> None:
    one, other = Draw(key), Draw(key)
    forwards = {name: one.integer(name, -9, 9) for name in names}
    assert {name: other.integer(name, -9, 9) for name in reversed(names)} == forwards


@given(keys, st.integers(-50, 50), st.integers(0, 50))
def test_a_whole_number_lies_between_its_bounds(key: str, low: int, span: int) -> None:
    draw = Draw(key)
    assert low <= draw.integer("n", low, low + span) <= low + span


def test_all_numbers_between_the_bounds_come() -> None:
    assert {Draw(f"{seed}").integer("n", 3, 5) for seed in range(100)} == {3, 4, 5}


@given(keys, names)
def test_given_numbers_are_taken_and_change_none_of_the_others(key: str, names: list[str]) -> None:
    free, fixed = Draw(key), Draw(key, 0, {names[0]: 7})
    drawn = [free.integer(name, 0, 9) for name in names]
    assert [fixed.integer(name, 0, 9) for name in names] == [7, *drawn[1:]]
    assert fixed.taken[names[0]] == 7


def test_a_given_number_that_is_none_of_the_values_is_refused() -> None:
    with pytest.raises(DrawError, match="k can't be 4; it is one of 3, 5"):
        Draw("key", 0, {"k": 4}).choice("k", 3, 5)


def test_what_is_needed_is_needed() -> None:
    Draw("key").need(True)
    with pytest.raises(DrawError, match="can't be asked"):
        Draw("key").need(False)


def test_another_attempt_draws_other_numbers() -> None:
    assert len({Draw("key", attempt).integer("n", 0, 10**6) for attempt in range(50)}) == 50


def test_a_table_names_its_numbers_by_row_and_column() -> None:
    draw = Draw("key", 0, {"x12": 5})
    table = draw.table("x", 2, 3, 0, 9)
    assert list(draw.taken) == ["x11", "x12", "x13", "x21", "x22", "x23"]
    assert table[0][1] == 5
    assert [list(row) for row in table] == [[draw.taken[f"x{row}{column}"] for column in (1, 2, 3)] for row in (1, 2)]


@given(keys, st.lists(st.integers(), max_size=8))
def test_shuffling_loses_nothing_and_is_no_drawn_number(key: str, things: list[int]) -> None:
    draw = Draw(key)
    assert sorted(draw.shuffled(things)) == sorted(things)
    assert draw.shuffled(things) == Draw(key).shuffled(things)
    assert not draw.taken
