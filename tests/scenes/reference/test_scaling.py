"""The rules of compound scaling against those that the real networks are built by."""

from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.models.architectures.efficientnet import widened
from scenes.reference import (
    Convolutions,
    Factors,
    compound_factors,
    nearest_multiple,
    scaled_channels,
    scaled_cost,
    scaled_repeats,
)

steadily = settings(derandomize=True, deadline=None, max_examples=200)


@steadily
@given(st.integers(1, 2000), st.floats(0.1, 4))
def test_channels_equal_those_of_the_built_networks(channels: int, width: float) -> None:
    found = scaled_channels(channels, width)
    assert found == widened(channels, width)
    assert found % 8 == 0
    assert found >= 0.9 * channels * width


def test_the_worked_examples() -> None:
    assert [scaled_channels(40, width) for width in (1.1, 1.4, 2.0)] == [48, 56, 80]
    assert scaled_channels(10, 1.0) == 16  # 8 would be less than nine tenths
    assert [scaled_repeats(3, depth) for depth in (1.0, 1.1, 3.1)] == [3, 4, 10]
    assert [scaled_cost(2, 1, 1), scaled_cost(1, 2, 1), scaled_cost(1, 1, 2)] == [2, 4, 4]
    assert scaled_cost(1.2, 1.1, 1.15) == pytest.approx(1.92027)


def test_a_half_goes_up_and_nothing_goes_to_zero() -> None:
    assert [nearest_multiple(number) for number in (0.4, 8, 11.9, 12, 19.99, 44, 52)] == [8, 8, 8, 16, 16, 48, 56]
    assert nearest_multiple(7, divisor=5) == 5


def test_phi_multiplies_all_three_factors() -> None:
    assert compound_factors(0) == (1, 1, 1)
    assert compound_factors(1) == (1.2, 1.1, 1.15)
    assert compound_factors(2) == pytest.approx((1.44, 1.21, 1.3225))
    assert compound_factors(2).cost == pytest.approx(1.44 * 1.4641 * 1.74900625)


def test_convolutions_are_scaled_in_whole_layers_eights_and_cells() -> None:
    start = Convolutions(layers=3, channels=40, side=28, kernel=3)
    assert start.macs == 3 * 9 * 40 * 40 * 28 * 28
    assert start.scaled(Factors(1, 1, 1)) == start
    assert start.scaled(Factors(1.2, 1.1, 1.15)) == Convolutions(layers=4, channels=48, side=32, kernel=3)
    assert start.scaled(Factors(2, 1, 1)).macs == 2 * start.macs
    assert start.scaled(Factors(1, 2, 2)).macs == 16 * start.macs


@given(st.integers(1, 20), st.floats(0.5, 4))
def test_layers_are_rounded_up(repeats: int, depth: float) -> None:
    assert scaled_repeats(repeats, depth) == ceil(repeats * depth)


def test_nothing_can_be_scaled_to_nothing() -> None:
    with pytest.raises(ValueError, match="must be positive: 0, 1, 8"):
        scaled_channels(0, 1)
    with pytest.raises(ValueError, match="must be positive: 1, 0"):
        scaled_repeats(1, 0)
