from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.lab.charts.spans import SHORTEST, axis_end, dashes, rounded_up, with_margin, zoomed
from desktop.runs.readings import duration_text


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_the_axis_holds_the_run_and_is_not_much_too_long(step: int, total: int) -> None:
    end = axis_end(step, total)
    assert end >= step
    assert end <= max(20, 2 * step)


@given(st.floats(1e-9, 1e9))
def test_rounding_up(value: float) -> None:
    assert value * (1 - 1e-6) <= rounded_up(value) <= 1.51 * value


@given(st.floats(0, 100), st.floats(0.1, 10))
def test_zooming_keeps_the_step_in_place(at: float, factor: float) -> None:
    found = zoomed((0.0, 100.0), at, factor, (0.0, 100.0))
    if found is None:
        assert factor <= 1.0 + 1e-9
    else:
        assert 0 <= found[0] < found[1] <= 100 + 1e-9
        assert found[1] - found[0] >= SHORTEST - 1e-9
        assert found[0] - 1e-6 <= at <= found[1] + 1e-6


def test_zooming_near_an_edge_keeps_the_edge() -> None:
    assert zoomed((0.0, 100.0), 3.0, 10.0, (0.0, 100.0)) == (0.0, 10.0)
    assert zoomed((0.0, 100.0), 97.0, 10.0, (0.0, 100.0)) == (90.0, 100.0)


def test_zooming_in_and_out_again() -> None:
    closer = zoomed((0.0, 100.0), 30.0, 2.0, (0.0, 100.0))
    assert closer == (15.0, 65.0)
    assert zoomed(closer, 30.0, 0.5, (0.0, 100.0)) is None


def test_times_in_words() -> None:
    found = [duration_text(each) for each in (7.6, 89, 200, 4800, 4 * 3600 + 120)]
    assert found == [each.replace(" ", "\xa0") for each in ("8 s", "89 s", "3 min", "80 min", "4 h 2 min")]


def test_a_dashed_line_is_made_of_strokes_and_gaps() -> None:
    points = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]])
    strokes = dashes(points, (4.0, 2.0))
    assert strokes.tolist() == [
        [0, 0, 4, 0],
        [6, 0, 10, 0],
        [10, 2, 10, 6],
        [10, 8, 10, 10],
    ]
    lengths = np.hypot(strokes[:, 2] - strokes[:, 0], strokes[:, 3] - strokes[:, 1])
    assert (lengths <= 4).all()


def test_dots_and_dashes_take_turns() -> None:
    strokes = dashes(np.array([[0.0, 0.0], [22.0, 0.0]]), (5.0, 2.0, 1.0, 2.0))
    assert sorted(strokes[:, [0, 2]].tolist()) == [[0, 5], [7, 8], [10, 15], [17, 18], [20, 22]]


@pytest.mark.parametrize("points", [np.zeros((1, 2)), np.zeros((3, 2))])
def test_a_line_without_length_has_no_strokes(points: np.ndarray) -> None:
    assert dashes(points, (4.0, 2.0)).shape == (0, 4)


def test_a_dot_at_either_end_has_room() -> None:
    low, high = with_margin((0.0, 100.0))
    assert -5 < low < -1
    assert 101 < high < 105
