"""Sheets one behind the other with a needle: it stands on one cell of all, and is hidden by what is before it."""

from __future__ import annotations

import pytest

from scenes.stage.core.marks import AnyMark, Grid, Path, Role
from scenes.stage.draw.areas import Area
from scenes.stage.draw.brick import BESIDE, Brick
from scenes.stage.draw.matrices import matrix

AREA = Area(100.0, 120.0, 900.0, 600.0)
BRICK = Brick(AREA, (2, 4), 3)


def drawn(reach: float, place: tuple[float, float] = (1.0, 2.0)) -> list[AnyMark]:
    maps = [matrix([[index] * 4] * 2, (0.0, 0.0), 1.0, name=f"sheet {index}") for index in range(3)]
    return BRICK.pierced(maps, [Role.INPUT] * 3, place, reach)


def needles(marks: list[AnyMark]) -> list[Path]:
    return [mark for mark in marks if isinstance(mark, Path) and mark.name.startswith("needle")]


def test_sheets_fill_the_height_of_their_area_and_stay_in_it() -> None:
    for index in range(3):
        xs, ys = zip(*BRICK.lattice(index).corners, strict=True)
        assert AREA.x < min(xs)
        assert max(xs) < AREA.x + AREA.width
        assert min(ys) == pytest.approx(AREA.y)
        assert max(ys) == pytest.approx(AREA.y + AREA.height)


def test_the_needle_meets_the_same_cell_of_every_sheet() -> None:
    stretches = needles(drawn(1.0))
    assert len(stretches) == 4
    for index, stretch in enumerate(stretches[1:]):
        x, y = BRICK.lattice(index).at(1.0 + BESIDE, 2.5)
        assert stretch.points[0][0] == pytest.approx(x)
        assert sum(point[1] for point in (stretch.points[0], stretch.points[-1])) / 2 == pytest.approx(y)
        row, column = BRICK.lattice(index).cell((x, y)) or (-1, -1)
        assert (row, column) == (1, 2)


def test_each_sheet_hides_the_stretch_before_it() -> None:
    order = [mark.name for mark in drawn(1.0) if isinstance(mark, Grid) or mark.name.startswith("needle")]
    assert order == ["needle 1", "sheet 0", "needle 2", "sheet 1", "needle 3", "sheet 2", "needle 4"]


def test_a_needle_on_its_way_ends_in_a_point() -> None:
    assert not needles(drawn(0.0))
    half, whole = needles(drawn(0.5)), needles(drawn(1.0))
    assert 0 < len(half) < len(whole)
    for stretches in (half, whole):
        assert stretches[-1].points[2][0] > stretches[-1].points[1][0]
        assert all(stretch.points[2][0] == stretch.points[1][0] for stretch in stretches[:-1])


def test_a_tile_stands_in_the_middle_of_its_cell() -> None:
    (x, y), side = BRICK.spot(1, (0, 3), 50.0)
    assert (x + side / 2, y + side / 2) == pytest.approx(BRICK.lattice(1).center(0, 3))
