"""Two nets compared for the last row."""

from __future__ import annotations

import math

import pytest

from scenes.stage.charts.pairs import BARS, LONGEST, Quantity, pairs, points, times
from scenes.stage.core.marks import Rect, Role, Text
from scenes.stage.core.stage import BOTTOM, RIGHT

WORK = Quantity("work", (4.0, 1.0), ("4 M", "1 M"), "4.0 times fewer", 4.0)
TIME = Quantity("time", (math.nan, 0.0), ("–", "0 ms"), "", 1.0)


def bars(*quantities: Quantity) -> dict[str, Rect]:
    marks = pairs(("Wide", "Thin"), quantities, (Role.KERNEL, Role.OUTPUT))
    return {mark.name: mark for mark in marks if isinstance(mark, Rect)}


def test_bars_are_as_long_as_their_numbers_and_both_begin_at_one_line() -> None:
    found = bars(WORK)
    assert {bar.x for bar in found.values()} == {BARS}
    assert (found["work, Wide"].width, found["work, Thin"].width) == (LONGEST, pytest.approx(LONGEST / 4))
    assert (found["work, Wide"].value, found["work, Thin"].value) == (4.0, 1.0)


def test_what_is_not_known_yet_is_a_line_without_a_verdict() -> None:
    marks = pairs(("Wide", "Thin"), (TIME,), (Role.KERNEL, Role.OUTPUT))
    assert [bar.width for bar in bars(TIME).values()] == [1.0, 1.0]
    texts = [mark.text for mark in marks if isinstance(mark, Text)]
    assert texts == ["Wide", "Thin", "time", "–", "0 ms"]


def test_three_rows_fill_the_picture_of_a_board_in_large_letters() -> None:
    marks = pairs(("Wide", "Thin"), (WORK, WORK, WORK), (Role.KERNEL, Role.OUTPUT))
    boxes, texts = [mark for mark in marks if isinstance(mark, Rect)], [m for m in marks if isinstance(m, Text)]
    assert 620 < max(box.y + box.height for box in boxes) <= BOTTOM
    assert min(text.size for text in texts) >= 40
    verdicts = [text for text in texts if text.name == "work compared"]
    assert [(text.x, text.anchor) for text in verdicts] == [(RIGHT, "end")] * 3


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
