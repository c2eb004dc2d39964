"""Ink over the stage: strokes as a pen leaves them, what a rubber leaves of them, and the marks that show them.

A stroke that begins on the picture sticks to the things that it was drawn on: its points are in units of the whole
stage, and the camera and the hand's zoom carry it along. One that begins on the title or on the caption, which no
camera moves, is pinned like them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import Inked, Path, Role
from scenes.stage.core.placing import WHOLE, Box
from scenes.stage.core.stage import PANE

WIDTH = 7.0
"""How wide a pen is as it is seen when it draws, in units."""
BORDER = 2.5
"""The border on both sides, in the colour of the stage's plates: ink is seen on plates of every colour."""
CLOSE = 2.0
"""A hand that trembles within so many units adds no point."""
OFF = 0.3
"""So many units a thinned line may be off the way that the pen went."""
ROUNDINGS = 2
"""How often the corners of a line are cut off."""
PIECE = 48
"""Of a stroke that is being drawn, so many points are one mark: those behind the pen need not be drawn anew."""
MOST = 4000
"""So many points of ink have room over one step."""
SAME = 0.01
Places = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through `points`, `width` wide, both in units of the whole stage; as they are seen where it is `pinned`.

    `view` is what was seen of the stage when it was drawn. Where that is seen again, all of it is; elsewhere it ends,
    as the picture does, at the title and at the caption.
    """

    points: tuple[Point, ...]
    view: Box = WHOLE
    pinned: bool = False
    role: Role = Role.RED
    width: float = WIDTH


def begun(point: Point, view: Box, role: Role = Role.RED) -> Stroke:
    """A stroke that begins at a point of the picture as it is seen."""
    pinned = not PANE[0] <= point[1] <= PANE[1]
    if pinned:
        return Stroke((point,), view, pinned, role)
    return Stroke((to_whole(point, view),), view, pinned, role, WIDTH / view.zoom)


def extended(stroke: Stroke, point: Point, view: Box) -> Stroke:
    """A stroke that goes on to a point of the picture as it is seen now; the same one where that is too close."""
    point, close = (point, CLOSE) if stroke.pinned else (to_whole(point, view), CLOSE / view.zoom)
    if math.dist(stroke.points[-1], point) < close:
        return stroke
    return replace(stroke, points=(*stroke.points, point))


def finished(stroke: Stroke) -> Stroke:
    """A stroke as it is kept: round, and with no more points than its shape needs."""
    return replace(stroke, points=_thinned(_rounded(stroke.points), OFF / (1.0 if stroke.pinned else stroke.view.zoom)))


def rubbed(strokes: Sequence[Stroke], point: Point, radius: float, view: Box) -> tuple[Stroke, ...]:
    """What a round rubber at a point of the picture, as it is seen now, leaves of strokes."""
    left: list[Stroke] = []
    for stroke in strokes:
        pinned = stroke.pinned
        centre, reach = (point, radius) if pinned else (to_whole(point, view), radius / view.zoom)
        left += _without(stroke, centre, reach + stroke.width / 2)
    return tuple(left)


def to_whole(point: Point, view: Box) -> Point:
    """The place on the whole stage of what is seen at a point."""
    return view.x + point[0] / view.zoom, view.y + point[1] / view.zoom


def marks(strokes: Iterable[Stroke], view: Box, drawn: Stroke | None = None) -> tuple[Path, ...]:
    """The marks that show strokes, and one that is being drawn, on a picture of which a part is seen."""
    found = [mark for stroke in strokes for mark in _lines(*_as_seen(stroke, view))]
    if drawn is not None:
        found += _pieces(*_as_seen(drawn, view))
    return tuple(found)


def _as_seen(stroke: Stroke, view: Box) -> tuple[Stroke, bool]:
    """A stroke, in units of the picture as it is seen where that is the one it was drawn on; and whether it is so."""
    was = stroke.view
    same = max(abs(was.x - view.x), abs(was.y - view.y), abs(was.width - view.width)) < SAME
    return _in_view(stroke, was) if same and not stroke.pinned else stroke, stroke.pinned or same


@lru_cache(maxsize=1024)
def _in_view(stroke: Stroke, view: Box) -> Stroke:
    zoom = view.zoom
    points = tuple(((x - view.x) * zoom, (y - view.y) * zoom) for x, y in stroke.points)
    return replace(stroke, points=points, width=stroke.width * zoom)


def _lines(stroke: Stroke, pinned: bool) -> tuple[Path, ...]:
    """The border of a stroke, and the stroke."""
    return tuple(
        Inked(points=_drawable(stroke.points), line=line, role=role, pinned=pinned) for role, line in _pens(stroke)
    )


def _pieces(stroke: Stroke, pinned: bool) -> tuple[Path, ...]:
    """A stroke that is being drawn: only its last piece is another one in the next picture."""
    points = _drawable(stroke.points)
    pieces = [points[at : at + PIECE + 1] for at in range(0, len(points) - 1, PIECE)]
    return tuple(
        (Path if piece is pieces[-1] else Inked)(points=piece, line=line, role=role, pinned=pinned)
        for role, line in _pens(stroke)
        for piece in pieces
    )


def _pens(stroke: Stroke) -> tuple[tuple[Role, float], tuple[Role, float]]:
    """The roles and the widths of a stroke's border and of itself."""
    return (Role.SURFACE, stroke.width * (1.0 + 2 * BORDER / WIDTH)), (stroke.role, stroke.width)


