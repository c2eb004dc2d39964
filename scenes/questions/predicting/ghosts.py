"""Where the next number will be written: dashed outlines and a large “?” over the present picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scenes.questions.predicting.news import News
from scenes.stage.core.camera import Room
from scenes.stage.core.marks import HEIGHT, WIDTH, AnyMark, Group, Rect, Role, lettering
from scenes.stage.core.stage import PANE, Frame

GHOST, QUESTION, OFFER = "ghost", "question", "offer"
"""The names of the marks: the plate, the “?” on it, and what could be asked instead."""
LEAST, LARGEST = 76.0, 130.0
"""A “?” is read from the last row: its plate is never smaller, and the sign itself never larger."""
_EDGE, _RADIUS = 8.0, 12.0
_LINE, _OFFER_LINE = 6.0, 4.0
_TALL, _WIDE = 0.8, 1.1
"""The type size of the “?” as a share of its plate's height and width."""


def ghost(frame: Frame, news: News) -> Frame:
    """The present picture with a “?” where the number will be written; of the next picture nothing is shown."""
    return replace(frame, marks=(*frame.marks, _ghost(frame, news)))


def offers(frame: Frame, all_news: Sequence[News], chosen: News | None = None) -> Frame:
    """The present picture with an outline for all that can be asked, and a “?” on the chosen one, or the first."""
    if not all_news:
        return frame
    asked = chosen or all_news[0]
    others = [_laid(frame, each, (_outline(_room(frame, each)),)) for each in all_news if each != asked]
    return replace(frame, marks=(*frame.marks, *others, _ghost(frame, asked)))


def _ghost(frame: Frame, news: News) -> Group:
    left, top, right, bottom = room = _inside(_roomy(_room(frame, news)))
    size = min(_TALL * (bottom - top), _WIDE * (right - left), LARGEST)
    plate = _box(room, Role.SURFACE, fill=1.0)
    line = replace(_box(room, Role.HIGHLIGHT), line=_LINE, dashed=True, name=GHOST)
    sign = lettering((left + right) / 2, (top + bottom) / 2, "?", bold=True, size=size, anchor="middle", name=QUESTION)
    return _laid(frame, news, (plate, line, sign))


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
    """Where it is seen now; where that is out of sight, the place where it will be seen."""
    return _now(frame, news) if not news.figure.pinned and _in_sight(frame, news) else news.box


def _now(frame: Frame, news: News) -> Room:
    """The place of the number on the stage, through the present view."""
    share, (x, y) = frame.view.zoom / news.view.zoom, (news.view.x - frame.view.x, news.view.y - frame.view.y)
    dx, dy = x * frame.view.zoom, y * frame.view.zoom
    left, top, right, bottom = news.box
    return left * share + dx, top * share + dy, right * share + dx, bottom * share + dy


def _in_sight(frame: Frame, news: News) -> bool:
    left, top, right, bottom = _now(frame, news)
    return left >= 0 and right <= WIDTH and top >= PANE[0] and bottom <= PANE[1]


def _roomy(room: Room) -> Room:
    """A room about the same middle in which a “?” can be read."""
    left, top, right, bottom = room
    x, y = (left + right) / 2, (top + bottom) / 2
    across, down = max(right - left, LEAST) / 2, max(bottom - top, LEAST) / 2
    return x - across, y - down, x + across, y + down


def _inside(room: Room) -> Room:
    """The room moved, and cut where it is too large, so that it lies on the stage."""
    left, right = _fitted(room[0], room[2], WIDTH)
    top, bottom = _fitted(room[1], room[3], HEIGHT)
    return left, top, right, bottom


def _fitted(low: float, high: float, most: float) -> tuple[float, float]:
    length = min(high - low, most - 2 * _EDGE)
    start = max(_EDGE, min(low, most - _EDGE - length))
    return start, start + length
