"""Sizes, counts and receptive fields: against torch, and the numbers of the curriculum."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.reference import (
    Layer,
    convolution_macs,
    convolution_parameters,
    convolve,
    dense_parameters,
    output_size,
    padding_for,
    receptive_field,
    receptive_fields,
    rule_for,
    unreached,
    window_span,
)

steadily = settings(derandomize=True, deadline=None, max_examples=150)
geometry = {
    "n": st.integers(1, 40),
    "kernel": st.integers(1, 7),
    "stride": st.integers(1, 4),
    "padding": st.integers(0, 3),
    "dilation": st.integers(1, 3),
}


def starts(n, kernel, stride, padding, dilation):
    """Where windows start in the padded axis, by trying every place."""
    padded = n + 2 * padding
    return [start for start in range(0, padded, stride) if start + dilation * (kernel - 1) < padded]


@steadily
@given(**geometry)
def test_size_and_remainder_are_those_of_sliding_a_window(**axis):
    windows = starts(**axis)
    if not windows:
        with pytest.raises(ValueError, match="does not fit into"):
            output_size(**axis)
        with pytest.raises(ValueError, match="does not fit into"):
            unreached(**axis)
        return
    last_reached = windows[-1] + axis["dilation"] * (axis["kernel"] - 1)
    assert output_size(**axis) == len(windows)
    assert unreached(**axis) == axis["n"] + 2 * axis["padding"] - 1 - last_reached


@steadily
@given(n=st.integers(1, 40), kernel=st.integers(1, 7), stride=st.integers(1, 4), padding=st.integers(0, 3))
def test_size_rounded_up_equals_torch(n, kernel, stride, padding):
    padding = min(padding, kernel // 2)
    if n + 2 * padding < kernel:
        return
    pooled = torch.nn.functional.max_pool1d(torch.zeros(1, 1, n), kernel, stride, padding, ceil_mode=True)
    assert output_size(n, kernel, stride, padding, ceil=True) == pooled.shape[-1]


@pytest.mark.parametrize(
    ("axis", "size"),
    [
        ((7, 3, 1, 0), 5),
        ((7, 3, 1, 1), 7),
        ((7, 3, 2, 0), 3),
        ((7, 3, 2, 1), 4),
        ((7, 3, 3, 0), 2),
        ((227, 11, 4, 0), 55),
        ((224, 11, 4, 2), 55),
        ((224, 7, 2, 3), 112),
        ((13, 3, 2), 6),
        ((27, 3, 2), 13),
        ((55, 3, 2), 27),
        ((5, 3, 1, 0, 2), 1),
    ],
)
def test_sizes_of_the_curriculum(axis, size):
    assert output_size(*axis) == size


def test_size_rounded_up_of_the_curriculum():
    assert output_size(112, 3, 2, ceil=True) == 56
    assert output_size(112, 3, 2) == 55


def test_remainders_of_the_curriculum():
    assert unreached(7, 3, 3) == 1
    assert unreached(227, 11, 4) == 0
    assert unreached(224, 11, 4) == 1


def test_ten_unpadded_layers():
    side = 240
    for _ in range(10):
        side = output_size(side, 5)
    assert side == 200


@steadily
@given(st.integers(1, 30), st.integers(1, 7), st.integers(1, 3))
def test_padding_rules(n, kernel, dilation):
    span = window_span(kernel, dilation)
    assert padding_for("valid", n, kernel, 1, dilation) == (0, 0)
    assert output_size(n, kernel, 1, padding_for("full", n, kernel, 1, dilation), dilation) == n + span - 1
    for stride in (1, 2, 3, 4):
        before, behind = padding_for("same", n, kernel, stride, dilation)
        assert behind - before in (0, 1)
        assert output_size(n, kernel, stride, (before, behind), dilation) == -(-n // stride)


SAME = [
    (5, 2, 1, 0, 1), (5, 2, 2, 0, 1), (5, 3, 1, 1, 1), (5, 3, 2, 1, 1), (5, 4, 1, 1, 2), (5, 4, 2, 1, 2),
    (6, 2, 1, 0, 1), (6, 2, 2, 0, 0), (6, 3, 1, 1, 1), (6, 3, 2, 0, 1), (6, 4, 1, 1, 2), (6, 4, 2, 1, 1),
]  # fmt: skip


@pytest.mark.parametrize(("n", "kernel", "stride", "before", "behind"), SAME)
def test_same_padding_is_that_of_keras_and_tensorflow(n, kernel, stride, before, behind):
    assert padding_for("same", n, kernel, stride) == (before, behind)


def test_the_windows_of_two_libraries_differ_where_the_sizes_do_not():
    """x = 1 ... 6 under 1 10 100 at stride 2: Keras pads behind only, PyTorch with one zero on each side."""
    x, kernel = np.arange(1.0, 7.0).reshape(1, 1, 6), np.array([[[[1.0, 10.0, 100.0]]]])
    keras = convolve(x, kernel, stride=2, padding=((0, 0), padding_for("same", 6, 3, 2)))
    one_each = convolve(x, kernel, stride=2, padding=((0, 0), (1, 1)))
    assert keras.ravel().tolist() == [321, 543, 65]
    assert one_each.ravel().tolist() == [210, 432, 654]


def test_padding_for_a_number_is_the_number():
    assert padding_for(2, 9, 3) == (2, 2)
    with pytest.raises(ValueError, match="The number padding must be at least 0, but is -1"):
        padding_for(-1, 9, 3)
    with pytest.raises(ValueError, match="Padding must be valid, same, full or a number of cells, not 'half'"):
        padding_for("half", 9, 3)


@pytest.mark.parametrize("layer", [(3, 96, 11, 1, True), (64, 64, 3, 1, True), (48, 12, (1, 7), 4, False)])
def test_parameters_equal_torch(layer):
    c_in, c_out, kernel, groups, bias = layer
    built = torch.nn.Conv2d(c_in, c_out, kernel, groups=groups, bias=bias)
    count = sum(p.numel() for p in built.parameters())
    assert convolution_parameters(c_in, c_out, kernel, groups, bias=bias) == count


def test_parameters_of_the_curriculum():
    assert convolution_parameters(3, 96, 11) == 34_944
    assert convolution_parameters(64, 64, 3) == 36_928
    assert convolution_parameters(1, 6, 5) == 156
    assert convolution_parameters(96, 256, 5, groups=2) == 307_456
    assert convolution_parameters(96, 256, 5) == 614_656
    assert dense_parameters(25_088, 4_096) == 102_764_544
    assert dense_parameters(512, 1000) == 513_000
    assert convolution_parameters(512, 512, 3, bias=False) == 2_359_296
    depthwise = convolution_parameters(512, 512, 3, groups=512, bias=False)
    assert depthwise + convolution_parameters(512, 512, 1, bias=False) == 266_752


def test_macs_of_the_curriculum():
    assert convolution_macs(14, 14, 512, 512, 3) == 462_422_016
    depthwise = convolution_macs(14, 14, 512, 512, 3, groups=512)
    pointwise = convolution_macs(14, 14, 512, 512, 1)
    assert (depthwise, pointwise, depthwise + pointwise) == (903_168, 51_380_224, 52_283_392)
    assert (depthwise + pointwise) / 462_422_016 == pytest.approx(1 / 512 + 1 / 9)
    assert convolution_macs(28, 28, 192, 32, 5) == 120_422_400
    assert convolution_macs(28, 28, 192, 16, 1) + convolution_macs(28, 28, 16, 32, 5) == 12_443_648


@pytest.mark.parametrize(
    ("layers", "size"),
    [
        ([], 1),
        ([Layer(3)] * 3, 7),
        ([Layer(3), Layer(3), Layer(2, 2), Layer(3)], 10),
        ([Layer(5), Layer(2, 2), Layer(5), Layer(2, 2), Layer(5)], 32),
        ([Layer(11, 4), Layer(3, 2), Layer(5), Layer(3, 2), Layer(3), Layer(3), Layer(3), Layer(3, 2)], 195),
        (([Layer(3)] * 2 + [Layer(2, 2)]) * 2 + ([Layer(3)] * 3 + [Layer(2, 2)]) * 3, 212),
    ],
)
def test_receptive_fields_of_the_curriculum(layers, size):
    assert receptive_field(layers) == size


def test_receptive_field_layer_by_layer():
    fields = receptive_fields([Layer(3), Layer(3), Layer(2, 2), Layer(3)])
    assert fields == ((1, 1), (3, 1), (5, 1), (6, 2), (10, 2))


small_layers = st.lists(st.builds(Layer, st.integers(1, 3), st.integers(1, 2), st.integers(1, 2)), max_size=4)


@settings(steadily, max_examples=40)
@given(small_layers)
def test_receptive_field_is_where_the_gradient_arrives(layers):
    size = receptive_field(layers)
    leaf = torch.zeros(1, 1, size, requires_grad=True)
    unit = leaf
    for layer in layers:
        unit = torch.nn.functional.conv1d(
            unit, torch.ones(1, 1, layer.kernel), stride=layer.stride, dilation=layer.dilation
        )
    assert unit.shape[-1] == 1
    unit.sum().backward()
    reached = leaf.grad[0, 0].nonzero().ravel()
    assert (int(reached[0]), int(reached[-1])) == (0, size - 1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: output_size(0, 1), "The number n must be at least 1, but is 0."),
        (lambda: output_size(5, 0), "The number kernel must be at least 1, but is 0."),
        (lambda: window_span(3, 0), "The number dilation must be at least 1, but is 0."),
        (lambda: convolution_parameters(3, 4, 3, groups=2), "2 groups cannot share 3 input channels and 4 filters"),
        (lambda: convolution_parameters(3, 4, (3, 0)), "The number kernel must be at least 1, but is 0."),
        (lambda: convolution_macs(0, 1, 1, 1, 1), "The number h_out must be at least 1, but is 0."),
        (lambda: dense_parameters(0, 1), "The number n_in must be at least 1, but is 0."),
        (lambda: receptive_field([Layer(3, 0)]), "The stride must be at least 1, but is 0."),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    ("margins", "size", "kernel", "stride", "rule"),
    [
        (((0, 0), (0, 0)), (224, 224), 3, 2, 0),
        (((3, 3), (3, 3)), (224, 224), 7, 2, 3),
        (((0, 1), (0, 1)), (224, 224), 3, 2, "same"),
        (((0, 1), (0, 1)), (225, 224), 3, 2, None),
        (((4, 4), (4, 4)), (30, 40), 9, 1, "same"),
        (((4, 4), (4, 4)), (30, 40), 3, 1, None),
        (((0, 0), (1, 1)), (30, 40), 3, 1, None),
    ],
)
def test_the_rule_for_margins_adds_just_these(margins, size, kernel, stride, rule):
    assert rule_for(margins, size, kernel, stride, most=3) == rule
    if rule is not None:
        assert tuple(padding_for(rule, n, kernel, stride) for n in size) == margins
