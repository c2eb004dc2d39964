"""Convolution against torch, its laws, and the worked examples of the curriculum."""

from dataclasses import dataclass
from unittest.mock import patch

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.reference import (
    cell_value,
    channel_maps,
    channel_sums,
    convolve,
    dense,
    flipped,
    output_size,
    padding_for,
    products,
    relu,
    window,
    window_span,
)

LIMIT = "scenes.reference.convolution.READING_ORDER_LIMIT"
steadily = settings(derandomize=True, deadline=None, max_examples=40)

X = [[[1, 2, 0, 1, 2], [0, 1, 3, 1, 0], [2, 0, 1, 2, 1], [1, 3, 0, 1, 0], [0, 1, 2, 0, 1]]]
K = [[[[1, 0, -1], [1, 0, -1], [1, 0, -1]]]]
RGB = [
    [[1, 0, 2], [0, 1, 0], [2, 1, 0]],
    [[0, 1, 1], [1, 0, 1], [0, 2, 0]],
    [[1, 1, 0], [0, 2, 1], [1, 0, 1]],
]
RGB_FILTER = [[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[1, -1], [-1, 1]]]


@dataclass(frozen=True)
class Case:
    x: np.ndarray
    kernels: np.ndarray
    bias: np.ndarray | None
    stride: int
    padding: int
    dilation: int
    groups: int

    def convolve(self, **changes):
        return convolve(**{**vars(self), **changes})

    @property
    def kernel(self):
        return self.kernels.shape[2:]


@st.composite
def cases(draw, most_stride=3, most_padding=3):
    stride, padding = draw(st.integers(1, most_stride)), draw(st.integers(0, most_padding))
    dilation = draw(st.integers(1, 2))
    groups, depth, filters = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    kernel = draw(st.tuples(st.integers(1, 7), st.integers(1, 7)))
    smallest = [max(1, window_span(k, dilation) - 2 * padding) for k in kernel]
    height, width = (n + draw(st.integers(0, 8)) for n in smallest)
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return Case(
        x=random.normal(size=(groups * depth, height, width)),
        kernels=random.normal(size=(groups * filters, depth, *kernel)),
        bias=random.normal(size=groups * filters) if draw(st.booleans()) else None,
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=groups,
    )


def torch_convolve(case):
    bias = None if case.bias is None else torch.tensor(case.bias)
    x, kernels = torch.tensor(case.x)[None], torch.tensor(case.kernels)
    settings = (case.stride, case.padding, case.dilation, case.groups)
    return torch.nn.functional.conv2d(x, kernels, bias, *settings)[0].numpy()


@steadily
@given(cases())
def test_equals_torch(case):
    assert case.convolve() == pytest.approx(torch_convolve(case), abs=1e-11)


@steadily
@given(cases())
def test_big_inputs_equal_torch_too(case):
    with patch(LIMIT, 0):
        assert case.convolve() == pytest.approx(torch_convolve(case), abs=1e-11)


@steadily
@given(cases(), st.data())
def test_the_steps_give_the_cell_to_the_last_bit(case, data):
    maps = case.convolve()
    f, row, col = (data.draw(st.integers(0, n - 1)) for n in maps.shape)
    depth = case.kernels.shape[1]
    group = f // (len(maps) // case.groups)
    channels = case.x[group * depth : (group + 1) * depth]
    seen = window(channels, row, col, case.kernel, case.stride, case.padding, case.dilation)
    sums = channel_sums(products(seen, case.kernels[f]))
    assert cell_value(sums, 0.0 if case.bias is None else case.bias[f]) == maps[f, row, col]
    own_maps = channel_maps(channels, case.kernels[f], case.stride, case.padding, case.dilation)
    assert own_maps[:, row, col].tolist() == sums.tolist()


@steadily
@given(cases())
def test_size_is_that_of_the_formula(case):
    expected = [
        output_size(n, k, case.stride, case.padding, case.dilation)
        for n, k in zip(case.x.shape[1:], case.kernel, strict=True)
    ]
    assert case.convolve().shape == (len(case.kernels), *expected)


@steadily
@given(cases(), st.floats(-3, 3))
def test_linear_in_the_input_and_in_the_kernels(case, factor):
    other = np.random.default_rng(1).normal(size=case.x.shape)
    combined = case.convolve(x=case.x + factor * other, bias=None)
    apart = case.convolve(bias=None) + factor * case.convolve(x=other, bias=None)
    assert combined == pytest.approx(apart, abs=1e-10)
    assert case.convolve(kernels=2 * case.kernels, bias=None) == pytest.approx(2 * case.convolve(bias=None), abs=1e-10)


