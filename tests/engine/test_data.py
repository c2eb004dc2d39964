from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine import data
from engine.spec import DATA, DataName

NAMES: list[DataName] = list(DATA)


@pytest.mark.parametrize("name", NAMES)
def test_loaders_give_pictures_labels_and_class_names(name: DataName) -> None:
    x, y, classes = data.LOADERS[name]()
    known = DATA[name]
    assert x.dtype == np.uint8
    assert x.shape == (known.train + known.validation, *known.shape)
    assert y.shape == (len(x),)
    assert set(y) == set(range(len(classes)))
    assert classes == known.classes
    assert x.max() == 255


@pytest.mark.parametrize("name", NAMES)
def test_a_split_is_standardised_and_shares_no_picture(name: DataName) -> None:
    split = data.load(name)
    known = DATA[name]
    assert split.train_x.shape == (known.train, *known.shape)
    assert split.validation_x.shape == (known.validation, *known.shape)
    assert abs(float(split.train_x.mean())) < 1e-4
    assert abs(float(split.train_x.std()) - 1) < 1e-3
    _, y, _ = data.LOADERS[name]()
    trained, validated = data.split_indices(y, known.validation)
    assert sorted([*trained, *validated]) == list(range(len(y)))


@pytest.mark.parametrize("name", NAMES)
def test_pictures_and_labels_stay_together(name: DataName) -> None:
    x, y, _ = data.LOADERS[name]()
    split = data.load(name)
    _, validated = data.split_indices(y, DATA[name].validation)
    for place in (0, 17, DATA[name].validation - 1):
        np.testing.assert_array_equal(split.pictures[place], x[validated[place]])
        assert split.validation_y[place] == y[validated[place]]
        seen = split.validation_x[place].numpy() * split.deviation + split.mean
        np.testing.assert_allclose(seen, x[validated[place]], atol=1e-3)


@pytest.mark.parametrize("name", NAMES)
def test_the_first_validation_pictures_are_balanced(name: DataName) -> None:
    counts = torch.bincount(data.load(name).validation_y[:500])
    assert counts.tolist() == [50] * len(DATA[name].classes)


def test_moments_are_those_of_numpy() -> None:
    x = np.random.default_rng(1).integers(0, 256, (50, 1, 9, 9), np.uint8)
    assert data.moments(x) == pytest.approx((x.mean(), x.std()), rel=1e-12)


def test_a_split_that_classes_cannot_share_is_refused() -> None:
    with pytest.raises(ValueError, match="shared"):
        data.split_indices(np.array([0, 1, 2], np.uint8), 4)


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
