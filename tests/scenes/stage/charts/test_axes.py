"""The plane of curves: where numbers lie, which ticks it has, and what its box cuts off."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.stage.charts.axes import Axes, fine_log_ticks, linear_ticks, log_ticks, plain_labels, tick_labels
from scenes.stage.core.marks import SMALLEST_TEXT, Path, Role, Text, outline

steadily = settings(derandomize=True, deadline=None, max_examples=80)
PLANE = Axes(box=(100, 200, 400, 300), x=(-2, 2), y=(0, 3))
LOG = Axes(box=(0, 0, 100, 300), x=(0, 1), y=(0.001, 1), log_y=True)


def test_corners_and_the_middle_have_their_places() -> None:
    assert PLANE.at(-2, 0) == (100, 500)
    assert PLANE.at(2, 3) == (500, 200)
    assert PLANE.at(0, 1.5) == (300, 350)
    assert PLANE.at(3, 3) == (600, 200)  # outside the box, too


def test_on_a_logarithmic_axis_equal_factors_are_equal_heights() -> None:
    heights = [LOG.at(0, y)[1] for y in (1, 0.1, 0.01, 0.001)]
    assert heights == pytest.approx([0, 100, 200, 300])
    assert math.isnan(LOG.at(0, 0)[1])
    assert math.isnan(LOG.at(0, -1)[1])


@pytest.mark.parametrize(
    ("words", "x", "y", "log"),
    [("range of x", (1, 1), (0, 1), False), ("range of y", (0, 1), (2, 1), False), ("above zero", (0, 1), (0, 1), True),
     ("range of y", (0, 1), (0, math.nan), False)],
)  # fmt: skip
def test_empty_ranges_are_refused(words: str, x: tuple[float, float], y: tuple[float, float], log: bool) -> None:
    with pytest.raises(ValueError, match=words):
        Axes(box=(0, 0, 10, 10), x=x, y=y, log_y=log)


def test_ticks_are_round_numbers() -> None:
    assert linear_ticks(0, 1, 5) == (0, 0.2, 0.4, 0.6, 0.8, 1.0)
    assert linear_ticks(-3, 3, 6) == (-3, -2, -1, 0, 1, 2, 3)
    assert linear_ticks(7, 520, 4) == (200, 400)
    assert log_ticks(0.001, 10, 6) == (0.001, 0.01, 0.1, 1, 10)
    assert log_ticks(2, 9, 5) == (2, 5)
    assert len(log_ticks(1e-12, 1, 5)) <= 5


@steadily
@given(st.floats(-1e5, 1e5), st.floats(1e-3, 1e5), st.integers(2, 12))
def test_ticks_lie_in_the_range_evenly_and_have_labels_of_their_own(low: float, length: float, count: int) -> None:
    ticks = linear_ticks(low, low + length, count)
    slack = 1e-6 * length
    assert all(low - slack <= tick <= low + length + slack for tick in ticks)
    assert len(ticks) <= count + 1
    gaps = [b - a for a, b in pairwise(ticks)]
    assert gaps == pytest.approx([gaps[0]] * len(gaps)) if gaps else True
    assert len(set(tick_labels(ticks))) == len(ticks)


def test_labels_say_no_more_than_they_must() -> None:
    assert tick_labels((0, 0.5, 1.0)) == ("0.0", "0.5", "1.0")
    assert tick_labels((-2, 0, 2)) == ("−2", "0", "2")
    assert tick_labels((0.01, 0.1, 1, 10, 100), log=True) == ("10⁻²", "10⁻¹", "1", "10¹", "10²")
    assert tick_labels((2, 5), log=True) == ("2", "5")
    assert tick_labels((0, 50_000, 100_000)) == ("0", "50,000", "100,000")


def test_both_axes_can_be_logarithmic() -> None:
    plane = Axes(box=(0, 0, 300, 100), x=(0.1, 100), y=(0, 1), log_x=True)
    assert [plane.at(x, 0)[0] for x in (0.1, 1, 10, 100)] == pytest.approx([0, 100, 200, 300])
    assert math.isnan(plane.at(0, 0)[0])
    assert fine_log_ticks(0.25, 60, 10) == pytest.approx((0.5, 1, 2, 5, 10, 20, 50))
    assert fine_log_ticks(0.001, 1000, 8) == log_ticks(0.001, 1000, 8)
    assert plain_labels((0.5, 1, 20, 5000)) == ("0.5", "1", "20", "5,000")
    words = [mark.text for mark in plane.frame() if isinstance(mark, Text)]
    assert words[: len(plane.ticks()[0])] == list(plain_labels(plane.ticks()[0]))
    with pytest.raises(ValueError, match="above zero"):
        Axes(box=(0, 0, 10, 10), x=(0, 1), y=(0, 1), log_x=True)


def test_the_frame_has_a_number_for_every_tick() -> None:
    marks = PLANE.frame("time", "height")
    words = [mark.text for mark in marks if isinstance(mark, Text)]
    xs, ys = PLANE.ticks()
    assert words == [*tick_labels(xs), *tick_labels(ys), "time", "height"]
    assert all(mark.size >= SMALLEST_TEXT for mark in marks if isinstance(mark, Text))
    places = {(mark.text, mark.anchor): (mark.x, mark.y) for mark in marks if isinstance(mark, Text)}
    assert places["2", "middle"][0] == PLANE.at(2, 0)[0]
    assert places["1", "end"][1] == PLANE.at(0, 1)[1]


def test_a_chart_is_for_the_last_row() -> None:
    plane = Axes((180, 180, 1120, 480), (0, 100), (0, 10))
    assert {mark.size for mark in plane.frame("step", "loss") if isinstance(mark, Text)} == {32.0}
    assert 3 <= min(map(len, plane.ticks())) <= max(map(len, plane.ticks())) <= 8
    (curve,) = plane.line([0, 100], [0, 10], Role.OUTPUT, "y")
    assert curve.line == 7.0


def test_a_line_within_the_box_is_one_piece_through_all_its_points() -> None:
    (found,) = PLANE.line((-1, 0, 1), (0, 1, 2), Role.OUTPUT, "curve")
    assert found.points == (PLANE.at(-1, 0), PLANE.at(0, 1), PLANE.at(1, 2))
    assert found.name == "curve"


def test_a_line_is_cut_at_the_edge_and_at_numbers_that_have_no_place() -> None:
    up, down = PLANE.line((-2, 0, 2), (0, 6, 0), Role.OUTPUT, "peak")
    assert up.points == (PLANE.at(-2, 0), PLANE.at(-1, 3))
    assert down.points == (PLANE.at(1, 3), PLANE.at(2, 0))
    left, right = PLANE.line((-2, -1, 0, 1, 2), (1, 1, math.nan, 2, 2), Role.OUTPUT, "gap")
    assert (left.points[0], right.points[0]) == (PLANE.at(-2, 1), PLANE.at(1, 2))
    assert PLANE.line((-2, 2), (5, 5), Role.OUTPUT, "away") == ()
    assert [len(piece.points) for piece in LOG.line((0, 0.5, 0.7, 1), (0, 0.1, 0.1, 1), Role.OUTPUT, "log")] == [3]


@steadily
@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=2, max_size=12))
def test_no_line_leaves_the_box(points: list[tuple[float, float]]) -> None:
    for piece in PLANE.line([x for x, _ in points], [y for _, y in points], Role.OUTPUT, "any"):
        assert isinstance(piece, Path)
        left, top, right, bottom = outline(piece)
        assert 100 - 1e-6 <= left <= right <= 500 + 1e-6
        assert 200 - 1e-6 <= top <= bottom <= 500 + 1e-6


def test_bars_stand_on_zero_and_say_their_numbers() -> None:
    plane = Axes(box=(0, 0, 400, 200), x=(0, 4), y=(-1, 1))
    up, down, high = plane.bars((1, 2, 3), (0.5, -0.25, 7), Role.OUTPUT, "bar", width=0.5)
    assert (up.x, up.y, up.width, up.height) == (75, 50, 50, 50)
    assert (down.y, down.height) == (100, 25)
    assert (high.y, high.height) == (0, 100)  # cut off at the edge, but what it says is the number
    assert [bar.value for bar in (up, down, high)] == [0.5, -0.25, 7]
    assert [bar.name for bar in (up, down, high)] == ["bar 1", "bar 2", "bar 3"]
    (only,) = LOG.bars((0.5, 0.7), (0.01, 0), Role.OUTPUT, "log", width=0.2)
    assert [only.y, only.height] == pytest.approx([200, 100])


@pytest.mark.parametrize("layers", [1, 5, 50])
def test_things_that_are_counted_have_whole_numbers(layers: int) -> None:
    axes = Axes((0, 0, 1000, 400), (-0.4, layers + 0.4), (0, 1), whole_x=True)
    ticks, _ = axes.ticks()
    assert {0, layers} <= set(ticks)
    assert all(tick == round(tick) for tick in ticks)
