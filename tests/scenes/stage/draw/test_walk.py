"""A window's walk over a map: from cell to cell in reading order, and back to a moment by a scrub."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.stage.core.grips import Scrub
from scenes.stage.core.lattice import Lattice
from scenes.stage.core.timeline import Span
from scenes.stage.draw.walk import GLIDE, Walk, at_work, walk

steadily = settings(derandomize=True, deadline=None, max_examples=40)
sides = st.integers(1, 20)
shares = st.floats(0, 0.3)
longer = st.lists(st.floats(0.5, 20), max_size=5).map(tuple)


def test_before_it_begins_it_waits() -> None:
    waiting = walk(Span(start=5.0, seconds=2.0, now=5.0), 3, 4, (1, 2))
    assert (waiting.cell, waiting.place, waiting.written(), waiting.when) == ((1, 2), (1.0, 2.0), 0, None)


@steadily
@given(sides, sides, shares, shares)
def test_it_visits_all_cells_in_reading_order(rows: int, columns: int, lead: float, rest: float) -> None:
    walks = [walk(Span(0.0, 1.0, index / 500), rows, columns, (0, 0), lead, rest) for index in range(501)]
    assert [each.cell for each in walks] == sorted(each.cell for each in walks)
    assert [each.written() for each in walks] == sorted(each.written() for each in walks)
    assert walks[0].written() == 0
    assert walks[-1].written() == rows * columns
    assert walks[-1].place == walks[-1].cell == (rows - 1, columns - 1)
    assert all(0 <= each.inside <= 1 for each in walks)


@steadily
@given(sides, sides, shares, shares, longer, st.data())
def test_scrubbing_to_a_cell_finds_the_walk_there(
    rows: int, columns: int, lead: float, rest: float, firsts: tuple[float, ...], data: st.DataObject
) -> None:
    cell = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
    when = walk(Span(3.0, 7.0, 4.0), rows, columns, (0, 0), lead, rest, firsts=firsts).when
    assert when is not None
    scrub = Scrub(Lattice((0, 0), (1, 0), (0, 1), rows, columns), *when, firsts)
    found = walk(Span(3.0, 7.0, scrub.time(cell)), rows, columns, (0, 0), lead, rest, firsts=firsts)
    assert found.cell == scrub.cell(scrub.time(cell)) == cell
    assert found.inside > GLIDE


def test_the_first_cells_may_take_longer_and_the_window_glides_as_fast_as_elsewhere() -> None:
    seconds, firsts = 14.0, (1.0, 8.0, 4.0)  # and one more

    def at(second: float) -> Walk:
        return walk(Span(0.0, seconds, second), 2, 2, (0, 0), rest=0.0, firsts=firsts)

    assert [at(second).index for second in (0.5, 1.5, 8.5, 9.5, 12.5, 13.5)] == [0, 1, 1, 2, 2, 3]
    assert [at(second).slow for second in (0.5, 1.5, 8.5, 9.5, 12.5, 13.5)] == [False, True, True, True, True, False]
    assert at(5.0).inside == pytest.approx(0.5)
    arrived = [at(start + GLIDE + 1e-6).glide for start in (0.0, 1.0, 9.0, 13.0)]
    assert arrived == [1.0] * 4
    assert all(at(start + GLIDE / 2).glide == pytest.approx(0.5) for start in (0.0, 1.0, 9.0, 13.0))


def test_it_may_come_to_the_first_cell_while_something_else_leads() -> None:
    def walked(now: float, early: bool) -> Walk:
        return walk(Span(0.0, 1.0, now), 2, 3, (1, 2), lead=0.2, rest=0.0, early=early)

    assert walked(0.1, early=True).place == (0.5, 1.0)
    assert walked(0.2, early=True).place == (0.0, 0.0)
    assert walked(0.2, early=False).place == (1.0, 2.0)
    assert walked(0.9, early=True) == walked(0.9, early=False)


def test_a_slower_pace_lets_the_window_arrive_later() -> None:
    now = Span(0.0, 1.0, 0.25)  # in the middle of the first of two cells
    slow, quick = (walk(now, 1, 2, (0, 0), rest=0.0, pace=pace) for pace in (0.8, 0.4))
    assert slow.inside == quick.inside == 0.5
    assert slow.glide < quick.glide == 1.0


def test_one_cell_is_at_work_between_the_beginning_and_the_end() -> None:
    found = [at_work(share, 2, 3) for share in (0.0, 0.01, 0.5, 0.99, 1.0)]
    assert found == [(), ((0, 0),), ((1, 0),), ((1, 2),), ()]
