"""Cells and points: each cell's points lead back to it, whatever way the cells lean."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scenes.stage.core.lattice import Lattice, Point, nearest_cell, squares

steadily = settings(derandomize=True, deadline=None, max_examples=60)
places = st.floats(-500, 500)


@st.composite
def lattices(draw: st.DrawFn) -> Lattice:
    """Cells that may lean, and are not flat."""
    long, turn, lean = draw(st.floats(4, 90)), draw(st.floats(0, 2 * math.pi)), draw(st.floats(0.4, math.pi - 0.4))
    u = (long * math.cos(turn), long * math.sin(turn))
    v = (long * math.cos(turn + lean), long * math.sin(turn + lean))
    return Lattice((draw(places), draw(places)), u, v, draw(st.integers(1, 9)), draw(st.integers(1, 9)))


@steadily
@given(lattices(), st.floats(0, 0.999), st.floats(0, 0.999), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_every_point_of_a_cell_leads_to_it(
    cells: Lattice, row: float, column: float, down: float, right: float
) -> None:
    cell = int(row * cells.rows), int(column * cells.columns)
    point = cells.at(cell[0] + down, cell[1] + right)
    assert cells.cell(point) == cell
    assert cells.nearest(point) == cell
    assert cells.position(point) == pytest.approx((cell[0] + down, cell[1] + right), abs=1e-6)


@steadily
@given(lattices(), places, places)
def test_a_point_outside_has_no_cell_but_a_nearest_one(cells: Lattice, x: float, y: float) -> None:
    found = cells.cell((x, y))
    row, column = cells.nearest((x, y))
    assert 0 <= row < cells.rows
    assert 0 <= column < cells.columns
    assert found in (None, (row, column))


@steadily
@given(lattices(), places, places)
def test_moving_the_cells_moves_their_points(cells: Lattice, dx: float, dy: float) -> None:
    x, y = cells.center(0, 0)
    assert cells.moved(dx, dy).center(0, 0) == pytest.approx((x + dx, y + dy))
    assert cells.moved(dx, dy).moved(-dx, -dy).origin == pytest.approx(cells.origin)


def test_rows_run_along_v_and_columns_along_u() -> None:
    cells = Lattice((100.0, 50.0), (10.0, 0.0), (0.0, 20.0), 2, 3)
    assert cells.at(1, 2) == (120.0, 70.0)
    assert cells.center(0, 0) == (105.0, 60.0)
    assert cells.corners == ((100.0, 50.0), (130.0, 50.0), (130.0, 90.0), (100.0, 90.0))


@pytest.mark.parametrize(
    ("point", "cell", "nearest"),
    [
        ((99.9, 60.0), None, (0, 0)),
        ((130.0, 89.0), None, (1, 2)),
        ((0.0, 1e6), None, (1, 0)),
        ((125.0, 55.0), (0, 2), (0, 2)),
    ],
)
def test_the_border_belongs_to_the_cells_at_its_start(point: Point, cell: Point | None, nearest: Point) -> None:
    cells = Lattice((100.0, 50.0), (10.0, 0.0), (0.0, 20.0), 2, 3)
    assert cells.cell(point) == cell
    assert cells.nearest(point) == nearest


@steadily
@given(places, places, places, places)
def test_flat_cells_have_no_inside(x: float, y: float, u: float, v: float) -> None:
    assume(math.hypot(u, v) > 1)
    flat = Lattice((0.0, 0.0), (u, v), (2 * u, 2 * v), 3, 3)
    assert flat.cell((x, y)) is None
    assert flat.nearest((x, y)) == (0, 0)


@pytest.mark.parametrize(
    ("cell", "nearest"), [((1, 1), (1, 1)), ((-3, 9), (0, 3)), ((2, -1), (2, 0)), ((7, 2), (2, 2))]
)
def test_the_nearest_cell_is_inside(cell: tuple[int, int], nearest: tuple[int, int]) -> None:
    assert nearest_cell(cell, 3, 4) == nearest


def test_squares_stand_upright_side_by_side() -> None:
    cells = squares((10.0, 20.0), 5.0, 2, 3)
    assert cells.corners == ((10.0, 20.0), (25.0, 20.0), (25.0, 30.0), (10.0, 30.0))
    assert cells.center(1, 2) == (22.5, 27.5)
