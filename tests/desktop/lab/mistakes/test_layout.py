from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.lab.mistakes.layout import GAP, HEAD, Room, every, placed

ROOM = Room(900.0, 500.0, 12.0, 80.0, 60.0)


@given(st.integers(1, 6), st.integers(2, 100), st.floats(300, 2000), st.floats(300, 1200), st.floats(9, 40))
def test_all_matrices_stand_apart_within_the_room(
    count: int, classes: int, width: float, height: float, letter: float
) -> None:
    room = Room(width, height, letter, 0.2 * width, 0.2 * height)
    found = placed(tuple(range(count)), classes, room)
    assert [each.contestant for each in found] == list(range(count))
    assert len({each.cell for each in found}) == 1
    if found[0].cell > 1.0:  # never smaller than a pixel, whatever the room
        for each in found:
            assert each.cells.right <= width + 1e-6
            assert each.cells.y + each.cells.height <= height + 1e-6
    for one in found:
        for other in found[one.contestant + 1 :]:
            beside = other.cells.x >= one.cells.right + GAP * letter - 1e-6
            assert beside or other.cells.y >= one.cells.y + one.cells.height + HEAD * letter


def test_they_stand_so_that_their_cells_are_largest() -> None:
    wide, high = placed((0, 1), 10, ROOM), placed((0, 1), 10, Room(400.0, 1000.0, 12.0, 80.0, 60.0))
    assert wide[0].cells.y == wide[1].cells.y
    assert [each.names for each in wide] == [True, False], "those in one row share the names of the classes"
    assert high[0].cells.x == high[1].cells.x
    assert all(each.names for each in high)


def test_a_point_finds_its_cell() -> None:
    (matrix,) = placed((2,), 10, ROOM)
    box = matrix.box(3, 7)
    assert matrix.at(box.x + 1, box.y + 1) == (3, 7)
    assert matrix.at(box.x, matrix.cells.y - 1) is None


@pytest.mark.parametrize(("cell", "expected"), [(30.0, 1), (13.0, 1), (7.0, 2), (3.0, 5)])
def test_only_so_many_names_stand_beside_rows_as_can_be_read(cell: float, expected: int) -> None:
    assert every(cell, 12.0) == expected
