from __future__ import annotations

from typing import get_args

import pytest
from msgspec.structs import replace

from desktop.lab.doctor.rules import Finding, Kind
from desktop.lab.doctor.twins import Twin, twin
from engine.contract.spec import (
    MAX_NAME,
    PRESETS,
    Altered,
    Built,
    Contestant,
    ConvStack,
    DenseNet,
    Origin,
    RunSpec,
    StopAt,
    check,
    opened,
)

DEEP = PRESETS["vanishing"].spec
GAINS = PRESETS["explosion"].spec


def finding(kind: Kind, contestant: int = 0, value: float = 1.0, since: int = 20) -> Finding:
    return Finding(kind, contestant, value, "loss", since)


def tried(spec: RunSpec, kind: Kind, **fields: object) -> Twin:
    found = twin(spec, finding(kind, **fields))  # type: ignore[arg-type]
    assert found is not None
    return found


def differing(one: RunSpec, other: RunSpec) -> list[str]:
    return [name for name in RunSpec.__struct_fields__ if getattr(one, name) != getattr(other, name)]


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("preset", PRESETS)
def test_every_twin_can_be_trained_and_differs_in_one_thing(preset: str, kind: Kind) -> None:
    spec = PRESETS[preset].spec
    for contestant in range(len(spec.contestants)):
        for since in (0, 20):
            found = twin(spec, finding(kind, contestant, since=since))
            if found is None:
                continue
            check(found.spec)
            assert found.spec.seed == spec.seed
            changed = differing(spec, found.spec)
            if not found.beside:
                assert len(changed) == 1
                continue
            assert changed == ["contestants"]
            sick, other = found.spec.contestants
            assert sick == spec.contestants[contestant]
            names = type(sick.network).__struct_fields__
            assert sum(getattr(sick.network, name) != getattr(other.network, name) for name in names) == 1  # type: ignore[union-attr]


def test_gradients_that_vanish_are_tried_with_batch_normalisation() -> None:
    found = tried(DEEP, "vanishes")
    assert [each.name for each in found.spec.contestants] == ["Sigmoid", "Sigmoid, batch normalisation"]
    assert found.beside


def test_what_has_one_cure_is_tried_with_the_next() -> None:
    normed = replace(DEEP, contestants=(Contestant("Sigmoid", DenseNet((64,) * 20, "sigmoid", "batch", "glorot")),))
    assert tried(normed, "vanishes").words == "shortcuts"
    stack = replace(DEEP, contestants=(Contestant("Plain", ConvStack(init="he")),))
    assert tried(stack, "explodes").words == "shortcuts"


def test_first_weights_too_large_are_tried_as_he_has_them() -> None:
    assert tried(GAINS, "start").words == "first weights after He"


def test_what_was_dead_from_the_start_is_a_matter_of_the_first_weights() -> None:
    spec = PRESETS["race"].spec
    assert tried(spec, "dead").spec.lr == pytest.approx(spec.lr / 10)
    assert tried(spec, "dead", since=0).words == "first weights after He"
    sigmoid = replace(DEEP, contestants=(Contestant("Sigmoid", DenseNet((64,), "sigmoid", init=8.0)),))
    assert tried(sigmoid, "saturated", since=0).words == "first weights after Glorot"
    assert tried(sigmoid, "saturated").words == "ReLU"


@pytest.mark.parametrize(("value", "lr"), [(3e-6, 1.0), (3e-4, 0.01), (0.0, 100.0), (1e-12, 100.0)])
def test_a_rate_is_raised_so_that_the_weights_move(value: float, lr: float) -> None:
    spec = replace(PRESETS["race"].spec, lr=1e-3)
    assert tried(spec, "too small", value=value).spec.lr == pytest.approx(lr)


def test_more_pictures_come_before_pictures_that_are_moved() -> None:
    spec = PRESETS["race"].spec
    few = replace(spec, altered=Altered(share=0.1))
    assert tried(few, "overfits").spec == spec
    assert tried(spec, "overfits").spec.altered == Altered(shift=2)
    assert twin(replace(spec, altered=Altered(shift=3)), finding("overfits")) is None


def test_what_was_done_to_the_pictures_is_undone_first() -> None:
    spec = PRESETS["race"].spec
    assert tried(replace(spec, altered=Altered(raw=True)), "start").spec == spec
    assert tried(replace(spec, altered=Altered(rare=0.1)), "chance").spec == spec
    assert tried(replace(spec, altered=Altered(noise=0.5)), "chance").spec == spec


@pytest.mark.parametrize("stop", [StopAt(steps=100), StopAt(epochs=1.5, accuracy=0.9)])
def test_a_run_that_ended_too_soon_is_made_twice_as_long(stop: StopAt) -> None:
    longer = tried(replace(PRESETS["race"].spec, stop=stop), "still learning").spec.stop
    assert (longer.steps, longer.epochs) == (stop.steps and 200, stop.epochs and 3.0)
    assert longer.accuracy == stop.accuracy


def test_where_nothing_can_be_tested_nothing_is_offered() -> None:
    assert twin(PRESETS["race"].spec, finding("chance")) is None
    longest = replace(PRESETS["race"].spec, stop=StopAt(steps=900_000))
    assert twin(longest, finding("still learning")) is None
    built = Contestant("Built", Built(opened(DenseNet(), (1, 8, 8)).parts, "he"))
    assert twin(replace(DEEP, contestants=(built,)), finding("start")) is None


def test_a_twin_begins_afresh_and_its_name_is_not_too_long() -> None:
    spec = replace(
        DEEP, contestants=(Contestant("x" * MAX_NAME, DEEP.contestants[0].network),), origin=Origin("run", "It", 3)
    )
    found = tried(spec, "vanishes").spec
    assert found.origin is None
    assert len(found.contestants[1].name) == MAX_NAME
    assert found.contestants[1].name.endswith(", batch normalisation")


def test_what_races_already_is_not_tried_again() -> None:
    spec = PRESETS["twins-32"].spec
    plain = [each.name for each in spec.contestants].index("Plain")
    alone = replace(spec, contestants=(spec.contestants[plain],))
    assert tried(alone, "by heart").words == "shortcuts"
    assert tried(spec, "by heart", contestant=plain).words == "a tenth of the learning rate"


def test_it_is_told_when_a_twin_has_begun() -> None:
    assert tried(GAINS, "too large").begun.startswith("This is the same run with a tenth of the learning rate.")
    sick = DEEP.contestants[0].name
    assert tried(DEEP, "saturated", since=0).begun.startswith(f"{sick} now races its twin, {sick}, ")
