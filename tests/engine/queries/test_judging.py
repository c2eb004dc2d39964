"""What networks say of many pictures, in parts."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.contract.edge import JudgeAll, Judged
from engine.contract.numbers import Array
from engine.contract.questions import Forward, Forwarded, Query, Untrained
from engine.contract.spec import SmallCNN
from engine.queries import answers, units
from engine.queries.work import QuestionError

CNN = Untrained(SmallCNN(), 10, 70.0, 100.0, 3)
PICTURES = np.random.default_rng(0).integers(0, 256, (units.MOST + 30, 1, 8, 8), np.uint8)


def judged(pictures: NDArray[np.generic]) -> list[Judged]:
    found = []
    for reply in answers.replies(Query(0, CNN, JudgeAll(Array.of(pictures))), lambda _: None):
        assert reply is not None
        assert isinstance(reply.answer, Judged)
        assert (reply.part, reply.parts) == (len(found), -(-len(pictures) // units.MOST))
        found.append(reply.answer)
    return found


def test_all_pictures_are_judged_as_each_alone() -> None:
    first, second = judged(PICTURES)
    assert (first.first, second.first) == (0, units.MOST)
    logits = np.concatenate([first.logits.numpy(), second.logits.numpy()])
    assert logits.shape == (len(PICTURES), 10)
    for place in (0, 100, len(PICTURES) - 1):
        (alone,) = answers.replies(Query(0, CNN, Forward(Array.of(PICTURES[place]))), lambda _: None)
        assert alone is not None
        assert isinstance(alone.answer, Forwarded)
        np.testing.assert_allclose(logits[place], alone.answer.view.logits.numpy(), atol=1e-5)


@pytest.mark.parametrize("pictures", [PICTURES[:0], PICTURES[0], PICTURES.astype(np.float32), PICTURES[:, :, 0]])
def test_pictures_that_do_not_fit_are_refused(pictures: NDArray[np.generic]) -> None:
    with pytest.raises(QuestionError, match=r"\.$"):
        judged(pictures)
