"""Areas of the stage: what is cut out of one lies in it, fills it, and keeps its gaps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.stage.draw.areas import LARGEST, Area

AREA = Area(100.0, 50.0, 900.0, 400.0)
shapes = st.tuples(st.integers(1, 9), st.integers(1, 9))


@given(st.integers(1, 6), st.floats(0.0, 60.0))
def test_columns_and_rows_fill_the_area(count: int, gap: float) -> None:
    columns, rows = AREA.columns(count, gap), AREA.rows(count, gap)
    assert sum(each.width for each in columns) + (count - 1) * gap == pytest.approx(AREA.width)
    assert sum(each.height for each in rows) + (count - 1) * gap == pytest.approx(AREA.height)
    assert columns[-1].x + columns[-1].width == pytest.approx(AREA.x + AREA.width)
    assert rows[-1].y + rows[-1].height == pytest.approx(AREA.y + AREA.height)
    assert {each.height for each in columns} == {AREA.height}
    assert {each.width for each in rows} == {AREA.width}


@given(shapes)
def test_a_sheet_stands_in_the_middle(shape: tuple[int, int]) -> None:
    (x, y), cell = AREA.spot(shape)
    rows, columns = shape
    assert (x + columns * cell / 2, y + rows * cell / 2) == pytest.approx(AREA.middle)
    assert cell == pytest.approx(min(AREA.width / columns, AREA.height / rows, LARGEST))


@given(shapes, st.integers(1, 4))
def test_a_stack_lies_in_its_area(shape: tuple[int, int], count: int) -> None:
    spots = AREA.stack(shape, count, (40.0, -30.0))
    rows, columns = shape
    for (x, y), cell in spots:
        assert AREA.x - 1e-6 <= x
        assert AREA.y - 1e-6 <= y
        assert x + columns * cell <= AREA.x + AREA.width + 1e-6
        assert y + rows * cell <= AREA.y + AREA.height + 1e-6
    assert len(spots) == count
