"""Dense layer, softmax and cross-entropy against torch, their laws, and the numbers of the curriculum."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.reference import cross_entropy, cross_entropy_gradient, dense, log_softmax, softmax

steadily = settings(derandomize=True, deadline=None, max_examples=50)
logits_lists = st.lists(st.floats(-500, 500), min_size=1, max_size=10)


@steadily
@given(st.integers(1, 8), st.integers(1, 8), st.booleans(), st.integers(0, 99))
def test_dense_equals_torch(n_in, n_out, with_bias, seed):
    random = np.random.default_rng(seed)
    x, weights = random.normal(size=n_in), random.normal(size=(n_out, n_in))
    bias = random.normal(size=n_out) if with_bias else None
    expected = torch.nn.functional.linear(*(None if a is None else torch.tensor(a) for a in (x, weights, bias)))
    assert dense(x, weights, bias) == pytest.approx(expected.numpy(), abs=1e-12)


def test_dense_worked_example():
    assert dense([2, 1, 3], [[1, 0, -1], [2, 1, 0]], [0, 1]).tolist() == [-1, 6]
    assert dense([1, 2], [[1, 1]]).tolist() == dense([2, 1], [[1, 1]]).tolist() == [3]


@steadily
@given(logits_lists, st.data())
def test_softmax_and_loss_equal_torch(numbers, data):
    label = data.draw(st.integers(0, len(numbers) - 1))
    leaf = torch.tensor(numbers, dtype=torch.float64, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(leaf, torch.tensor(label))
    loss.backward()
    assert softmax(numbers) == pytest.approx(torch.softmax(leaf, 0).detach().numpy(), abs=1e-12)
    assert log_softmax(numbers) == pytest.approx(torch.log_softmax(leaf, 0).detach().numpy(), abs=1e-9)
    assert cross_entropy(numbers, label) == pytest.approx(loss.item(), abs=1e-9)
    assert cross_entropy_gradient(numbers, label) == pytest.approx(leaf.grad.numpy(), abs=1e-12)


@steadily
@given(logits_lists, st.floats(-100, 100))
def test_softmax_does_not_feel_a_constant(numbers, constant):
    assert softmax(np.add(numbers, constant)) == pytest.approx(softmax(numbers), abs=1e-12)


@steadily
@given(logits_lists)
def test_probabilities_are_shares(numbers):
    shares = softmax(numbers)
    assert shares.sum() == pytest.approx(1)
    assert (shares >= 0).all()
    assert (np.diff(shares[np.argsort(numbers)]) >= 0).all()
    assert cross_entropy_gradient(numbers, 0).sum() == pytest.approx(0, abs=1e-12)


def test_softmax_of_many_rows_is_the_softmax_of_each():
    rows = np.random.default_rng(3).normal(size=(4, 3, 5))
    for index in np.ndindex(4, 3):
        assert softmax(rows)[index] == pytest.approx(softmax(rows[index]))
        assert log_softmax(rows)[index] == pytest.approx(np.log(softmax(rows[index])))


def test_huge_logits_do_not_overflow():
    assert softmax([1e300, 0, -1e300]).tolist() == [1, 0, 0]
    assert cross_entropy([1000, 0], 1) == 1000


@pytest.mark.parametrize(
    ("logits", "shares"),
    [
        ((2, 1, 0), [0.665, 0.245, 0.090]),
        ((12, 11, 10), [0.665, 0.245, 0.090]),
        ((4, 2, 0), [0.867, 0.117, 0.016]),
        ((1, 0.5, 0), [0.506, 0.307, 0.186]),
    ],
)
def test_shares_of_the_curriculum(logits, shares):
    assert softmax(logits).round(3).tolist() == shares


def test_worked_example_of_logarithms():
    assert softmax(np.log([1, 2, 5])) == pytest.approx(np.array([1, 2, 5]) / 8, rel=1e-15)


def test_losses_of_the_curriculum():
    assert round(cross_entropy([2, 1, 0], 0), 3) == 0.408
    assert cross_entropy(np.zeros(1000), 17) == pytest.approx(math.log(1000))
    assert round(cross_entropy(np.zeros(1000), 17), 4) == 6.9078


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: dense([1, 2], [[1, 2, 3]]), "Weights for 3 inputs do not fit an input of 2 values."),
        (lambda: dense([1], [[1], [2]], [0]), "2 outputs need 2 biases, but 1 are given."),
        (lambda: dense([[1]], [[1]]), "The input must have the axes"),
        (lambda: softmax([]), "Softmax needs at least one logit."),
        (lambda: softmax(1), "Softmax needs at least one logit."),
        (lambda: cross_entropy([1, 2], 2), "There are 2 classes, numbered from 0, so 2 is none of them."),
        (lambda: cross_entropy_gradient([1, 2], -1), "so -1 is none of them."),
        (lambda: cross_entropy([[1, 2]], 0), "The logits must have the axes"),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(call, message):
    with pytest.raises(ValueError, match=message):
        call()
