"""Where marks are painted: groups opened, and seen through a view that may look closer at a part of the stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from scenes.stage.core.grips import Grip, PickCell, Scrub
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import WIDTH, AnyMark, Arrow, Drawn, Formula, Grid, Group, Image, Path, Rect, Text

INVISIBLE = 0.004
LETTERS_GONE, LETTERS_WHOLE = 14.0, 20.0
"""Words made smaller than the second size begin to fade, and those of the first one are gone: nobody can read them."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the stage with its top left corner at (x, y), as wide as it says and in the stage's proportions."""

    x: float
    y: float
    width: float

    @property
    def zoom(self) -> float:
        """How many times larger what lies in it is seen than on the whole stage."""
        return WIDTH / self.width

    def within(self, outer: Box) -> Box:
        """The part of the stage that is seen when this box is looked at on a picture that shows only `outer`."""
        share = outer.width / WIDTH
        return Box(outer.x + self.x * share, outer.y + self.y * share, self.width * share)


WHOLE = Box(0.0, 0.0, float(WIDTH))


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark as it is drawn: moved by (dx, dy), with the opacity of all the groups around it.

    Scales of groups and of the view are in the mark's own measures already, and in those of its grip. It is `pinned`
    where the view passes over it.
    """

    mark: Drawn
    dx: float
    dy: float
    opacity: float
    pinned: bool = False


def placed(
    marks: Iterable[AnyMark],
    dx: float = 0.0,
    dy: float = 0.0,
    opacity: float = 1.0,
    *,
    view: Box = WHOLE,
) -> Iterator[Placed]:
    """Walk through marks in drawing order, groups opened. Invisible marks are left out; pinned ones ignore the view."""
    zoom = view.zoom
    for mark in marks:
        if mark.pinned or view == WHOLE:
            yield from _opened((mark,), dx, dy, opacity, 1.0, mark.pinned)
        else:
            yield from _opened((mark,), (dx - view.x) * zoom, (dy - view.y) * zoom, opacity, zoom)


def _opened(
    marks: Iterable[AnyMark], dx: float, dy: float, opacity: float, scale: float, pinned: bool = False
) -> Iterator[Placed]:
    for mark in marks:
        seen = opacity * mark.opacity
        if seen <= INVISIBLE:
            continue
        if isinstance(mark, Group):
            yield from _opened(mark.marks, dx + scale * mark.dx, dy + scale * mark.dy, seen, scale * mark.scale, pinned)
            continue
        if scale != 1.0:
            mark = scaled(mark, scale)
            seen *= legible(mark) if scale < 1.0 else 1.0
            if seen <= INVISIBLE:
                continue
        yield Placed(mark, dx, dy, seen, pinned)


def legible(mark: Drawn) -> float:
    """How visible words are that were made smaller; 1 for what has no words."""
    if not isinstance(mark, Text | Formula):
        return 1.0
    return max(0.0, min((mark.size - LETTERS_GONE) / (LETTERS_WHOLE - LETTERS_GONE), 1.0))


M = TypeVar("M", bound=Drawn)


def scaled(mark: M, scale: float) -> M:
    """A mark made larger or smaller about the stage's corner (0, 0), with its lines, its letters and its grip."""
    grip = _scaled_grip(mark.grip, scale)
    if isinstance(mark, Rect):
        return replace(
            mark, x=mark.x * scale, y=mark.y * scale, width=mark.width * scale, height=mark.height * scale,
            radius=mark.radius * scale, line=mark.line * scale, grip=grip,
        )  # fmt: skip
    if isinstance(mark, Path):
        points = tuple(_times(point, scale) for point in mark.points)
        return replace(mark, points=points, line=mark.line * scale, grip=grip)
    if isinstance(mark, Arrow):
        return replace(
            mark, start=_times(mark.start, scale), end=_times(mark.end, scale), bend=mark.bend * scale,
            line=mark.line * scale, head=mark.head * scale, grip=grip,
        )  # fmt: skip
    if isinstance(mark, Grid | Image):
        origin, u, v = (_times(each, scale) for each in (mark.origin, mark.u, mark.v))
        return replace(mark, origin=origin, u=u, v=v, grip=grip)
    return replace(mark, x=mark.x * scale, y=mark.y * scale, size=mark.size * scale, grip=grip)


def _scaled_grip(grip: Grip | None, scale: float) -> Grip | None:
    if not isinstance(grip, Scrub | PickCell):
        return grip
    lattice = grip.lattice
    origin, u, v = (_times(each, scale) for each in (lattice.origin, lattice.u, lattice.v))
    return replace(grip, lattice=replace(lattice, origin=origin, u=u, v=v))


def _times(point: Point, scale: float) -> Point:
    return point[0] * scale, point[1] * scale
