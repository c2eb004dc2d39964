from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.lab.run import settings
from engine.contract.own_data import described
from engine.contract.spec import (
    BATCHES,
    DATA,
    LEARNING_RATES,
    MAX_EPOCHS,
    MAX_SEED,
    MAX_STEPS,
    PRESETS,
    Altered,
    DataName,
    DenseNet,
    Optimiser,
    RunSpec,
    SmallCNN,
    StopAt,
    check,
    check_stop,
    parameters,
    preset_of,
)
from tests.own_pictures import own_data, prepared

SPEC = PRESETS["race"].spec
replace = msgspec.structs.replace


@given(st.floats(*LEARNING_RATES))
def test_the_ladder_of_learning_rates(lr: float) -> None:
    up, down = settings.lr_stepped(lr, 1), settings.lr_stepped(lr, -1)
    assert LEARNING_RATES[0] <= down <= lr <= up <= LEARNING_RATES[1]
    assert up == pytest.approx(LEARNING_RATES[1]) or 1.001 < up / lr < 4
    assert down == pytest.approx(LEARNING_RATES[0]) or 1.001 < lr / down < 4


def test_learning_rates_are_round() -> None:
    assert [settings.lr_stepped(each, 1) for each in (0.001, 0.002, 0.003, 0.006)] == [0.003, 0.003, 0.01, 0.01]
    assert settings.lr_stepped(0.003, -1) == 0.001


DIGITS = PRESETS["digits"].spec


@given(st.integers(*BATCHES))
def test_batches_step_by_powers_of_two(batch: int) -> None:
    batch = min(batch, DATA["digits"].train)
    up, down = settings.batch_stepped(batch, 1, DIGITS), settings.batch_stepped(batch, -1, DIGITS)
    assert 1 <= down <= batch <= up <= DATA["digits"].train
    assert (up & (up - 1) == 0) or up == DATA["digits"].train
    assert down & (down - 1) == 0


TURNS = st.sampled_from([-1, 1])
LENGTHS = st.builds(StopAt, steps=st.integers(1, MAX_STEPS - 100)) | st.builds(
    StopAt, epochs=st.floats(0.01, MAX_EPOCHS - 1)
)


@given(LENGTHS, TURNS)
def test_a_run_gets_longer_and_shorter_but_never_ends_before_it_begins(stop: StopAt, by: int) -> None:
    length = stop.steps if stop.epochs is None else stop.epochs
    stepped = settings.length_stepped(stop, by)
    check_stop(StopAt(steps=int(stepped)) if stop.epochs is None else StopAt(epochs=stepped))
    assert stepped == int(stepped) or stop.epochs is not None
    assert by * (stepped - length) >= 0
    assert abs(stepped - length) <= max(1, (length + 1) / 2)


def test_lengths_are_round() -> None:
    assert [settings.length_stepped(StopAt(steps=each), 1) for each in (1, 18, 19, 500, 2000)] == [2, 19, 29, 510, 2100]
    assert [settings.length_stepped(StopAt(steps=each), -1) for each in (1, 2, 20, 40, 2000)] == [1, 1, 19, 30, 1900]
    assert [settings.length_stepped(StopAt(epochs=each), -1) for each in (0.5, 1.0, 2.5)] == [0.5, 1.0, 1.5]


@given(st.sampled_from(list(DATA)), st.integers(1, 1297), LENGTHS)
def test_an_end_counted_otherwise_is_as_far_as_a_count_can_tell(data: DataName, batch: int, stop: StopAt) -> None:
    spec = replace(SPEC, data=data, batch=batch, stop=replace(stop, accuracy=0.9))
    per_epoch = DATA[data].train / batch
    if stop.steps is not None:
        epochs = settings.counted_in_epochs(spec).epochs
        assert epochs is not None
        assert epochs >= 0.1
        assert epochs == pytest.approx(stop.steps / per_epoch, abs=0.1)
    else:
        steps = settings.counted_in_steps(spec).steps
        assert steps is not None
        assert steps >= 1
        assert steps == pytest.approx((stop.epochs or 0) * per_epoch, abs=1)
    assert settings.counted_in_steps(spec).accuracy == settings.counted_in_epochs(spec).accuracy == 0.9


@given(st.none() | st.floats(0.01, 1), TURNS)
def test_a_target_is_off_or_at_least_half_and_at_most_all(share: float | None, by: int) -> None:
    stepped = settings.target_stepped(share, by)
    assert stepped is None or 0.5 <= stepped <= 1
    check_stop(StopAt(steps=1, accuracy=stepped))


@given(st.none() | st.floats(1e-9, 1e9), TURNS)
def test_clipping_is_off_or_to_a_norm_that_clips(norm: float | None, by: int) -> None:
    stepped = settings.clip_stepped(norm, by)
    assert stepped is None or stepped >= 0.1
    check(replace(SPEC, clip_norm=stepped))


def test_what_is_off_is_turned_on_upwards() -> None:
    assert (settings.target_stepped(None, 1), settings.target_stepped(None, -1)) == (0.9, None)
    assert (settings.clip_stepped(None, 1), settings.clip_stepped(None, -1)) == (1.0, None)


@given(st.integers(0, MAX_SEED - 1), TURNS)
def test_seeds_are_counted(seed: int, by: int) -> None:
    assert settings.seed_stepped(seed, by) == max(0, seed + by)


def test_another_data_set_brings_what_must_follow() -> None:
    spec = settings.with_data(replace(SPEC, batch=2048, probe=1499), "digits")
    check(spec)
    assert (spec.data, spec.batch, spec.probe) == ("digits", 1297, 499)


