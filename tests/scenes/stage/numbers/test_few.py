"""What is drawn of very many numbers is what all of them would give, though few are looked at."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.stage.numbers import series

floats = st.one_of(st.floats(1e-6, 1e6), st.just(float("nan")), st.just(float("inf")), st.just(0.0))
columns = st.integers(0, 2000).flatmap(
    lambda count: st.lists(st.tuples(st.integers(0, max(0, count - 1)), floats), max_size=20).map(
        lambda odd: _column(count, odd)
    )
)


def _column(count: int, odd: list[tuple[int, float]]) -> np.ndarray:
    values = np.random.default_rng(count).uniform(0.1, 3.0, count)
    for place, value in odd:
        values[place : place + 1] = value
    return values


@given(columns)
def test_few_means_are_some_of_all_means(values: np.ndarray) -> None:
    x = np.arange(len(values), dtype=float)
    for log in (False, True):
        found = series.few_means(x, values, log)
        whole = series.centred(series.log10(values) if log else values)
        expected = series.sampled(x, whole)
        np.testing.assert_array_equal(found[0], expected[0])
        np.testing.assert_allclose(found[1], expected[1], rtol=1e-6, atol=1e-6)


@given(columns)
def test_the_logarithms_of_thinned_numbers_are_thinned_logarithms(values: np.ndarray) -> None:
    x = np.arange(len(values), dtype=float)
    places, found = series.thinned(x, values)
    expected = series.thinned(x, series.log10(values))
    np.testing.assert_array_equal(places, expected[0])
    np.testing.assert_allclose(series.log10(found), expected[1])


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_finite_hides_no_peak(odd: float) -> None:
    values = np.ones(10_000)
    values[5000], values[5001] = odd, 7.0
    assert series.bounds([series.thinned(np.arange(10_000.0), values)[1]]) == (1.0, 7.0)
    assert series.robust(values) is not None


def test_a_stretch_without_numbers_is_a_gap() -> None:
    values = np.ones(16_000)
    values[8000:] = np.nan
    found = series.thinned(np.arange(16_000.0), values)[1]
    assert np.isnan(found[-160:]).all()
    assert np.isfinite(found[:160]).all()
