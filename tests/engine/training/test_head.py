"""A dense layer that learns from all pictures at once."""

import math

import pytest
import torch

from engine.training.head import FLOOR, STEPS, Head

GENERATOR = torch.Generator().manual_seed(2)
Y = torch.arange(40) % 4
X = 5 + 3 * torch.randn(40, 6, generator=GENERATOR) + torch.nn.functional.one_hot(Y, 6) * 20


def learned(x: torch.Tensor) -> Head:
    head = Head(x, Y, 4)
    for _ in range(STEPS):
        head.step()
    return head


def test_the_loss_falls_to_that_of_a_layer_which_tells_all_apart() -> None:
    head = Head(X, Y, 4)
    first, *_, last = [head.step() for _ in range(STEPS)]
    assert last < first / 5
    assert (head.logits(X).argmax(1) == Y).all()


def test_it_does_not_matter_in_which_unit_features_are() -> None:
    scaled = learned(7 * X - 100)
    torch.testing.assert_close(learned(X).logits(X), scaled.logits(7 * X - 100), rtol=0, atol=2e-2)


def test_a_feature_that_never_differed_says_nothing_of_other_pictures() -> None:
    head = learned(torch.cat([X, torch.ones(40, 1)], 1))
    assert head.spread[6] == FLOOR
    torch.testing.assert_close(head.logits(torch.cat([X, 50 * torch.ones(40, 1)], 1)), learned(X).logits(X))


def test_it_begins_without_any_opinion() -> None:
    assert Head(X, Y, 4).step() == pytest.approx(math.log(4))


def test_a_run_that_goes_on_beside_it_draws_what_it_would_draw() -> None:
    before = torch.get_rng_state()
    learned(X)
    assert torch.equal(torch.get_rng_state(), before)
