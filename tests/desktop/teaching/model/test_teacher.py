from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop.sets.collection import Collection, Sample
from desktop.teaching.model import means as means_module
from desktop.teaching.model.means import Means
from desktop.teaching.model.teacher import Teacher
from engine.contract.questions import ReadMeans, TeachHead
from tests.desktop.teaching.fake_engine import FakeEngine, means_of, picture


@pytest.fixture
def taught(qapp: object, fake: FakeEngine) -> Teacher:
    return Teacher(fake)


def asked(fake: FakeEngine, kind: type) -> list[object]:
    return [each for each in fake.heard if isinstance(each, kind)]


def settle(fake: FakeEngine, teacher: Teacher, qtbot: QtBot) -> None:
    """Answer all until nothing is stale."""

    def done() -> None:
        fake.answer_all()
        assert not teacher.stale

    qtbot.waitUntil(lambda: done() is None, timeout=5000)


def test_each_picture_is_sent_through_the_network_once_in_questions_of_some(
    qapp: object, fake: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(means_module, "AT_ONCE", 4)
    means = Means(fake)
    pixels = [picture(seed).tobytes() for seed in range(6)]
    means.want([*pixels, pixels[0]], (1, 16, 16))
    assert (means.missing, means.progress, len(fake.asked)) == (6, (0, 6), 1)
    fake.answer()
    assert means.progress == (4, 6)
    means.want(pixels[:5], (1, 16, 16))
    fake.answer_all()
    assert means.missing == 0
    expected = means_of(np.stack([picture(seed) for seed in range(5)]))
    assert np.allclose(means.of(pixels[:5]), expected)
    means.want(pixels, (1, 16, 16))
    assert [each.pictures.shape[0] for each in asked(fake, ReadMeans)] == [4, 2]  # type: ignore[attr-defined]
    assert means.missing == 0


def test_what_is_wanted_no_more_is_broken_off_and_of_other_shapes_nothing_is_known(
    qapp: object, fake: FakeEngine
) -> None:
    means = Means(fake)
    means.want([picture(1).tobytes()], (1, 16, 16))
    means.want([picture(2).tobytes()], (1, 16, 16))
    assert fake.stopped == [0]
    fake.answer_all()
    means.want([picture(2).tobytes()], (1, 8, 32))
    assert means.missing == 1


def test_why_there_are_none_is_said_until_they_are_asked_for_again(qapp: object, fake: FakeEngine) -> None:
    means = Means(fake)
    means.want([picture(1).tobytes()], (1, 16, 16))
    fake.asked[0].waits("Later.")
    assert means.said == "Later."
    fake.answer("The engine ended.")
    assert (means.said, means.missing, fake.asked) == ("The engine ended.", 1, [])
    means.want([picture(1).tobytes()], (1, 16, 16))
    fake.answer_all()
    assert (means.said, means.missing) == ("", 0)


def test_a_while_after_the_last_change_it_is_taught_as_soon_as_all_means_are_there(
    taught: Teacher, fake: FakeEngine, sides: Collection, qtbot: QtBot
) -> None:
    taught.begin(sides)
    assert (taught.stale, taught.busy, taught.shortage) == (True, True, "")
    settle(fake, taught, qtbot)
    found = taught.taught
    assert found is not None
    assert found.head.classes == ("left", "right")
    assert (found.held, found.right, found.learned) == (2, 2, 10)
    assert len(asked(fake, TeachHead)) == 1
    more = sides.with_pictures(0, [picture(77)])
    taught.follow(more)
    assert taught.stale
    assert taught.taught is found, "what was learned stands until there is something newer"
    settle(fake, taught, qtbot)
    assert taught.taught is not None
    assert taught.taught.learned + taught.taught.held == 13
    taught.follow(more.titled("Other words"))
    assert not taught.stale
    assert len(asked(fake, ReadMeans)) == 2, "only the new picture was sent again"


def test_who_judges_once_judges_again(taught: Teacher, fake: FakeEngine, sides: Collection, qtbot: QtBot) -> None:
    taught.begin(sides)
    settle(fake, taught, qtbot)
    first = taught.pupils()
    taught.follow(sides.with_pictures(0, [picture(seed) for seed in range(50, 60)]))
    second = taught.pupils()
    known = dict(zip(first.pixels, first.held, strict=True))
    assert all(
        held == known[pixels] for pixels, held in zip(second.pixels, second.held, strict=True) if pixels in known
    )
    assert second.held.sum() > first.held.sum()


def test_sides_that_a_ready_set_has_are_kept(taught: Teacher, sides: Collection) -> None:
    piles = list(sides.piles)
    for place, pile in enumerate(piles):
        samples = tuple(Sample(each.pixels, int(index < 4)) for index, each in enumerate(pile.samples))
        piles[place] = type(pile)(pile.name, samples)
    taught.begin(Collection("Sides", sides.shape, tuple(piles)))
    assert taught.pupils().held.tolist() == [True] * 4 + [False] * 2 + [True] * 4 + [False] * 2


def test_classes_with_too_few_pictures_are_left_out_and_with_one_class_nothing_is_taught(
    taught: Teacher, fake: FakeEngine, sides: Collection, qtbot: QtBot
) -> None:
    three = sides.with_class("middle").with_pictures(2, [picture(99, "right")])
    taught.begin(three)
    settle(fake, taught, qtbot)
    assert taught.left_out == ("middle",)
    assert taught.taught is not None
    assert taught.taught.head.classes == ("left", "right")
    few = sides.without(1, range(5))
    taught.begin(few)
    taught.teach()
    fake.answer_all()
    assert taught.taught is None
    assert taught.shortage == "Each class needs 2 pictures at least, and right has too few."
    taught.begin(Collection("None", (1, 16, 16)))
    assert taught.shortage == "Two classes are needed at least. Add one."


def test_an_answer_about_another_collection_is_heard_by_nobody(
    taught: Teacher, fake: FakeEngine, sides: Collection
) -> None:
    taught.begin(sides)
    taught.teach()
    fake.answer()
    assert isinstance(fake.asked[0].question, TeachHead)
    other = sides.without_class(0).with_class("left")
    taught.begin(other)
    assert fake.stopped
    fake.answer_all()
    assert taught.taught is None


def test_a_refusal_is_said_and_the_next_time_it_is_tried_again(
    taught: Teacher, fake: FakeEngine, sides: Collection
) -> None:
    taught.begin(sides)
    taught.teach()
    fake.answer()
    fake.answer("The engine ended.")
    assert (taught.said, taught.stale, taught.busy) == ("The engine ended.", True, False)
    taught.teach()
    fake.answer_all()
    assert (taught.said, taught.stale) == ("", False)
