"""Batch normalisation in use against torch."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from scenes.reference import batch_norm


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.integers(1, 4), st.integers(1, 5), st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_it_equals_torch(channels, height, width, seed):
    random = np.random.default_rng(seed)
    x, mean, scale, shift = (random.normal(size=size) for size in ((channels, height, width), *[channels] * 3))
    variance = random.uniform(0, 2, channels)
    parts = (torch.tensor(part) for part in (mean, variance, scale, shift))
    expected = functional.batch_norm(torch.tensor(x)[None], *parts)[0].numpy()
    assert batch_norm(x, mean, variance, scale, shift) == pytest.approx(expected, abs=1e-10)


def test_each_map_needs_its_own_numbers():
    with pytest.raises(ValueError, match="2 maps need 2 variances, but 1 are given"):
        batch_norm(np.ones((2, 1, 1)), [0, 0], [1], [1, 1], [0, 0])
