"""A clock that counts down, as digits with a ring that empties."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, lettering
from scenes.stage.core.stage import RIGHT, TOP
from scenes.stage.numbers.values import clock_words

DIGITS = 56.0
WIDE, HIGH = 274.0, 72.0
RING, LINE = 22.0, 9.0
"""The radius of the ring, and how thick it is."""
TURN = 48
"""A full ring has so many stretches."""
SHORT = 10
"""So many seconds before the end it warns."""


@dataclass(frozen=True, slots=True)
class Countdown:
    """`left` seconds of `seconds`."""

    left: float
    seconds: float

    @property
    def words(self) -> str:
        """What the clock says: minutes and seconds, begun ones counted whole."""
        return clock_words(math.ceil(self.left - 1e-6))


def alone(countdown: Countdown) -> list[AnyMark]:
    """The clock by itself, on a plate under the legend."""
    left, top = RIGHT - WIDE, TOP + 8.0
    plate = Rect(x=left, y=top, width=WIDE, height=HIGH, radius=18.0, fill=1.0, role=Role.SURFACE, name="countdown")
    return [plate, *clock(countdown, RIGHT, top)]


def clock(countdown: Countdown, right: float, top: float) -> list[AnyMark]:
    """The clock with its upper right corner at a place; towards the end it warns by a full ring's colour too."""
    role = Role.WARNING if countdown.left <= SHORT else Role.TEXT
    share = max(0.0, min(countdown.left / countdown.seconds, 1.0)) if countdown.seconds > 0 else 0.0
    centre, middle = (right - WIDE + 16 + RING, top + HIGH / 2), top + HIGH / 2
    ring: list[AnyMark] = [
        Rect(x=centre[0] - RING, y=middle - RING, width=2 * RING, height=2 * RING, radius=RING, line=LINE, opacity=0.2),
    ]
    if share > 0.0:
        ring.append(Path(points=_arc(centre, share), line=LINE, role=role))
    digits = lettering(right - 16, middle, countdown.words, role, bold=True, size=DIGITS, anchor="end")
    return [*ring, digits]


def _arc(centre: Point, share: float) -> tuple[Point, ...]:
    """A share of a circle from its top, the way that clocks go."""
    count = max(1, round(TURN * share))
    angles = (math.tau * share * index / count for index in range(count + 1))
    return tuple((centre[0] + RING * math.sin(angle), centre[1] - RING * math.cos(angle)) for angle in angles)
