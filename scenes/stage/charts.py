"""Charts of a run: a plane with an axis of steps and one of values, curves with their names at the end, and bars."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from scenes.stage.growing import Numbers
from scenes.stage.marks import AnyMark, Path, Rect, Role, Run, Text
from scenes.stage.series import sampled, superscript

Range = tuple[float, float]

DECADES = 12
"""So many powers of ten a logarithmic axis has at most; what is smaller stands at its foot."""
LINES = 6
"""An axis has at most about so many lines across the plane."""
TICK = 22.0
"""The type size of what stands at an axis."""
NAMES = 20.0
"""How far beside a plane the names of its curves stand."""
CLOSE = 40.0
"""The names at the ends of curves stay so far apart."""


@dataclass(frozen=True)
class Plane:
    """A box on the stage with values of `x` from left to right and of `y` upwards.

    Where `log` is on, `y` is in powers of ten, and so are all heights that are asked for. `percent` writes shares.
    """

    left: float
    top: float
    right: float
    bottom: float
    x: Range
    y: Range
    log: bool = False
    percent: bool = False

    def across(self, x: float) -> float:
        """The place of a value from left to right."""
        return self.left + (x - self.x[0]) / (self.x[1] - self.x[0]) * (self.right - self.left)

    def height(self, y: float) -> float:
        """The height of a value; what lies beyond the axis stands at its end."""
        share = (y - self.y[0]) / (self.y[1] - self.y[0])
        return self.bottom - max(0.0, min(share, 1.0)) * (self.bottom - self.top)

    @cached_property
    def marked(self) -> tuple[float, ...]:
        """The values that have a line across the plane."""
        low, high = self.y
        rough = (high - low) / LINES
        if self.log:
            stride = next((step for step in (1.0, 2.0, 5.0) if step >= rough), 10.0)
        else:
            power = 10.0 ** math.floor(math.log10(rough))
            stride = next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= rough * (1 - 1e-9))
        first, last = math.ceil(low / stride - 1e-9), math.floor(high / stride + 1e-9)
        return tuple(stride * index for index in range(first, last + 1))

    def ground(self) -> list[AnyMark]:
        """The lines across, with their values."""
        marks: list[AnyMark] = []
        for value in self.marked:
            y = self.height(value)
            marks += [
                Path(points=((self.left, y), (self.right, y)), line=1.0, role=Role.MUTED, opacity=0.4),
                Text(x=self.left - 14, y=y, runs=(Run(self._written(value), Role.MUTED),), size=TICK, anchor="end"),
            ]
        return marks

    def steps(self) -> list[AnyMark]:
        """The axis of training steps, below the plane."""
        (first, last), y = self.x, self.bottom + 26
        places = (first, round((first + last) / 2), last)
        anchors = ("middle", "middle", "end")
        words = (f"{places[0]:g}", f"{places[1]:g}", f"step {places[2]:g}")
        return [
            Text(x=self.across(place), y=y, runs=(Run(word, Role.MUTED),), size=TICK, anchor=anchor)  # type: ignore[arg-type]
            for place, word, anchor in zip(places, words, anchors, strict=True)
        ]

    def curve(
        self, x: Numbers, y: Numbers, role: Role, *, line: float = 4.0, opacity: float = 1.0, name: str = ""
    ) -> list[AnyMark]:
        """A line through the points, in pieces where numbers are missing; long ones are thinned out."""
        x, y = sampled(x, y)
        places = self.left + (x - self.x[0]) * ((self.right - self.left) / (self.x[1] - self.x[0]))
        shares = (y - self.y[0]) / (self.y[1] - self.y[0])
        heights = self.bottom - np.clip(shares, 0.0, 1.0) * (self.bottom - self.top)
        points = list(zip(places.tolist(), heights.tolist(), strict=True))
        missing = np.flatnonzero(~np.isfinite(y)).tolist()
        pieces = [points[a + 1 : b] for a, b in pairwise([-1, *missing, len(points)])]
        return [
            Path(points=tuple(piece), line=line, role=role, opacity=opacity, name=name)
            for piece in pieces
            if len(piece) > 1
        ]

    def dots(self, x: Sequence[float], y: Sequence[float], role: Role, radius: float = 6.0) -> list[AnyMark]:
        """A dot for each point."""
        return [
            Rect(
                x=self.across(place) - radius, y=self.height(value) - radius, width=2 * radius, height=2 * radius,
                radius=radius, fill=1.0, role=role,
            )
            for place, value in zip(x, y, strict=True)
        ]  # fmt: skip

    def level(self, y: float, words: str, role: Role = Role.TEXT) -> list[AnyMark]:
        """A dashed line at a value, with what it means written over it."""
        place = self.height(y)
        return [
            Path(points=((self.left, place), (self.right, place)), line=2.0, dashed=True, role=role, opacity=0.8),
            Text(x=self.right, y=place - 20, runs=(Run(words, role),), size=TICK, anchor="end"),
        ]

    def bar(self, left: float, width: float, y: float, role: Role, *, value: float, name: str = "") -> Rect:
        """A bar from the foot of the plane up to a height; `value` is the number that it stands for."""
        top = self.height(y)
        return Rect(
            x=left, y=top, width=width, height=max(self.bottom - top, 1.0), radius=min(4.0, width / 3), fill=0.85,
            role=role, name=name, value=value,
        )  # fmt: skip

    def _written(self, value: float) -> str:
        if self.percent:
            return f"{100 * value:.0f} %"
        return power(round(value)) if self.log else f"{value:g}"


def power(exponent: int) -> str:
    """A power of ten, written out where that is short."""
    return f"{10.0**exponent:g}" if -4 < exponent < 4 else f"10{superscript(exponent)}"


def decades(low: float, high: float) -> Range:
    """The axis, in whole powers of ten, that holds positive numbers from `low` to `high`, as far as it reaches."""
    top = math.ceil(math.log10(high) + 1e-9) if high > 0 else 0
    foot = math.floor(math.log10(low) - 1e-9) if low > 0 else top - DECADES
    return float(max(min(foot, top - 1), top - DECADES)), float(top)


def above_zero(largest: float) -> Range:
    """The axis from 0 that holds a number: up to the next of 1, 1.5, 2, 2.5, 3, 4, 5... times a power of ten."""
    scale = 10.0 ** math.floor(math.log10(largest)) if largest > 0 else 1.0
    return 0.0, next(step * scale for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * scale >= largest)


def positive(arrays: Sequence[Numbers]) -> Range | None:
    """The least and the largest positive finite number; None if there is none."""
    found = [array[np.isfinite(array) & (array > 0)] for array in arrays]
    found = [array for array in found if array.size]
    return (min(float(array.min()) for array in found), max(float(array.max()) for array in found)) if found else None


@dataclass(frozen=True)
class Ending:
    """What stands at the end of a curve: its name and its last value, and the height they belong to."""

    y: float
    name: str
    text: str
    role: Role
    opacity: float = 1.0


def endings(x: float, top: float, bottom: float, wanted: Sequence[Ending], size: float = 26.0) -> list[AnyMark]:
    """Names and values beside a plane, as near to their curves' ends as fits without touching."""
    marks: list[AnyMark] = []
    for one, y in zip(wanted, spread([one.y for one in wanted], CLOSE, top, bottom), strict=True):
        runs = (Run(f"{one.name}  ", one.role), Run(one.text, one.role, bold=True))
        marks.append(Text(x=x, y=y, runs=runs, size=size, opacity=one.opacity, name=f"{one.name} now"))
    return marks


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
