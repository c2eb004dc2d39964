"""Backward passes: what the gradient at the output of a layer makes of the gradient at its input.

Each is a product of the upstream gradient with the layer's Jacobian (transposed), written without the Jacobian.
Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.5.2 (the chain rule) and equation 9.13 (convolution).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from scenes.reference.activations import relu_derivative
from scenes.reference.arrays import FILTERS, MAPS, Floats, as_floats
from scenes.reference.sizes import check_groups, output_size, window_span


def relu_gradient(z: ArrayLike, upstream: ArrayLike) -> Floats:
    """Gradient at the input of a ReLU: passed on where the input was positive, else 0.

    Args:
        z: the input of the forward pass, of any shape.
        upstream: the gradient at the output, of the same shape.

    Raises:
        ValueError: the two shapes differ.
    """
    gate, upstream = relu_derivative(z), as_floats(upstream, "The gradient")
    if gate.shape != upstream.shape:
        raise ValueError(f"The gradient has shape {upstream.shape}, but the output has shape {gate.shape}.")
    return gate * upstream


def convolution_input_gradient(
    shape: tuple[int, int, int],
    kernels: ArrayLike,
    upstream: ArrayLike,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    groups: int = 1,
) -> Floats:
    """Gradient at the input of `convolve`: every window hands its gradient back through the weights it came by.

    With stride 1 this is itself a convolution: of the gradient, padded, with the kernels turned by 180 degrees.

    Args:
        shape: (C, H, W), the shape of the input; its values do not matter, because a convolution is linear.
        kernels: (F, C / groups, kh, kw), the filters.
        upstream: (F, H', W'), the gradient at the output.
        stride: input cells from one window to the next.
        padding: zeros added on each side; what they would get is lost.
        dilation: input cells from one weight of a kernel to the next.
        groups: parts into which channels and filters are split.

    Returns:
        (C, H, W); where windows overlap, a cell gets the sum.

    Raises:
        ValueError: the shapes don't belong together, or no window fits.
    """
    kernels, upstream = as_floats(kernels, "The kernels", FILTERS), as_floats(upstream, "The gradient", MAPS)
    channels, height, width = shape
    filters, channels_per_group, kernel_height, kernel_width = kernels.shape
    check_groups(channels, filters, groups)
    h_out = output_size(height, kernel_height, stride, padding, dilation)
    w_out = output_size(width, kernel_width, stride, padding, dilation)
    if channels_per_group != channels // groups:
        raise ValueError(f"Filters of {channels_per_group} channels do not fit {channels} channels in {groups} groups.")
    if upstream.shape != (filters, h_out, w_out):
        raise ValueError(f"The gradient has shape {upstream.shape}, but the output has {(filters, h_out, w_out)}.")
    gradient = np.zeros((channels, height + 2 * padding, width + 2 * padding))
    for filter_, (kernel, back) in enumerate(zip(kernels, upstream, strict=True)):
        first = filter_ // (filters // groups) * channels_per_group
        own_channels = gradient[first : first + channels_per_group]
        for u in range(kernel_height):
            for v in range(kernel_width):
                rows = _cells_met(u, h_out, stride, dilation)
                cols = _cells_met(v, w_out, stride, dilation)
                own_channels[:, rows, cols] += kernel[:, u, v, None, None] * back
    return gradient[:, padding : padding + height, padding : padding + width]


def _cells_met(weight: int, windows: int, stride: int, dilation: int) -> slice:
    """The padded cells along one axis that a weight meets, one for each window."""
    start = window_span(weight + 1, dilation) - 1
    return slice(start, start + (windows - 1) * stride + 1, stride)
