"""What the charts of the lab show of their numbers: the stretch of an axis, strokes, round ends."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from scenes.stage.numbers.growing import Numbers

Span = tuple[float, float]

EDGE = 0.12
"""The share of a chart that counts as near its edge."""
MARGIN = 0.02
"""The share of a chart that stays free at both ends, so that a dot there is a whole one."""
SHORTEST = 5.0
"""A chart shows so many steps at least."""


def dashes(points: Numbers, pattern: Sequence[float]) -> Numbers:
    """The strokes of a dashed line through points (n, 2), as rows (x0, y0, x1, y1) of straight pieces.

    `pattern` is a stroke's length, the gap behind it, the next stroke's and so on, in the points' own unit.
    """
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    bends = np.concatenate([[0.0], np.cumsum(pattern)])
    repeats = np.arange(0.0, along[-1], bends[-1])[:, None]
    first = (repeats + bends[:-1:2]).ravel()
    last = np.minimum((repeats + bends[1::2]).ravel(), along[-1])
    ends = (first[first < last], last[first < last])
    return np.stack([np.interp(end, along, points[:, axis]) for end in ends for axis in (0, 1)], axis=1)


def axis_end(step: int, total: int) -> int:
    """Where the axis of steps ends: it doubles as the run goes on, so that a line always fills most of the chart."""
    end = 20
    while end < step:
        end *= 2
    return max(2, min(end, max(total, step)))


def with_margin(span: Span) -> Span:
    """A stretch with a little room at both ends."""
    room = MARGIN * (span[1] - span[0])
    return span[0] - room, span[1] + room


def zoomed(span: Span, at: float, factor: float, full: Span) -> Span | None:
    """A stretch `factor` times shorter in which `at` stays where it was, within `full`; None if that is all of it.

    Near an edge the edge stays, so that the first steps can be looked at without hitting them exactly.
    """
    length = max((span[1] - span[0]) / factor, min(SHORTEST, full[1] - full[0]))
    if length >= full[1] - full[0]:
        return None
    at = min(max(at, span[0]), span[1])
    place = (at - span[0]) / (span[1] - span[0])
    place = 0.0 if place < EDGE else 1.0 if place > 1 - EDGE else place
    low = span[0] + place * (span[1] - span[0] - length)
    low = min(max(low, at - length, full[0]), at, full[1] - length)
    return low, low + length


def rounded_up(value: float) -> float:
    """The next number of the kind 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten."""
    if not value > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(nice * power for nice in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if nice * power >= value * (1 - 1e-9))
