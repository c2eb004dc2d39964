"""The rules of initialisation against torch, which draws weights by them."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes import reference

sides = st.integers(1, 64)
kernels = st.integers(1, 5)
few = settings(derandomize=True, deadline=None, max_examples=30)


@few
@given(sides, sides, kernels)
def test_the_rules_are_those_of_torch(c_in: int, c_out: int, kernel: int) -> None:
    weight = torch.empty(c_out, c_in, kernel, kernel)
    n_in, n_out = reference.fans(c_in, c_out, kernel)
    assert (n_in, n_out) == torch.nn.init._calculate_fan_in_and_fan_out(weight)
    assert reference.he_std(n_in) == pytest.approx(torch.nn.init.calculate_gain("relu") / n_in**0.5)
    torch.manual_seed(1)
    for bound, draw in (
        (reference.uniform_bound(reference.glorot_std(n_in, n_out)), torch.nn.init.xavier_uniform_),
        (reference.uniform_bound(reference.he_std(n_in)), lambda w: torch.nn.init.kaiming_uniform_(w)),
        (reference.uniform_bound(reference.default_std(n_in)), lambda w: w.copy_(_fresh(c_in, c_out, kernel))),
    ):
        draw(weight)
        largest = float(weight.abs().max())
        assert largest <= bound * (1 + 1e-5)
        if weight.numel() > 2000:
            assert largest > 0.99 * bound


def _fresh(c_in: int, c_out: int, kernel: int) -> torch.Tensor:
    return torch.nn.Conv2d(c_in, c_out, kernel).weight.detach()


@pytest.mark.parametrize(("n_in", "std"), [(8, 0.5), (50, 0.2), (200, 0.1), (576, 0.0589)])
def test_he(n_in: int, std: float) -> None:
    assert reference.he_std(n_in) == pytest.approx(std, rel=1e-3)


def test_glorot() -> None:
    assert reference.glorot_std(4, 4) == 0.5
    assert reference.uniform_bound(reference.glorot_std(576, 576)) == pytest.approx(0.0722, rel=1e-3)
    assert reference.fans(64, 64, 3) == (576, 576)


def test_the_default_is_below_he_by_the_root_of_six() -> None:
    assert reference.default_std(576) == pytest.approx(0.0241, rel=2e-3)
    assert reference.he_std(576) / reference.default_std(576) == pytest.approx(6**0.5)


def test_a_layer_has_at_least_one_input() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        reference.fans(0, 1)
