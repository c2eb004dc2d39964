from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.stage.charts.axes import Axes
from scenes.stage.charts.curves import CLOSE, DECADES, Ending, above_zero, curve, decades, dots, endings, level, spread
from scenes.stage.core.marks import Path, Role, Text

PLANE = Axes((100.0, 200.0, 400.0, 300.0), (0.0, 10.0), (0.0, 5.0))
LOG = Axes((100.0, 200.0, 400.0, 300.0), (0.0, 10.0), (0.01, 100.0), log_y=True)


@given(st.lists(st.floats(0, 200), max_size=12), st.floats(5, 15))
def test_names_are_moved_apart_and_stay_inside(wanted: list[float], height: float) -> None:
    found = spread(wanted, height, 0.0, 200.0)
    ordered = sorted(found)
    assert all(b - a >= height - 1e-6 for a, b in pairwise(ordered))
    assert all(height / 2 - 1e-6 <= middle <= 200 - height / 2 + 1e-6 for middle in found)
    assert sorted(range(len(wanted)), key=lambda i: (wanted[i], i)) == sorted(
        range(len(found)), key=lambda i: (found[i], i)
    )


def test_names_with_room_stay_where_they_are() -> None:
    assert spread([20.0, 100.0], 10, 0, 200) == [20.0, 100.0]


def test_a_long_line_is_thinned_out_and_keeps_its_ends() -> None:
    xs = np.linspace(0.0, 10.0, 5000)
    (line,) = curve(PLANE, xs, xs / 2, Role.OUTPUT, "line")
    assert len(line.points) < 200
    assert line.points[0] == pytest.approx((100, 500))
    assert line.points[-1] == pytest.approx((500, 200))


def test_what_is_too_small_runs_along_the_foot_and_missing_numbers_are_gaps() -> None:
    xs = np.arange(6.0)
    pieces = curve(LOG, xs, np.array([1.0, 1e-30, 0.0, math.nan, 1.0, 10.0]), Role.OUTPUT, "line")
    assert [len(piece.points) for piece in pieces] == [3, 2]
    assert [y for _, y in pieces[0].points] == [350.0, 500.0, 500.0]


def test_dots_stand_where_their_numbers_are() -> None:
    (dot,) = dots(PLANE, np.array([5.0]), np.array([2.5]), Role.OUTPUT, radius=4.0)
    assert (dot.x + 4, dot.y + 4) == PLANE.at(5.0, 2.5)


def test_a_level_goes_from_side_to_side() -> None:
    line, words = level(PLANE, 2.5, "half")
    assert isinstance(line, Path)
    assert line.points == ((100.0, 350.0), (500.0, 350.0))
    assert isinstance(words, Text)
    assert words.text == "half"


@given(st.lists(st.floats(1e-9, 1e9), min_size=1, max_size=20))
def test_decades_hold_the_numbers_in_whole_powers_of_ten(values: list[float]) -> None:
    low, high = decades([np.array([*values, 0.0, math.nan, math.inf])])
    assert high >= max(values) * (1 - 1e-9)
    for end in (low, high):
        assert math.log10(end) == pytest.approx(round(math.log10(end)))
    assert low <= min(values) * (1 + 1e-9) or math.log10(high / low) == pytest.approx(DECADES)


def test_decades_of_nothing_are_an_axis_all_the_same() -> None:
    low, high = decades([np.array([0.0, math.nan])])
    assert 0 < low < high


@given(st.floats(1e-6, 1e6))
def test_an_axis_from_zero_is_not_much_too_long(value: float) -> None:
    low, high = above_zero(value)
    assert low == 0
    assert value <= high <= 1.6 * value


def test_names_stand_at_their_curves_ends_but_apart() -> None:
    ends = [
        Ending(2.5, "a", "2.50", Role.OUTPUT),
        Ending(2.6, "b", "2.60", Role.KERNEL),
        Ending(0.0, "c", "0", Role.TEXT),
    ]
    texts = [mark for mark in endings(PLANE, ends) if isinstance(mark, Text)]
    assert [text.text for text in texts] == ["a  2.50", "b  2.60", "c  0"]
    by_height = sorted(texts, key=lambda each: each.y)
    assert all(abs(one.y - other.y) >= 26 + CLOSE - 1e-9 for one, other in pairwise(by_height))
    assert texts[1].y < texts[0].y < texts[2].y <= 500.0


def test_names_of_numbers_without_a_place_stand_at_the_foot() -> None:
    (text,) = endings(LOG, [Ending(0.0, "a", "0", Role.OUTPUT)])
    assert isinstance(text, Text)
    assert text.y == pytest.approx(500.0, abs=26 + CLOSE)


@pytest.mark.parametrize("plane", [PLANE, LOG])
@given(st.lists(st.floats(0.01, 5.0), min_size=2, max_size=50))
def test_inside_the_axes_a_curve_is_their_line(plane: Axes, values: list[float]) -> None:
    xs, ys = np.linspace(0.0, 10.0, len(values)), np.array(values)
    (mine,), (theirs,) = curve(plane, xs, ys, Role.OUTPUT, "a"), plane.line(xs, ys, Role.OUTPUT, "a")
    assert np.allclose(mine.points, theirs.points)


def test_what_lies_beyond_the_axes_runs_along_their_edge() -> None:
    (line,) = curve(PLANE, np.arange(3.0), np.array([-1.0, 9.0, 5.0]), Role.OUTPUT, "line")
    assert [y for _, y in line.points] == [500.0, 200.0, 200.0]


def test_long_names_have_their_larger_values_under_them() -> None:
    ends = [Ending(2.5, "with many words", "2.50", Role.OUTPUT), Ending(2.6, "alone", "2.60", Role.KERNEL)]
    texts = [mark for mark in endings(PLANE, ends, stacked=True) if isinstance(mark, Text)]
    assert [text.text for text in texts] == ["with many words", "2.50", "alone", "2.60"]
    for name, value in (texts[:2], texts[2:]):
        assert name.x == value.x
        assert name.y < value.y
        assert name.size < value.size
    assert abs(texts[0].y - texts[2].y) >= texts[0].size + texts[1].size
