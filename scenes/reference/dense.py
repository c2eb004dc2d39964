"""The dense layer, and the weight matrices that a convolution along one axis amounts to.

Source: Goodfellow, Bengio and Courville, Deep Learning, sections 6.1, 9.1 and 9.2.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numpy.typing import ArrayLike

from scenes.reference.arrays import Floats, as_floats
from scenes.reference.sizes import output_size


def dense(x: ArrayLike, weights: ArrayLike, bias: ArrayLike | None = None) -> Floats:
    """Every output a weighted sum of all inputs, plus its bias: y = W x + b.

    Args:
        x: (n_in,), the input.
        weights: (n_out, n_in), one row for each output.
        bias: (n_out,), or None for no bias.

    Returns:
        (n_out,).

    Raises:
        ValueError: the shapes don't belong together.
    """
    x = as_floats(x, "The input", ("inputs",))
    weights = as_floats(weights, "The weights", ("outputs", "inputs"))
    n_out, n_in = weights.shape
    if len(x) != n_in:
        raise ValueError(f"Weights for {n_in} inputs do not fit an input of {len(x)} values.")
    if bias is None:
        return weights @ x
    bias = as_floats(bias, "The bias", ("outputs",))
    if len(bias) != n_out:
        raise ValueError(f"{n_out} outputs need {n_out} biases, but {len(bias)} are given.")
    return weights @ x + bias


def neighbours(n_in: int, kernel: int, stride: int = 1) -> npt.NDArray[np.bool_]:
    """Which inputs each output of a locally connected layer sees, along one axis and without padding.

    Args:
        n_in: inputs.
        kernel: inputs that each output sees.
        stride: inputs from one output's first to the next one's.

    Returns:
        (n_out, n_in), a band.

    Raises:
        ValueError: a number is smaller than 1, or not even one window fits.
    """
    first = stride * np.arange(output_size(n_in, kernel, stride))[:, None]
    place = np.arange(n_in)
    return (place >= first) & (place < first + kernel)


def convolution_matrix(kernel: ArrayLike, n_in: int, stride: int = 1) -> Floats:
    """Write a convolution along one axis as the weights of a dense layer: W x is the kernel slid over x.

    Args:
        kernel: (k,), the shared weights.
        n_in: inputs.
        stride: inputs from one window to the next.

    Returns:
        (n_out, n_in): every row holds the kernel, `stride` columns further to the right than the row above.

    Raises:
        ValueError: as `neighbours`.
    """
    kernel = as_floats(kernel, "The kernel", ("weights",))
    seen = neighbours(n_in, len(kernel), stride)
    matrix = np.zeros(seen.shape)
    matrix[seen] = np.tile(kernel, len(seen))
    return matrix
