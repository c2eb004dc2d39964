from __future__ import annotations

import numpy as np
import pytest

from desktop.teaching.model.head import Head


@pytest.fixture
def head() -> Head:
    rng = np.random.default_rng(3)
    numbers = [rng.normal(size=shape).astype(np.float32) for shape in ((3, 20), (3,), (20,))]
    return Head(("a", "b", "c"), *numbers, rng.uniform(0.5, 2, 20).astype(np.float32))


def test_probabilities_are_those_of_the_logits(head: Head) -> None:
    means = np.random.default_rng(1).normal(size=(5, 20)).astype(np.float32)
    taken = (means - head.centre) / head.spread
    logits = np.stack(
        [[row @ weights + bias for weights, bias in zip(head.weights, head.bias, strict=True)] for row in taken]
    )
    assert np.allclose(head.logits(means), logits, atol=1e-4)
    found = head.probabilities(means)
    assert np.allclose(found, np.exp(logits) / np.exp(logits).sum(1, keepdims=True), atol=1e-5)
    assert np.isfinite(head.probabilities(1e4 * means)).all()


def test_all_voices_together_are_the_logit_and_the_loudest_come_first(head: Head) -> None:
    means = np.random.default_rng(2).normal(size=20).astype(np.float32)
    voices = head.voices(means, 1, 20)
    assert sum(each.says for each in voices) + head.bias[1] == pytest.approx(head.logits(means)[1], abs=1e-4)
    loud = [abs(each.says) for each in voices]
    assert loud == sorted(loud, reverse=True)
    assert head.voices(means, 1, 4) == voices[:4]


def test_all_cells_of_a_sight_together_are_the_logit_but_for_the_bias(head: Head) -> None:
    maps = np.random.default_rng(4).uniform(0, 6, (20, 4, 5)).astype(np.float32)
    for of in range(3):
        sight = head.sight(maps, of)
        assert sight.shape == (4, 5)
        assert sight.sum() + head.bias[of] == pytest.approx(head.logits(maps.mean((1, 2)))[of], abs=1e-3)
