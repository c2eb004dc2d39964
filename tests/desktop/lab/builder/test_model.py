"""Whatever one does with the builder, in any order: it stays whole, and all of it can be taken back."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from desktop.lab.builder.draft import places
from desktop.lab.builder.faults import faults
from desktop.lab.builder.fields import fields, stepped, with_field, with_lanes
from desktop.lab.builder.layout import sheet
from desktop.lab.builder.model import Builder
from desktop.lab.builder.palette import ITEMS
from engine.contract.spec import PRESETS
from engine.contract.spec.built.parts import Lanes

ODD_NUMBERS = (0, -3, 1, 2, 7, 300, 10**20)


def set_something(builder: Builder, chance: random.Random) -> None:
    part = builder.part
    known = fields(part) if part is not None else ()
    if part is None or not known:
        return
    field = chance.choice(known)
    if field.choices:
        value = chance.choice(field.choices)[0]
    elif chance.random() < 0.5:
        value = stepped(part, field.name, getattr(part, field.name), chance.choice((-1, 1)))
    else:
        value = chance.choice(ODD_NUMBERS)
    builder.replace(with_field(part, field.name, value))


def cure_something(builder: Builder, chance: random.Random) -> None:
    found = [fix for fault in builder.faults(builder.row) for fix in fault.fixes]
    if found:
        builder.use(builder.row, chance.choice(found))


def change_lanes(builder: Builder, chance: random.Random) -> None:
    if isinstance(builder.part, Lanes):
        builder.replace(with_lanes(builder.part, chance.choice((-1, 1))))


DEEDS: tuple[Callable[[Builder, random.Random], object], ...] = (
    *(lambda builder, chance: builder.add(chance.choice(ITEMS).part),) * 3,
    lambda builder, chance: builder.remove(),
    lambda builder, chance: builder.shift(chance.choice((-1, 1))),
    lambda builder, chance: builder.drop(chance.choice(places(builder.draft.rows[builder.row].parts))),
    lambda builder, chance: builder.widen(chance.choice((-1, 1))),
    set_something,
    cure_something,
    lambda builder, chance: chance.choice((builder.twin, builder.remove_row, builder.unwrap))(),
    lambda builder, chance: chance.choice((builder.undo, builder.redo))(),
    change_lanes,
    lambda builder, chance: builder.use_data(chance.choice(("digits", "yellow", "animals"))),
    lambda builder, chance: chance.choice((builder.go, builder.go_row))(chance.choice((-1, 1))),
)


@pytest.mark.parametrize("seed", range(6))
def test_nothing_breaks_it(qapp: object, seed: int) -> None:
    chance, builder = random.Random(seed), Builder()
    preset = chance.choice(list(PRESETS.values())).spec
    builder.open(preset.contestants, preset.data)
    first = builder.draft
    for _ in range(100):
        chance.choice(DEEDS)(builder, chance)
        parts = builder.draft.rows[builder.row].parts
        assert builder.place in places(parts)
        assert len(builder.chosen) >= 1
        faults(builder.draft, builder.row)
    assert sheet(builder.draft, 1.0).rows[builder.row].box_of(builder.place)
    for _ in range(200):
        builder.undo()
    assert builder.draft == first


def test_typing_nothing_new_is_no_change(qapp: object) -> None:
    builder = Builder()
    spec = PRESETS["race"].spec
    builder.open(spec.contestants, spec.data)
    before = builder.draft
    builder.rename("Dense net")
    builder.undo()
    assert builder.draft == before


@pytest.mark.parametrize("row", [0, 1])
def test_undo_stays_with_the_contestant_that_is_chosen(row: int) -> None:
    builder = Builder()
    builder.open(PRESETS["race"].spec.contestants, "animals")
    builder.choose(row, (0,))
    name = builder.draft.rows[row].name
    builder.twin()
    builder.undo()
    assert builder.draft.rows[builder.row].name == name
    builder.redo()
    assert builder.draft.rows[builder.row].name == name


def test_a_contestant_that_comes_back_above_moves_the_choice_along() -> None:
    builder = Builder()
    builder.open(PRESETS["race"].spec.contestants, "animals")
    builder.remove_row()
    builder.undo()
    assert builder.draft.rows[builder.row].name == "CNN"
