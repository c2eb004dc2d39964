from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.collecting import strokes
from desktop.collecting.preparing import DIGIT, Ink, prepared, refusal
from desktop.collecting.strokes import Stroke
from engine.contract.pictures import LOADERS
from engine.contract.spec import DATA

THREE = ((0.3, 0.25), (0.45, 0.15), (0.62, 0.2), (0.6, 0.4), (0.45, 0.5), (0.64, 0.6), (0.6, 0.8), (0.3, 0.8))


def inked(points: tuple[tuple[float, float], ...], width: float = 0.11) -> Ink:
    return strokes.ink(strokes.drawn((Stroke(points, width),)))


def moved(x: float, y: float, size: float) -> tuple[tuple[float, float], ...]:
    return tuple((0.5 + x + (px - 0.5) * size, 0.5 + y + (py - 0.5) * size) for px, py in THREE)


def extent(picture: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = (np.flatnonzero(picture[0].max(axis) > 40) for axis in (1, 0))
    return rows[0], rows[-1] + 1, columns[0], columns[-1] + 1


@pytest.mark.parametrize("data", [*DATA, "of my own"])
def test_an_empty_drawing_is_no_picture(data: str) -> None:
    shape = next((known.shape for name, known in DATA.items() if name == data), (1, 20, 30))
    assert prepared(inked(((2.0, 2.0),)), data, shape) is None


@given(st.floats(-0.1, 0.1), st.floats(-0.1, 0.1), st.floats(0.6, 1.0))
def test_a_digit_is_the_same_wherever_it_is_drawn_and_fills_its_cells_as_those_of_the_data_do(
    x: float, y: float, size: float
) -> None:
    picture = prepared(inked(moved(x, y, size), 0.11 * size), "digits", (1, 8, 8))
    assert picture is not None
    assert picture.dtype == np.uint8
    assert extent(picture)[:2] == (0, DIGIT)
    levels = {round(count * 255 / 16) for count in range(17)}
    assert set(picture.ravel().tolist()) <= levels
    reference = prepared(inked(THREE), "digits", (1, 8, 8))
    assert reference is not None
    assert np.abs(picture.astype(int) - reference).mean() < 20, "only the edges of strokes differ"


def test_a_digit_has_about_as_much_ink_as_those_of_the_data() -> None:
    source = LOADERS["digits"]()
    threes = source.validation_x[source.validation_y == 3].sum((1, 2, 3)) / 255
    picture = prepared(inked(THREE), "digits", (1, 8, 8))
    assert picture is not None
    assert threes.min() < picture.sum() / 255 < threes.max()


@pytest.mark.parametrize(("x", "corner"), [(-0.3, (0, 8)), (0.0, (8, 8)), (0.34, (16, 8))])
def test_a_digit_stays_where_it_is_drawn_where_the_data_has_them_anywhere(x: float, corner: tuple[int, int]) -> None:
    picture = prepared(inked(moved(x, 0.0, 0.4), 0.05), "translated24", (1, 24, 24))
    alone = prepared(inked(moved(0.0, 0.0, 0.4), 0.05), "digits", (1, 8, 8))
    assert picture is not None
    assert alone is not None
    left, top = corner
    assert picture[:, top : top + 8, left : left + 8].sum() == picture.sum()
    assert np.abs(picture[:, top : top + 8, left : left + 8].astype(int) - alone).max() <= 32


def test_an_animal_is_as_long_as_those_of_the_data_and_in_the_middle() -> None:
    picture = prepared(inked(((0.2, 0.3), (0.5, 0.4)), 0.2), "animals", (1, 28, 28))
    assert picture is not None
    top, bottom, left, right = extent(picture)
    assert right - left in (26, 27, 28)
    assert abs(left - (28 - right)) <= 1
    assert abs(top - (28 - bottom)) <= 1


@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.floats(0.02, 0.3))
def test_scaling_keeps_the_share_of_ink(x: float, y: float, width: float) -> None:
    picture = prepared(inked(((x, y),), width), "of my own", (1, 28, 28))
    assert picture is not None
    top, bottom, left, right = extent(picture)
    assert max(bottom - top, right - left) <= 22
    assert picture.max() > 200


def test_dark_ink_on_light_ground_is_the_same_drawing_the_other_way_round() -> None:
    dark, light = (prepared(inked(THREE), "of my own", (1, 28, 28), light) for light in (False, True))
    assert dark is not None
    assert light is not None
    np.testing.assert_array_equal(255 - dark, light)


def test_what_has_colours_cannot_be_drawn() -> None:
    for known in DATA.values():
        assert (refusal(known.shape) is None) == (known.shape[0] == 1)
    assert (refusal((3, 4, 4)) or "").endswith(".")
