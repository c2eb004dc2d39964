"""What charts of a run have on top of their axes: thinned-out curves, levels, and names at the curves' ends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from scenes.stage.charts.axes import LETTERS, THICK, Axes, Range
from scenes.stage.core.marks import Anchor, AnyMark, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.numbers.growing import Numbers
from scenes.stage.numbers.series import BINS, log10, sampled

DECADES = 12
"""So many powers of ten a logarithmic axis has at most, unless told otherwise."""
NAMES = 20.0
"""How far beside its axes the name of a curve stands."""
APART = 4.0
"""The points of a curve stand at least so far apart: as far as its line is wide."""
NAME_SIZE = 36.0
"""The size of its letters."""
STACKED = (32.0, 52.0)
"""The letters of a name and of the value under it."""
CLOSE = 14.0
"""The names at the ends of curves stay so much farther apart than their letters are high."""


def curve(
    plane: Axes, xs: Numbers, ys: Numbers, role: Role, name: str, *, line: float = THICK, opacity: float = 1.0
) -> tuple[Path, ...]:
    """A line in as many pieces as missing numbers leave of it, thinned out where it is long.

    What lies above or below the axes runs along their edge. Whole arrays are placed at once, which is some five times
    faster than `Axes.line`: a run's curves are drawn anew in every frame.
    """
    left, top, width, height = plane.box
    xs, ys = sampled(xs, ys, min(BINS, int(width / APART)))
    low, high = plane.y
    if plane.log_y:
        low, high, ys = math.log10(low), math.log10(high), log10(ys)
    across = left + width * (xs - plane.x[0]) / (plane.x[1] - plane.x[0])
    up = top + height * (1.0 - np.clip((ys - low) / (high - low), 0.0, 1.0))
    points = list(zip(across.tolist(), up.tolist(), strict=True))
    missing = np.flatnonzero(~np.isfinite(ys)).tolist()
    pieces = (tuple(points[before + 1 : gap]) for before, gap in pairwise([-1, *missing, len(points)]))
    return tuple(Path(points=piece, line=line, role=role, opacity=opacity, name=name) for piece in pieces if piece[1:])


def dots(plane: Axes, xs: Numbers, ys: Numbers, role: Role, radius: float = 1.5 * THICK) -> list[Rect]:
    """A dot for each point."""
    side, places = 2 * radius, (plane.at(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True))
    return [
        Rect(x=x - radius, y=y - radius, width=side, height=side, radius=radius, fill=1.0, role=role) for x, y in places
    ]


def level(plane: Axes, y: float, words: str, role: Role = Role.TEXT, *, early: bool = False) -> list[AnyMark]:
    """A dashed line at a value, with what it means written over its right end, or under its left if that is `early`."""
    (left, height), (right, _) = plane.at(plane.x[0], y), plane.at(plane.x[1], y)
    anchor: Anchor = "start" if early else "end"
    aside = (LETTERS / 2 + 13) * (1 if early else -1)
    return [
        Path(points=((left, height), (right, height)), line=2.0, dashed=True, role=role, opacity=0.8),
        lettering(
            left + 8 if early else right,
            height + aside,
            words,
            role,
            size=LETTERS,
            anchor=anchor,
        ),
    ]


def decades(arrays: Sequence[Numbers], most: int = DECADES) -> Range:
    """The logarithmic axis, in whole powers of ten, that holds all positive numbers, as far as it reaches down.

    It has at most so many powers of ten; what is smaller stands at its foot.
    """
    found = [array[np.isfinite(array) & (array > 0)] for array in arrays]
    found = [array for array in found if array.size]
    if not found:
        return 0.01, 1.0
    low, high = min(array.min() for array in found), max(array.max() for array in found)
    top = math.ceil(math.log10(high) + 1e-9)
    foot = min(math.floor(math.log10(low) - 1e-9), top - 1)
    return 10.0 ** max(foot, top - most), 10.0**top


def above_zero(largest: float) -> Range:
    """The axis from 0 that holds a number: up to the next of 1, 1.5, 2, 2.5, 3, 4, 5... times a power of ten."""
    scale = 10.0 ** math.floor(math.log10(largest)) if largest > 0 else 1.0
    return 0.0, next(step * scale for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * scale >= largest)


@dataclass(frozen=True)
class Ending:
    """What stands at the end of a curve: its name and its last value `y` in words."""

    y: float
    name: str
    text: str
    role: Role
    opacity: float = 1.0


def endings(plane: Axes, wanted: Sequence[Ending], size: float = NAME_SIZE, *, stacked: bool = False) -> list[AnyMark]:
    """Names and values beside the axes, as near to their curves' ends as fits without touching.

    Long names have their values `stacked` under them, which are larger then.
    """
    if stacked:
        return _stacked(plane, wanted)
    left, top, width, height = plane.box
    marks: list[AnyMark] = []
    for one, y in zip(wanted, spread(_ends(plane, wanted), size + CLOSE, top, top + height), strict=True):
        runs = (TextRun(f"{one.name}  ", one.role), TextRun(one.text, one.role, bold=True))
        marks.append(
            Text(x=left + width + NAMES, y=y, runs=runs, size=size, opacity=one.opacity, name=f"{one.name} now")
        )
    return marks


def _stacked(plane: Axes, wanted: Sequence[Ending]) -> list[AnyMark]:
    left, top, width, height = plane.box
    marks: list[AnyMark] = []
    for one, y in zip(wanted, spread(_ends(plane, wanted), sum(STACKED) + CLOSE, top, top + height), strict=True):
        x, opacity = left + width + NAMES, one.opacity
        marks += [
            lettering(x, y - STACKED[1] / 2, one.name, one.role, size=STACKED[0], opacity=opacity,
                      name=f"{one.name} named"),
            lettering(x, y + STACKED[0] / 2 + 6, one.text, one.role, bold=True, size=STACKED[1], opacity=opacity,
                      name=f"{one.name} now"),
        ]  # fmt: skip
    return marks


def _ends(plane: Axes, wanted: Sequence[Ending]) -> list[float]:
    """How high the curves end; what lies below a logarithmic axis ends at its foot."""
    lowest = plane.y[0] if plane.log_y else -math.inf
    return [plane.at(plane.x[1], max(one.y, lowest))[1] for one in wanted]


def spread(wanted: Sequence[float], height: float, top: float, bottom: float) -> list[float]:
    """Middles for lines of text as near to the wanted ones as fits, in their order, from `top` to `bottom`."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    middles = [0.0] * len(wanted)
    edge = top
    for index in order:
        middles[index] = max(wanted[index], edge + height / 2)
        edge = middles[index] + height / 2
    edge = max(bottom, top + height * len(wanted))
    for index in reversed(order):
        middles[index] = min(middles[index], edge - height / 2)
        edge = middles[index] - height / 2
    return middles
