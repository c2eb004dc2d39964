"""Pieces that scenes share: volumes, and the places of a sliding window."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.reference import output_size, window_span
from scenes.stage.core.lattice import between, midway
from scenes.stage.core.marks import Grid, Rect, Role, Text
from scenes.stage.draw.blocks import bracketed, brief, fitted, heading, number, plus_sign, shape_text, volume
from scenes.stage.draw.maps import photograph
from scenes.stage.draw.sliding import lattice_of_windows
from scenes.stage.numbers.values import Values

steadily = settings(derandomize=True, deadline=None, max_examples=60)


@steadily
@given(st.integers(1, 7), st.integers(1, 3), st.integers(1, 2), st.integers(0, 6), st.floats(3, 90))
def test_each_place_of_a_window_is_picked_by_the_windows_middle(
    size: int, stride: int, dilation: int, room: int, cell: float
) -> None:
    """Also where the stride is longer than the window, so that windows don't touch."""
    span = window_span(size, dilation)
    count = output_size(span + room, size, stride, 0, dilation)
    windows = lattice_of_windows((40.0, 70.0), cell, span, stride, count, count)
    for place in range(count):
        corner = place * stride * cell
        middle = (40.0 + corner + span * cell / 2, 70.0 + span * cell / 2)
        assert windows.cell(middle) == (0, place)
        assert windows.center(0, place) == pytest.approx(middle)


@pytest.mark.parametrize(
    ("rows", "columns", "side"),
    [(10, 10, 30.0), (2, 10, 40.0), (10, 2, 30.0), (1, 1, 96.0), (300, 1, 1.0)],
)
def test_fitted_cells_fill_the_space_and_stay_within_it(rows: int, columns: int, side: float) -> None:
    assert fitted(400.0, 300.0, rows, columns, 96.0) == side


def test_between_and_midway_reach_both_ends() -> None:
    assert (between(2, 10, 0), between(2, 10, 0.25), between(2, 10, 1)) == (2, 4, 10)
    assert midway((0, 10), (4, 20), 0.5) == (2, 15)


def test_a_number_in_running_text_is_whole_or_has_decimals() -> None:
    assert [number(value) for value in (3, -2.0, 0.125, 123.45)] == ["3", "−2", "0.12", "123.5"]


def test_only_a_negative_number_needs_brackets_in_a_sum() -> None:
    assert [bracketed(value) for value in (3, 0, -0.0, -2)] == ["3", "0", "0", "(−2)"]


def test_a_shape_is_written_with_signs_of_multiplication() -> None:
    assert (shape_text((3, 28, 28)), shape_text([7])) == ("3×28×28", "7")


def sheets(maps: list[Values], spread: float = 1.0) -> list[Grid]:
    marks = volume(
        maps,
        (100.0, 500.0),
        40.0,
        role=Role.OUTPUT,
        name="map",
        step=(10, -5),
        spread=spread,
    )
    return [mark for mark in marks if isinstance(mark, Grid)]


def test_a_volume_shows_its_first_map_in_front_and_numbers_only_there() -> None:
    maps = [Values(np.full((2, 3), float(index))) for index in range(3)]
    grids = sheets(maps)
    assert [grid.name for grid in grids] == ["map 3", "map 2", "map 1"]
    assert [grid.values for grid in grids] == maps[::-1]
    assert [grid.origin for grid in grids] == [(120.0, 490.0), (110.0, 495.0), (100.0, 500.0)]
    assert [grid.number_size > 0 for grid in grids] == [False, False, True]
    assert {grid.origin for grid in sheets(maps, spread=0.0)} == {(100.0, 500.0)}


def test_a_heading_names_a_block_in_its_role() -> None:
    assert heading(0, 0, "kernel", "3×3", Role.KERNEL).text == "kernel  3×3"
    assert heading(0, 0, "kernel", role=Role.KERNEL).runs[0].role == Role.KERNEL


@pytest.mark.parametrize(
    ("count", "words"),
    [(37752832, "37.8 M"), (307456, "307 k"), (4096000, "4.1 M"), (105415200, "105 M"), (7, "7"), (1.547e10, "15.5 G")],
)
def test_brief_counts(count: int, words: str) -> None:
    assert brief(count) == words


def test_a_photograph_has_as_many_pixels_as_are_asked_for() -> None:
    whole = photograph("astronaut", 224).array
    for side in (63, 112, 227, 448):
        assert photograph("astronaut", side).shape == (side, side, 3)
    means = whole.astype(float).reshape(14, 16, 14, 16, 3).mean(axis=(1, 3))
    assert np.array_equal(photograph("astronaut", 14).array, np.round(means).astype(np.uint8))
    corner = whole[:17, :17].mean(axis=(0, 1))  # 224 / 13 = 17.2: the first of 13 rows covers the first 17
    assert np.array_equal(photograph("astronaut", 13).array[0, 0], np.round(corner))
    assert np.array_equal(photograph("astronaut", 448).array[::2, ::2], whole)


def test_a_plus_stands_in_the_middle_of_its_circle() -> None:
    ground, ring, sign = plus_sign((100.0, 50.0), Role.OUTPUT)
    assert isinstance(ring, Rect)
    assert isinstance(sign, Text)
    assert (ring.x + ring.width / 2, ring.y + ring.height / 2) == (sign.x, sign.y) == (100.0, 50.0)
    assert (ground.role, ring.role, sign.text) == (Role.SURFACE, Role.OUTPUT, "+")
