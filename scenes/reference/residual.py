"""A residual block of one map, forwards and backwards: y = ReLU(F(x) + x), F = convolution, ReLU, convolution.

Source: He, Zhang, Ren and Sun, Deep residual learning for image recognition, CVPR (2016), section 3. There is no batch
normalisation and no bias, so that every number can be followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scenes.reference.activations import relu
from scenes.reference.arrays import Floats
from scenes.reference.convolution import convolve
from scenes.reference.gradients import convolution_input_gradient, relu_gradient


@dataclass(frozen=True, eq=False)
class ResidualBlock:
    """The block's input `x` (H, W), the kernels of F (3, 3), and the gradient that arrives at its output (H, W).

    Without the `shortcut` it is a plain block, y = ReLU(F(x)). All that it computes is (H, W).
    """

    x: Floats
    first: Floats
    second: Floats
    upstream: Floats
    shortcut: bool = True

    @cached_property
    def z(self) -> Floats:
        """After the first convolution."""
        return _convolved(self.x, self.first)

    @cached_property
    def h(self) -> Floats:
        """After the ReLU inside F."""
        return relu(self.z)

    @cached_property
    def f(self) -> Floats:
        """F(x)."""
        return _convolved(self.h, self.second)

    @cached_property
    def s(self) -> Floats:
        """F(x) + x; F(x) alone where there is no shortcut."""
        return self.f + self.x if self.shortcut else self.f

    @cached_property
    def y(self) -> Floats:
        """The output, after the ReLU behind the sum."""
        return relu(self.s)

    @cached_property
    def ds(self) -> Floats:
        """The gradient at the sum."""
        return relu_gradient(self.s, self.upstream)

    @cached_property
    def dh(self) -> Floats:
        """The gradient behind the ReLU of F."""
        return _back(self.ds, self.second)

    @cached_property
    def dz(self) -> Floats:
        """The gradient before the ReLU of F."""
        return relu_gradient(self.z, self.dh)

    @cached_property
    def through(self) -> Floats:
        """The gradient that has come back to the input through F."""
        return _back(self.dz, self.first)

    @cached_property
    def dx(self) -> Floats:
        """The gradient at the input: what came through F, and what came straight."""
        return self.through + self.ds if self.shortcut else self.through


def _convolved(x: Floats, kernel: Floats) -> Floats:
    """A 3×3 convolution with "same" padding: (H, W) to (H, W)."""
    (found,) = convolve(x[None], kernel[None, None], padding=1)
    return np.asarray(found)


def _back(upstream: Floats, kernel: Floats) -> Floats:
    """The gradient at the input of that convolution."""
    rows, columns = upstream.shape
    (found,) = convolution_input_gradient((1, rows, columns), kernel[None, None], upstream[None], padding=1)
    return np.asarray(found)
