import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.contract.pictures import LOADERS
from engine.contract.spec import DATA, PRESETS, DataName, Preset, batches_in, train_count
from engine.data import data

NAMES: list[DataName] = list(DATA)


@pytest.mark.parametrize("name", NAMES)
def test_a_split_is_standardised(name: DataName) -> None:
    split = data.load(name)
    known = DATA[name]
    assert split.train_x.shape == (known.train, *known.shape)
    assert split.validation_x.shape == (known.validation, *known.shape)
    assert abs(float(split.train_x.mean())) < 1e-4
    assert abs(float(split.train_x.std()) - 1) < 1e-3


@pytest.mark.parametrize("name", NAMES)
def test_pictures_and_labels_stay_together(name: DataName) -> None:
    source = LOADERS[name]()
    split = data.load(name)
    np.testing.assert_array_equal(split.pictures, source.validation_x)
    np.testing.assert_array_equal(split.validation_y, source.validation_y)
    np.testing.assert_array_equal(split.train_y, source.train_y)
    for inputs, pictures in ((split.train_x, source.train_x), (split.validation_x, source.validation_x)):
        for place in (0, 17, len(pictures) - 1):
            seen = inputs[place].numpy() * split.deviation + split.mean
            np.testing.assert_allclose(seen, pictures[place], atol=1e-3)


def test_moments_are_those_of_numpy() -> None:
    x = np.random.default_rng(1).integers(0, 256, (50, 1, 9, 9), np.uint8)
    assert data.moments(x) == pytest.approx((x.mean(), x.std()), rel=1e-12)


@given(st.integers(1, 60), st.integers(1, 80), st.integers(0, 2**32 - 1))
def test_an_epoch_shows_every_picture_once_but_for_a_small_rest(count: int, size: int, seed: int) -> None:
    batches = data.Batches(count, seed)
    for epoch in (1, 2):
        seen: list[int] = []
        while batches.epoch < epoch:
            batch = batches.next(size).tolist()
            assert len(batch) == min(size, count - len(seen))
            seen += batch
        assert len(set(seen)) == len(seen)
        left = count - len(seen)
        assert left == (count % size if count > size and 8 * (count % size) < size else 0)
        assert batches.epoch == epoch


def test_a_rest_of_a_few_pictures_is_left_out_of_its_epoch_and_comes_in_another() -> None:
    """193 pictures would leave a batch of one at the end of every epoch."""
    batches = data.Batches(193, seed=4)
    epochs = [[batches.next(64).tolist() for _ in range(3)] for _ in range(4)]
    assert batches.epoch == 4.0
    seen = [{index for batch in epoch for index in batch} for epoch in epochs]
    assert [len(each) for each in seen] == [192] * 4
    assert set.union(*seen) == set(range(193))


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_every_preset_still_sees_all_pictures_in_each_epoch(preset: Preset) -> None:
    count, size = train_count(preset.spec), preset.spec.batch
    batches = data.Batches(count, seed=1)
    assert sum(len(batches.next(size)) for _ in range(batches_in(count, size))) == count
    assert batches.epoch == 1.0


@given(st.lists(st.integers(1, 20), min_size=1, max_size=40))
def test_the_size_may_change_within_an_epoch(sizes: list[int]) -> None:
    batches = data.Batches(30, seed=3)
    epochs: dict[int, list[int]] = {}
    for size in sizes:
        batch = batches.next(size).tolist()
        epochs.setdefault(math.ceil(batches.epoch), []).extend(batch)
    assert all(len(set(seen)) == len(seen) for seen in epochs.values())
    assert list(epochs) == list(range(1, len(epochs) + 1))
    assert all(len(seen) > 30 - 20 / 8 for epoch, seen in epochs.items() if epoch <= batches.epoch)


def test_epochs_differ_and_seeds_decide() -> None:
    def orders(seed: int) -> list[list[int]]:
        batches = data.Batches(50, seed)
        return [batches.next(50).tolist() for _ in range(3)]

    assert all(one != two for one, two in pairwise(orders(1)))
    assert orders(1) == orders(1)
    assert orders(1) != orders(2)


def test_a_fresh_order_has_no_epoch_behind_it() -> None:
    assert data.Batches(50, 1).epoch == 0.0
