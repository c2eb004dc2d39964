from __future__ import annotations

import numpy as np
import pytest

from desktop.lab.ground.contours import isoline, levels


def test_a_slope_has_straight_isolines() -> None:
    heights = np.add.outer(np.zeros(3), np.array([0.0, 1.0, 2.0]))
    found = isoline(heights, 0.25)
    assert found.shape == (2, 2, 2)
    np.testing.assert_allclose(found[:, :, 0], 0.25)
    assert sorted(found[:, :, 1].ravel()) == [0, 1, 1, 2]


def test_a_hill_has_a_closed_isoline_around_its_top() -> None:
    heights = np.zeros((3, 3))
    heights[1, 1] = 1.0
    found = isoline(heights, 0.5)
    assert len(found) == 4
    corners = {tuple(end) for piece in found.tolist() for end in piece}
    assert corners == {(0.5, 1.0), (1.0, 0.5), (1.5, 1.0), (1.0, 1.5)}


def test_a_saddle_has_two_pieces_in_its_cell() -> None:
    assert len(isoline(np.array([[1.0, 0.0], [0.0, 1.0]]), 0.5)) == 2


def test_where_no_height_is_known_there_is_no_isoline() -> None:
    assert len(isoline(np.array([[0.0, 1.0], [np.nan, 1.0]]), 0.5)) == 0
    assert isoline(np.full((3, 3), np.nan), 0.0).shape == (0, 2, 2)


@pytest.mark.parametrize(("low", "high"), [(-1.0, 1.0), (0.0, 0.01), (-3.0, 9.0), (0.33, 0.34)])
def test_levels_are_even_and_not_too_many(low: float, high: float) -> None:
    found = levels(low, high)
    assert 1 <= len(found) <= 13 or high - low < 0.02
    assert all(low - 1e-9 <= level <= high + 1e-9 for level in found)
    np.testing.assert_allclose(np.diff(found), np.diff(found)[:1].repeat(max(0, len(found) - 1)))


def test_levels_are_round() -> None:
    np.testing.assert_allclose(levels(-0.93, 0.55), np.arange(-4, 3) * 0.2)
