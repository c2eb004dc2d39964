"""What is shown of one array."""

from __future__ import annotations

import math

import numpy as np
import pytest

from desktop.model_files import looking
from desktop.model_files.looking import BARS, MOST_NUMBERS, histogram, look, shown
from desktop.model_files.words import MOST_SHOWN


def normal(*shape: int) -> np.ndarray:
    return np.random.default_rng(4).normal(0.5, 2.0, shape).astype(np.float32)


def test_a_histogram_counts_every_number_once() -> None:
    numbers = normal(100, 20)
    numbers[:3] = 0
    found = histogram(numbers)
    assert (len(found.edges), len(found.counts)) == (BARS + 1, BARS)
    assert (found.edges[0], found.edges[-1]) == (numbers.min(), numbers.max())
    assert list(found.counts) == np.histogram(numbers, BARS)[0].tolist()
    assert (found.zeros, found.odd, sum(found.counts)) == (60, 0, 2000)
    assert (found.mean, found.deviation) == pytest.approx((numbers.mean(), numbers.std()), rel=1e-5)


def test_large_arrays_are_counted_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = normal(1000)
    whole = histogram(numbers)
    monkeypatch.setattr(looking, "PART", 64)
    parts = histogram(numbers)
    assert parts.counts == whole.counts
    assert (parts.mean, parts.deviation) == pytest.approx((whole.mean, whole.deviation))


def test_numbers_that_are_not_finite_are_counted_apart() -> None:
    found = histogram(np.array([1, 2, np.nan, np.inf, -np.inf], np.float32))
    assert (found.odd, sum(found.counts), found.mean) == (3, 2, 1.5)
    none = histogram(np.array([np.nan], np.float32))
    assert (none.odd, sum(none.counts)) == (1, 0)


@pytest.mark.parametrize("value", [0.0, 5.0, -1e30, 3e38])
def test_equal_numbers_are_one_bar(value: float) -> None:
    found = histogram(np.full((7,), value, np.float32))
    assert (max(found.counts), sum(found.counts), found.deviation) == (7, 7, 0)
    assert found.edges[0] < float(np.float32(value)) < found.edges[-1]


def test_the_widest_numbers_have_a_histogram() -> None:
    found = histogram(np.array([-3e38, 3e38], np.float32))
    assert (found.counts[0], found.counts[-1]) == (1, 1)
    assert math.isfinite(found.deviation)


def test_nothing_is_nothing() -> None:
    assert histogram(np.zeros((0, 3), np.float32)).counts == (0,)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((), ()),
        ((9,), (9,)),
        ((64, 3, 7, 7), (64, 3, 7, 7)),
        ((2000, 3, 3, 3), (MOST_SHOWN, 3, 3, 3)),
        ((8, 3, 2, 5, 5), (8, 6, 5, 5)),
        ((1000, 20_000), (MOST_NUMBERS // 20_000, 20_000)),
        ((2, 3_000_000), (1, MOST_NUMBERS)),
        ((0, 4), (0, 4)),
    ],
)
def test_of_a_large_array_the_first_filters_are_shown(shape: tuple[int, ...], expected: tuple[int, ...]) -> None:
    numbers = np.zeros(shape, np.float32)
    assert shown(numbers).shape == expected
    assert look("a", numbers).values.shape == expected


def test_what_is_shown_are_the_numbers_of_the_file() -> None:
    numbers = normal(600, 2, 3)
    found = look("a", numbers)
    np.testing.assert_array_equal(found.values.numpy(), numbers[:MOST_SHOWN])
    assert sum(found.histogram.counts) == numbers.size
