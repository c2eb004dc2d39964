"""What a published network is worth to new classes: the comparisons that ship, and what is said of them."""

from functools import cache
from statistics import mean

import numpy as np
import pytest
import torch

from engine.contract.spec import DataName
from engine.contract.teaching import RECORDED, TeachingRecord, Way, recorded
from engine.making import teaching
from engine.making.teaching import COUNTS, DRAWS, JUDGING


@cache
def record(data: DataName) -> TeachingRecord:
    return recorded(data)


@pytest.mark.parametrize("data", RECORDED)
def test_all_ways_are_measured_by_the_recipe_of_today(data: DataName) -> None:
    """Whoever changes the recipe compares anew: `python -m engine teaching`."""
    found = record(data)
    assert (found.data, found.pictures) == (data, JUDGING)
    cells = {way: {count: len(draws) for count, draws in counts.items()} for way, counts in found.accuracies.items()}
    assert cells == {way: dict.fromkeys(COUNTS, DRAWS) for way in ("frozen", "raw", "scratch")}
    recipe = {name: value for name, value in teaching._made().items() if name.startswith(("head", "scratch", "net"))}
    assert {name: found.made[name] for name in recipe} == recipe


@pytest.mark.parametrize("count", COUNTS)
def test_on_animals_the_worst_frozen_draw_beats_the_best_small_cnn(count: int) -> None:
    found = record("animals").accuracies
    assert min(found["frozen"][count]) > max(found["scratch"][count])
    assert min(found["frozen"][count]) > max(found["raw"][count])


def test_five_animals_a_class_with_the_frozen_network_are_worth_fifty_from_scratch() -> None:
    found = record("animals").accuracies
    assert mean(found["frozen"][5]) > mean(found["scratch"][50]) - 0.05


@pytest.mark.parametrize("count", [2, 5, 10])
def test_on_clothes_there_is_hardly_a_gain_from_few_pictures(count: int) -> None:
    """The draws overlap, and of the gain on animals there is less than an eighth."""
    gains = [
        mean(record(data).accuracies["frozen"][count]) - mean(record(data).accuracies["scratch"][count])
        for data in RECORDED
    ]
    assert gains[0] > 0.15
    assert gains[1] < gains[0] / 8
    clothes = record("fashion").accuracies
    assert min(clothes["frozen"][count]) < max(clothes["scratch"][count])


@pytest.mark.parametrize("data", RECORDED)
@pytest.mark.parametrize("way", ["raw", "scratch"])
def test_a_cell_that_costs_little_comes_out_again(data: DataName, way: Way) -> None:
    sample = teaching.sampled(data)
    material = teaching.material_of(sample, torch.zeros(len(sample.x), 1))
    again = teaching.measured(way, material, teaching.drawn(sample, 1, 2), 1)
    assert again == pytest.approx(record(data).accuracies[way][2][1], abs=0.03)


@pytest.mark.parametrize("data", RECORDED)
def test_whoever_judges_is_never_learned_from(data: DataName) -> None:
    sample = teaching.sampled(data)
    assert np.bincount(sample.y[:JUDGING]).tolist() == [JUDGING // 10] * 10
    for draw in range(DRAWS):
        many, few = (teaching.drawn(sample, draw, count).learned for count in (50, 2))
        assert np.bincount(sample.y[many]).tolist() == [50] * 10
        assert int(many.min()) >= JUDGING
        assert len(set(many.tolist())) == 500
        assert set(few.tolist()) < set(many.tolist())
    assert not np.array_equal(sample.members[0], sample.members[1])
