"""Where the names of circles have room on a map: beside them, or farther off at the end of a line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import Anchor
from scenes.stage.draw.blocks import LARGER_LETTERS

LETTERS = 34.0
NARROW = 0.585
"""About how wide a letter of a name is, in ems."""
FAR = (40.0, 80.0, 130.0)
"""How much farther off a name may stand that has no room beside its circle."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""
Circle = tuple[Point, float]
"""Middle and radius."""


@dataclass(frozen=True)
class Place:
    """Where a name stands; `box` is what it covers at the largest letters, `line` leads to its circle from far off."""

    x: float
    y: float
    anchor: Anchor
    box: Box
    line: tuple[Point, ...] = ()

    @property
    def covers(self) -> list[Box]:
        """The box, and small ones along the line."""
        if not self.line:
            return [self.box]
        (x, y), (right, foot) = self.line
        ways = [(x + (right - x) * way / 12, y + (foot - y) * way / 12) for way in range(13)]
        return [self.box, *((a - 3, b - 3, a + 3, b + 3) for a, b in ways)]


@lru_cache(maxsize=32)
def settled(
    wanted: tuple[tuple[str, float, Point], ...],
    nameless: tuple[Circle, ...],
    blocked: tuple[Box, ...],
    area: tuple[float, float, float, float],
    above: bool,
) -> tuple[Place | None, ...]:
    """A place for each (name, radius, middle), one after the other, on an area (left, top, width, height).

    It is the first beside its circle where it covers no other circle, not even a nameless one; or one farther off whose
    line crosses the fewest; else one that covers a circle but no name; None where there is no room at all. Nothing
    stands on what is `blocked`.
    """
    circles = [*((at, radius) for _, radius, at in wanted), *nameless]
    taken = [*blocked]
    found: list[Place | None] = []
    for index, (words, radius, at) in enumerate(wanted):
        others = circles[:index] + circles[index + 1 :]
        beside = [each for each in _beside(words, radius, at, above) if _free(each, taken, area)]
        place = next((each for each in beside if not touches(each.box, others)), None)
        place = place or _far(words, (at, radius), others, taken, area) or next(iter(beside), None)
        found.append(place)
        if place is not None:
            taken += place.covers
    return tuple(found)


def _far(
    words: str, circle: Circle, others: list[Circle], taken: list[Box], area: tuple[float, float, float, float]
) -> Place | None:
    """The place farther off whose line crosses the fewest other circles; below comes first, there are fewer."""
    at, radius = circle
    found = [
        place
        for far in FAR
        for place in sorted(_beside(words, radius, at, False, far), key=lambda place: place.y <= at[1])
        if not touches(place.box, others) and _free(place, taken, area)
    ]
    return min(found, key=lambda place: sum(touches(box, others) for box in place.covers), default=None)


def _beside(words: str, radius: float, at: Point, above: bool, far: float = 0.0) -> Iterator[Place]:
    """Right, left, above and below, then the corners; those above first where a curve runs through the circles."""
    (x, y), wide, high = at, NARROW * LETTERS * LARGER_LETTERS * len(words), 1.3 * LETTERS
    out, slant = radius + 10, 0.72 * radius + 6
    options: tuple[tuple[float, float, Anchor], ...] = (
        (x + out, y, "start"), (x - out, y, "end"), (x, y - radius - 26, "middle"), (x, y + radius + 26, "middle"),
        (x + slant, y - slant - 16, "start"), (x + slant, y + slant + 16, "start"),
        (x - slant, y - slant - 16, "end"), (x - slant, y + slant + 16, "end"),
    )  # fmt: skip
    for left, middle, anchor in sorted(options, key=lambda option: option[1] >= y) if above else options:
        share = 1.0 + far / math.hypot(left - x, middle - y)
        left, middle = x + share * (left - x), y + share * (middle - y)
        start = left - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        box = (start, middle - high / 2, start + wide, middle + high / 2)
        yield Place(left, middle, anchor, box, _line(at, radius, (left, middle), anchor) if far else ())


def _line(at: Point, radius: float, end: Point, anchor: Anchor) -> tuple[Point, ...]:
    """From the edge of a circle to a name that stands far off."""
    (x, y), (left, middle) = at, end
    far = math.hypot(left - x, middle - y)
    stop = far - (0.7 * LETTERS if anchor == "middle" else 6.0)
    return tuple((x + (left - x) * way / far, y + (middle - y) * way / far) for way in (radius, stop))


def touches(box: Box, circles: Iterable[Circle]) -> bool:
    """Whether a box has a point in common with any of the circles."""
    left, top, right, bottom = box
    return any(
        math.hypot(x - min(max(x, left), right), y - min(max(y, top), bottom)) < radius for (x, y), radius in circles
    )


def _free(place: Place, taken: list[Box], area: tuple[float, float, float, float]) -> bool:
    """Whether a name and its line lie on the area and cover none of the boxes that are taken."""
    left, top, width, height = area
    return all(
        box[0] >= left + 4 and box[1] >= top and box[2] <= left + width + 20 and box[3] <= top + height - 2
        and all(box[2] <= o[0] or o[2] <= box[0] or box[3] <= o[1] or o[3] <= box[1] for o in taken)
        for box in place.covers
    )  # fmt: skip
