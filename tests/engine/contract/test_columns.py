"""Columns of numbers are packed so that nothing is lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.contract.columns import packed, unpacked


@given(st.lists(st.floats(), min_size=1, max_size=40))
def test_numbers_come_back_as_they_were(numbers: list[float]) -> None:
    column = np.array(numbers)
    assert np.array_equal(unpacked([packed(column)], len(column))[:, 0], column, equal_nan=True)


@given(st.lists(st.floats(width=32), min_size=1, max_size=40))
def test_short_numbers_take_half_the_room(numbers: list[float]) -> None:
    column = np.array(numbers)
    data = packed(column)
    assert len(data) == 4 * len(column)
    assert np.array_equal(unpacked([data], len(column))[:, 0], column, equal_nan=True)


def test_short_and_long_columns_stand_beside_each_other_in_their_order() -> None:
    columns = [np.array([0.5, 1.5]), np.array([0.1, 0.2]), np.array([3.0, np.nan])]
    found = unpacked([packed(column) for column in columns], 2)
    assert np.array_equal(found, np.column_stack(columns), equal_nan=True)


@pytest.mark.parametrize(("data", "count"), [(b"", 0), (b"", 1), (bytes(12), 2), (bytes(8), -2), (bytes(5), 1)])
def test_other_bytes_are_refused(data: bytes, count: int) -> None:
    with pytest.raises(ValueError, match="are not"):
        unpacked([data], count)