def test_a_class_stays_rarer_as_long_as_the_classes_are_the_same() -> None:
    rare = replace(SPEC, altered=Altered(rare=0.1, rare_class=7, noise=0.2))
    assert settings.with_data(rare, SPEC.data).altered == rare.altered
    assert settings.with_data(rare, "digits").altered == Altered(noise=0.2)
    assert settings.differences(rare, replace(rare, altered=Altered(noise=0.2, raw=True))) == [
        "a rarer class",
        "raw pixels",
    ]


def test_a_small_set_of_ones_own_is_seen_often_enough() -> None:
    data = own_data()
    assert settings.with_data(SPEC, data).stop == StopAt(steps=200)
    long = replace(SPEC, stop=StopAt(epochs=300.0, accuracy=0.9))
    assert settings.with_data(long, data).stop == long.stop
    assert settings.with_data(replace(SPEC, stop=StopAt(steps=500)), data).stop == StopAt(steps=500)


def test_pictures_of_ones_own_begin_as_they_are_unless_the_set_has_grown() -> None:
    altered = replace(SPEC, altered=Altered(noise=0.2, share=0.5))
    mine = settings.with_data(altered, own_data())
    assert mine.altered == Altered()
    mirrored = settings.with_field(mine, "flip", True)
    grown = described(prepared(each=20), "Mine 2", ("cat", "dog"))
    assert settings.with_data(mirrored, grown).altered == Altered(flip=True)
    assert settings.with_data(mirrored, own_data("Other")).altered == Altered()


def test_what_is_no_preset_any_more_is_measured_as_the_engine_chooses() -> None:
    twins = PRESETS["twins-8"].spec
    assert settings.with_data(twins, own_data()).validate_every is None
    shorter = settings.with_field(twins, "steps", 30)
    assert shorter.validate_every is None
    assert settings.with_field(shorter, "steps", twins.stop.steps) == twins
    assert settings.with_field(twins, "lr", 0.1).validate_every == twins.validate_every


def test_what_is_done_to_pictures_brings_what_must_follow() -> None:
    spec = settings.with_field(replace(SPEC, batch=2048), "share", 0.1)
    check(spec)
    assert (spec.altered, spec.batch) == (Altered(share=0.1), 850)
    assert settings.differences(spec, SPEC) == ["share of the pictures", "batch"]
    noisy = settings.with_field(settings.with_field(settings.with_field(SPEC, "noise", 0.1), "shift", 1), "flip", True)
    assert settings.differences(noisy, SPEC) == ["label noise", "shift", "mirrored pictures"]


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_recognised_on_any_device_and_probe(name: str) -> None:
    assert preset_of(replace(PRESETS[name].spec, device="cuda", probe=3)) == name
    assert preset_of(replace(PRESETS[name].spec, seed=99)) is None


def test_differences_are_told_in_words() -> None:
    other = replace(SPEC, optimiser=Optimiser("sgd"), seed=5, stop=StopAt(steps=3), probe=7)
    assert settings.differences(other, SPEC) == ["optimiser", "stop", "seed"]
    assert settings.differences(SPEC, SPEC) == []


@pytest.mark.parametrize(
    ("network", "words"),
    [
        (DenseNet((64,)), "one hidden layer of 64 units; every unit of the first layer has a weight for each"),
        (DenseNet((64,) * 12, init=2.0), "12 hidden layers of 64 units; every unit"),
        (DenseNet((64, 32)), "hidden layers of 64, 32 units; every unit"),
        (DenseNet(()), "no hidden layer; every unit"),
        (SmallCNN(), "filters of 5×5 weights slide over the picture: 8, then 16 of them"),
    ],
)
def test_networks_in_words(network: DenseNet | SmallCNN, words: str) -> None:
    assert settings.described(network, "animals").startswith(words)


@pytest.mark.parametrize("name", PRESETS)
def test_settings_survive_being_stored(name: str) -> None:
    spec = PRESETS[name].spec
    plain = msgspec.json.decode(msgspec.json.encode(spec))
    assert settings.read(plain) == spec


@pytest.mark.parametrize(
    "plain",
    [None, 5, {}, {"contestants": []}, {"contestants": [], "lr": "fast"}, msgspec.to_builtins(SPEC) | {"lr": -1}],
)
def test_damaged_settings_are_refused_in_one_sentence(plain: object) -> None:
    with pytest.raises(ValueError, match="The stored settings of the lab"):
        settings.read(plain)


def test_parameters_are_those_of_the_course() -> None:
    counts = [parameters(each.network, "animals") for each in SPEC.contestants]
    assert counts == [50890, 11274]
    assert isinstance(SPEC, RunSpec)


def test_a_run_is_repeated_on_the_present_machine_and_measured_as_before() -> None:
    here = replace(SPEC, device="cuda", threads=3)
    preset = PRESETS["twins-8"].spec
    assert settings.moved(replace(preset, device="cpu", threads=1), here) == replace(preset, device="cuda", threads=3)
    own = replace(SPEC, seed=99, validate_every=7, snapshot_every=7)
    assert settings.moved(own, here) == replace(SPEC, seed=99, device="cuda", threads=3)


def test_two_cures_for_numbers_that_are_not_finite() -> None:
    assert settings.cured(replace(SPEC, lr=0.1), "lower").lr == pytest.approx(0.01)
    assert settings.cured(replace(SPEC, lr=LEARNING_RATES[0]), "lower").lr == LEARNING_RATES[0]
    assert settings.cured(replace(SPEC, lr=0.1), "clip") == replace(SPEC, lr=0.1, clip_norm=1.0)
