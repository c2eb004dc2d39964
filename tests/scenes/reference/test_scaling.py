"""The rules of compound scaling against those that the real networks are built by."""

from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.models.architectures.efficientnet import widened
from scenes.reference import scaled_channels, scaled_cost, scaled_repeats

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


@given(st.integers(1, 20), st.floats(0.5, 4))
def test_layers_are_rounded_up(repeats: int, depth: float) -> None:
    assert scaled_repeats(repeats, depth) == ceil(repeats * depth)


def test_nothing_can_be_scaled_to_nothing() -> None:
    with pytest.raises(ValueError, match="must be positive: 0, 1, 8"):
        scaled_channels(0, 1)
    with pytest.raises(ValueError, match="must be positive: 1, 0"):
        scaled_repeats(1, 0)
