"""Where the next number will be written: dashed outlines and a large “?” over the present picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from scenes.questions.moments import VISIBLE
from scenes.questions.predicting.figures import cell_room, figures
from scenes.questions.predicting.news import News
from scenes.stage.core.camera import Room, room_of
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import HEIGHT, WIDTH, AnyMark, Formula, Group, Rect, Role, Text, lettering
from scenes.stage.core.stage import PANE, Frame

GHOST, QUESTION, OFFER = "ghost", "question", "offer"
"""The names of the marks: the plate, the “?” on it, and what could be asked instead."""
LEAST, LARGEST = 80.0, 130.0
"""A “?” is read from the last row: its plate is never smaller, and the sign itself never larger."""
HIDDEN = 0.15
"""So much of a word or a number may a plate hide at the right place; else it goes beside."""
_PLATE, _STRIDE = (160.0, 100.0), 32.0
"""The largest plate that stands beside its place, and how closely a free place is looked for."""
_EDGE, _RADIUS = 8.0, 12.0
_LINE, _OFFER_LINE = 6.0, 4.0
_TALL, _WIDE = 0.8, 1.1
"""The type size of the “?” as a share of its plate's height and width."""


def ghost(frame: Frame, news: News) -> Frame:
    """The present picture with a “?” where the number will be written; of the next picture nothing is shown.

    Where that would hide what the present picture says, the “?” stands in the nearest free room beside.
    """
    return replace(frame, marks=(*frame.marks, _ghost(frame, news)))


def offers(frame: Frame, all_news: Sequence[News], chosen: News | None = None) -> Frame:
    """The present picture with an outline for all that can be asked, and a “?” on the chosen one, or the first."""
    if not all_news:
        return frame
    asked = chosen or all_news[0]
    others = [_laid(frame, each, (_outline(_room(frame, each)),)) for each in all_news if each != asked]
    return replace(frame, marks=(*frame.marks, *others, _ghost(frame, asked)))


def _ghost(frame: Frame, news: News) -> Group:
    place = _inside(_roomy(_room(frame, news)))
    room = place if _is_free(place, _legible(frame, news), HIDDEN) else _beside(frame, news, place)
    (left, top, right, bottom), (x, y) = room, _middle(room)
    size = min(_TALL * (bottom - top), _WIDE * (right - left), LARGEST)
    plate = _box(room, Role.SURFACE, fill=1.0)
    line = replace(_box(room, Role.HIGHLIGHT), line=_LINE, dashed=True, name=GHOST)
    sign = lettering(x, y, "?", bold=True, size=size, anchor="middle", name=QUESTION)
    return _laid(frame, news, (plate, line, sign))


def _legible(frame: Frame, news: News) -> list[Room]:
    """Where words and numbers stand now that a plate must not hide; those of the mark that is asked about may be."""
    words = [
        room_of(each.mark, each.dx, each.dy)
        for each in frame.touched()
        if isinstance(each.mark, Text | Formula) and each.opacity >= VISIBLE and each.mark.name != news.mark
    ]
    return words + [figure.room for figure in figures(frame) if figure.mark != news.mark and figure.cell is not None]


def _beside(frame: Frame, news: News, place: Room) -> Room:
    """The free room that is nearest to a place where another picture stands now.

    Where the stage is full, a small plate at the place hides least.
    """
    taken, middle = _legible(frame, news), _middle(place)
    capped = min(place[2] - place[0], _PLATE[0]), min(place[3] - place[1], _PLATE[1])
    for size in (capped, (LEAST, LEAST)):
        rooms = sorted(_rooms(size), key=lambda room: math.dist(_middle(room), middle))
        found = next((room for room in rooms if _is_free(room, taken, 0.0)), None)
        if found is not None:
            return found
    return _about(middle, (LEAST, LEAST))


