"""The matrices that a convolution along one axis amounts to: against torch, and the counts of the curriculum."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.reference import (
    convolution_matrix,
    convolution_parameters,
    dense,
    dense_parameters,
    local_parameters,
    neighbours,
)

steadily = settings(derandomize=True, deadline=None, max_examples=60)


@steadily
@given(n=st.integers(1, 12), k=st.integers(1, 6), stride=st.integers(1, 3), seed=st.integers(0, 99))
def test_the_matrix_of_a_kernel_does_what_torch_does(n, k, stride, seed):
    k = min(k, n)
    rng = np.random.default_rng(seed)
    x, kernel = rng.normal(size=n), rng.normal(size=k)
    expected = torch.nn.functional.conv1d(torch.tensor(x)[None, None], torch.tensor(kernel)[None, None], stride=stride)
    assert dense(x, convolution_matrix(kernel, n, stride)) == pytest.approx(expected[0, 0].numpy(), abs=1e-12)


@steadily
@given(n=st.integers(1, 12), k=st.integers(1, 6), stride=st.integers(1, 3))
def test_an_output_sees_what_changes_it(n, k, stride):
    k = min(k, n)
    ones, changed = torch.ones(1, 1, k), torch.eye(n)[:, None]
    found = torch.nn.functional.conv1d(changed, ones, stride=stride)[:, 0].T
    assert np.array_equal(neighbours(n, k, stride), found.numpy() > 0)


def test_five_inputs_and_three_outputs_as_worked():
    assert dense_parameters(5, 3, bias=False) == 15
    assert neighbours(5, 3).sum() == local_parameters(1, 3, 1, 1, (1, 3), bias=False) == 9
    assert convolution_parameters(1, 1, (1, 3), bias=False) == 3
    assert convolution_matrix([1, 0, -1], 5).tolist() == [[1, 0, -1, 0, 0], [0, 1, 0, -1, 0], [0, 0, 1, 0, -1]]


def test_the_first_layer_of_alexnet_as_worked():
    assert dense_parameters(3 * 227 * 227, 96 * 55 * 55) == 44_892_355_200
    assert local_parameters(55, 55, 3, 96, 11) == 105_705_600
    assert convolution_parameters(3, 96, 11) == 34_944


@pytest.mark.parametrize(
    "wrong", [lambda: neighbours(2, 3), lambda: convolution_matrix([], 3), lambda: local_parameters(0, 1, 1, 1, 1)]
)
def test_impossible_layers_are_refused(wrong):
    with pytest.raises(ValueError, match=r"\.$"):
        wrong()
