from __future__ import annotations

import mmap
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.stage.numbers.growing import Log, Table


@given(st.lists(st.tuples(st.integers(0, 30), st.integers()), max_size=60))
def test_a_log_never_changes_whatever_is_added_to_it(additions: list[tuple[int, int]]) -> None:
    logs: list[Log[int]] = [Log()]
    expected: list[list[int]] = [[]]
    for base, item in additions:
        index = base % len(logs)
        logs.append(logs[index].added(item))
        expected.append([*expected[index], item])
    assert [list(log) for log in logs] == expected


@given(st.lists(st.tuples(st.integers(0, 30), st.floats(allow_nan=True)), max_size=40))
def test_a_table_never_changes_whatever_is_added_to_it(additions: list[tuple[int, float]]) -> None:
    tables, expected = [Table(2)], [np.empty((0, 2))]
    for base, number in additions:
        index = base % len(tables)
        tables.append(tables[index].added([[number, 1.0]]))
        expected.append(np.vstack([expected[index], [number, 1.0]]))
    for table, numbers in zip(tables, expected, strict=True):
        np.testing.assert_array_equal(table.numbers, numbers)


def test_a_table_outgrows_its_room_and_older_ones_stay() -> None:
    tables = [Table(1)]
    for number in range(1000):
        tables.append(tables[-1].added([[number]]))
    assert all(len(table) == length for length, table in enumerate(tables))
    assert tables[300].numbers[-1, 0] == 299
    assert tables[1000].numbers[:, 0].tolist() == list(range(1000))


def test_a_large_table_grows_as_a_small_one() -> None:
    rows = np.arange(240_000.0).reshape(-1, 8)
    table = Table(8)
    for some in np.split(rows, 10):
        table = table.added(some)
    np.testing.assert_array_equal(table.numbers, rows)
    np.testing.assert_array_equal(table.first(20_000).added(rows[:3]).numbers[-3:], rows[:3])
    np.testing.assert_array_equal(table.numbers, rows)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells how much memory is in use")
def test_room_that_is_expected_takes_no_memory_before_it_is_filled() -> None:
    before = _resident()
    table = Table(64, room=2**18).added(np.zeros((3, 64)))
    assert len(table) == 3
    assert _resident() - before < 16 * 2**20  # of 128 MiB


def _resident() -> int:
    """The bytes of memory that this process has."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * mmap.PAGESIZE


def test_a_log_is_a_sequence() -> None:
    log = Log("abcd").first(3)
    assert (log[-1], log[0], list(log[::2]), len(log)) == ("c", "a", ["a", "c"], 3)
    with pytest.raises(IndexError):
        log[3]
