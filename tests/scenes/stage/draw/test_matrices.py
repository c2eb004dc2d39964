"""Matrices of square cells: where their cells lie, which touch, and the one that is written first."""

from __future__ import annotations

import numpy as np
import pytest

from scenes.stage.core.marks import CELL_GAP, Role
from scenes.stage.draw.matrices import SEPARATE, matrix, written_first
from scenes.stage.numbers.values import Values


def test_cells_are_upright_squares_from_the_corner_on() -> None:
    grid = matrix([[1, 2, 3], [4, 5, 6]], (100.0, 200.0), 40.0, role=Role.INPUT, name="input")
    assert grid.lattice.at(2, 3) == (220.0, 280.0)
    assert (grid.role, grid.name, grid.values.shape) == (Role.INPUT, "input", (2, 3))


def test_numbers_that_are_held_already_stay_the_same_object() -> None:
    values = Values(np.ones((2, 2)))
    assert matrix(values, (0, 0), 40.0).values is values


@pytest.mark.parametrize(("cell", "gap"), [(SEPARATE - 1, 0.0), (SEPARATE, 0.0), (SEPARATE + 1, CELL_GAP)])
def test_small_cells_touch_as_pixels_do(cell: float, gap: float) -> None:
    assert matrix([[1]], (0, 0), cell).gap == gap
    assert matrix([[1]], (0, 0), cell, gap=0.5).gap == 0.5


def test_the_cell_written_first_lies_in_its_place_and_looks_like_the_others() -> None:
    whole = matrix(np.zeros((3, 4)), (100.0, 200.0), 40.0, role=Role.OUTPUT, scale="maps", shown=0, name="map")
    one = written_first(whole, (1, 2), 5.0)
    assert one.origin == whole.lattice.at(1, 2)
    assert one.values.array.tolist() == [[5.0]]
    assert (one.shown, one.highlighted, one.first) == (None, ((0, 0),), (1, 2))
    assert (one.role, one.scale, one.name, one.u, one.v) == (whole.role, whole.scale, whole.name, whole.u, whole.v)
