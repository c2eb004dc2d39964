"""Where things stand in the receptive field scene."""

from __future__ import annotations

from scenes.receptive.computed import Chain, Path
from scenes.stage.core.lattice import Lattice, Point

STRIPS = (190.0, 950.0)
"""Left and right end of the input row."""
FLOOR, ROOF = 712.0, 236.0
"""The middles of the input row and, with as many layers as there can be, of the last map."""
PITCH = 150.0
CELL_HEIGHT = 50.0
TABLE = {"k": 1000.0, "s": 1098.0, "d": 1202.0, "r": 1356.0, "j": 1490.0}
PLATE = 76.0

PHOTO = (390.0, 480.0)
"""The middle of the photo."""
ROOM = (60.0, 172.0, 720.0, 788.0)
"""Left, top, right and bottom of what a receptive field may be drawn in."""
SPOTS = 14
"""The photo is divided into so many rows and columns, of which one is chosen."""
MARGIN = 40
"""Pixels around it: padding moves receptive fields out of the middle."""
BARS = (800.0, 1550.0)
BARS_TOP, BARS_BOTTOM = 306.0, 680.0

DRAWING = (60.0, 216.0)
PIXEL = 13.0
"""The corner of the drawing and the side of its pixels."""
CUT = (60.0, 620.0)
CUT_SIDE = 164.0
MAPS_LEFT, MAPS_TOP = 490.0, 216.0


def cell_width(chain: Chain) -> float:
    """The width of a cell of the input."""
    return (STRIPS[1] - STRIPS[0]) / chain.sizes[0]


def row_y(chain: Chain, row: int) -> float:
    """The middle of a map's row; the input is at the bottom."""
    return FLOOR - row * min(PITCH, (FLOOR - ROOF) / chain.last)


def strip(chain: Chain, row: int) -> Lattice:
    """The cells of a map, as wide as they lie apart on the input, each over the middle of what it sees."""
    width = cell_width(chain)
    jump = chain.fields[row].jump * width
    left = STRIPS[0] + chain.middle(row, 0) * width - jump / 2
    return Lattice((left, row_y(chain, row) - CELL_HEIGHT / 2), (jump, 0.0), (0.0, CELL_HEIGHT), 1, chain.sizes[row])


def levels(chain: Chain, row: int) -> Lattice:
    """The same columns in as many rows as there are maps, the input first: a cell of it is (map, unit)."""
    own = strip(chain, row)
    up = row_y(chain, 1) - row_y(chain, 0)
    return Lattice((own.origin[0], FLOOR + CELL_HEIGHT / 2), own.u, (0.0, up), chain.last + 1, own.columns)


def photo_scale(path: Path) -> float:
    """The side of a pixel of the photo: as large as leaves room for the largest receptive field around its middle."""
    largest = max(path.side, path.layers[-1].r or 0)
    return (ROOM[3] - ROOM[1]) / (largest + MARGIN)


def on_photo(path: Path, x: float, y: float) -> Point:
    """Where a pixel of the photo lies on the stage."""
    scale = photo_scale(path)
    return PHOTO[0] + (x - path.side / 2) * scale, PHOTO[1] + (y - path.side / 2) * scale
