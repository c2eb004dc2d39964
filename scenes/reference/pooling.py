"""Pooling: each window of each channel summarised by its largest value or by its mean.

Source: Goodfellow, Bengio and Courville, Deep Learning, section 9.3; global average pooling: Lin, Chen and
Yan, Network in Network (arXiv 1312.4400).
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from scenes.reference.arrays import MAPS, Floats, as_floats, pad
from scenes.reference.sizes import output_size


def max_pool(x: ArrayLike, kernel: int, stride: int | None = None, padding: int = 0) -> Floats:
    """Largest value of each window.

    Args:
        x: (C, H, W), the input.
        kernel: side of the window.
        stride: cells from one window to the next; None: as many as the window's side, so that they tile.
        padding: cells added on each side, which never win.

    Returns:
        (C, H', W').

    Raises:
        ValueError: no window fits, or the padding is more than half the window.
    """
    x = as_floats(x, "The input", MAPS)
    winners = max_pool_winners(x, kernel, stride, padding)
    values = np.take_along_axis(x.reshape(len(x), -1), winners.reshape(len(x), -1), axis=1)
    return values.reshape(winners.shape)


def max_pool_winners(x: ArrayLike, kernel: int, stride: int | None = None, padding: int = 0) -> NDArray[np.intp]:
    """Where the largest value of each window stands; of equal ones the first in reading order, as in torch.

    Args:
        x: (C, H, W), the input, larger than minus infinity everywhere.
        kernel: side of the window.
        stride: cells from one window to the next; None: as many as the window's side.
        padding: cells added on each side, which never win.

    Returns:
        (C, H', W'), each the place row * W + column in its channel of the input.

    Raises:
        ValueError: as `max_pool`.
    """
    x = as_floats(x, "The input", MAPS)
    stride = _checked_stride(x.shape, kernel, stride, padding)
    windows = sliding_window_view(pad(x, padding, -np.inf), (kernel, kernel), axis=(1, 2))
    windows = windows[:, ::stride, ::stride]  # (C, H', W', k, k)
    channels, h_out, w_out = windows.shape[:3]
    inside_row, inside_col = np.divmod(windows.reshape(channels, h_out, w_out, -1).argmax(axis=-1), kernel)
    row = np.arange(h_out)[:, None] * stride - padding + inside_row
    col = np.arange(w_out) * stride - padding + inside_col
    winners: NDArray[np.intp] = row * x.shape[2] + col
    return winners


def max_pool_gradient(
    x: ArrayLike, upstream: ArrayLike, kernel: int, stride: int | None = None, padding: int = 0
) -> Floats:
    """Gradient at the input: each window hands its gradient to its winner, and all others get nothing.

    Args:
        x: (C, H, W), the input of the forward pass.
        upstream: (C, H', W'), the gradient at the output.
        kernel: side of the window.
        stride: cells from one window to the next; None: as many as the window's side.
        padding: cells added on each side.

    Returns:
        (C, H, W); where windows overlap, a cell that wins several of them gets the sum.

    Raises:
        ValueError: as `max_pool`, or the gradient does not have the shape of the output.
    """
    x = as_floats(x, "The input", MAPS)
    winners = max_pool_winners(x, kernel, stride, padding)
    upstream = _checked_upstream(upstream, winners.shape)
    gradient = np.zeros((len(x), x[0].size))
    channel = np.arange(len(x))[:, None, None]
    np.add.at(gradient, (channel, winners), upstream)
    return gradient.reshape(x.shape)


def average_pool(
    x: ArrayLike, kernel: int, stride: int | None = None, padding: int = 0, *, count_padding: bool = True
) -> Floats:
    """Mean of each window.

    Args:
        x: (C, H, W), the input.
        kernel: side of the window.
        stride: cells from one window to the next; None: as many as the window's side.
        padding: zeros added on each side.
        count_padding: divide by all kernel * kernel cells, those of the padding too, as torch does by default
            (`count_include_pad=True`); False: by the number of cells of the window that lie on the input.

    Returns:
        (C, H', W').

    Raises:
        ValueError: as `max_pool`.
    """
    x = as_floats(x, "The input", MAPS)
    stride = _checked_stride(x.shape, kernel, stride, padding)
    counts = _counts(x.shape, kernel, stride, padding, count_padding)
    return _window_sums(x, kernel, stride, padding) / counts


def average_pool_gradient(
    shape: tuple[int, int, int],
    upstream: ArrayLike,
    kernel: int,
    stride: int | None = None,
    padding: int = 0,
    *,
    count_padding: bool = True,
) -> Floats:
    """Gradient at the input: each window hands every cell an equal share; the padding's shares are lost.

    Args:
        shape: (C, H, W), the shape of the input; its values do not matter.
        upstream: (C, H', W'), the gradient at the output.
        kernel: side of the window.
        stride: cells from one window to the next; None: as many as the window's side.
        padding: zeros added on each side.
        count_padding: as in `average_pool`.

    Returns:
        (C, H, W).

    Raises:
        ValueError: as `max_pool`, or the gradient does not have the shape of the output.
    """
    channels, height, width = shape
    stride = _checked_stride(shape, kernel, stride, padding)
    counts = _counts(shape, kernel, stride, padding, count_padding)
    shares = _checked_upstream(upstream, (channels, *counts.shape)) / counts
    gradient = np.zeros((channels, height + 2 * padding, width + 2 * padding))
    h_out, w_out = counts.shape
    for u in range(kernel):
        for v in range(kernel):
            gradient[:, u : u + h_out * stride : stride, v : v + w_out * stride : stride] += shares
    return gradient[:, padding : padding + height, padding : padding + width]


def global_average_pool(x: ArrayLike) -> Floats:
    """Mean of each feature map: (C, H, W) to (C,)."""
    mean: Floats = as_floats(x, "The input", MAPS).mean(axis=(1, 2))
    return mean


def _window_sums(x: Floats, kernel: int, stride: int, padding: int) -> Floats:
    """(C, H, W) to (C, H', W'): down the rows of each window, then across."""
    padded = pad(x, padding)
    down = sliding_window_view(padded, kernel, axis=1)[:, ::stride].sum(axis=-1)
    across: Floats = sliding_window_view(down, kernel, axis=2)[:, :, ::stride].sum(axis=-1)
    return across


def _counts(shape: tuple[int, ...], kernel: int, stride: int, padding: int, count_padding: bool) -> Floats:
    """(H', W'): by how many cells the sum of each window is divided."""
    ones = np.ones((1, *shape[1:]))
    on_input = _window_sums(ones, kernel, stride, padding)[0]
    return np.full_like(on_input, kernel * kernel) if count_padding else on_input


def _checked_stride(shape: tuple[int, ...], kernel: int, stride: int | None, padding: int) -> int:
    """Return the stride, once it is certain that at least one window fits and none lies on padding alone."""
    stride = kernel if stride is None else stride
    for n in shape[1:]:
        output_size(n, kernel, stride, padding)
    if padding > kernel // 2:
        raise ValueError(f"Pooling padding {padding} is more than half of the window's {kernel} cells.")
    return stride


def _checked_upstream(upstream: ArrayLike, shape: tuple[int, ...]) -> Floats:
    upstream = as_floats(upstream, "The gradient", MAPS)
    if upstream.shape != shape:
        raise ValueError(f"The gradient has shape {upstream.shape}, but the output has shape {shape}.")
    return upstream
