"""Layers without an activation between them: two in a row are one.

Source: Dumoulin and Visin, A guide to convolution arithmetic for deep learning (arXiv 1603.07285), for the size; that
linear maps compose to a linear map is what makes activations necessary (Goodfellow, Bengio and Courville, section 6.1).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from scenes.reference.arrays import Floats, as_floats


def composed(first: ArrayLike, second: ArrayLike) -> Floats:
    """Return the kernel that does alone what two kernels do one after the other, at stride 1 and without padding.

    Each weight of the second meets each weight of the first, and their product lands where both shifts add up:
    full convolution of the two kernels.

    Args:
        first: (kh, kw), the kernel of the layer next to the input.
        second: (lh, lw), the kernel of the layer after it.

    Returns:
        (kh + lh - 1, kw + lw - 1).

    Raises:
        ValueError: a kernel is not a matrix of numbers.
    """
    first = as_floats(first, "The first kernel", ("height", "width"))
    second = as_floats(second, "The second kernel", ("height", "width"))
    (height, width), (rows, columns) = first.shape, second.shape
    kernel = np.zeros((height + rows - 1, width + columns - 1))
    for row, column in np.ndindex(rows, columns):
        kernel[row : row + height, column : column + width] += second[row, column] * first
    return kernel
