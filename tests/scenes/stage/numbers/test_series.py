from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.stage.numbers.series import (
    LATEST,
    bounds,
    centred,
    cut_above,
    few_means,
    held,
    log10,
    mean_at,
    number_text,
    percent_text,
    quantile,
    recent,
    robust,
    sampled,
    smoothed,
    thinned,
)

numbers = st.lists(st.floats(-1e6, 1e6) | st.just(math.nan), min_size=1, max_size=300)


@given(numbers, st.integers(1, 40))
def test_smoothing_is_the_mean_of_the_window(values: list[float], window: int) -> None:
    found = smoothed(np.array(values), window)
    for index, value in enumerate(values):
        near = np.array(values[max(0, index - window + 1) : index + 1])
        expected = np.nanmean(near) if math.isfinite(value) else math.nan
        assert found[index] == pytest.approx(expected, abs=1e-3, nan_ok=True)


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=40), st.integers(1, 9))
def test_a_centred_mean_is_that_of_the_neighbours(values: list[float], window: int) -> None:
    found = centred(np.array(values), window)
    for place in range(len(values)):
        half = min(place, window // 2, max(len(values) - 1 - place, LATEST))
        mean = np.mean(values[max(0, place - half) : place + half + 1])
        assert found[place] == pytest.approx(mean, abs=1e-9)
        assert mean_at(np.array(values), place, window) == pytest.approx(mean, abs=1e-9)
    assert math.isnan(mean_at(np.array(values), len(values), window))


@pytest.mark.parametrize("count", [5, 12, 24])
def test_a_mean_of_few_values_shows_where_they_lead(count: int) -> None:
    """Where each took in all that there are the line would be flat, as if nothing was learned."""
    falling = np.linspace(2.3, 1.0, count)
    for found in (centred(falling), few_means(np.arange(count), falling)[1]):
        assert found[0] == pytest.approx(2.3)
        assert found[-1] < 1.7
        assert (np.diff(found) < 0).sum() >= count // 2


@pytest.mark.parametrize("count", [26, 60, 200])
def test_the_end_of_a_mean_follows_values_that_still_fall(count: int) -> None:
    """With half a window before the last value, and nothing after it, the line would end like a plateau."""
    falling = 3.0 * 0.9 ** np.arange(count)
    for found in (centred(falling), few_means(np.arange(count), falling, most=count)[1]):
        assert found[-1] < 1.3 * falling[-1]
        assert (found[1:] < 0.97 * found[:-1])[-20:].all()
    assert mean_at(falling, count - 1) == pytest.approx(centred(falling)[-1])


def test_an_axis_leaves_out_a_few_values_that_lie_far_away_only() -> None:
    rng = np.random.default_rng(1)
    values = rng.uniform(1, 2, 1000)
    assert robust(values) == (values.min(), values.max())
    values[[10, 500]] = 90.0, math.nan
    low, high = robust(values) or (0.0, 0.0)
    assert low >= 1.0
    assert high <= 2.0
    assert "1 loss above 2.00, up to 90.0" in cut_above([values], 2.0)
    assert robust(np.array([1.0, 1.0, 90.0])) == (1.0, 90.0)
    assert robust(np.array([math.nan])) is None
    assert held([values, np.array([3.0]), np.array([])]) == (low, 3.0)


def test_recent_is_the_end_of_the_smoothed_line() -> None:
    values = np.arange(100.0)
    assert recent(values) == smoothed(values)[-1] == 87.0
    assert math.isnan(recent(np.array([])))


@given(numbers, st.integers(1, 50))
def test_thinning_keeps_peaks_and_order(values: list[float], bins: int) -> None:
    x, y = np.arange(float(len(values))), np.array(values)
    thin_x, thin_y = thinned(x, y, bins)
    assert len(thin_x) == len(thin_y) <= max(len(values), 2 * bins)
    assert bounds([thin_y]) == bounds([y])
    assert (np.diff(thin_x) >= 0).all()


def test_thinning_leaves_short_lines_alone_and_gaps_open() -> None:
    x, y = np.arange(3.0), np.array([1.0, 5.0, 2.0])
    assert thinned(x, y, 2)[1].tolist() == [1.0, 5.0, 2.0]
    gap = np.concatenate([np.ones(50), np.full(50, np.nan)])
    _, thin = thinned(np.arange(100.0), gap, 10)
    assert np.isfinite(thin[:10]).all()
    assert np.isnan(thin[10:]).all()


@given(st.integers(1, 1000), st.integers(2, 200))
def test_sampling_keeps_both_ends(count: int, most: int) -> None:
    x, _ = sampled(np.arange(float(count)), np.arange(float(count)), most)
    assert len(x) <= max(most, 2)
    assert (x[0], x[-1]) == (0, count - 1)


def test_logarithms_of_what_has_none() -> None:
    found = log10(np.array([100.0, 0.0, math.inf, math.nan]))
    assert found[0] == 2
    assert found[1] == -30
    assert np.isnan(found[2:]).all()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.532, "0.53"),
        (12.34, "12.3"),
        (4321.0, "4321"),
        (5.3e11, "5.3·10¹¹"),
        (9.99e11, "1.0·10¹²"),
        (2e-5, "2.0·10⁻⁵"),
        (-0.5, "−0.50"),
        (math.nan, "NaN"),
        (math.inf, "∞"),
    ],
)
def test_numbers_in_a_few_characters(value: float, text: str) -> None:
    assert number_text(value) == text


def test_shares() -> None:
    assert percent_text(0.9237) == "92.4 %"
    assert percent_text(math.nan) == "–"


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), st.floats(0, 1))
def test_a_quantile_is_numpys_own(values: list[float], share: float) -> None:
    array = np.array(values)
    assert quantile(array, share) == np.quantile(array, share)
