"""From map to map by keys: the nearest one in a direction."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from desktop.lab.networks.layout import Sheet
from desktop.lab.networks.net import Net
from desktop.lab.networks.pointing import Pointed, middle_of
from desktop.widgets.box import Box

KEYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
ASIDE = 3.0
"""A step aside counts so many times as much as one in the wanted direction."""


def moved(sheet: Sheet, nets: Sequence[Net], chosen: Pointed | None, towards: tuple[int, int]) -> Pointed | None:
    """The map that lies nearest in a direction, which may be another contestant's; the first where none is chosen."""
    boxes = {(band.contestant, place): box for band in sheet.bands for place, box in band.boxes.items()}
    if not boxes:
        return None
    here = boxes.get((chosen.contestant, chosen.place)) if chosen is not None else None
    if chosen is None or here is None:
        contestant, place = next(
            ((band.contestant, stand.tiles[0].place) for band in sheet.bands for stand in band.stands),
            next(iter(boxes)),
        )
        return middle_of(nets[contestant], contestant, place)
    found = [
        (distance, *key)
        for key, box in boxes.items()
        if (distance := _distance(here, box, towards)) is not None and key != (chosen.contestant, chosen.place)
    ]
    if not found:
        return chosen
    _, contestant, place = min(found, key=lambda each: each[0])
    return middle_of(nets[contestant], contestant, place)


def _distance(here: Box, there: Box, towards: tuple[int, int]) -> float | None:
    """How far another box is in a direction, with a step aside counted more; None where it is not that way."""
    across = (there.x + there.width / 2) - (here.x + here.width / 2)
    down = (there.y + there.height / 2) - (here.y + here.height / 2)
    ahead = across * towards[0] + down * towards[1]
    aside = abs(across * towards[1]) + abs(down * towards[0])
    reach = (here.width + there.width) / 2 if towards[0] else (here.height + there.height) / 2
    return ahead + ASIDE * aside if ahead >= 0.5 * reach else None
