"""Activation functions and their derivatives against torch, and the worked numbers of the curriculum."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.reference import ACTIVATIONS, leaky_relu, leaky_relu_derivative, relu, relu6, sigmoid

steadily = settings(derandomize=True, deadline=None, max_examples=40)
TORCH = torch.nn.functional
CORNERS = np.array([-1000.0, -6, -1, -1e-9, -0.0, 0, 1e-9, 1, 6, 7, 1000])


@pytest.mark.parametrize("name", ACTIVATIONS)
@steadily
@given(numbers=st.lists(st.floats(-800, 800), min_size=1, max_size=12))
def test_function_and_derivative_equal_torch(name, numbers):
    x = np.concatenate([numbers, CORNERS])
    leaf = torch.tensor(x, requires_grad=True)
    output = getattr(TORCH, name)(leaf)
    output.sum().backward()
    function, derivative = ACTIVATIONS[name]
    assert function(x) == pytest.approx(output.detach().numpy(), abs=1e-12)
    assert derivative(x) == pytest.approx(leaf.grad.numpy(), abs=1e-12)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_shape_is_kept_and_the_input_left_alone(name):
    x = np.linspace(-3, 8, 12).reshape(2, 3, 2)
    before = x.copy()
    for function in ACTIVATIONS[name]:
        result = function(x)
        assert (result.shape, result.dtype) == ((2, 3, 2), np.float64)
    assert np.array_equal(x, before)
    assert ACTIVATIONS[name].function([[1, 2]]).shape == (1, 2)


def test_worked_example():
    assert relu([[-1, -1, 1], [-1, 0, 3], [0, 1, 1]]).tolist() == [[0, 0, 1], [0, 0, 3], [0, 1, 1]]
    assert relu6([-2, 3, 9]).tolist() == [0, 3, 6]


def test_bounds_of_the_slopes():
    x = np.linspace(-9, 9, 1801)
    assert ACTIVATIONS["sigmoid"].derivative(x).max() == ACTIVATIONS["sigmoid"].derivative(0) == 0.25
    assert ACTIVATIONS["tanh"].derivative(x).max() == 1


def test_gates_of_the_curriculum():
    assert sigmoid([2, -2, -3, 3]).round(3).tolist() == [0.881, 0.119, 0.047, 0.953]


@steadily
@given(st.floats(0, 0.9), st.floats(-50, 50))
def test_leak_is_the_slope_left_of_zero(leak, x):
    assert leaky_relu(x, leak) == (x if x > 0 else leak * x)
    assert leaky_relu_derivative(x, leak) == (1 if x > 0 else leak)


def test_words_are_refused_in_a_sentence():
    with pytest.raises(ValueError, match="must be an array of numbers"):
        relu(["high"])
