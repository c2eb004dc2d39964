"""A small CNN that learns from scratch on few pictures."""

import pytest
import torch

from engine.training.from_scratch import STEPS, FromScratch

Y = torch.arange(30) % 2
X = torch.rand(30, 1, 12, 12, generator=torch.Generator().manual_seed(4)) / 4
X[Y == 1, :, 3:6] += 0.5


def test_it_learns_to_tell_stripes_from_noise() -> None:
    learner = FromScratch(X, Y, 2, 1)
    first, *_, last = [learner.step() for _ in range(STEPS)]
    assert last < first / 10
    assert (learner.logits(X).argmax(1) == Y).all()


def test_all_chance_comes_from_the_seed() -> None:
    before = torch.get_rng_state()
    one, same, other = ([FromScratch(X, Y, 2, seed).step()] for seed in (3, 3, 4))
    assert one == same
    assert one != other
    assert torch.equal(torch.get_rng_state(), before)


def test_the_unit_of_the_pixels_does_not_matter() -> None:
    one, other = FromScratch(X, Y, 2, 1), FromScratch(255 * X - 9, Y, 2, 1)
    assert [one.step() for _ in range(3)] == pytest.approx([other.step() for _ in range(3)], rel=0.02)


def test_pictures_that_are_all_alike_give_numbers() -> None:
    learner = FromScratch(torch.ones(4, 1, 12, 12), torch.arange(4) % 2, 2, 1)
    learner.step()
    assert learner.logits(X).isfinite().all()
