"""Maps that lie flat above each other, and needles through them."""

from __future__ import annotations

import pytest

from scenes.stage.core.marks import Grid, Path, Role
from scenes.stage.draw.areas import Area
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.plates import Plates

PLATES = Plates(Area(100.0, 200.0, 500.0, 600.0), (2, 3), 3)
MAPS = [matrix([[0, 1, 2], [3, 4, 5]], (0.0, 0.0), 1.0, name=f"map {index + 1}") for index in range(3)]


def drawn(reach: float) -> list[object]:
    return list(PLATES.pierced(MAPS, (Role.RED, Role.GREEN, Role.BLUE), [(0.5, 1.5)], reach, 10.0))


def test_plates_lie_above_each_other_within_their_area() -> None:
    corners = [PLATES.lattice(index).corners for index in range(3)]
    for index in range(3):
        xs, ys = zip(*corners[index], strict=True)
        assert min(xs) == pytest.approx(100)
        assert max(xs) == pytest.approx(600)
        assert 200 + 200 * index <= min(ys) < PLATES.middle(index) < max(ys) <= 400 + 200 * index
        assert sum(ys) / 4 == pytest.approx(PLATES.middle(index))


def test_a_needle_goes_straight_down_through_the_same_cell_of_all() -> None:
    pieces = [mark for mark in drawn(1.0) if isinstance(mark, Path) and mark.name.startswith("needle")]
    xs = {round(x, 6) for piece in pieces for x, _ in piece.points}
    middle = PLATES.lattice(0).at(0.5, 1.5)[0]
    assert xs == {middle - 10, middle, middle + 10}
    ends = sorted(max(y for _, y in piece.points) for piece in pieces)
    assert ends[:3] == pytest.approx([PLATES.lattice(index).at(0.5, 1.5)[1] for index in range(3)])


def test_what_is_under_a_plate_is_hidden_by_it() -> None:
    """Each stretch is drawn before the plate above it, and after the one that it stands on."""
    order = [mark.name for mark in drawn(1.0) if isinstance(mark, Grid | Path)]
    assert order.index("needle 1 over 4") < order.index("ground 3") < order.index("map 3")
    assert order.index("map 3") < order.index("needle 1 over 3") < order.index("ground 2")


def test_a_needle_comes_from_above_and_is_whole_at_every_moment() -> None:
    assert not [mark for mark in drawn(0.0) if isinstance(mark, Path) and mark.name.startswith("needle")]
    deepest = 0.0
    for index in range(1, 21):
        pieces = [mark for mark in drawn(index / 20) if isinstance(mark, Path) and mark.name.startswith("needle")]
        tip = max(y for piece in pieces for _, y in piece.points)
        assert tip > deepest
        deepest = tip
        for piece in pieces:
            ys = [y for _, y in piece.points]
            assert ys[0] == ys[1] <= ys[2] == ys[4] <= ys[3]
