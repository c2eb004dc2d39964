"""The residual block against torch's autograd, and its gradient against small changes of the input."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.reference import ResidualBlock


@st.composite
def blocks(draw: Any) -> ResidualBlock:
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    return ResidualBlock(
        random.normal(size=shape), random.normal(size=(3, 3)), random.normal(size=(3, 3)), random.normal(size=shape),
        shortcut=draw(st.booleans()),
    )  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=30)
@given(blocks())
def test_the_block_and_its_gradients_are_those_of_torch(of: ResidualBlock) -> None:
    x = torch.tensor(of.x[None, None], requires_grad=True)
    z = torch.nn.functional.conv2d(x, torch.tensor(of.first[None, None]), padding=1)
    h = z.relu()
    f = torch.nn.functional.conv2d(h, torch.tensor(of.second[None, None]), padding=1)
    s = f + x if of.shortcut else f * 1.0
    for each in (z, h, s):
        each.retain_grad()
    y = s.relu()
    y.backward(torch.tensor(of.upstream[None, None]))
    for found, wanted in (
        (of.z, z), (of.h, h), (of.f, f), (of.s, s), (of.y, y),
        (of.ds, s.grad), (of.dh, h.grad), (of.dz, z.grad), (of.dx, x.grad),
    ):  # fmt: skip
        assert wanted is not None
        assert np.allclose(found, wanted.detach().numpy()[0, 0])
    assert np.allclose(of.through, of.dx - of.ds if of.shortcut else of.dx)


@settings(derandomize=True, deadline=None, max_examples=30)
@given(blocks())
def test_the_gradient_is_that_of_small_changes_of_the_input(of: ResidualBlock) -> None:
    """Where no ReLU is at its corner, y changes by the Jacobian: the definition, without any backward pass."""
    if min(np.abs(of.z).min(), np.abs(of.s).min()) < 1e-3:
        return
    small = 1e-6
    for place in np.ndindex(of.x.shape):
        nudged = of.x.copy()
        nudged[place] += small
        changed = ResidualBlock(nudged, of.first, of.second, of.upstream, of.shortcut)
        slope = ((changed.y - of.y) * of.upstream).sum() / small
        assert of.dx[place] == pytest.approx(slope, abs=1e-4)
