"""Where maps stand in the room that there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.lab.points.wanted import Place
from desktop.widgets.box import Box

HEAD, FOOT, GAP = 1.7, 1.5, 0.8
"""In letters: the line above a map, the one below it, and the space between two maps."""


@dataclass(frozen=True)
class Placed:
    """One map: its cell, with the lines above and below, and the square that the points have."""

    cell: Box
    square: Box


def placed(places: Sequence[Place], width: float, height: float, letter: float) -> tuple[Placed, ...]:
    """Stand maps in rows, so that they are as large as can be.

    Where several networks have several maps, each network has a row of its own, and the pixels stand before all rows.
    """
    owners = list(dict.fromkeys(place.contestant for place in places if place.contestant is not None))
    of_each = [[place for place in places if place.contestant == owner] for owner in owners]
    if len(owners) < 2 or max(map(len, of_each)) < 2:
        return _flowing(len(places), width, height, letter)
    pixels = len(places) > sum(map(len, of_each))
    columns = max(map(len, of_each)) + pixels
    wide, high = width / columns, height / len(owners)
    found = []
    for place in places:
        if place.contestant is None:
            found.append(_cell(0.0, 0.0, wide, height, letter, high))
            continue
        row = owners.index(place.contestant)
        found.append(_cell((of_each[row].index(place) + pixels) * wide, row * high, wide, high, letter, high))
    return tuple(found)


def _flowing(count: int, width: float, height: float, letter: float) -> tuple[Placed, ...]:
    if not count:
        return ()

    def side(columns: int) -> float:
        rows = -(-count // columns)
        return min(width / columns - GAP * letter, height / rows - (HEAD + FOOT + GAP) * letter)

    columns = max(range(1, count + 1), key=side)
    wide, high = width / columns, height / -(-count // columns)
    return tuple(
        _cell(index % columns * wide, index // columns * high, wide, high, letter, high) for index in range(count)
    )


def _cell(x: float, y: float, width: float, height: float, letter: float, room: float) -> Placed:
    """A map in the middle of a cell, no larger than a height of `room` allows."""
    side = max(1.0, min(width - GAP * letter, room - (HEAD + FOOT + GAP) * letter))
    left, top = x + (width - side) / 2, y + (height - side - (HEAD + FOOT) * letter) / 2 + HEAD * letter
    return Placed(Box(x, top - HEAD * letter, width, side + (HEAD + FOOT) * letter), Box(left, top, side, side))
