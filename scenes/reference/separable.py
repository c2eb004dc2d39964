"""Depthwise separable convolution: one kernel for each channel, then a weighted sum across the channels.

Source: Howard et al., MobileNets (arXiv 1704.04861), section 3.1. There batch normalisation and ReLU follow each of the
two; here they are linear, so that they can be compared with one standard convolution.
"""

from __future__ import annotations

from numpy.typing import ArrayLike

from scenes.reference.arrays import MAPS, Floats, as_floats
from scenes.reference.convolution import convolve


def depthwise(x: ArrayLike, kernels: ArrayLike, stride: int = 1, padding: int = 0) -> Floats:
    """Slide a kernel of its own over each channel; nothing is added across channels.

    Args:
        x: (M, H, W), the input.
        kernels: (M, k, k), one kernel for each channel.
        stride: input cells from one window to the next.
        padding: zeros added on each side.

    Returns:
        (M, H', W').

    Raises:
        ValueError: there is not one kernel for each channel, or no window fits.
    """
    kernels = as_floats(kernels, "The kernels", ("channels", "height", "width"))
    return convolve(x, kernels[:, None], None, stride, padding, groups=len(kernels))


def pointwise(x: ArrayLike, weights: ArrayLike) -> Floats:
    """Weigh and add the channels at every position: a 1 x 1 convolution without bias.

    Args:
        x: (M, H, W), the input.
        weights: (N, M), one column of weights for each map of the output.

    Returns:
        (N, H, W).

    Raises:
        ValueError: there is not one weight for each channel.
    """
    return convolve(x, as_floats(weights, "The weights", ("maps", "channels"))[:, :, None, None])


def standard_filters(kernels: ArrayLike, weights: ArrayLike) -> Floats:
    """Filters of the one standard convolution that does what a depthwise and then a pointwise convolution do.

    Args:
        kernels: (M, k, k), the depthwise kernels.
        weights: (N, M), the pointwise weights.

    Returns:
        (N, M, k, k); each kernel is a multiple of its channel's depthwise kernel.

    Raises:
        ValueError: kernels and weights are of different numbers of channels.
    """
    kernels, weights = as_floats(kernels, "The kernels", MAPS), as_floats(weights, "The weights", ("maps", "channels"))
    if weights.shape[1] != len(kernels):
        raise ValueError(f"{len(kernels)} depthwise kernels can't be weighed by {weights.shape[1]} weights a map.")
    return weights[:, :, None, None] * kernels
