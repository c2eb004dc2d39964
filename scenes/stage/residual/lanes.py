"""Roads across the stage that numbers travel on: round bends, a bed, arrows in the way they go, levers beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from scenes.stage.core.grips import Grip
from scenes.stage.core.lattice import Point, midway
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, lettering

WIDTH = 80.0
"""How wide a road is."""
BEND = 60.0
"""The radius of its bends."""
PIECES = 8
"""The straight pieces that a bend is made of."""
ARROW = 18.0
"""How far the arms of an arrow on a road reach to both sides."""
STICK, TILT = 76.0, 0.85
"""The length of a lever, and how far it leans to either side, in radians."""

Line = tuple[Point, ...]


def rounded(points: Sequence[Point], radius: float = BEND) -> Line:
    """The line through points with its corners rounded off; a radius that there is no room for is made smaller."""
    found = [points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(radius, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        if reach == 0.0:
            continue
        start = midway(corner, before, reach / math.dist(before, corner))
        end = midway(corner, after, reach / math.dist(corner, after))
        for piece in range(PIECES + 1):
            share = piece / PIECES
            found.append(midway(midway(start, corner, share), midway(corner, end, share), share))
    return (*found, points[-1])


def along(line: Line, share: float) -> Point:
    """The point a share of the way along a line of straight pieces, by its length."""
    return stretch(line, 0.0, share)[-1]


def stretch(line: Line, begin: float, end: float) -> Line:
    """The part of a line between two shares of its length; both ends at least."""
    lengths = [math.dist(a, b) for a, b in pairwise(line)]
    whole = sum(lengths)
    first, last = (max(0.0, min(share, 1.0)) * whole for share in (begin, max(begin, end)))
    found: list[Point] = []
    gone = 0.0
    for (a, b), length in zip(pairwise(line), lengths, strict=True):
        if length and not found and gone + length >= first - 1e-9:
            found.append(midway(a, b, max(0.0, (first - gone) / length)))
        if found and length:
            if gone + length >= last - 1e-9:
                return (*found, midway(a, b, min(1.0, (last - gone) / length)))
            found.append(b)
        gone += length
    return (*found, line[-1])


def length(line: Line) -> float:
    """The length of a line of straight pieces."""
    return sum(math.dist(a, b) for a, b in pairwise(line))


def bed(line: Line, role: Role = Role.SURFACE, width: float = WIDTH, *, opacity: float = 1.0, name: str = "") -> Path:
    """A road, or what flows along it, as wide as it is said to be: an area, for lines are wider in some themes.

    Its first and its last point are the two edges at its beginning.
    """
    ends = [b for a, b in pairwise(line) if a != b]
    kept = (line[0], *ends)
    sides = [_across(kept[max(0, i - 1)], kept[min(i + 1, len(kept) - 1)], width / 2) for i in range(len(kept))]
    left = [(x + dx, y + dy) for (x, y), (dx, dy) in zip(kept, sides, strict=True)]
    right = [(x - dx, y - dy) for (x, y), (dx, dy) in zip(kept, sides, strict=True)]
    points = (*left, *reversed(right))
    return Path(points=points, closed=True, fill=1.0, line=0.0, role=role, opacity=opacity, name=name)


def _across(before: Point, after: Point, reach: float) -> Point:
    """What leads from the middle of a road to its left edge."""
    dx, dy = after[0] - before[0], after[1] - before[1]
    long = math.hypot(dx, dy)
    return (dy / long * reach, -dx / long * reach) if long else (0.0, 0.0)


def arrow(at: Point, way: Point, role: Role = Role.MUTED) -> Path:
    """An arrow on a road that points a way (dx, dy), of length 1."""
    (x, y), (dx, dy) = at, (way[0] * ARROW, way[1] * ARROW)
    points = ((x - dx / 2 - dy, y - dy / 2 + dx), (x + dx / 2, y + dy / 2), (x - dx / 2 + dy, y - dy / 2 - dx))
    return Path(points=points, line=7.0, role=role)


@dataclass(frozen=True)
class Lever:
    """A lever whose hinge lies at a point of a road; its stick hangs below, at the left where it is on.

    `on` runs from 1 to 0 as it is pulled over.
    """

    hinge: Point
    on: float

    @property
    def knob(self) -> Point:
        """The end of the stick, which is taken hold of."""
        return self._end(self.on)

    def _end(self, on: float) -> Point:
        turn = TILT * (1.0 - 2.0 * on)
        return self.hinge[0] + STICK * math.sin(turn), self.hinge[1] + STICK * math.cos(turn)

    @property
    def reach(self) -> tuple[Point, Point]:
        """Where its end stands when it is on, and when it is off."""
        return self._end(1.0), self._end(0.0)

    def draw(self, name: str, grip: Grip | None) -> list[AnyMark]:
        """Draw it with what its two sides mean; the stick's end has the grip."""
        (x, y), strong = self.knob, self.on > 0.5
        marks: list[AnyMark] = [
            Path(points=(self.hinge, (x, y)), line=12.0, role=Role.TEXT),
            _disc(self.hinge, 17.0, Role.MUTED),
            _disc((x, y), 27.0, Role.HIGHLIGHT, name, grip),
        ]
        for (end, height), words, lit in zip(self.reach, ("on", "off"), (strong, not strong), strict=True):
            away = -38.0 if words == "on" else 38.0
            role = Role.TEXT if lit else Role.MUTED
            marks.append(
                lettering(
                    end + away, height, words, role, bold=lit, size=40.0, anchor="end" if words == "on" else "start"
                )
            )
        return marks


def _disc(at: Point, radius: float, role: Role, name: str = "", grip: Grip | None = None) -> Rect:
    return Rect(
        x=at[0] - radius, y=at[1] - radius, width=2 * radius, height=2 * radius, radius=radius, fill=1.0, role=role,
        name=name, grip=grip,
    )  # fmt: skip
