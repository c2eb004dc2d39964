"""Where things stand in the scene about real networks."""

from __future__ import annotations

from scenes.sight.computed import Path
from scenes.stage.core.lattice import Point
from scenes.stage.core.stage import RIGHT
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import fitted
from scenes.stage.draw.fields import Room

ROOM: Room = (56.0, 108.0, 716.0, 788.0)
"""What a receptive field may be drawn in."""
PHOTO = ((ROOM[0] + ROOM[2]) / 2, (ROOM[1] + ROOM[3]) / 2)
"""The middle of the photo."""
MARGIN = 28
"""Pixels around the largest field: padding moves it out of the middle."""
SPOTS = 14
"""The photo is divided into so many rows and columns, of which one is chosen."""
SLOTS = Area(752.0, 112.0, RIGHT - 752.0, 670.0)
LINE, APART = 60.0, 22.0
"""The height of the line under what is cut out, and the room between two of them."""


def photo_scale(path: Path) -> float:
    """The side of a pixel of the photo: as large as leaves room for the largest receptive field around its middle."""
    largest = max(path.side, path.layers[-1].r or 0)
    return (ROOM[2] - ROOM[0]) / (largest + MARGIN)


def on_photo(path: Path, x: float, y: float) -> Point:
    """Where a pixel of the photo lies on the stage."""
    scale = photo_scale(path)
    return PHOTO[0] + (x - path.side / 2) * scale, PHOTO[1] + (y - path.side / 2) * scale


def slots(count: int) -> tuple[Area, ...]:
    """Where so many squares stand in rows, with room for a line under each."""
    columns = 3 if count > 4 else 2 if count > 1 else 1
    rows = -(-count // columns)
    side = fitted(SLOTS.width - (columns - 1) * APART, SLOTS.height - (rows - 1) * APART - rows * LINE, rows, columns,
                  SLOTS.width)  # fmt: skip
    across, down = side + APART, side + LINE + APART
    left = SLOTS.x + (SLOTS.width - columns * across + APART) / 2
    top = SLOTS.y + (SLOTS.height - rows * down + APART) / 2
    return tuple(
        Area(left + index % columns * across, top + index // columns * down, side, side) for index in range(count)
    )
