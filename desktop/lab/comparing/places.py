"""Where the names, maps and bars of one network stand that a picture went through. Pure functions."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF

LINE = 1.35
"""The height of a line, in letters."""
APART = 1.12
"""From one map to the next, in maps."""
LEAST_MAPS = 2
"""A single map would say nothing; where fewer have room, none is shown."""


class Widths(NamedTuple):
    """How wide words are, in pixels: the network's name, its layer's, the longest class of all runs, and 100.0 %."""

    name: float
    layer: float
    classes: float
    percent: float


class Places(NamedTuple):
    """The boxes of one network: its name, the name of the layer, as many of its maps as have room, and its bars.

    A bar is here as long as it is at 100 %, which is the same for all networks of all runs.
    """

    name: QRectF
    layer: QRectF
    maps: tuple[QRectF, ...]
    bars: tuple[QRectF, ...]


def placed(box: QRectF, letters: float, widths: Widths, maps: int, classes: int) -> Places:
    """Place a network with so many maps and classes in a box."""
    line, gap = LINE * letters, 0.8 * letters
    name = QRectF(box.x(), box.y(), min(widths.name, box.width()), line)
    room = box.right() - name.right() - widths.layer - 2 * gap
    count = min(maps, int(room / (APART * line)))
    count = count if count >= LEAST_MAPS else 0
    left = box.right() - (count - 1) * APART * line - line
    layer = QRectF(left - 0.5 * gap - widths.layer, box.y(), widths.layer if count else 0.0, line)
    squares = tuple(QRectF(left + place * APART * line, box.y(), line, line) for place in range(count))
    begin, end = box.x() + widths.classes + gap, box.right() - widths.percent - 0.4 * letters
    bars = tuple(
        QRectF(begin, box.y() + (place + 1.2) * line, max(0.0, end - begin), 0.6 * line) for place in range(classes)
    )
    return Places(name, layer, squares, bars)
