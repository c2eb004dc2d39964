"""A plane to draw curves in: axes with ticks, lines and bars, and the place on the stage of every pair of numbers.

    plane = Axes(box=(200, 200, 600, 400), x=(-4, 4), y=(0, 1))
    stage.add(*plane.frame("x", "sigmoid of x"), *plane.line(xs, ys, Role.OUTPUT, "sigmoid"))

What lies outside the box is cut off at its edge.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import Anchor, AnyMark, Path, Rect, Role, Text, TextRun
from scenes.stage.numbers.values import superscript

LETTERS = 32.0
"""The size of the numbers and words at the axes: they are read from the last row."""
BETWEEN_TICKS = (144.0, 96.0)
"""About how many units lie between two ticks, along x and along y."""
THICK = 7.0
"""How wide a curve is."""
GRID_LINE = 0.35
"""The opacity of the lines behind the curves."""

Range = tuple[float, float]


@dataclass(frozen=True)
class Axes:
    """The plane that shows x from `x[0]` to `x[1]` and y from `y[0]` to `y[1]`.

    `box` is (left, top, width, height) in stage units, without the numbers at the axes: they take about 110 units on
    the left, 45 below, and 45 more below or above for labels. With `log_x` or `log_y` equal factors are equal widths
    or heights, and only numbers above zero have a place. With `whole_x` x counts things, layers perhaps: only whole
    numbers stand there.

    Raises:
        ValueError: a range is empty, or a logarithmic one reaches down to zero.
    """

    box: tuple[float, float, float, float]
    x: Range
    y: Range
    log_y: bool = False
    whole_x: bool = False
    log_x: bool = False

    def __post_init__(self) -> None:
        """Make sure that there is something between the ends of both ranges."""
        for name, (low, high) in (("x", self.x), ("y", self.y)):
            if not (math.isfinite(low) and math.isfinite(high) and low < high):
                raise ValueError(f"The range of {name} must go from a number to a larger one: {low} to {high}.")
        for log, (low, _) in ((self.log_x, self.x), (self.log_y, self.y)):
            if log and low <= 0:
                raise ValueError(f"A logarithmic axis begins above zero, not at {low:g}.")

    def at(self, x: float, y: float) -> Point:
        """The place of a pair of numbers, also outside the box; NaN where there is none (log of 0, NaN itself)."""
        left, top, width, height = self.box
        return left + width * _share(x, self.x, self.log_x), top + height * (1.0 - _share(y, self.y, self.log_y))

    def ticks(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """The round numbers that stand at the x axis and at the y axis."""
        _, _, width, height = self.box
        across, up = (max(2, round(side / gap)) for side, gap in zip((width, height), BETWEEN_TICKS, strict=True))
        least = 1.0 if self.whole_x else 0.0
        xs = fine_log_ticks(*self.x, across) if self.log_x else linear_ticks(*self.x, across, least)
        return xs, (log_ticks if self.log_y else linear_ticks)(*self.y, up)

    def frame(
        self,
        x_label: str = "",
        y_label: str = "",
        *,
        size: float = LETTERS,
        opacity: float = 1.0,
        columns: bool = True,
        zero: bool = True,
    ) -> tuple[AnyMark, ...]:
        """The lines behind the curves, their numbers, and what the axes mean: x at the right end, y above the axis.

        Without `columns` there are only the lines and numbers of y: bars have their names below. Without `zero` the
        line at x = 0 is like the others: where x only numbers things, 0 is no place of its own.
        """
        left, top, width, height = self.box
        bottom, right = top + height, left + width
        xs, ys = self.ticks()
        marks: list[AnyMark] = []
        words_at = plain_labels(xs) if self.log_x else tick_labels(xs)
        for number, words in zip(xs, words_at, strict=True) if columns else ():
            place = self.at(number, self.y[0])[0]
            marks.append(_rule((place, top), (place, bottom), zero and number == 0, opacity))
            marks.append(_words(place, bottom + 0.5 * size + 10, words, size, "middle", opacity))
        for number, words in zip(ys, tick_labels(ys, self.log_y), strict=True):
            place = self.at(self.x[0], number)[1]
            marks.append(_rule((left, place), (right, place), number == 0 and not self.log_y, opacity))
            marks.append(_words(left - 12, place, words, size, "end", opacity))
        axes = ((left, top), (left, bottom), (right, bottom))
        marks.append(Path(points=axes, line=2.0, role=Role.MUTED, opacity=opacity))
        if x_label:
            marks.append(_words(right, bottom + 1.9 * size + 10, x_label, size, "end", opacity))
        if y_label:
            marks.append(_words(left, top - size - 4, y_label, size, "start", opacity))
        return tuple(marks)

    def line(
        self,
        xs: Iterable[float],
        ys: Iterable[float],
        role: Role,
        name: str,
        *,
        line: float = THICK,
        dashed: bool = False,
        opacity: float = 1.0,
    ) -> tuple[Path, ...]:
        """The curve through the points, in as many pieces as the box and numbers that have no place leave of it."""
        points = [self.at(float(x), float(y)) for x, y in zip(xs, ys, strict=True)]
        return tuple(
            Path(points=piece, line=line, dashed=dashed, role=role, name=name, opacity=opacity)
            for piece in self._pieces(points)
        )

    def bars(
        self,
        xs: Iterable[float],
        ys: Iterable[float],
        role: Role,
        name: str,
        *,
        width: float,
        fill: float = 0.7,
        opacity: float = 1.0,
    ) -> tuple[Rect, ...]:
        """A bar from zero (from the bottom, where zero isn't in sight) to each y; `width` is in units of x.

        Each stands for its number, named by its place in the row: "name 1", "name 2", ...
        """
        left, top, across, height = self.box
        ground = self.y[0] if self.log_y else max(self.y[0], min(0.0, self.y[1]))
        found: list[Rect] = []
        for index, (x, y) in enumerate(zip(xs, ys, strict=True), 1):
            (start, end), (one, other) = self.at(x - width / 2, ground), self.at(x + width / 2, y)
            if not math.isfinite(other):
                continue
            start, one = max(left, start), min(left + across, one)
            low, high = sorted((end, max(top, min(other, top + height))))
            if one > start:
                found.append(
                    Rect(
                        x=start, y=low, width=one - start, height=high - low, fill=fill, role=role,
                        name=f"{name} {index}", value=float(y), opacity=opacity,
                    )
                )  # fmt: skip
        return tuple(found)

    def _pieces(self, points: Sequence[Point]) -> list[tuple[Point, ...]]:
        """What the box leaves of a polyline."""
        left, top, width, height = self.box
        right, bottom = left + width, top + height
        inside = [left <= x <= right and top <= y <= bottom for x, y in points]
        pieces: list[list[Point]] = []
        for (start, within), (end, stays) in pairwise(zip(points, inside, strict=True)):
            kept = (start, end) if within and stays else self._clipped(start, end)
            if kept is None:
                continue
            if pieces and pieces[-1][-1] == kept[0]:
                pieces[-1].append(kept[1])
            else:
                pieces.append(list(kept))
        return [tuple(piece) for piece in pieces]

    def _clipped(self, start: Point, end: Point) -> tuple[Point, Point] | None:
        """The part of a line within the box (Liang and Barsky); None where nothing is."""
        left, top, width, height = self.box
        first, last = 0.0, 1.0
        for a, b, low, high in ((start[0], end[0], left, left + width), (start[1], end[1], top, top + height)):
            if not (math.isfinite(a) and math.isfinite(b)):
                return None
            if a == b:
                if not low <= a <= high:
                    return None
                continue
            enters, leaves = sorted(((low - a) / (b - a), (high - a) / (b - a)))
            first, last = max(first, enters), min(last, leaves)
        if first > last:
            return None
        return _along(start, end, first), _along(start, end, last)


def linear_ticks(low: float, high: float, count: int, least: float = 0.0) -> tuple[float, ...]:
    """About `count` round numbers from low to high, 1, 2 or 5 times a power of ten and at least `least` apart."""
    rough = max((high - low) / count, least)
    power = 10.0 ** math.floor(math.log10(rough))
    apart = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
    first, last = math.ceil(low / apart - 1e-9), math.floor(high / apart + 1e-9)
    digits = max(0, -math.floor(math.log10(apart)))
    return tuple(round(index * apart, digits) for index in range(first, last + 1))


def log_ticks(low: float, high: float, count: int) -> tuple[float, ...]:
    """At most about `count` powers of ten from low to high; where fewer than two lie there, 1, 2 and 5 times them."""
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    every = max(1, math.ceil((last - first + 1) / max(count, 1)))
    powers = tuple(10.0**power for power in range(first, last + 1) if power % every == 0)
    return powers if len(powers) >= 2 else _one_two_five(low, high)


def fine_log_ticks(low: float, high: float, count: int) -> tuple[float, ...]:
    """1, 2 and 5 times the powers of ten from low to high; where those are more than `count`, powers alone."""
    fine = _one_two_five(low, high)
    return fine if len(fine) <= count else log_ticks(low, high, count)


def _one_two_five(low: float, high: float) -> tuple[float, ...]:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    fine = (factor * 10.0**power for power in range(first, last + 1) for factor in (1, 2, 5))
    return tuple(number for number in fine if low * (1 - 1e-9) <= number <= high * (1 + 1e-9))


def plain_labels(ticks: Sequence[float]) -> tuple[str, ...]:
    """The numbers with as many decimals as each needs, for neighbours that lie factors apart."""
    return tuple(f"{number:,.0f}" if number >= 1 else f"{number:g}" for number in ticks)


def tick_labels(ticks: Sequence[float], log: bool = False) -> tuple[str, ...]:
    """The numbers as they stand at an axis: powers of ten as such, others with the decimals that tell them apart."""
    if log and len(ticks) >= 2 and all(_is_power(number) for number in ticks):
        return tuple("1" if number == 1 else f"10{superscript(round(math.log10(number)))}" for number in ticks)
    decimals = next((d for d in range(9) if all(math.isclose(round(t, d), t, abs_tol=1e-12) for t in ticks)), 9)
    return tuple(f"{number:,.{decimals}f}".replace("-", "−") for number in ticks)


def _is_power(number: float) -> bool:
    return math.isclose(number, 10.0 ** round(math.log10(number)))


def _share(number: float, ends: Range, log: bool = False) -> float:
    """How far a number lies on the way from one end of a range to the other."""
    low, high = ends
    if log:
        if not number > 0:
            return math.nan
        low, high, number = math.log10(low), math.log10(high), math.log10(number)
    return (number - low) / (high - low)


def _along(start: Point, end: Point, share: float) -> Point:
    """The point a share of the way; the ends themselves exactly, so that pieces join."""
    if share in (0.0, 1.0):
        return end if share else start
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _rule(start: Point, end: Point, zero: bool, opacity: float) -> Path:
    """A line behind the curves; that of zero is stronger."""
    return Path(
        points=(start, end), line=2.0 if zero else 1.5, role=Role.MUTED, opacity=opacity * (0.8 if zero else GRID_LINE)
    )


def _words(x: float, y: float, words: str, size: float, anchor: Anchor, opacity: float) -> Text:
    return Text(x=x, y=y, runs=(TextRun(words),), size=size, role=Role.MUTED, anchor=anchor, opacity=opacity)