@steadily
@given(cases(most_stride=1, most_padding=0), st.integers(1, 3), st.integers(1, 3))
def test_a_shifted_input_gives_a_shifted_map(case, down, right):
    shifted = np.pad(case.x, ((0, 0), (down, 0), (right, 0)))
    assert np.array_equal(case.convolve(x=shifted)[:, down:, right:], case.convolve())


@steadily
@given(cases())
def test_flipping_twice_changes_nothing(case):
    assert np.array_equal(flipped(flipped(case.kernels)), case.kernels)
    assert np.array_equal(case.convolve(kernels=flipped(case.kernels), flip=True), case.convolve())
    assert np.array_equal(case.convolve(kernels=flipped(case.kernels)), case.convolve(flip=True))


def test_true_convolution_composes_as_polynomials_do():
    collapsed = convolve([[[1, 2]]], [[[[1, -1]]]], padding=0, flip=True)
    assert collapsed.tolist() == [[[1]]]
    full = convolve(np.pad([[[1, 2]]], ((0, 0), (0, 0), (1, 1))), [[[[1, -1]]]], flip=True)
    assert full.tolist() == [[[1, 1, -2]]]


@steadily
@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 5), st.integers(1, 5), st.integers(0, 99))
def test_one_by_one_is_a_dense_layer_at_every_pixel(channels, filters, height, width, seed):
    random = np.random.default_rng(seed)
    x, weights = random.normal(size=(channels, height, width)), random.normal(size=(filters, channels))
    bias = random.normal(size=filters)
    maps = convolve(x, weights[:, :, None, None], bias)
    for row, col in np.ndindex(height, width):
        assert maps[:, row, col] == pytest.approx(dense(x[:, row, col], weights, bias))


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, [[-1, -1, 1], [-1, 0, 3], [0, 1, 1]]),
        ({"bias": [1]}, [[0, 0, 2], [0, 1, 4], [1, 2, 2]]),
        ({"flip": True}, [[1, 1, -1], [1, 0, -3], [0, -1, -1]]),
        (
            {"padding": 1},
            [[-3, -2, 1, 1, 2], [-3, -1, -1, 1, 4], [-4, -1, 0, 3, 4], [-4, 0, 1, 1, 3], [-4, -1, 3, 1, 1]],
        ),
        ({"stride": 2}, [[-1, 1], [0, 1]]),
        ({"stride": 2, "padding": 1}, [[-3, 1, 2], [-4, 0, 4], [-4, 3, 1]]),
    ],
)
def test_worked_example_of_one_channel(settings, expected):
    assert convolve(X, K, **settings).tolist() == [expected]


def test_worked_example_step_by_step():
    seen = window(X, 0, 0, 3)
    assert seen.tolist() == [[[1, 2, 0], [0, 1, 3], [2, 0, 1]]]
    parts = products(seen, K[0])
    assert parts.tolist() == [[[1, 0, 0], [0, 0, -3], [2, 0, -1]]]
    assert cell_value(channel_sums(parts)) == -1
    assert products(seen, K[0], flip=True).tolist() == (-parts).tolist()


def test_worked_example_then_relu():
    assert relu(convolve(X, K)).tolist() == [[[0, 0, 1], [0, 0, 3], [0, 1, 1]]]


def test_window_shows_the_zeros_of_the_padding():
    assert window(X, 0, 4, 3, padding=1).tolist() == [[[0, 0, 0], [1, 2, 0], [1, 0, 0]]]
    assert window(X, 0, 0, (2, 3), stride=2, dilation=2).tolist() == [[[1, 0, 2], [2, 1, 1]]]


def test_edge_example():
    rows = [[[0, 0, 0, 9, 9, 9]] * 4]
    assert convolve(rows, K).tolist() == [[[0, -27, -27, 0]] * 2]


def test_two_by_two_example():
    assert convolve(np.arange(9).reshape(1, 3, 3), [[[[0, 1], [2, 3]]]]).tolist() == [[[19, 25], [37, 43]]]


def test_worked_example_of_three_channels():
    maps = channel_maps(RGB, RGB_FILTER)
    assert maps.tolist() == [[[2, 0], [1, 1]], [[2, 1], [0, 3]], [[2, 0], [-3, 2]]]
    assert maps.sum(axis=0).tolist() == [[6, 1], [-2, 6]]
    assert convolve(RGB, [RGB_FILTER], [-2]).tolist() == [[[4, -1], [-4, 4]]]


