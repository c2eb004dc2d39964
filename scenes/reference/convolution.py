"""Convolution as networks compute it, and the steps by which one cell of it comes to be.

At output cell (i, j) filter f gives, with stride s, dilation d and x already padded with zeros,

    y[f, i, j] = bias[f] + sum over c, u, v of  x[c, i s + u d, j s + v d] * kernels[f, c, u, v]

which mathematicians call cross-correlation; true convolution turns the kernels by 180 degrees first.
Source: Goodfellow, Bengio and Courville, Deep Learning, section 9.1, equations 9.4 to 9.6.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from scenes.reference.arrays import FILTERS, MAPS, Floats, as_floats, pad
from scenes.reference.sizes import KernelSize, Margins, check_groups, margins, output_size, window_span

READING_ORDER_LIMIT = 8_000_000
"""Multiply-accumulates up to which `convolve` adds term by term, as the pieces below do (some milliseconds)."""


def convolve(
    x: ArrayLike,
    kernels: ArrayLike,
    bias: ArrayLike | None = None,
    stride: int = 1,
    padding: int | Margins = 0,
    dilation: int = 1,
    groups: int = 1,
    *,
    flip: bool = False,
) -> Floats:
    """Slide every filter over the input; each gives one feature map.

    Args:
        x: (C, H, W), the input.
        kernels: (F, C / groups, kh, kw), one filter for each map of the output.
        bias: (F,), or None for no bias.
        stride: input cells from one window to the next.
        padding: zeros added on each side, or ((above, below), (left, right)).
        dilation: input cells from one weight of a kernel to the next.
        groups: parts into which channels and filters are split; filters see only their own part's channels.
            With groups = C this is a depthwise convolution.
        flip: turn the kernels by 180 degrees (true convolution).

    Returns:
        (F, H', W') with H' and W' as `output_size` gives them. Each cell is the same float, to the last bit,
        as `cell_value` of its `channel_sums`, as long as the layer takes no more than `READING_ORDER_LIMIT`
        multiply-accumulates; beyond, the order of the additions differs and so may the last digits.

    Raises:
        ValueError: the shapes don't belong together, or no window fits.
    """
    x, kernels = as_floats(x, "The input", MAPS), as_floats(kernels, "The kernels", FILTERS)
    _check_channels(len(x), kernels.shape, groups)
    filters, _, kernel_height, kernel_width = kernels.shape
    _, height, width = x.shape
    vertical, horizontal = margins(padding)
    h_out = output_size(height, kernel_height, stride, vertical, dilation)
    w_out = output_size(width, kernel_width, stride, horizontal, dilation)
    add_maps = _add_in_reading_order if kernels.size * h_out * w_out <= READING_ORDER_LIMIT else _add_by_kernel_rows
    if flip:
        kernels = flipped(kernels)
    maps = np.zeros((filters, h_out, w_out))
    padded = pad(x, padding)
    for own_maps, own_channels, own_kernels in zip(
        np.split(maps, groups), np.split(padded, groups), np.split(kernels, groups), strict=True
    ):
        add_maps(own_maps, own_channels, own_kernels, stride, dilation)
    maps += _bias_column(bias, filters)
    return maps


def flipped(kernels: ArrayLike) -> Floats:
    """Turn kernels (..., kh, kw) by 180 degrees, which makes cross-correlation a true convolution."""
    return as_floats(kernels, "The kernels")[..., ::-1, ::-1]


def window(
    x: ArrayLike, row: int, col: int, kernel: KernelSize, stride: int = 1, padding: int | Margins = 0, dilation: int = 1
) -> Floats:
    """Values that the filter sees when it makes output cell (row, col), zeros of the padding among them.

    Args:
        x: (C, H, W), the input.
        row: row of the output cell.
        col: column of the output cell.
        kernel: side of the kernel, or its (height, width).
        stride: input cells from one window to the next.
        padding: zeros added on each side, or ((above, below), (left, right)).
        dilation: input cells from one weight of the kernel to the next.

    Returns:
        (C, kh, kw).

    Raises:
        ValueError: the output has no such cell, or no window fits.
    """
    x = as_floats(x, "The input", MAPS)
    kernel_height, kernel_width = (kernel, kernel) if isinstance(kernel, int) else kernel
    _, height, width = x.shape
    vertical, horizontal = margins(padding)
    h_out = output_size(height, kernel_height, stride, vertical, dilation)
    w_out = output_size(width, kernel_width, stride, horizontal, dilation)
    if not (0 <= row < h_out and 0 <= col < w_out):
        raise ValueError(f"The output has {h_out} by {w_out} cells, so there is no cell ({row}, {col}).")
    rows = slice(row * stride, row * stride + window_span(kernel_height, dilation), dilation)
    cols = slice(col * stride, col * stride + window_span(kernel_width, dilation), dilation)
    return pad(x, padding)[:, rows, cols]


def products(window: ArrayLike, kernel: ArrayLike, *, flip: bool = False) -> Floats:
    """Multiply a window by the weights of one filter, cell by cell.

    Args:
        window: (C, kh, kw), the values under the filter.
        kernel: (C, kh, kw), the filter's weights.
        flip: turn the kernel by 180 degrees first (true convolution).

    Returns:
        (C, kh, kw).

    Raises:
        ValueError: the two shapes differ.
    """
    window, kernel = as_floats(window, "The window", MAPS), as_floats(kernel, "The filter", MAPS)
    if window.shape != kernel.shape:
        raise ValueError(f"A filter of shape {kernel.shape} does not cover a window of shape {window.shape}.")
    return window * (flipped(kernel) if flip else kernel)


def channel_sums(products: ArrayLike) -> Floats:
    """Add the products of each channel, in reading order.

    Args:
        products: (C, kh, kw).

    Returns:
        (C,).
    """
    products = as_floats(products, "The products", MAPS)
    # np.sum adds in pairs; a running total adds one term after the other, as `convolve` does.
    return products.reshape(len(products), -1).cumsum(axis=1)[:, -1]


def cell_value(sums: ArrayLike, bias: float = 0.0) -> float:
    """Add the sums of all channels, first to last, and then the bias: one cell of the output.

    Args:
        sums: (C,), as `channel_sums` gives them.
        bias: the filter's one bias.
    """
    return float(as_floats(sums, "The channel sums", ("channels",)).cumsum()[-1] + bias)


def channel_maps(
    x: ArrayLike, kernel: ArrayLike, stride: int = 1, padding: int = 0, dilation: int = 1, *, flip: bool = False
) -> Floats:
    """Maps that one filter makes of each channel by itself, before they are added up.

    Args:
        x: (C, H, W), the channels that the filter sees.
        kernel: (C, kh, kw), the filter's weights.
        stride: input cells from one window to the next.
        padding: zeros added on each side.
        dilation: input cells from one weight of the kernel to the next.
        flip: turn the kernel by 180 degrees first (true convolution).

    Returns:
        (C, H', W'). The maps added first to last, and the bias, are the filter's feature map.

    Raises:
        ValueError: the shapes don't belong together, or no window fits.
    """
    x, kernel = as_floats(x, "The input", MAPS), as_floats(kernel, "The filter", MAPS)
    _check_channels(len(x), (1, *kernel.shape), groups=1)
    return _channel_maps(pad(x, padding), flipped(kernel) if flip else kernel, stride, dilation)


def _add_in_reading_order(maps: Floats, padded: Floats, kernels: Floats, stride: int, dilation: int) -> None:
    """Add to maps (F, H', W') what kernels (F, C, kh, kw) make of padded (C, H, W), in the order of a reader."""
    for feature_map, kernel in zip(maps, kernels, strict=True):
        for channel_map in _channel_maps(padded, kernel, stride, dilation):
            feature_map += channel_map


def _channel_maps(padded: Floats, kernel: Floats, stride: int, dilation: int) -> Floats:
    """(C, H, W) and (C, kh, kw) to (C, H', W'): one weight of the kernel at a time, for all cells at once."""
    _, kernel_height, kernel_width = kernel.shape
    rows = _cells_met(padded.shape[1], kernel_height, stride, dilation)
    cols = _cells_met(padded.shape[2], kernel_width, stride, dilation)
    maps = np.zeros_like(padded[:, rows[0], cols[0]])
    product = np.empty_like(maps)  # one buffer for all, because fresh memory costs more than the arithmetic
    for u in range(kernel_height):
        for v in range(kernel_width):
            np.multiply(padded[:, rows[u], cols[v]], kernel[:, u, v, None, None], out=product)
            maps += product
    return maps


def _add_by_kernel_rows(maps: Floats, padded: Floats, kernels: Floats, stride: int, dilation: int) -> None:
    """Add to maps (F, H', W') what kernels (F, C, kh, kw) make of padded (C, H, W), by matrix products.

    Each row of the output has a product of its own. These are small enough for BLAS to stay on one thread;
    one large product is no faster on idle cores and many times slower while a network trains beside it.
    """
    filters, _, kernel_height, kernel_width = kernels.shape
    rows = _cells_met(padded.shape[1], kernel_height, stride, dilation)
    cols = _cells_met(padded.shape[2], kernel_width, stride, dilation)
    shifted = np.stack([padded[:, :, met] for met in cols], axis=1)  # (C, kw, H, W')
    by_row = shifted.reshape(-1, *shifted.shape[2:]).transpose(1, 0, 2)  # (H, C * kw, W')
    sums = np.zeros((maps.shape[1], filters, maps.shape[2]))  # (H', F, W')
    for u, met in enumerate(rows):
        sums += kernels[:, :, u].reshape(filters, -1) @ by_row[met]
    maps += sums.transpose(1, 0, 2)


def _cells_met(padded: int, kernel: int, stride: int, dilation: int) -> list[slice]:
    """For each weight along one axis, the padded cells that it meets as the window slides to the end."""
    last = padded - window_span(kernel, dilation)
    return [slice(u * dilation, u * dilation + last + 1, stride) for u in range(kernel)]


def _check_channels(channels: int, kernel_shape: tuple[int, ...], groups: int) -> None:
    check_groups(channels, kernel_shape[0], groups)
    if kernel_shape[1] != channels // groups:
        raise ValueError(
            f"Filters of {kernel_shape[1]} channels do not fit an input of {channels} channels in {groups} groups."
        )


def _bias_column(bias: ArrayLike | None, filters: int) -> Floats:
    """(F, 1, 1), to be added to the maps."""
    if bias is None:
        return np.zeros((filters, 1, 1))
    bias = as_floats(bias, "The bias", ("filters",))
    if len(bias) != filters:
        raise ValueError(f"{filters} filters need {filters} biases, but {len(bias)} are given.")
    return bias[:, None, None]
