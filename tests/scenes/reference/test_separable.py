"""Depthwise and pointwise convolution against torch, and the worked example of the curriculum."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from scenes.reference import SeparableCost, convolve, depthwise, pointwise, standard_filters

steadily = settings(derandomize=True, deadline=None, max_examples=30)

X = [[[1, 2, 0], [0, 1, 3], [2, 0, 1]], [[0, 1, 1], [2, 0, 0], [1, 1, 2]]]
KERNELS = [[[1, 0], [0, 1]], [[1, 1], [0, -1]]]
WEIGHTS = [[1, 1], [2, -1], [0, 3]]


@st.composite
def cases(draw):
    """An input (M, H, W), depthwise kernels (M, k, k) and pointwise weights (N, M)."""
    channels, maps, size = draw(st.integers(1, 4)), draw(st.integers(1, 4)), draw(st.integers(1, 5))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    height, width = size + draw(st.integers(0, 5)), size + draw(st.integers(0, 5))
    shapes = (channels, height, width), (channels, size, size), (maps, channels)
    return tuple(random.normal(size=shape) for shape in shapes)


@steadily
@given(cases(), st.integers(1, 3), st.integers(0, 2))
def test_depthwise_equals_torch(case, stride, padding):
    x, kernels, _ = case
    expected = functional.conv2d(
        torch.tensor(x), torch.tensor(kernels)[:, None], stride=stride, padding=padding, groups=len(x)
    )
    assert depthwise(x, kernels, stride, padding) == pytest.approx(expected.numpy(), abs=1e-11)


@steadily
@given(cases())
def test_pointwise_equals_torch(case):
    x, _, weights = case
    expected = functional.conv2d(torch.tensor(x), torch.tensor(weights)[:, :, None, None])
    assert pointwise(x, weights) == pytest.approx(expected.numpy(), abs=1e-11)


@steadily
@given(cases())
def test_one_standard_convolution_does_the_same(case):
    x, kernels, weights = case
    both = pointwise(depthwise(x, kernels), weights)
    assert convolve(x, standard_filters(kernels, weights)) == pytest.approx(both, abs=1e-11)


def test_worked_example():
    between = depthwise(X, KERNELS)
    assert between.tolist() == [[[2, 5], [0, 2]], [[1, 2], [1, -2]]]
    y = pointwise(between, WEIGHTS)
    assert y.tolist() == [[[3, 7], [1, 0]], [[3, 8], [-1, 6]], [[3, 6], [3, -6]]]
    assert convolve(X, standard_filters(KERNELS, WEIGHTS)).tolist() == y.tolist()


def test_what_does_not_fit_is_said_in_a_sentence():
    with pytest.raises(ValueError, match="3 groups cannot share 2 input channels"):
        depthwise(X, np.ones((3, 2, 2)))
    with pytest.raises(ValueError, match="Filters of 3 channels do not fit an input of 2 channels"):
        pointwise(X, np.ones((4, 3)))
    with pytest.raises(ValueError, match="2 depthwise kernels can't be weighed by 3 weights a map"):
        standard_filters(KERNELS, np.ones((4, 3)))
    with pytest.raises(ValueError, match="The weights must have the axes"):
        pointwise(X, [1, 1])


@given(st.integers(1, 600), st.integers(1, 600), st.integers(1, 7), st.integers(1, 60), st.integers(1, 60))
@steadily
def test_the_ratio_is_the_one_of_the_formula(channels, maps, size, height, width):
    cost = SeparableCost(channels, maps, size, height, width)
    ratio = 1 / maps + 1 / size**2
    assert cost.share == pytest.approx(ratio)
    assert cost.weights.separable / cost.weights.standard == pytest.approx(ratio)


def test_the_costs_of_a_layer_of_mobilenet():
    cost = SeparableCost(512, 512, 3, 14, 14)
    assert cost.macs == (462_422_016, 903_168, 51_380_224)
    assert cost.weights == (2_359_296, 4_608, 262_144)
    assert (cost.macs.separable, cost.weights.separable) == (52_283_392, 266_752)
