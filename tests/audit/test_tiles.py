"""How well cells are told from their neighbours, on grids whose answer is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from scenes.stage.core.marks import Grid, Group, lettering
from scenes.stage.numbers.scales import Scales
from scenes.stage.numbers.values import Values
from scenes.stage.output.theme import DARK
from tests.audit.pictures import Screen
from tests.audit.tiles import contrast, contrasts, least_contrast, luminance, neighbours
from tests.desktop.painted import frame_of

FOUR = Scales(4.0)


def grid(values: Any, **more: Any) -> Grid:
    return Grid(values=Values(np.array(values, float)), origin=(100, 200), u=(100, 0), v=(0, 100), **more)


def pairs(values: Any, **more: Any) -> list[object]:
    return list(neighbours(grid(values, **more), 4.0))


def test_luminance_and_contrast_are_those_of_the_web() -> None:
    levels = np.array([[[0, 0, 0, 255], [255, 255, 255, 255], [0x77, 0x77, 0x77, 255], [255, 0, 0, 255]]], np.uint8)
    black, white, grey, blue = luminance(levels).T[:, :, None]
    assert contrast(black, white) == contrast(white, black) == pytest.approx(21)
    assert contrast(white, grey) == pytest.approx(4.48, abs=0.01)
    assert contrast(white, blue) == pytest.approx(8.59, abs=0.01)


def test_the_contrast_is_where_two_cells_differ_most_but_not_at_the_smoothing_of_an_edge() -> None:
    dark, ring = np.zeros((20, 20)), np.zeros((20, 20))
    ring[:1] = 1.0
    assert contrast(dark, ring) == 1
    ring[:3] = 1.0
    assert contrast(dark, ring) == pytest.approx(21)


def test_neighbours_differ_in_sign() -> None:
    assert pairs([[1, 2, -1], [0, 2, -3]]) == [((0, 0), (1, 0)), ((0, 1), (0, 2)), ((1, 0), (1, 1)), ((1, 1), (1, 2))]
    assert pairs([[1, 4], [2, 3]]) == []


def test_what_is_faint_unwritten_faded_or_no_number_has_no_neighbour() -> None:
    assert pairs([[0.9, 0, 4]]) == [((0, 1), (0, 2))]
    assert pairs([[1, -1, 1]], shown=2) == [((0, 0), (0, 1))]
    assert pairs([[1, -1, 1]], faded=Values(np.array([[True, False, False]]))) == [((0, 1), (0, 2))]
    assert pairs([[1, -1, 1]], padding=Values(np.array([[False, True, False]]))) == []
    assert pairs([[np.nan, -1, np.inf]]) == []


def test_painted_cells_are_compared_without_their_numbers(qapp: object) -> None:
    screen = Screen(DARK)
    for values in ([[4, -4]], [[4], [-4]]):
        (plain,) = contrasts(grid(values), screen, FOUR)
        assert list(contrasts(grid(values, decimals=2), screen, FOUR)) == [pytest.approx(plain, rel=0.02)]
        assert plain < 5  # that of a number is 10 and more


def test_the_worst_of_all_grids_counts_wherever_it_stands(qapp: object) -> None:
    screen = Screen(DARK)
    good, bad = grid([[4, 0]]), grid([[1, -1, 4]])
    alone = least_contrast(frame_of(bad), screen)
    assert alone is not None
    assert alone < (least_contrast(frame_of(good), screen) or 0)
    moved = Group(marks=(bad,), dx=700.5, dy=300.0)
    assert least_contrast(frame_of(good, moved), screen) == pytest.approx(alone, rel=0.02)


def test_only_signed_numbers_in_cells_count(qapp: object) -> None:
    screen = Screen(DARK)
    for other in (grid([[4, -4]], shade="grey"), grid([[4, -4]], numbers=False), lettering(100, 300, "4 -4")):
        assert least_contrast(frame_of(other), screen) is None