def test_worked_example_of_a_pointwise_convolution():
    column = convolve([[[2]], [[1]], [[3]]], np.reshape([[1, 0, -1], [2, 1, 0]], (2, 3, 1, 1)), [0, 1])
    assert column.ravel().tolist() == [-1, 6]
    assert relu(column).ravel().tolist() == [0, 6]


def test_worked_example_of_a_depthwise_separable_convolution():
    x = [[[1, 2, 0], [0, 1, 3], [2, 0, 1]], [[0, 1, 1], [2, 0, 0], [1, 1, 2]]]
    depthwise = convolve(x, [[[[1, 0], [0, 1]]], [[[1, 1], [0, -1]]]], groups=2)
    assert depthwise.tolist() == [[[2, 5], [0, 2]], [[1, 2], [1, -2]]]
    pointwise = convolve(depthwise, np.reshape([[1, 1], [2, -1], [0, 3]], (3, 2, 1, 1)))
    assert pointwise.tolist() == [[[3, 7], [1, 0]], [[3, 8], [-1, 6]], [[3, 6], [3, -6]]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"x": X[0]}, r"The input must have the axes \(channels, height, width\), but its shape is \(5, 5\)"),
        ({"x": [[[1, 2], [3]]]}, "The input must be an array of numbers in equally long rows"),
        ({"x": [[["one"]]]}, "The input must be an array of numbers"),
        ({"x": np.zeros((1, 0, 5))}, "The input must have the axes"),
        ({"kernels": K[0]}, "The kernels must have the axes"),
        ({"x": RGB}, "Filters of 1 channels do not fit an input of 3 channels in 1 groups"),
        ({"groups": 2}, "2 groups cannot share 1 input channels and 1 filters evenly"),
        ({"groups": 0}, "0 groups cannot share"),
        ({"bias": [1, 2]}, "1 filters need 1 biases, but 2 are given"),
        ({"bias": 1}, "The bias must have the axes"),
        ({"dilation": 3}, "A window that spans 7 cells does not fit into 5 padded cells"),
        ({"stride": 0}, "The number stride must be at least 1, but is 0"),
        ({"padding": -1}, "The number padding must be at least 0, but is -1"),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(arguments, message):
    with pytest.raises(ValueError, match=message) as caught:
        convolve(**{"x": X, "kernels": K, **arguments})
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_pieces_refuse_what_does_not_fit():
    with pytest.raises(ValueError, match=r"The output has 3 by 3 cells, so there is no cell \(3, 0\)"):
        window(X, 3, 0, 3)
    with pytest.raises(ValueError, match="no cell"):
        window(X, 0, -1, 3)
    with pytest.raises(ValueError, match=r"A filter of shape \(3, 2, 2\) does not cover a window of shape"):
        products(window(X, 0, 0, 3), RGB_FILTER)
    with pytest.raises(ValueError, match="Filters of 3 channels do not fit"):
        channel_maps(X, RGB_FILTER)


def test_arguments_are_left_alone():
    x, kernels, bias = np.ones((1, 4, 4)), np.ones((2, 1, 3, 3)), np.ones(2)
    for limit in (0, 10**9):
        with patch(LIMIT, limit):
            convolve(x, kernels, bias, padding=1)
    assert (x == 1).all()
    assert (kernels == 1).all()
    assert (bias == 1).all()


@steadily
@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")
@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 5), st.integers(1, 3), st.integers(0, 2**16))
def test_same_padding_at_stride_1_is_torchs_also_without_a_middle_cell(height, width, kernel, dilation, seed):
    chance = np.random.default_rng(seed)
    x, kernels = chance.normal(size=(1, height, width)), chance.normal(size=(2, 1, kernel, kernel))
    around = tuple(padding_for("same", n, kernel, 1, dilation) for n in (height, width))
    expected = torch.conv2d(torch.tensor(x)[None], torch.tensor(kernels), padding="same", dilation=dilation)[0]
    assert np.allclose(convolve(x, kernels, None, 1, around, dilation), expected.numpy())


def test_padding_may_differ_from_side_to_side():
    made = convolve([[[1.0, 2.0], [3.0, 4.0]]], [[[[1.0]]]], padding=((0, 1), (2, 0)))
    assert made[0].tolist() == [[0, 0, 1, 2], [0, 0, 3, 4], [0, 0, 0, 0]]
    assert window([[[1.0, 2.0], [3.0, 4.0]]], 0, 0, 2, padding=((0, 1), (1, 0)))[0].tolist() == [[0, 1], [0, 3]]
