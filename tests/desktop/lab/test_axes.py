from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desktop.lab.axes import NumberAxis, Tag, fitting, spread


@given(st.lists(st.floats(0, 200), max_size=12), st.floats(5, 15))
def test_names_are_moved_apart_and_stay_inside(wanted: list[float], height: float) -> None:
    found = spread(wanted, height, 0.0, 200.0)
    ordered = sorted(found)
    assert all(b - a >= height - 1e-6 for a, b in pairwise(ordered))
    assert all(height / 2 - 1e-6 <= middle <= 200 - height / 2 + 1e-6 for middle in found)
    assert sorted(range(len(wanted)), key=lambda i: (wanted[i], i)) == sorted(
        range(len(found)), key=lambda i: (found[i], i)
    )


def test_names_with_room_stay_where_they_are() -> None:
    assert spread([20.0, 100.0], 10, 0, 200) == [20.0, 100.0]


def test_where_there_is_no_room_some_names_are_left_out() -> None:
    tags = [Tag(float(index), str(index), "#000000") for index in range(26)]
    assert [tag.text for tag in fitting(tags, 9)] == ["0", "3", "6", "9", "12", "15", "18", "21", "24"]
    assert fitting(tags, 26) == tags
    assert fitting([], 5) == []


@pytest.mark.parametrize(
    ("log", "percent", "values", "texts"),
    [
        (True, False, [-2, 0, 3, 12], ["0.01", "1", "1000", "10¹²"]),
        (False, True, [0, 0.5, 1], ["0 %", "50 %", "100 %"]),
        (False, False, [0, 0.5, 250], ["0", "0.5", "250"]),
    ],
)
def test_ticks_read_as_people_write(
    qtbot: QtBot, log: bool, percent: bool, values: list[float], texts: list[str]
) -> None:
    axis = NumberAxis("left")
    axis.log, axis.percent = log, percent
    assert axis.tickStrings(values, 1, 1) == texts


def test_logarithmic_ticks_are_whole_powers_with_room_between(qtbot: QtBot) -> None:
    axis = NumberAxis("left")
    axis.log = True
    ((_, powers),) = axis.tickValues(-7.2, 12.4, 150)
    assert all(power == int(power) and -7.2 <= power <= 12.4 for power in powers)
    assert 2 <= len(powers) <= 8
