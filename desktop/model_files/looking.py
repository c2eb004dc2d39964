"""What is shown of one array: how its numbers lie, and the numbers of its first filters."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from desktop.model_files.words import MOST_SHOWN, Histogram, Looked
from engine.contract.numbers import MAX_AXES, Array

BARS = 64
MOST_NUMBERS = 200_000
"""So many numbers of an array are shown at most: they go through a pipe, and must be unpacked between two frames."""
PART = 1 << 22
"""So many numbers are counted at once, which holds down what that takes of memory."""


def look(tensor: str, numbers: NDArray[np.float32]) -> Looked:
    """Count an array, and take what is shown of it."""
    return Looked(tensor, histogram(numbers), Array.of(shown(numbers)))


def shown(numbers: NDArray[np.float32]) -> NDArray[np.float32]:
    """The first filters of an array, with at most four axes: those before the last two become one."""
    if numbers.ndim > MAX_AXES:
        first, *middle, height, width = numbers.shape
        numbers = numbers.reshape(first, math.prod(middle), height, width)
    numbers = numbers[:MOST_SHOWN] if numbers.ndim else numbers
    for axis in range(numbers.ndim):
        across = math.prod(numbers.shape[axis + 1 :])
        before = math.prod(numbers.shape[:axis])
        room = max(1, MOST_NUMBERS // max(1, before * across))
        numbers = numbers[(slice(None),) * axis + (slice(room),)]
    return numbers


def histogram(numbers: NDArray[np.float32]) -> Histogram:
    """How the finite numbers of an array lie between the smallest and the largest."""
    flat = numbers.reshape(-1)
    parts = [flat[begin : begin + PART] for begin in range(0, flat.size, PART)]
    low, high, total, count, zeros = math.inf, -math.inf, 0.0, 0, 0
    for part in parts:
        finite = _finite(part)
        if finite.size:
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
        total += float(finite.sum())
        count += finite.size
        zeros += int(np.count_nonzero(finite == 0))
    if not count:
        return Histogram((0.0, 1.0), (0,), 0.0, 0.0, 0, flat.size)
    mean = total / count
    if low == high:  # one bar, with the number in its middle
        low, high = low - 0.5 * max(1.0, abs(low)), high + 0.5 * max(1.0, abs(high))
    edges = np.linspace(low, high, BARS + 1)
    counts, squares = np.zeros(BARS, np.int64), 0.0
    for part in parts:
        finite = _finite(part)
        counts += np.histogram(finite, BARS, (low, high))[0]
        squares += float(np.square(finite - mean).sum())
    return Histogram(
        tuple(edges.tolist()), tuple(counts.tolist()), mean, math.sqrt(squares / count), zeros, flat.size - count
    )


def _finite(part: NDArray[np.float32]) -> NDArray[np.float64]:
    """In float64, in which neither sums nor edges of float32 lose anything to be seen."""
    return part[np.isfinite(part)].astype(np.float64)
