"""Where posters stand on the start page: chapters side by side, in two rows, or as a list. Pure arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from PySide6.QtCore import QPoint, QRect

ONE_BAND = 1280
"""Pages narrower than this have their chapters in two rows."""
MANY = 24
"""So many posters may be in two rows on wider pages too, where they become larger by it."""
COLUMNS = 900
"""Pages narrower than this are a list, which may be scrolled."""
LISTED = (160, 90)
"""The size of a picture in the list."""
MOST_ROWS = 8
LOOSEST = 2.5
"""How many times as wide as usual gaps become at most, where there is room left."""


@dataclass(frozen=True)
class Measures:
    """The room there is, and what belongs to letters: the heights of a chapter's heading and of a poster's name.

    `page` is the width of the whole page; it decides how the chapters stand.
    """

    page: int
    width: int
    height: int
    heading: int
    name: int
    gap: int
    between: int
    """From one chapter to the next."""


@dataclass(frozen=True)
class Plan:
    """Where headings and posters stand, in the order of the course; `picture` is the size of a poster's picture."""

    headings: tuple[QRect, ...]
    posters: tuple[QRect, ...]
    picture: tuple[int, int]
    height: int
    listed: bool = False


def arrange(chapters: Sequence[int], room: Measures) -> Plan:
    """Find places for chapters of so many posters each: the largest that fit, or a list that can be scrolled."""
    if not chapters:
        return Plan((), (), LISTED, 0)
    if room.page < COLUMNS:
        return _list(chapters, room)
    return _columns(chapters, room)


def neighbour(places: Sequence[QRect], index: int, by: QPoint) -> int:
    """The place that lies next in a direction, straight on rather than aslant; the same one where there is none."""
    here = places[index].center()

    def distance(other: int) -> float:
        way = places[other].center() - here
        along, across = QPoint.dotProduct(way, by), abs(way.x() * by.y()) + abs(way.y() * by.x())
        return along + 3 * across if along > 0 else math.inf

    nearest = min(range(len(places)), key=distance)
    return nearest if distance(nearest) < math.inf else index


# --- Chapters side by side ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Band:
    """Chapters side by side, in so many rows of posters."""

    chapters: tuple[int, ...]
    rows: int

    @property
    def columns(self) -> int:
        return sum(map(self.across, self.chapters))

    def across(self, count: int) -> int:
        return math.ceil(count / self.rows)

    def gaps(self, room: Measures) -> int:
        between = len(self.chapters) - 1
        return between * room.between + (self.columns - len(self.chapters)) * room.gap


def _columns(chapters: Sequence[int], room: Measures) -> Plan:
    bands = max(_bands(tuple(chapters), room), key=lambda bands: _picture_width(bands, room) * _evenness(bands))
    width = max(1, int(_picture_width(bands, room)))
    picture = width, max(1, width * 9 // 16)
    rows = sum(band.rows for band in bands)
    needed = len(bands) * room.heading + rows * (picture[1] + room.name) + (rows - 1) * room.gap
    loose = min((room.height - needed) / max(1, rows - 1), (LOOSEST - 1) * room.gap)
    down = room.gap + max(0, int(loose))
    headings: list[QRect] = []
    posters: list[QRect] = []
    y = 0
    for band in bands:
        _place_band(band, y, down, picture, room, headings, posters)
        y += room.heading + band.rows * (picture[1] + room.name + down)
    return Plan(tuple(headings), tuple(posters), picture, y - down)


def _bands(chapters: tuple[int, ...], room: Measures) -> Iterator[tuple[_Band, ...]]:
    """All ways to lay chapters out that suit a width."""
    rows = range(1, min(max(chapters), MOST_ROWS) + 1)
    if room.page >= ONE_BAND or len(chapters) == 1:
        yield from ((_Band(chapters, count),) for count in rows)
        if sum(chapters) <= MANY:
            return
    for cut in range(1, len(chapters)):
        for above, below in product(rows, rows):
            yield _Band(chapters[:cut], above), _Band(chapters[cut:], below)


def _picture_width(bands: tuple[_Band, ...], room: Measures) -> float:
    """How wide pictures become: as wide as the fullest band allows, and no higher than there is room for all rows."""
    across = min((room.width - band.gaps(room)) / band.columns for band in bands)
    rows = sum(band.rows for band in bands)
    left = room.height - len(bands) * room.heading - rows * room.name - (rows - 1) * room.gap
    return max(0.0, min(across, left / rows * 16 / 9))


def _evenness(bands: tuple[_Band, ...]) -> float:
    """How much smaller pictures may be for rows that are shared out evenly."""
    rows = [band.rows for band in bands]
    return 1.0 - 0.03 * (max(rows) - min(rows))


def _place_band(
    band: _Band,
    y: int,
    down: int,
    picture: tuple[int, int],
    room: Measures,
    headings: list[QRect],
    posters: list[QRect],
) -> None:
    """Place a band's chapters from left to right; what room is left goes between the chapters, then to both sides."""
    left = room.width - band.gaps(room) - band.columns * picture[0]
    apart = len(band.chapters) - 1
    between = room.between + (min(left // apart, int((LOOSEST - 1) * room.between)) if apart else 0)
    x = (left - apart * (between - room.between)) // 2
    for count in band.chapters:
        across = band.across(count)
        width = across * (picture[0] + room.gap) - room.gap
        headings.append(QRect(x, y, min(width + between, room.width - x), room.heading))
        for index in range(count):
            row, column = divmod(index, across)
            top = y + room.heading + row * (picture[1] + room.name + down)
            posters.append(QRect(x + column * (picture[0] + room.gap), top, picture[0], picture[1] + room.name))
        x += width + between


# --- A list ---------------------------------------------------------------------------------------------------------


def _list(chapters: Sequence[int], room: Measures) -> Plan:
    headings: list[QRect] = []
    posters: list[QRect] = []
    y = 0
    for count in chapters:
        headings.append(QRect(0, y, room.width, room.heading))
        y += room.heading
        for _ in range(count):
            posters.append(QRect(0, y, room.width, LISTED[1]))
            y += LISTED[1] + room.gap
        y += room.between - room.gap
    return Plan(tuple(headings), tuple(posters), LISTED, y - room.between, listed=True)
