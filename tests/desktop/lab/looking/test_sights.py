from __future__ import annotations

import numpy as np
import pytest

from desktop.lab.looking import sights
from desktop.lab.looking.sights import Sight
from engine.contract.numbers import Array
from engine.contract.questions import Cover, Covered, Explain, Explained

GREY, COLOUR = (Array.of(np.zeros((channels, 6, 6), np.uint8)) for channels in (1, 3))
LOGITS = Array.of(np.zeros(3, np.float32))


def sight(*values: float) -> Sight:
    return Sight(np.array([values], float), signed=True)


def test_slopes_of_grey_pictures_keep_their_sign_and_of_coloured_ones_the_largest_counts() -> None:
    rng = np.random.default_rng(0)
    one, three = (rng.normal(size=(channels, 6, 6)).astype(np.float32) for channels in (1, 3))
    grey = sights.explained(Explain(GREY, "gradient", 1), Explained(Array.of(one), LOGITS))
    assert grey.signed
    np.testing.assert_array_equal(grey.values, one[0])
    colour = sights.explained(Explain(COLOUR, "smoothed", 1), Explained(Array.of(three), LOGITS))
    assert not colour.signed
    np.testing.assert_array_equal(colour.values, np.abs(three).max(0))
    weighed = sights.explained(Explain(COLOUR, "grad-cam", 1, layer="x"), Explained(Array.of(one), LOGITS))
    assert not weighed.signed


def test_a_covered_place_shows_what_the_class_loses_around_the_middle_of_the_square() -> None:
    logits = np.zeros((3, 2, 3), np.float32)
    logits[1, 1] = [0.5, 1.0, 0.0]
    answer = Covered(0, Array.of(logits), Array.of(np.array([2.0, 0.25, 0.0], np.float32)))
    question = Cover(GREY, 2, 0.0, (0, 2, 4), (1, 3))
    alone, difference = (sights.covered(question, answer, 0, against) for against in (None, 1))
    assert alone.signed
    np.testing.assert_allclose(alone.values, [[2, 2], [2, 1.5], [2, 2]])
    np.testing.assert_allclose(difference.values, [[1.75, 1.75], [1.75, 2.25], [1.75, 1.75]])
    left, top, width, height = (part * 6 for part in alone.box)
    assert (left, width) == pytest.approx((1.0, 4.0)), "from 1 before the middle of the first to 1 behind the last"
    assert (top, height) == pytest.approx((0.0, 6.0))
    assert alone.at((3 + 1) / 6, (2 + 1) / 6) == 1.5
    assert alone.at(0.01, 0.5) is None


def test_numbers_that_are_missing_are_none() -> None:
    found = sight(1.0, np.nan)
    assert found.at(0.2, 0.5) == 1.0
    assert found.at(0.7, 0.5) is None
    assert sights.limit([found]) == 1.0
    assert sights.limit([found, sight(-4.5, 0)]) == 6.0


def test_likeness_is_the_rank_correlation_of_sizes() -> None:
    assert sights.alike(sight(1, -2, 3, 4), sight(10, 20, -900, 1000)) == pytest.approx(1.0)
    assert sights.alike(sight(1, 2, 3, 4), sight(4, 3, 2, 1)) == pytest.approx(-1.0)
    tied, other = [1.0, 1.0, 2.0, 0.0, 5.0], [0.0, 3.0, 3.0, 1.0, 2.0]
    ranks = np.array([[2.5, 2.5, 4, 1, 5], [1, 4.5, 4.5, 2, 3]])
    assert sights.alike(sight(*tied), sight(*other)) == pytest.approx(np.corrcoef(ranks)[0, 1])


@pytest.mark.parametrize("other", [sight(0, 0, 0), sight(1, np.nan, 2), sight(1, 2)])
def test_there_is_no_likeness_without_numbers_that_differ(other: Sight) -> None:
    assert sights.alike(sight(1, 2, 3), other) is None


def test_what_is_practically_zero_is_no_map() -> None:
    """Rounding leaves a few numbers there, whose ranks would mean nothing."""
    noise, real = sight(0, 3e-17, 6e-17, -2e-17), sight(1, 2, 3, 4)
    assert noise.is_nothing
    assert sights.alike(noise, real) is None
    assert sights.alike(real, noise) is None
    assert not real.is_nothing
    assert not sight(1e-3, 0).is_nothing, "a small map is one"
    assert not sight(np.nan, 0).is_nothing, "what is not known yet may be something"
