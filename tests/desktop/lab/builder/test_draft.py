from __future__ import annotations

import pytest

from desktop.lab.builder.draft import Draft, drafted, moved, part_at, places, unwrapped, wrapped
from engine.contract.spec import DATA, PRESETS, Built
from engine.contract.spec.built.parts import Activate, Conv, Dense, Flatten, Lanes, Pool, Residual

CONV, RELU, POOL = Conv(), Activate(), Pool()
ROW = (CONV, Residual((RELU, POOL)), Lanes(((), (CONV,))), Flatten())


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_that_is_opened_and_not_changed_is_that_preset(name: str) -> None:
    spec = PRESETS[name].spec
    assert drafted(spec.contestants, spec.data).contestants() == spec.contestants


def test_a_change_makes_the_net_a_built_one() -> None:
    draft = drafted(PRESETS["race"].spec.contestants, "animals")
    changed = draft.with_parts(1, (*draft.rows[1].parts[:-1], Dense(20), Dense(None)))
    one, other = changed.contestants()
    assert one == PRESETS["race"].spec.contestants[0]
    assert isinstance(other.network, Built)


def test_places_go_through_brackets_in_reading_order() -> None:
    assert places(ROW) == [
        *((0,), (1,), (1, 0, 0), (1, 0, 1), (1, 0, 2)),
        *((2,), (2, 0, 0), (2, 1, 0), (2, 1, 1), (3,), (4,)),
    ]
    assert part_at(ROW, (1, 0, 1)) == POOL
    assert part_at(ROW, (2, 0, 0)) is None


@pytest.mark.parametrize(
    ("place", "count", "to", "then"),
    [
        ((0,), 1, (1, 0, 0), (Residual((CONV, RELU, POOL)), Lanes(((), (CONV,))), Flatten())),
        ((1, 0, 0), 1, (0,), (RELU, CONV, Residual((POOL,)), Lanes(((), (CONV,))), Flatten())),
        ((0,), 2, (4,), (Lanes(((), (CONV,))), Flatten(), CONV, Residual((RELU, POOL)))),
        ((1,), 1, (1, 0, 1), ROW),
        ((0,), 1, (1,), ROW),
    ],
)
def test_parts_move_into_brackets_and_out_of_them(
    place: tuple[int, ...], count: int, to: tuple[int, ...], then: tuple[object, ...]
) -> None:
    found, at = moved(ROW, place, count, to)
    assert found == then
    assert part_at(found, at) is not None


def test_brackets_go_around_neighbours_and_come_off() -> None:
    row = (CONV, RELU, POOL)
    around = wrapped(row, (0,), 2, Residual())
    assert around == (Residual((CONV, RELU)), POOL)
    assert unwrapped(around, (0,)) == row
    assert wrapped(row, (1,), 1, Lanes()) == (CONV, Lanes(((RELU,), ())), POOL)


def test_twins_have_names_of_their_own_and_there_are_six_rows_at_most() -> None:
    draft: Draft = drafted(PRESETS["race"].spec.contestants, "animals")
    for _ in range(9):
        draft = draft.twin(1)
    assert len(draft.rows) == 6
    assert len({row.name for row in draft.rows}) == 6
    assert all(len(row.name) <= 40 for row in draft.rows)
    assert DATA[draft.data].shape == (1, 28, 28)