def _rooms(size: Point) -> list[Room]:
    """Rooms of a size all over the part of the stage where the picture is."""
    (across, down), (top, bottom) = size, PANE
    columns, rows = int((WIDTH - 2 * _EDGE - across) // _STRIDE), int((bottom - top - down) // _STRIDE)
    return [
        (_EDGE + x * _STRIDE, top + y * _STRIDE, _EDGE + x * _STRIDE + across, top + y * _STRIDE + down)
        for x in range(columns + 1)
        for y in range(rows + 1)
    ]


def _middle(room: Room) -> Point:
    return (room[0] + room[2]) / 2, (room[1] + room[3]) / 2


def _about(middle: Point, size: Point) -> Room:
    """The room of a size about a middle."""
    (x, y), (across, down) = middle, size
    return x - across / 2, y - down / 2, x + across / 2, y + down / 2


def _is_free(room: Room, taken: Sequence[Room], share: float) -> bool:
    """Whether a room hides no more than a share of anything that can be read."""
    return all(_overlap(room, each) <= share * (each[2] - each[0]) * (each[3] - each[1]) for each in taken)


def _overlap(first: Room, second: Room) -> float:
    across = min(first[2], second[2]) - max(first[0], second[0])
    down = min(first[3], second[3]) - max(first[1], second[1])
    return across * down if across > 0 and down > 0 else 0.0


def _outline(room: Room) -> Rect:
    return replace(_box(room, Role.HIGHLIGHT), line=_OFFER_LINE, dashed=True, opacity=0.7, name=OFFER)


def _box(room: Room, role: Role, fill: float = 0.0) -> Rect:
    left, top, right, bottom = room
    return Rect(x=left, y=top, width=right - left, height=bottom - top, radius=_RADIUS, fill=fill, role=role)


def _laid(frame: Frame, news: News, marks: tuple[AnyMark, ...]) -> Group:
    """Marks in stage units as they are seen now, tied to the stage where the number is, so that a camera keeps them."""
    if news.figure.pinned or not _in_sight(frame, news):
        return Group(marks=marks, pinned=True)
    return Group(marks=marks, dx=frame.view.x, dy=frame.view.y, scale=1 / frame.view.zoom)


def _room(frame: Frame, news: News) -> Room:
    """Where its cell, or else its place, is seen now; where that is out of sight, the place where it will be seen."""
    cell = cell_room(frame, news.figure)
    if cell is not None and _on_stage(cell):
        return cell
    return _now(frame, news) if not news.figure.pinned and _in_sight(frame, news) else news.box


def _now(frame: Frame, news: News) -> Room:
    """The place of the number on the stage, through the present view."""
    share, (x, y) = frame.view.zoom / news.view.zoom, (news.view.x - frame.view.x, news.view.y - frame.view.y)
    dx, dy = x * frame.view.zoom, y * frame.view.zoom
    left, top, right, bottom = news.box
    return left * share + dx, top * share + dy, right * share + dx, bottom * share + dy


def _in_sight(frame: Frame, news: News) -> bool:
    return _on_stage(_now(frame, news))


def _on_stage(room: Room) -> bool:
    left, top, right, bottom = room
    return left >= 0 and right <= WIDTH and top >= PANE[0] and bottom <= PANE[1]


def _roomy(room: Room) -> Room:
    """A room about the same middle in which a “?” can be read."""
    return _about(_middle(room), (max(room[2] - room[0], LEAST), max(room[3] - room[1], LEAST)))


def _inside(room: Room) -> Room:
    """The room moved, and cut where it is too large, so that it lies on the stage."""
    left, right = _fitted(room[0], room[2], WIDTH)
    top, bottom = _fitted(room[1], room[3], HEIGHT)
    return left, top, right, bottom


def _fitted(low: float, high: float, most: float) -> tuple[float, float]:
    length = min(high - low, most - 2 * _EDGE)
    start = max(_EDGE, min(low, most - _EDGE - length))
    return start, start + length
