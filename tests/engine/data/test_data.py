from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.contract.pictures import LOADERS
from engine.contract.spec import DATA, DataName
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
def test_an_epoch_shows_every_picture_exactly_once(count: int, size: int, seed: int) -> None:
    batches = data.Batches(count, seed)
    for epoch in (1, 2):
        seen: list[int] = []
        while len(seen) < count:
            batch = batches.next(size).tolist()
            assert len(batch) == min(size, count - len(seen))
            seen += batch
        assert sorted(seen) == list(range(count))
        assert batches.epoch == epoch


@given(st.lists(st.integers(1, 20), min_size=1, max_size=40))
def test_the_size_may_change_within_an_epoch(sizes: list[int]) -> None:
    batches = data.Batches(30, seed=3)
    drawn = [batches.next(size).tolist() for size in sizes]
    flat = [index for batch in drawn for index in batch]
    assert batches.epoch == pytest.approx(len(flat) / 30)
    for start in range(0, len(flat) - 29, 30):
        assert sorted(flat[start : start + 30]) == list(range(30))


def test_epochs_differ_and_seeds_decide() -> None:
    def orders(seed: int) -> list[list[int]]:
        batches = data.Batches(50, seed)
        return [batches.next(50).tolist() for _ in range(3)]

    assert all(one != two for one, two in pairwise(orders(1)))
    assert orders(1) == orders(1)
    assert orders(1) != orders(2)


def test_a_fresh_order_has_no_epoch_behind_it() -> None:
    assert data.Batches(50, 1).epoch == 0.0
