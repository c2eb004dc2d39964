"""Activation functions and their derivatives, element by element, for arrays of any shape.

Where a function has a corner, its derivative there is the one that torch uses.
Sources: Goodfellow, Bengio and Courville, Deep Learning, section 6.3 (ReLU, leaky ReLU, sigmoid, tanh);
Howard et al., MobileNets (arXiv 1704.04861: ReLU6); Elfwing, Uchibe and Doya (arXiv 1702.03118: SiLU).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from scenes.reference.arrays import Floats, as_floats

LEAK = 0.01
"""Slope of the leaky ReLU left of zero."""


def relu(x: ArrayLike) -> Floats:
    """max(0, x)."""
    return np.maximum(_floats(x), 0.0)


def relu_derivative(x: ArrayLike) -> Floats:
    """1 right of zero, else 0."""
    return (_floats(x) > 0).astype(np.float64)


def leaky_relu(x: ArrayLike, leak: float = LEAK) -> Floats:
    """Input x right of zero, else leak * x."""
    x = _floats(x)
    return np.where(x > 0, x, leak * x)


def leaky_relu_derivative(x: ArrayLike, leak: float = LEAK) -> Floats:
    """1 right of zero, else the leak."""
    return np.where(_floats(x) > 0, 1.0, leak)


def relu6(x: ArrayLike) -> Floats:
    """min(max(0, x), 6)."""
    return np.clip(_floats(x), 0.0, 6.0)


def relu6_derivative(x: ArrayLike) -> Floats:
    """1 between 0 and 6, else 0."""
    x = _floats(x)
    return ((x > 0) & (x < 6)).astype(np.float64)


def sigmoid(x: ArrayLike) -> Floats:
    """1 / (1 + exp(-x)), computed such that no exponential overflows."""
    x = _floats(x)
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


def sigmoid_derivative(x: ArrayLike) -> Floats:
    """Slope s (1 - s) with s = sigmoid(x): at most 1/4."""
    x = _floats(x)
    return sigmoid(x) * sigmoid(-x)  # sigmoid(-x) is 1 - s, with all its digits where s is nearly 1


def tanh(x: ArrayLike) -> Floats:
    """Hyperbolic tangent: 2 sigmoid(2x) - 1."""
    return np.tanh(_floats(x))


def tanh_derivative(x: ArrayLike) -> Floats:
    """1 - tanh(x) squared: at most 1."""
    return 1.0 - np.tanh(_floats(x)) ** 2


def silu(x: ArrayLike) -> Floats:
    """Input x times sigmoid(x)."""
    x = _floats(x)
    return x * sigmoid(x)


def silu_derivative(x: ArrayLike) -> Floats:
    """Slope s (1 + x (1 - s)) with s = sigmoid(x)."""
    x = _floats(x)
    return sigmoid(x) * (1.0 + x * sigmoid(-x))


class Activation(NamedTuple):
    """An activation function together with its derivative."""

    function: Callable[[ArrayLike], Floats]
    derivative: Callable[[ArrayLike], Floats]


ACTIVATIONS = {
    "relu": Activation(relu, relu_derivative),
    "leaky_relu": Activation(leaky_relu, leaky_relu_derivative),
    "relu6": Activation(relu6, relu6_derivative),
    "sigmoid": Activation(sigmoid, sigmoid_derivative),
    "tanh": Activation(tanh, tanh_derivative),
    "silu": Activation(silu, silu_derivative),
}
"""Every activation function by its name."""


def _floats(x: ArrayLike) -> Floats:
    return as_floats(x, "The input of an activation function")
