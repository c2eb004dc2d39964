"""Numbers of a run made ready to be drawn: smoothed, thinned out, on a logarithmic scale, in a few characters."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from scenes.stage.numbers.growing import Numbers
from scenes.stage.numbers.values import format_number, superscript

SMOOTHING = 25
"""How many batches the thick lines average."""
LATEST = 4
"""The last value of such a line averages so many before it at most: of more it would be flat while the values fall."""
BINS = 160
"""A line is drawn from the least and the largest value in so many stretches: finer than that no eye sees."""
RARE = 0.01
FAR = 4.0
"""What share of the values may be left out at each end of an axis, and how far away they must lie."""
SOME = 2000
"""About so many values tell where nearly all are."""
SMALLEST = 1e-30
"""What is smaller stands at the bottom of a logarithmic axis."""


def smoothed(values: Numbers, window: int = SMOOTHING) -> Numbers:
    """The mean of each value and those before it, `window` in all; NaN where the value is not finite."""
    finite = np.isfinite(values)
    with np.errstate(over="ignore", invalid="ignore"):
        sums = np.concatenate([[0.0], np.cumsum(np.where(finite, values, 0.0))])
        counts = np.concatenate([[0], np.cumsum(finite)])
        last = np.arange(1, len(values) + 1)
        first = np.maximum(0, last - window)
        means = (sums[last] - sums[first]) / np.maximum(1, counts[last] - counts[first])
    return np.where(finite, means, np.nan)


def centred(values: Numbers, window: int = SMOOTHING) -> Numbers:
    """The mean of each value and its neighbours, `window` in all, so that the line does not lag behind its values.

    There are never more neighbours on one side of a value than on the other: the line begins with the first value, and
    shows at once where the first few and the last few lead. Only the very last have up to `LATEST` before them, so
    that no single batch decides. NaN where the value is not finite.
    """
    finite = np.isfinite(values)
    with np.errstate(over="ignore", invalid="ignore"):
        sums = np.concatenate([[0.0], np.cumsum(np.where(finite, values, 0.0))])
        counts = np.concatenate([[0], np.cumsum(finite)])
        places = np.arange(len(values))
        half = _reach(places, len(values), window)
        first, end = places - half, np.minimum(len(values), places + half + 1)
        means = (sums[end] - sums[first]) / np.maximum(1, counts[end] - counts[first])
    return np.where(finite, means, np.nan)


def _reach(places: npt.NDArray[np.intp], count: int, window: int) -> npt.NDArray[np.intp]:
    """How many neighbours on either side count for the means at some places of so many values."""
    return np.minimum(window // 2, np.minimum(places, np.maximum(count - 1 - places, LATEST)))


def few_means(
    x: Numbers, values: Numbers, log: bool = False, most: int = BINS, window: int = SMOOTHING
) -> tuple[Numbers, Numbers]:
    """At most about `most` points of the centred means, the last one always: what `sampled` takes of `centred`.

    With `log` they are of the decimal logarithms. Only the values around those points are looked at.
    """
    places = spread(len(values), most)
    offsets = np.arange(-(window // 2), window // 2 + 1)
    around = places[:, None] + offsets
    found = values[np.clip(around, 0, max(0, len(values) - 1))]
    found = log10(found) if log else found
    near = np.abs(offsets) <= _reach(places, len(values), window)[:, None]
    counted = np.isfinite(found) & near & (around < len(values))
    with np.errstate(over="ignore", invalid="ignore"):
        means = np.where(counted, found, 0.0).sum(1) / np.maximum(1, counted.sum(1))
    return x[places], np.where(counted[:, window // 2], means, np.nan)


def mean_at(values: Numbers, place: int, window: int = SMOOTHING) -> float:
    """The centred mean at one place; NaN where there is none."""
    if not 0 <= place < len(values):
        return math.nan
    first = max(0, place - window // 2)
    return float(centred(values[first : place + window // 2 + 1], window)[place - first])


def recent(values: Numbers, window: int = SMOOTHING) -> float:
    """The last value of the smoothed line; NaN if there is none."""
    tail = smoothed(values[-window:], window)
    return float(tail[-1]) if len(tail) else math.nan


def thinned(x: Numbers, y: Numbers, bins: int = BINS) -> tuple[Numbers, Numbers]:
    """The line through the least and the largest value of each of `bins` stretches, in the order they came.

    Peaks stay; a line with few points stays as it is. A stretch without a finite value becomes a gap.
    """
    count = len(y)
    if count <= 2 * bins:
        return x, y
    edges = np.linspace(0, count, bins + 1).astype(int)
    low, high = np.minimum.reduceat(y, edges[:-1]), np.maximum.reduceat(y, edges[:-1])
    for place in np.flatnonzero(~np.isfinite(low) | ~np.isfinite(high)):
        stretch = y[edges[place] : edges[place + 1]]
        low[place], high[place] = bounds([stretch]) or (np.nan, np.nan)
    middles = x[np.minimum(edges[:-1] + count // (2 * bins), count - 1)]
    return np.repeat(middles, 2), np.stack([low, high], axis=1).ravel()


def spread(count: int, most: int) -> npt.NDArray[np.intp]:
    """At most about so many places of a row of `count`, evenly spread, the last one always."""
    if count <= most:
        return np.arange(count)
    return np.unique(np.linspace(0, count - 1, most).astype(np.intp))


def sampled(x: Numbers, y: Numbers, most: int = BINS) -> tuple[Numbers, Numbers]:
    """At most about `most` points of a smooth line, the last one always."""
    places = spread(len(y), most)
    return x[places], y[places]


def log10(values: Numbers) -> Numbers:
    """The decimal logarithm; NaN where a value is not finite, and nothing lies below that of `SMALLEST`."""
    finite = np.isfinite(values)
    logs: Numbers = np.log10(np.maximum(np.where(finite, values, 1.0), SMALLEST))
    return np.where(finite, logs, np.nan)


def bounds(arrays: list[Numbers]) -> tuple[float, float] | None:
    """The least and the largest finite number of all; None if there is none."""
    finite = [array[np.isfinite(array)] for array in arrays]
    found = [array for array in finite if array.size]
    if not found:
        return None
    return min(float(array.min()) for array in found), max(float(array.max()) for array in found)


def robust(values: Numbers) -> tuple[float, float] | None:
    """Between which numbers an axis shows the values: all of them, but for a few that lie far away from all others.

    At most a share of `RARE` is left out at each end, and only what lies `FAR` times as far from the others as nearly
    all of these are apart. None if no value is finite.
    """
    if not values.size:
        return None
    low, high = float(values.min()), float(values.max())
    if not (math.isfinite(low) and math.isfinite(high)):
        finite = values[np.isfinite(values)]
        return robust(finite) if finite.size else None
    return between(low, high, few(values))


def few(values: Numbers) -> Numbers:
    """Some of the values, enough to tell where nearly all are."""
    return values[:: 1 + values.size // SOME]


def between(low: float, high: float, some: Numbers) -> tuple[float, float]:
    """What `robust` says of values between two ends, of which some are these."""
    if RARE * some.size < 1.0:
        return low, high
    least, most = quantile(some, RARE), quantile(some, 1.0 - RARE)
    far = FAR * (most - least)
    return low if least - low <= far else least, high if high - most <= far else most


def number_text(value: float) -> str:
    """A number in a few characters: three significant digits, powers of ten where it is far from 1."""
    if not math.isfinite(value):
        return format_number(value)
    size = abs(value)
    if size >= 10_000 or 0 < size < 0.001:
        digits, _, power = f"{value:.1e}".partition("e")
        return f"{format_number(float(digits), 1)}·10{superscript(int(power))}"
    return format_number(value, 0 if size >= 100 or size == 0 else 1 if size >= 10 else 3 if size < 0.1 else 2)


def cut_above(arrays: Sequence[Numbers], top: float) -> str:
    """In words: how many losses lie above an axis; empty where none does."""
    above = [array for array in arrays if array.size and not array.max() <= top]
    beyond = np.concatenate([array[np.isfinite(array) & (array > top)] for array in (*above, np.empty(0))])
    if not beyond.size:
        return ""
    what = "loss" if beyond.size == 1 else "losses"
    return f"Cut off: {beyond.size:,} {what} above {number_text(top)}, up to {number_text(float(beyond.max()))}"


def held(arrays: Sequence[Numbers]) -> tuple[float, float] | None:
    """The ends of an axis that holds nearly all numbers of each array; None if there is none."""
    return bounds([np.array(ends) for array in arrays if (ends := robust(array)) is not None])


def percent_text(share: float) -> str:
    """A share as per cent with one decimal; a dash where there is none."""
    return f"{100 * share:.1f} %" if math.isfinite(share) else "–"


def quantile(values: Numbers, share: float) -> float:
    """The value that a share of all values does not exceed, interpolated as `numpy.quantile` does.

    That one brings numpy's masked arrays along, 40 ms that the first picture of a scene would wait for.
    """
    last = values.size - 1
    below = math.floor(last * share)
    above = min(below + 1, last)
    parted = np.partition(values, (below, above), axis=None)
    low, high, part = float(parted[below]), float(parted[above]), last * share - below
    return low + (high - low) * part if part < 0.5 else high - (high - low) * (1.0 - part)
