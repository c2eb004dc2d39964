from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.stage.numbers.confusion import Pair, confusion, most_confused, recall, shares

TRUE = np.array([0, 0, 0, 1, 1, 3, 3, 3, 3])
SAID = np.array([0, 1, 1, 1, 0, 3, 0, 0, 1])
BY_HAND = [[1, 2, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0], [2, 1, 0, 1]]


def test_it_counts_what_was_taken_for_what() -> None:
    assert confusion(TRUE, SAID, 4).tolist() == BY_HAND


def test_the_share_of_each_class_that_was_recognised() -> None:
    counts = np.array(BY_HAND)
    assert recall(counts) == pytest.approx([1 / 3, 1 / 2, np.nan, 1 / 4], nan_ok=True)
    assert shares(counts)[3] == pytest.approx([2 / 4, 1 / 4, 0, 1 / 4])
    assert np.isnan(shares(counts)[2]).all(), "there is no picture of this class"


def test_the_most_frequent_mistakes_come_first_and_equals_in_reading_order() -> None:
    counts = np.array(BY_HAND)
    assert most_confused(counts, 3) == (Pair(0, 1, 2), Pair(3, 0, 2), Pair(1, 0, 1))
    assert most_confused(counts, 9)[-1] == Pair(3, 1, 1), "what never happened is no pair"
    assert most_confused(np.diag([3, 4]), 5) == ()


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1))
def test_rows_count_the_pictures_and_the_diagonal_the_right_ones(pairs: list[tuple[int, int]]) -> None:
    true, said = (np.array(each) for each in zip(*pairs, strict=True))
    counts = confusion(true, said, 7)
    assert counts.sum(axis=1).tolist() == np.bincount(true, minlength=7).tolist()
    assert np.trace(counts) == (true == said).sum()
    assert sum(pair.count for pair in most_confused(counts, 99)) == (true != said).sum()
