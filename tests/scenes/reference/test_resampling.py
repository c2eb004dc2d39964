"""Shifted and enlarged maps against torch."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from scenes.reference import enlarge, shift

steadily = settings(derandomize=True, deadline=None, max_examples=30)
shapes = st.tuples(st.integers(1, 3), st.integers(1, 6), st.integers(1, 6))


@steadily
@given(shapes, st.data())
def test_shift_equals_torch(shape, data):
    x = np.random.default_rng(1).normal(size=shape)
    columns = data.draw(st.integers(0, shape[2]))
    assert np.array_equal(shift(x, columns), functional.pad(torch.tensor(x), (columns, -columns)).numpy())


@steadily
@given(shapes, st.integers(1, 4))
def test_enlarge_equals_torch(shape, factor):
    x = np.random.default_rng(2).normal(size=shape)
    expected = functional.interpolate(torch.tensor(x)[None], scale_factor=factor, mode="nearest")[0]
    assert np.array_equal(enlarge(x, factor), expected.numpy())


def test_what_leaves_is_lost_and_zeros_come_in():
    assert shift([[[1, 2, 3]]], 2).tolist() == [[[0, 0, 1]]]


def test_what_does_not_fit_is_said_in_a_sentence():
    for columns in (-1, 4):
        with pytest.raises(ValueError, match=f"A map of 3 columns can't be shifted by {columns}"):
            shift([[[1, 2, 3]]], columns)
    with pytest.raises(ValueError, match="The number factor must be at least 1, but is 0"):
        enlarge([[[1]]], 0)
    with pytest.raises(ValueError, match="The input must have the axes"):
        shift([1, 2], 1)
