"""Comparisons of two nets: which way they go, and bars as long as their numbers."""

from __future__ import annotations

import math

import pytest

from scenes.stage.charts.compared import counts, points, times


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [(6.0, 3.0, "2.0 times less"), (3.0, 6.0, "2.0 times more"), (float("nan"), 1.0, ""), (1.0, 0.0, "")],
)
def test_comparisons_tell_which_way_they_go(a: float, b: float, words: str) -> None:
    assert times(a, b, "less", "more") == words


def test_points_of_a_hundred() -> None:
    assert points(0.951, 0.972) == "2.1 points higher"
    assert points(0.972, 0.951) == "2.1 points lower"
    assert points(math.nan, 0.5) == ""


def test_counts_are_written_out_and_the_larger_one_fills_the_row() -> None:
    quantity = counts("parameters", "", 14458, 88570)
    assert quantity.texts == ("14,458", "88,570")
    assert quantity.most == 88570
    assert quantity.verdict == "6.1 times more"
