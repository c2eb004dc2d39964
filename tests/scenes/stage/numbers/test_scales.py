"""Scales: limits out of a short list, which hold the numbers that they are made of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.stage.numbers.scales import MOSTLY, PIXELS, SEEN_FROM, Scales, nice, shared


@pytest.mark.parametrize(
    ("largest", "limit"),
    [(0.02, 0.02), (0.05, 0.06), (0.1, 0.1), (0.11, 0.2), (0.25, 0.3), (0.5, 0.6), (0.7, 1), (1, 1), (1.2, 2), (2.5, 3),
     (3.1, 4), (4.5, 6), (7, 10), (12, 15), (16, 20), (21, 30), (35, 40), (255, 300), (0, 1)],
)  # fmt: skip
def test_limits_are_numbers_that_are_easy_to_read(largest: float, limit: float) -> None:
    assert nice([0.0, -largest]) == limit


@given(st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=1))
def test_a_limit_holds_all_numbers_and_is_not_much_larger(values: list[float]) -> None:
    largest, limit = max(map(abs, values)), nice(values)
    assert limit >= largest * (1 - 1e-6)
    assert limit == 1.0 if largest == 0 else limit <= 2.0001 * largest


def test_a_map_may_have_a_few_numbers_beyond_its_limit() -> None:
    assert nice([*[1.0] * 95, *[50.0] * 5], MOSTLY) == 1
    assert nice([np.nan, np.inf, 3.0]) == 3


def test_scales_by_name_and_one_for_the_rest() -> None:
    scales = Scales(15.0, (("weights", 0.3),))
    assert (scales.of("weights"), scales.of("maps"), scales.of("")) == (0.3, 15.0, 15.0)
    assert (scales.name("weights"), scales.name("maps")) == ("weights", "")


def test_weights_share_the_scale_as_long_as_the_least_is_seen() -> None:
    assert shared([1, 0, -1], [3, -4], [2, 3]) == Scales(4.0)
    assert shared([1, 0, -1], [6, -2]) == Scales(4.0)  # a few may be beyond
    assert shared([1, 0, -1], [20.0]) == Scales(20.0, (("weights", 1.0),))
    apart = shared([0.1, 0.3], [12.0], [16.0])
    assert apart == Scales(15.0, (("weights", 0.3), (PIXELS, 20.0)))


@given(st.lists(st.integers(-9, 9), min_size=1), st.lists(st.floats(-500, 500), min_size=1))
def test_no_weight_is_fainter_than_can_be_seen(weights: list[int], others: list[float]) -> None:
    scales, least = shared(weights, others), min((abs(each) for each in weights if each), default=np.inf)
    assert scales.named != () or scales.limit <= SEEN_FROM * least or scales.limit <= nice(weights)
