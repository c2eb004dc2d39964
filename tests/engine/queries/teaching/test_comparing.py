"""Three ways to learn from few pictures, compared on pictures that were held back."""

import numpy as np
import pytest
import torch
from msgspec.structs import replace

from engine.contract.numbers import Array
from engine.contract.questions import CompareTeaching, Published, Query, Question, Reply, TeachingCompared
from engine.queries import answers
from engine.queries.teaching import comparing
from engine.queries.work import QuestionError

LITE = Published("efficientnet-lite0")
LABELS = tuple(int(label) for label in np.repeat([0, 1, 2], [9, 12, 10]))
GENERATOR = np.random.default_rng(7)
PICTURES = GENERATOR.integers(0, 256, (31, 1, 16, 16)).astype(np.uint8)
MEANS = (GENERATOR.normal(size=(3, 1280))[list(LABELS)] + GENERATOR.normal(size=(31, 1280))).astype(np.float32)
"""Means that tell the classes apart, and pixels that don't."""
ASKED = CompareTeaching(Array.of(PICTURES), Array.of(MEANS), LABELS, (2, 6), draws=2, seed=3)


def replies(question: Question) -> list[Reply | None]:
    return list(answers.replies(Query(1, LITE, question), lambda _: None))


def compared(question: CompareTeaching = ASKED) -> list[TeachingCompared]:
    found = [each.answer for each in replies(question) if each is not None]
    assert all(isinstance(each, TeachingCompared) for each in found)
    return found  # type: ignore[return-value]


def test_each_way_is_measured_for_each_count_in_each_draw() -> None:
    steps = replies(ASKED)
    told = [step for step in steps if step is not None]
    assert [(each.part, each.parts) for each in told] == [(part, 12) for part in range(12)]
    cells = [(each.answer.draw, each.answer.count, each.answer.way) for each in told]  # type: ignore[union-attr]
    ways = ("frozen", "raw", "scratch")
    assert cells == [(draw, count, way) for draw in (0, 1) for count in (2, 6) for way in ways]
    assert steps.count(None) >= len(told)


def test_means_that_tell_classes_apart_beat_pixels_that_do_not() -> None:
    found = compared()
    assert {each.accuracy for each in found if each.way == "frozen"} == {1.0}
    assert np.mean([each.accuracy for each in found if each.way != "frozen"]) < 0.65


def test_the_same_question_has_the_same_answer_and_another_seed_another() -> None:
    few = replace(ASKED, counts=(2,))
    assert compared(few) == compared(few)
    assert compared(few) != compared(replace(few, seed=4))


@pytest.mark.parametrize("draw", [0, 1])
def test_whoever_judges_is_the_same_for_all_counts_and_never_learned_from(draw: int) -> None:
    labels = torch.tensor(LABELS)
    few, many = (comparing._drawn(labels, count, 6, 3, draw) for count in (2, 6))
    assert few.judging.tolist() == many.judging.tolist()
    assert labels[few.judging].bincount().tolist() == [3, 3, 3]
    assert labels[few.learned].bincount().tolist() == [2, 2, 2]
    assert labels[many.learned].bincount().tolist() == [6, 6, 6]
    assert set(few.learned.tolist()) < set(many.learned.tolist())
    assert not set(many.learned.tolist()) & set(many.judging.tolist())
    other = comparing._drawn(labels, 6, 6, 3, draw + 1)
    assert set(other.judging.tolist()) != set(many.judging.tolist())


def test_large_pictures_are_made_as_small_as_those_of_the_lab() -> None:
    x = torch.full((2, 3, 128, 128), 51, dtype=torch.uint8)
    found = comparing.small(x)
    assert found.shape == (2, 3, 64, 64)
    torch.testing.assert_close(found, torch.full((2, 3, 64, 64), 0.2))
    assert comparing.small(x[:, :, :64, :64]).shape == (2, 3, 64, 64)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"counts": ()}, "nothing to compare"),
        ({"counts": (0, 2)}, "nothing to compare"),
        ({"draws": 0}, "nothing to compare"),
        ({"counts": (2, 7)}, "from 7 pictures of each class there have to be 11 of each.* one class has 9;"),
        ({"labels": (0,) * 31}, "no two classes"),
        ({"labels": LABELS[:-1]}, "Each picture has one class"),
        ({"pictures": Array.of(PICTURES[:-1])}, "Each picture has its means"),
        ({"pictures": Array.of(PICTURES[:, :, :8])}, "square"),
        ({"means": Array.of(MEANS[:, :5])}, "gives 1280 means"),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        compared(replace(ASKED, **changes))
