"""Batch normalisation as it works in use: with the means and variances that training left behind.

Source: Ioffe and Szegedy, Batch normalization, ICML (2015), algorithm 2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from scenes.reference.arrays import MAPS, Floats, as_floats

EPSILON = 1e-5
"""What is added to a variance before its root is taken, where a network says nothing else."""


def batch_norm(
    x: ArrayLike, mean: ArrayLike, variance: ArrayLike, scale: ArrayLike, shift: ArrayLike, epsilon: float = EPSILON
) -> Floats:
    """Shift and scale each map: scale[c] (x[c] - mean[c]) / sqrt(variance[c] + epsilon) + shift[c].

    Args:
        x: (C, H, W), feature maps.
        mean: (C,), of each channel over the training pictures.
        variance: (C,), likewise.
        scale: (C,), learned, mostly called gamma.
        shift: (C,), learned, mostly called beta.
        epsilon: keeps a channel that never varies from being divided by zero.

    Returns:
        (C, H, W).

    Raises:
        ValueError: the shapes don't belong together.
    """
    x = as_floats(x, "The input", MAPS)
    columns = []
    for what, values in (("means", mean), ("variances", variance), ("scales", scale), ("shifts", shift)):
        each = as_floats(values, f"The {what}", ("channels",))
        if len(each) != len(x):
            raise ValueError(f"{len(x)} maps need {len(x)} {what}, but {len(each)} are given.")
        columns.append(each[:, None, None])
    centre, spread, gamma, beta = columns
    result: Floats = gamma * (x - centre) / np.sqrt(spread + epsilon) + beta
    return result
