"""Depthwise separable convolution: one kernel for each channel, then a weighted sum across the channels.

Source: Howard et al., MobileNets (arXiv 1704.04861), section 3.1. There batch normalisation and ReLU follow each of the
two; here they are linear, so that they can be compared with one standard convolution.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from numpy.typing import ArrayLike

from scenes.reference.arrays import MAPS, Floats, as_floats
from scenes.reference.convolution import convolve
from scenes.reference.sizes import convolution_macs, convolution_parameters


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


class Spent(NamedTuple):
    """How much of something the standard layer takes, and how much both parts of the separable one."""

    standard: int
    depthwise: int
    pointwise: int

    @property
    def separable(self) -> int:
        """Both parts."""
        return self.depthwise + self.pointwise


@dataclass(frozen=True)
class SeparableCost:
    """What a layer costs both ways: M channels in, N maps out, k x k kernels, maps of `height` x `width`. No biases."""

    channels: int
    maps: int
    size: int
    height: int
    width: int

    @property
    def weights(self) -> Spent:
        """One for each place of the window, channel and map, k k M N; one kernel for each channel, k k M; and M N."""
        m, n, k, count = self.channels, self.maps, self.size, convolution_parameters
        return Spent(count(m, n, k, bias=False), count(m, m, k, m, bias=False), count(m, n, 1, bias=False))

    @property
    def macs(self) -> Spent:
        """Multiply-accumulates: weights times positions."""
        m, n, k, count = self.channels, self.maps, self.size, convolution_macs
        at = self.height, self.width
        return Spent(count(*at, m, n, k), count(*at, m, m, k, groups=m), count(*at, m, n, 1))

    @property
    def share(self) -> float:
        """The separable layer's multiply-accumulates as a share of the standard one's: 1/N + 1/k²."""
        return self.macs.separable / self.macs.standard
