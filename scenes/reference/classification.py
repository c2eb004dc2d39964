"""From logits to probabilities to the loss.

Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.2.2.3; the gradient: Szegedy et al.,
Rethinking the Inception Architecture (arXiv 1512.00567), section 7.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from scenes.reference.arrays import Floats, as_floats


def softmax(logits: ArrayLike) -> Floats:
    """Probabilities exp(z_i) / sum of exp(z_j), along the last axis.

    The largest logit is subtracted first: that changes nothing but keeps the exponentials from overflowing.

    Args:
        logits: (..., K), any finite numbers.

    Returns:
        (..., K), positive, with sum 1.

    Raises:
        ValueError: there are no logits.
    """
    stretched = np.exp(_below_largest(logits))
    shares: Floats = stretched / stretched.sum(axis=-1, keepdims=True)
    return shares


def log_softmax(logits: ArrayLike) -> Floats:
    """Logarithm of the softmax, z_i - log(sum of exp(z_j)), along the last axis: (..., K) to (..., K).

    Raises:
        ValueError: there are no logits.
    """
    below = _below_largest(logits)
    result: Floats = below - np.log(np.exp(below).sum(axis=-1, keepdims=True))
    return result


def cross_entropy(logits: ArrayLike, label: int) -> float:
    """Loss of one example: minus the logarithm of the probability of its true class, -log p[label].

    Args:
        logits: (K,).
        label: the true class, 0 to K - 1.

    Raises:
        ValueError: there are no logits, or no such class.
    """
    return -float(log_softmax(_checked(logits, label))[label])


def cross_entropy_gradient(logits: ArrayLike, label: int) -> Floats:
    """Gradient of `cross_entropy` at the logits: the probabilities, less 1 at the true class.

    Args:
        logits: (K,).
        label: the true class, 0 to K - 1.

    Returns:
        (K,), with sum 0.

    Raises:
        ValueError: there are no logits, or no such class.
    """
    gradient = softmax(_checked(logits, label))
    gradient[label] -= 1.0
    return gradient


def _below_largest(logits: ArrayLike) -> Floats:
    array = as_floats(logits, "The logits")
    if array.ndim == 0 or array.size == 0:
        raise ValueError("Softmax needs at least one logit.")
    below: Floats = array - array.max(axis=-1, keepdims=True)
    return below


def _checked(logits: ArrayLike, label: int) -> Floats:
    array = as_floats(logits, "The logits", ("classes",))
    if not 0 <= label < len(array):
        raise ValueError(f"There are {len(array)} classes, numbered from 0, so {label} is none of them.")
    return array
