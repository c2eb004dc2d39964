"""How large weights start: the standard deviations that keep signals from shrinking or growing with depth.

Sources: Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks (AISTATS 2010);
He, Zhang, Ren and Sun, Delving deep into rectifiers (ICCV 2015).
"""

from __future__ import annotations

import math

from scenes.reference.sizes import KernelSize, convolution_parameters


def fans(c_in: int, c_out: int, kernel: KernelSize = 1) -> tuple[int, int]:
    """How many inputs an output of a convolution has, and how many outputs an input goes into: (n_in, n_out).

    A kernel of 1 is a dense layer. At stride 1 these are k k c_in and k k c_out.

    Raises:
        ValueError: a number is smaller than 1.
    """
    return convolution_parameters(c_in, 1, kernel, bias=False), convolution_parameters(c_out, 1, kernel, bias=False)


def he_std(n_in: int) -> float:
    """He's standard deviation, for layers that end in a ReLU: the root of 2 / n_in."""
    return math.sqrt(2.0 / n_in)


def glorot_std(n_in: int, n_out: int) -> float:
    """Glorot's standard deviation, for roughly linear layers: the root of 2 / (n_in + n_out)."""
    return math.sqrt(2.0 / (n_in + n_out))


def default_std(n_in: int) -> float:
    """The standard deviation that PyTorch's dense layers and convolutions start with: 1 / the root of 3 n_in."""
    return uniform_std(1.0 / math.sqrt(n_in))


def uniform_bound(std: float) -> float:
    """The largest weight of a uniform distribution around 0 with that standard deviation."""
    return math.sqrt(3.0) * std


def uniform_std(bound: float) -> float:
    """The standard deviation of a uniform distribution from -bound to bound."""
    return bound / math.sqrt(3.0)
