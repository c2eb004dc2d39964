from __future__ import annotations

import numpy as np
import pytest

from desktop.sets.collection import Collection
from desktop.teaching.model.comparing import DRAWS, Comparing, counts_for, distinct
from desktop.teaching.model.teacher import Teacher
from engine.contract.questions import CompareTeaching
from engine.contract.spec import DataName
from engine.contract.teaching import RECORDED, recorded
from tests.desktop.teaching.fake_engine import FakeEngine, means_of, picture


@pytest.fixture
def comparing(qapp: object, fake: FakeEngine) -> Comparing:
    return Comparing(fake)


def start(comparing: Comparing, fake: FakeEngine, collection: Collection) -> None:
    teacher = Teacher(fake)
    teacher.begin(collection)
    fake.answer_all()
    pupils = teacher.pupils()
    comparing.start(pupils, teacher.means.of(pupils.pixels), collection.shape)


@pytest.mark.parametrize(
    ("fewest", "counts"), [(2, ()), (3, (1, 2)), (6, (1, 2, 4)), (15, (1, 2, 5, 10)), (30, (1, 2, 5, 10, 20))]
)
def test_a_third_of_the_smallest_class_is_left_to_judge(fewest: int, counts: tuple[int, ...]) -> None:
    assert counts_for(fewest) == counts


def test_what_comes_out_is_a_band_a_way_with_all_draws(
    comparing: Comparing, fake: FakeEngine, sides: Collection
) -> None:
    start(comparing, fake, sides)
    assert comparing.progress == (0, 3 * 3 * DRAWS)
    (asked,) = fake.asked
    assert isinstance(asked.question, CompareTeaching)
    assert asked.question.counts == (1, 2, 4)
    assert np.allclose(asked.question.means.numpy(), means_of(asked.question.pictures.numpy()))
    fake.answer_all()
    assert not comparing.going
    assert comparing.measured
    assert [band.pictures for band in comparing.bands("scratch")] == [1, 2, 4]
    band = comparing.bands("frozen")[0]
    assert (band.least, band.most) == (0.5, 0.54)
    assert band.mean == pytest.approx(0.52)


def test_it_can_be_stopped_and_what_is_there_stays(comparing: Comparing, fake: FakeEngine, sides: Collection) -> None:
    start(comparing, fake, sides)
    token = fake.asked[0].token
    fake.asked[0].waits("It waits for the run.")
    assert comparing.said == "It waits for the run."
    comparing.stop()
    assert (fake.stopped, comparing.going, comparing.said) == ([token], False, "Stopped.")


def test_a_burst_counts_once_and_too_few_that_differ_are_a_sentence(
    comparing: Comparing, fake: FakeEngine, sides: Collection
) -> None:
    alike = []
    for seed in range(8):
        shot = picture(3)
        shot[0, 0, 0] = seed
        alike.append(shot)
    burst = Collection("Burst", (1, 16, 16)).with_class("a").with_class("b")
    burst = burst.with_pictures(0, alike).with_pictures(1, [picture(seed, "right") for seed in range(4)])
    pixels = np.stack(alike)
    assert distinct(pixels, np.zeros(8, np.uint8)).tolist() == [0]
    start(comparing, fake, burst)
    assert fake.asked == []
    assert comparing.said == "Each class needs 3 pictures that differ from each other, and one has 1. Add others."


@pytest.mark.parametrize("data", RECORDED)
def test_what_was_recorded_is_shown_as_that_until_something_is_measured(
    comparing: Comparing, fake: FakeEngine, sides: Collection, data: DataName
) -> None:
    record = recorded(data)
    comparing.show(record)
    assert not comparing.measured
    assert comparing.words == "It was recorded, in 5 draws, judged by 1,000 other pictures."
    found = {band.pictures: band for band in comparing.bands("scratch")}
    draws = record.accuracies["scratch"][10]
    assert found[10][1:] == (min(draws), pytest.approx(sum(draws) / 5), max(draws))
    start(comparing, fake, sides)
    assert comparing.bands("scratch") == ()
    fake.answer_all()
    assert comparing.words == "Measured here with 6 pictures a class, a third held back, in 5 draws."
    comparing.show(None)
    assert (comparing.bands("frozen"), comparing.words) == ((), "")
