from __future__ import annotations

import numpy as np
import pytest

from desktop.sets.collection import Collection
from desktop.teaching.model.teacher import Taught, Teacher
from desktop.teaching.model.trial import Trial
from engine.contract.questions import ReadMaps
from tests.desktop.teaching.fake_engine import FakeEngine, means_of, picture


@pytest.fixture
def taught(qapp: object, fake: FakeEngine, sides: Collection) -> Taught:
    teacher = Teacher(fake)
    teacher.begin(sides)
    teacher.teach()
    fake.answer_all()
    assert teacher.taught is not None
    fake.heard.clear()
    return teacher.taught


@pytest.fixture
def trial(qapp: object, fake: FakeEngine) -> Trial:
    return Trial(fake)


def test_a_picture_is_told_apart_and_explained(trial: Trial, fake: FakeEngine, taught: Taught) -> None:
    trial.look(picture(500, "right"))
    assert fake.asked == [], "nothing is learned yet"
    trial.use(taught)
    fake.answer()
    said = trial.said
    assert said is not None
    assert said.probabilities.argmax() == said.of == 1
    assert said.probabilities.sum() == pytest.approx(1)
    assert said.sight.shape == (2, 2)
    assert said.voices == taught.head.voices(means_of(picture(500, "right")[None])[0], 1, len(said.voices))
    trial.choose("left")
    assert trial.said is not None
    assert trial.said.of == 0
    trial.choose("left")
    assert trial.said.of == 1, "once more explains again what is said"


def test_of_the_pictures_that_come_meanwhile_the_last_is_tried(trial: Trial, fake: FakeEngine, taught: Taught) -> None:
    trial.use(taught)
    pictures = [picture(seed) for seed in range(5)]
    for each in pictures:
        trial.look(each)
    assert len(fake.asked) == 1
    fake.answer_all()
    assert len(fake.heard) == 2
    assert isinstance(fake.heard[1], ReadMaps)
    assert np.array_equal(fake.heard[1].picture.numpy(), pictures[4])
    assert trial.said is not None
    assert trial.said.picture is pictures[4]


def test_without_a_picture_nothing_is_said_and_a_late_answer_is_lost(
    trial: Trial, fake: FakeEngine, taught: Taught
) -> None:
    trial.use(taught)
    trial.look(picture(1))
    trial.look(None)
    fake.answer_all()
    assert trial.said is None


def test_a_refusal_is_told_and_not_asked_again_by_itself(trial: Trial, fake: FakeEngine, taught: Taught) -> None:
    trial.use(taught)
    trial.look(picture(1))
    trial.look(picture(2))
    fake.answer("The engine ended.")
    assert (trial.refused, fake.asked) == ("The engine ended.", [])
    trial.look(picture(3))
    fake.answer_all()
    assert trial.refused == ""
    assert trial.said is not None
