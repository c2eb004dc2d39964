"""The backward passes of convolution and ReLU against torch's autograd, and by hand."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.reference import batch_norm_parameters, convolution_input_gradient, convolve, flipped, relu_gradient

steadily = settings(derandomize=True, deadline=None, max_examples=120)


@st.composite
def layers(draw):
    """An input, filters and settings that fit, and a gradient at the output."""
    groups = draw(st.integers(1, 3))
    channels, filters = groups * draw(st.integers(1, 2)), groups * draw(st.integers(1, 3))
    kernel = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    settings = {"stride": draw(st.integers(1, 3)), "padding": draw(st.integers(0, 3))}
    settings |= {"dilation": draw(st.integers(1, 2)), "groups": groups}
    sides = [
        max(1, settings["dilation"] * (k - 1) + 1 - 2 * settings["padding"]) + draw(st.integers(0, 5)) for k in kernel
    ]
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    x = rng.normal(size=(channels, *sides))
    kernels = rng.normal(size=(filters, channels // groups, *kernel))
    upstream = rng.normal(size=convolve(x, kernels, **settings).shape)
    return x, kernels, upstream, settings


@steadily
@given(layers())
def test_convolution_gradient_equals_torch(layer):
    x, kernels, upstream, settings = layer
    leaf = torch.tensor(x, requires_grad=True)
    torch.nn.functional.conv2d(leaf, torch.tensor(kernels), **settings).backward(torch.tensor(upstream))
    found = convolution_input_gradient(x.shape, kernels, upstream, **settings)
    assert found == pytest.approx(leaf.grad.numpy(), abs=1e-12)


@steadily
@given(layers())
def test_it_is_the_transposed_map(layer):
    """<upstream, K x> = <Kᵀ upstream, x>: what makes it the gradient of a linear function."""
    x, kernels, upstream, settings = layer
    forward = (upstream * convolve(x, kernels, **settings)).sum()
    backward = (convolution_input_gradient(x.shape, kernels, upstream, **settings) * x).sum()
    assert forward == pytest.approx(backward, abs=1e-9)


def test_at_stride_1_with_same_padding_it_is_a_convolution_with_the_kernel_turned():
    rng = np.random.default_rng(3)
    kernel, upstream = rng.normal(size=(1, 1, 3, 3)), rng.normal(size=(1, 4, 5))
    found = convolution_input_gradient((1, 4, 5), kernel, upstream, padding=1)
    assert found == pytest.approx(convolve(upstream, flipped(kernel), padding=1))


@steadily
@given(st.lists(st.tuples(st.sampled_from([-2.0, -0.5, 0.0, 0.5, 3.0]), st.floats(-5, 5)), min_size=1, max_size=6))
def test_relu_gradient_equals_torch(pairs):
    z, upstream = (np.array(column) for column in zip(*pairs, strict=True))
    leaf = torch.tensor(z, requires_grad=True)
    torch.relu(leaf).backward(torch.tensor(upstream))
    assert relu_gradient(z, upstream) == pytest.approx(leaf.grad.numpy())


def test_shapes_that_do_not_belong_together_are_refused():
    with pytest.raises(ValueError, match=r"shape \(1, 3, 3\), but the output has \(1, 2, 2\)"):
        convolution_input_gradient((1, 3, 3), np.ones((1, 1, 2, 2)), np.ones((1, 3, 3)))
    with pytest.raises(ValueError, match="Filters of 2 channels do not fit 1 channels"):
        convolution_input_gradient((1, 3, 3), np.ones((1, 2, 2, 2)), np.ones((1, 2, 2)))
    with pytest.raises(ValueError, match="shape"):
        relu_gradient([1.0, 2.0], [1.0])


def test_batch_normalisation_has_a_scale_and_a_shift_for_each_channel():
    layer = torch.nn.BatchNorm2d(128)
    assert batch_norm_parameters(128) == sum(p.numel() for p in layer.parameters()) == 256
    with pytest.raises(ValueError, match="at least 1"):
        batch_norm_parameters(0)
