"""Which pixels the units of a map see along one axis, where neighbouring units need not see alike.

Behind a step that makes maps larger two neighbours may see the same pixels, so that what a unit sees beyond its place
depends on that: every `period`-th unit sees alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import floor, gcd, lcm
from typing import NamedTuple

MOST_ALIKE = 1024
"""Longer periods come of odd scales, and wider windows over these of none; what is seen behind such isn't told."""
Places = Callable[[int], Sequence[int]]
"""From a unit to the units that it reads."""


class Spans(NamedTuple):
    """Unit i sees the pixels from i * `jump` + `first` up to i * `jump` + `end`, with those of i modulo the period."""

    jump: int
    first: tuple[int, ...]
    end: tuple[int, ...]

    @property
    def period(self) -> int:
        """How many neighbours see otherwise beyond their places."""
        return len(self.first)

    @property
    def longest(self) -> int:
        """How many pixels a unit sees at most."""
        return max(end - first for first, end in zip(self.first, self.end, strict=True))


PIXEL = Spans(1, (0,), (1,))
"""What a pixel sees: itself."""


def behind(seen: Spans, kernel: int, stride: int, padding: int, dilation: int) -> Spans | None:
    """What units see whose windows lie on units that see `seen`."""
    taps = _taps(kernel, seen)
    if not taps:
        return None
    period = seen.period // gcd(seen.period, stride)
    return _through(
        seen, seen.jump * stride, period, lambda at: [at * stride - padding + dilation * tap for tap in taps]
    )


def spread(seen: Spans, kernel: int, stride: int, padding: int, dilation: int) -> Spans | None:
    """What units see behind a transposed convolution; None where some see nothing, or lie between pixels."""
    if seen.jump % stride or kernel > MOST_ALIKE:
        return None

    def places(at: int) -> list[int]:
        taps = (at + padding - dilation * tap for tap in range(kernel))
        return [tap // stride for tap in taps if tap % stride == 0]

    return _through(seen, seen.jump // stride, seen.period * stride, places)


def resized(seen: Spans, scale: Fraction, shift: Fraction, reads: Callable[[Fraction], Sequence[int]]) -> Spans | None:
    """What units see where unit i stands at i / `scale` + `shift` of those that it reads; None as for `spread`.

    `reads` says which units are read at a place.
    """
    jump = seen.jump / scale
    if jump.denominator > 1:
        return None
    step = scale.denominator
    period = scale.numerator * (seen.period // gcd(seen.period, step))
    return _through(seen, jump.numerator, period, lambda at: reads(at / scale + shift))


def joined(ways: Iterable[Spans]) -> Spans | None:
    """What a unit sees on any of several ways; None where these have different jumps."""
    found = list(ways)
    if not found or len({way.jump for way in found}) > 1:
        return None
    period = lcm(*(way.period for way in found))
    if period > MOST_ALIKE:
        return None
    first = tuple(min(way.first[at % way.period] for way in found) for at in range(period))
    end = tuple(max(way.end[at % way.period] for way in found) for at in range(period))
    return _shortest(Spans(found[0].jump, first, end))


def nearest(rounded: str) -> Callable[[Fraction], Sequence[int]] | None:
    """Which unit is read at a place, as ONNX calls the ways to round; None for one that isn't known."""
    half = Fraction(1, 2)
    ways: dict[str, Callable[[Fraction], int]] = {
        "floor": floor,
        "ceil": lambda place: -floor(-place),
        "round_prefer_floor": lambda place: -floor(half - place),
        "round_prefer_ceil": lambda place: floor(place + half),
    }
    way = ways.get(rounded)
    return None if way is None else lambda place: (way(place),)


def around(count: int) -> Callable[[Fraction], Sequence[int]]:
    """The units around a place that an interpolation reads: 2 for a linear one, 4 for a cubic; on a unit that alone."""

    def reads(place: Fraction) -> Sequence[int]:
        low = floor(place)
        return (low,) if place == low else range(low - count // 2 + 1, low + count // 2 + 1)

    return reads


def _taps(kernel: int, seen: Spans) -> Sequence[int]:
    """Which cells of a window tell what it sees: where all units see alike those at its ends; () for too many."""
    if seen.period == 1:
        return (0, kernel - 1)
    return range(kernel) if kernel <= MOST_ALIKE else ()


def _through(seen: Spans, jump: int, period: int, places: Places) -> Spans | None:
    """What units see that read the units at `places`, None where one reads nothing."""
    if period > MOST_ALIKE:
        return None
    first, end = [], []
    for at in range(period):
        read = places(at)
        if not read:
            return None
        first.append(min(place * seen.jump + seen.first[place % seen.period] for place in read) - at * jump)
        end.append(max(place * seen.jump + seen.end[place % seen.period] for place in read) - at * jump)
    return _shortest(Spans(jump, tuple(first), tuple(end)))


def _shortest(spans: Spans) -> Spans:
    """The same with its shortest period."""
    for period in range(1, spans.period):
        first, end = spans.first[:period], spans.end[:period]
        times = spans.period // period
        if spans.period % period == 0 and (first * times, end * times) == (spans.first, spans.end):
            return Spans(spans.jump, first, end)
    return spans
