"""What is read off a range test, against numbers by hand and against runs that were trained with such rates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import torch
from msgspec.structs import replace

from desktop.lab.rates import reading
from desktop.lab.rates.reading import Marks
from engine.contract.questions import Fresh, Query, RateTried, TryRates
from engine.contract.spec import PRESETS, RunSpec
from engine.queries import answers

RATES = [10.0 ** (power / 4) for power in range(-24, 5)]


def valley(place: int) -> float:
    """A loss that stays at 2 until place 8, falls to 0.4 at place 20, and then grows without end."""
    return 2.0 if place < 8 else 2.0 - 0.8 / 6 * (place - 8) if place <= 20 else 0.4 * 3.0 ** (place - 20)


def test_the_mean_weighs_all_losses_so_far() -> None:
    np.testing.assert_allclose(reading.smoothed([2.0, 2.0, 2.0]), 2.0)
    expected = (0.98 * 0.02 * 1.0 + 0.02 * 2.0) / (1 - 0.98**2)
    np.testing.assert_allclose(reading.smoothed([1.0, 2.0, None, 5.0]), [1.0, expected])


@pytest.mark.parametrize(
    ("values", "fall"),
    [([3, 2, 1], (0, 2)), ([1, 5, 4, 6, 3, 9], (2, 4)), ([1, 2, 3], (0, 0)), ([9, 1, 8, 2, 7, 6, 5], (2, 6))],
)
def test_the_longest_fall_as_fastai_counts_it(values: list[int], fall: tuple[int, int]) -> None:
    """It ends at the last of the longest falling subsequence, and begins as many places before as that is long."""
    assert reading.longest_fall(np.array(values, float)) == fall


def test_marks_by_hand() -> None:
    losses = [valley(place) for place in range(len(RATES))]
    found = reading.marks(RATES, losses)
    assert found is not None
    lowest = int(reading.smoothed(losses)[3:].argmin()) + 3
    assert found.suggested == pytest.approx(RATES[lowest] / 10)
    assert found.low < found.suggested < found.edge
    assert RATES[20] < found.edge <= RATES[24]
    assert found.band == (found.low, found.suggested)
    assert Marks(3.0, 1.0, 9.0).band == (1.0, 3.0)


def test_a_run_that_breaks_ends_at_the_edge() -> None:
    losses: list[float | None] = [2.0 - 0.05 * place for place in range(20)] + [None] * (len(RATES) - 20)
    found = reading.marks(RATES, losses)
    assert found is not None
    assert found.edge == RATES[20]


@pytest.mark.parametrize("losses", [[], [2.0, 1.0], [2.0 + place for place in range(29)], [None] * 29])
def test_where_nothing_falls_there_are_no_marks(losses: list[float | None]) -> None:
    assert reading.marks(RATES, losses) is None


def test_of_several_what_their_bands_share_suits_all() -> None:
    one, two = Marks(1e-3, 1e-2, 1.0), Marks(2e-3, 5e-3, 2.0)
    assert reading.together([one, None, two]) == Marks(2e-3, 5e-3, 1.0)


def test_where_bands_share_nothing_the_smallest_suits_all() -> None:
    one, two = Marks(1e-3, 2e-3, 1.0), Marks(5e-3, 8e-3, 2.0)
    assert not reading.overlap([one, two])
    assert reading.together([one, two]) == Marks(1e-3, 2e-3, 1.0)
    assert reading.together([None]) is None


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Small networks train on one thread, as the engine has them: more would be in each other's way."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def measured(spec: RunSpec) -> list[Marks]:
    replies = answers.replies(Query(1, Fresh(spec), TryRates()), lambda _: None)
    parts = [reply.answer for reply in replies if reply is not None]
    told = [part for part in parts if isinstance(part, RateTried)]
    rates = [part.rate for part in told]
    found = [reading.marks(rates, [part.losses[index] for part in told]) for index in range(len(spec.contestants))]
    assert None not in found
    return [one for one in found if one is not None]


@pytest.mark.slow
@pytest.mark.usefixtures("one_thread")
def test_five_seeds_of_the_race_give_the_band_in_which_it_learns() -> None:
    """Of rates on a half-decade grid 3e-3 and 1e-2 were best for both networks, and 3e-2 was at chance for the CNN."""
    for seed in range(1, 6):
        for found in measured(replace(PRESETS["race"].spec, seed=seed)):
            assert 2e-4 < found.low < 5e-3
            assert 1.5e-3 < found.suggested < 2e-2
            assert 2e-2 < found.edge < 3.0


@pytest.mark.slow
@pytest.mark.usefixtures("one_thread")
def test_five_seeds_of_plain_descent_give_larger_rates() -> None:
    """Plain descent learned best with 3e-2 to 3e-1."""
    race = PRESETS["race"].spec
    plain = replace(race, contestants=race.contestants[1:], optimiser=replace(race.optimiser, name="sgd"))
    for seed in range(1, 6):
        (found,) = measured(replace(plain, seed=seed))
        assert 5e-3 < found.low < 0.2
        assert 1e-2 < found.suggested < 0.2
        assert found.edge > 0.1