def _drawable(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The points; of a dot two, since a line without a length is not drawn."""
    return points if len(points) > 1 else (*points, (points[0][0] + 0.05, points[0][1]))


# --- Lines --------------------------------------------------------------------------------------------------------


def _rounded(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """A line with its corners cut off at a quarter of its stretches, again and again (Chaikin 1974)."""
    for _ in range(ROUNDINGS):
        if len(points) < 3:
            break
        cut = [place for a, b in pairwise(points) for place in (_between(a, b, 0.25), _between(a, b, 0.75))]
        points = (points[0], *cut, points[-1])
    return points


def _thinned(points: tuple[Point, ...], off: float) -> tuple[Point, ...]:
    """A line without the points that it hardly turns at (Douglas and Peucker 1973)."""
    places = np.array(points)
    kept, open_ = {0, len(points) - 1}, [(0, len(points) - 1)]
    while open_:
        first, last = open_.pop()
        if last - first < 2:
            continue
        distances = _distances(places[first + 1 : last], places[first], places[last])
        far = int(distances.argmax())
        if distances[far] > off:
            at = first + 1 + far
            kept.add(at)
            open_ += [(first, at), (at, last)]
    return tuple(points[index] for index in sorted(kept))


def _distances(points: Places, a: Places, b: Places) -> Places:
    """How far points are from the stretch between two others."""
    way = b - a
    along = np.clip((points - a) @ way / max(float(way @ way), 1e-12), 0.0, 1.0)
    off = points - a - along[:, None] * way
    return np.hypot(off[:, 0], off[:, 1])


def _without(stroke: Stroke, centre: Point, reach: float) -> list[Stroke]:
    """What is left of a stroke without what lies in a circle; crumbs that are no longer than wide go, too."""
    points = stroke.points
    xs, ys = [x for x, _ in points], [y for _, y in points]
    beside = max(min(xs) - centre[0], centre[0] - max(xs), min(ys) - centre[1], centre[1] - max(ys)) > reach
    if beside:
        return [stroke]
    piece = [points[0]] if math.dist(points[0], centre) > reach else []
    if len(points) == 1:
        return [stroke] if piece else []
    pieces: list[list[Point]] = []
    for a, b in pairwise(points):
        inside = _within(a, b, centre, reach)
        if inside is None:
            piece.append(b)
            continue
        enters, leaves = inside
        if enters > 0.0:
            pieces.append([*piece, _between(a, b, enters)])
        piece = [_between(a, b, leaves), b] if leaves < 1.0 else []
    pieces.append(piece)
    if pieces == [list(points)]:
        return [stroke]
    return [replace(stroke, points=tuple(each)) for each in pieces if _length(each) > stroke.width]


def _length(points: Sequence[Point]) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(points))


def _within(a: Point, b: Point, centre: Point, reach: float) -> tuple[float, float] | None:
    """Between which shares of its way a stretch lies in a circle; None where it doesn't."""
    dx, dy, x, y = b[0] - a[0], b[1] - a[1], a[0] - centre[0], a[1] - centre[1]
    square, half, rest = dx * dx + dy * dy, x * dx + y * dy, x * x + y * y - reach * reach
    under = half * half - square * rest
    if square == 0.0 or under <= 0.0:
        return None
    root = math.sqrt(under)
    enters, leaves = max(0.0, (-half - root) / square), min(1.0, (-half + root) / square)
    return (enters, leaves) if enters < leaves else None


def _between(a: Point, b: Point, share: float) -> Point:
    """The point at a share of the way from one to another."""
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
