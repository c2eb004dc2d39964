"""Pooling and its gradients against torch, and the worked examples of the curriculum."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from scenes.reference import (
    average_pool,
    average_pool_gradient,
    global_average_pool,
    max_pool,
    max_pool_gradient,
    max_pool_winners,
    relu,
)

steadily = settings(derandomize=True, deadline=None, max_examples=35)

TILES = [[[1, 3, 2, 0], [4, 2, 1, 5], [0, 1, 8, 2], [6, 2, 3, 3]]]
X = [[[1, 2, 0, 1, 2], [0, 1, 3, 1, 0], [2, 0, 1, 2, 1], [1, 3, 0, 1, 0], [0, 1, 2, 0, 1]]]


@st.composite
def cases(draw):
    """Small whole numbers, so that many windows have ties."""
    kernel = draw(st.integers(1, 7))
    padding = draw(st.integers(0, min(3, kernel // 2)))
    smallest = max(1, kernel - 2 * padding)
    shape = draw(st.integers(1, 3)), smallest + draw(st.integers(0, 7)), smallest + draw(st.integers(0, 7))
    x = np.random.default_rng(draw(st.integers(0, 2**32 - 1))).integers(-3, 4, shape).astype(float)
    return x, kernel, draw(st.integers(1, 3)), padding


def upstream_for(output):
    return np.random.default_rng(7).normal(size=output.shape)


@steadily
@given(cases())
def test_max_equals_torch(case):
    x, kernel, stride, padding = case
    values, places = functional.max_pool2d(torch.tensor(x), kernel, stride, padding, return_indices=True)
    assert np.array_equal(max_pool(*case), values.numpy())
    assert np.array_equal(max_pool_winners(*case), places.numpy())


@steadily
@given(cases())
def test_max_gradient_equals_torch(case):
    x, *settings = case
    leaf = torch.tensor(x, requires_grad=True)
    output = functional.max_pool2d(leaf, *settings)
    upstream = upstream_for(output)
    output.backward(torch.tensor(upstream))
    assert max_pool_gradient(x, upstream, *settings) == pytest.approx(leaf.grad.numpy(), abs=1e-12)


@steadily
@given(cases(), st.booleans())
def test_average_and_its_gradient_equal_torch(case, count_padding):
    x, *settings = case
    leaf = torch.tensor(x, requires_grad=True)
    output = functional.avg_pool2d(leaf, *settings, count_include_pad=count_padding)
    upstream = upstream_for(output)
    output.backward(torch.tensor(upstream))
    assert average_pool(x, *settings, count_padding=count_padding) == pytest.approx(output.detach().numpy(), abs=1e-12)
    gradient = average_pool_gradient(x.shape, upstream, *settings, count_padding=count_padding)
    assert gradient == pytest.approx(leaf.grad.numpy(), abs=1e-12)


@steadily
@given(cases())
def test_max_pooling_and_relu_may_change_places(case):
    x, *settings = case
    assert np.array_equal(max_pool(relu(x), *settings), relu(max_pool(x, *settings)))


def test_worked_examples():
    assert max_pool(TILES, 2).tolist() == [[[4, 5], [6, 8]]]
    assert average_pool(TILES, 2).tolist() == [[[2.5, 2], [2.25, 4]]]
    assert max_pool(X, 3, 2).tolist() == [[[3, 3], [3, 2]]]


def test_gradient_goes_back_to_the_winners():
    upstream = [[[1, 2], [3, 4]]]
    assert max_pool_winners(TILES, 2).tolist() == [[[4, 7], [12, 10]]]
    assert max_pool_gradient(TILES, upstream, 2).tolist() == [[[0, 0, 0, 0], [1, 0, 0, 2], [0, 0, 4, 0], [3, 0, 0, 0]]]
    assert average_pool_gradient((1, 4, 4), upstream, 2).tolist() == [
        [[0.25, 0.25, 0.5, 0.5]] * 2 + [[0.75, 0.75, 1, 1]] * 2
    ]


def test_a_cell_that_wins_two_windows_gets_both_gradients():
    assert max_pool_gradient([[[0, 9, 0]]], [[[1, 2, 3]]], 1).tolist() == [[[1, 2, 3]]]
    assert max_pool_gradient(np.pad([[[9.0]]], ((0, 0), (1, 1), (1, 1))), np.ones((1, 2, 2)), 2, 1).sum() == 4


def test_of_equal_values_the_first_in_reading_order_wins():
    assert max_pool_winners(np.full((1, 2, 2), 5.0), 2).tolist() == [[[0]]]


def test_padding_never_wins():
    assert (max_pool(np.full((2, 3, 3), -4.0), 3, 1, 1) == -4).all()


def test_average_with_and_without_the_padding():
    corner = np.full((1, 4, 4), 9.0)
    assert average_pool(corner, 3, 1, 1)[0, 0, 0] == 4
    assert average_pool(corner, 3, 1, 1, count_padding=False)[0, 0, 0] == 9


def test_global_average_worked_examples():
    maps = [[[1, 3], [5, 7]], [[2, 2], [2, 2]], [[0, 0], [0, 0]], [[8, 4], [6, 6]]]
    assert global_average_pool(maps).tolist() == [4, 2, 0, 6]
    assert global_average_pool(maps).tolist() == average_pool(maps, 2).ravel().tolist()


@pytest.mark.parametrize("pool", [max_pool, average_pool, max_pool_winners])
def test_what_does_not_fit_is_said_in_a_sentence(pool):
    with pytest.raises(ValueError, match="A window that spans 6 cells does not fit into 5 padded cells"):
        pool(X, 6)
    with pytest.raises(ValueError, match="Pooling padding 2 is more than half of the window's 3 cells"):
        pool(X, 3, padding=2)
    with pytest.raises(ValueError, match="The number stride must be at least 1, but is 0"):
        pool(X, 3, 0)
    with pytest.raises(ValueError, match="The input must have the axes"):
        pool(X[0], 3)


def test_gradient_must_have_the_shape_of_the_output():
    wrong = np.ones((1, 3, 3))
    with pytest.raises(ValueError, match=r"has shape \(1, 3, 3\), but the output has shape \(1, 2, 2\)"):
        max_pool_gradient(TILES, wrong, 2)
    with pytest.raises(ValueError, match=r"has shape \(1, 3, 3\), but the output has shape \(1, 2, 2\)"):
        average_pool_gradient((1, 4, 4), wrong, 2)
