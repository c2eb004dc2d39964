"""How well cells are told from their neighbours, on grids whose answer is known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scenes.stage.core.marks import AnyMark, Grid, Group, lettering
from scenes.stage.numbers.scales import Scales
from scenes.stage.numbers.values import Values
from scenes.stage.output.theme import DARK
from tests.audit.pictures import Screen
from tests.audit.tiles import contrast, least_contrast, luminance, neighbours
from tests.desktop.painted import frame_of

FOUR = Scales(4.0)


def grid(values: Any, **more: Any) -> Grid:
    return Grid(values=Values(np.array(values, float)), origin=(100, 200), u=(100, 0), v=(0, 100), **more)


def least(*marks: AnyMark) -> float | None:
    return least_contrast(replace(frame_of(*marks), scales=Scales(4.0)), Screen(DARK))


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


def test_a_ring_is_told_from_a_plate_by_its_edge_and_its_middle() -> None:
    plate, ring = np.full((20, 20), 0.15), np.full((20, 20), 0.05)
    ring[:5] = 0.35
    assert [contrast(plate, ring), contrast(ring, plate)] == pytest.approx([4, 4])
    assert contrast(plate, plate * 2) == pytest.approx(0.35 / 0.2)


def test_neighbours_differ_in_sign() -> None:
    assert pairs([[1, 2, -1], [0, 2, -3]]) == [((0, 0), (1, 0)), ((0, 1), (0, 2)), ((1, 0), (1, 1)), ((1, 1), (1, 2))]
    assert pairs([[1, 4], [2, 3]]) == []


def test_what_is_faint_unwritten_faded_or_no_number_has_no_neighbour() -> None:
    assert pairs([[0.9, 0, 4]]) == [((0, 1), (0, 2))]
    assert pairs([[1, -1, 1]], shown=2) == [((0, 0), (0, 1))]
    assert pairs([[1, -1, 1]], faded=Values(np.array([[True, False, False]]))) == [((0, 1), (0, 2))]
    assert pairs([[np.nan, -1, np.inf]]) == []


@pytest.mark.parametrize(
    ("values", "wanted"),
    [([[4, 0]], 8.0), ([[-4], [0]], 7.7), ([[4, -4]], 4.4), ([[1, -4]], 4.4), ([[1, -1]], 3.3), ([[1, 0, -4]], 3.7)],
)
def test_painted_cells_have_the_contrast_of_their_colours_and_not_of_their_numbers(
    qapp: object, values: object, wanted: float
) -> None:
    for marks in (grid(values), grid(values, decimals=1)):
        assert least(marks) == pytest.approx(wanted, abs=0.15)


def test_the_worst_of_all_grids_counts_wherever_it_stands(qapp: object) -> None:
    good, bad = grid([[4, 0]]), grid([[1, -1, 4]])
    moved = Group(marks=(bad,), dx=700.5, dy=300.0)
    assert least(good, moved) == pytest.approx(3.3, abs=0.1)


def test_only_signed_numbers_in_cells_count(qapp: object) -> None:
    for other in (grid([[4, 0]], shade="pixel"), grid([[4, -4]], numbers=False), lettering(100, 300, "4 -4")):
        assert least(other) is None
