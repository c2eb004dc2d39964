"""What the scene about a real network can be asked: a picture, a cell somewhere in the network, and what to change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.stage.core import knobs
from scenes.stage.core.knobs import cell, choice, hidden, integer, picture, toggle
from scenes.stage.core.lattice import Cell
from scenes.stage.data.pictures import Picture

PHOTOS = ("cat", "coffee", "astronaut", "photographer")
SPOTS = 112
"""A place on the picture, and on any map, is one of so many rows and columns: it stays when the layer changes."""
SQUARES = 28
"""So many rows and columns of places has the square that covers a part of the picture."""
LAYERS = ("expand", "depthwise", "project", "sum")
FACES = (6, 5, 6, 6, 11, 11, 58, 58, 58, 102, 102, 102, 112, 112, 179, 139, 143, 14)
"""The map of each stop that stands on its front: one in which the things of the photos that ship stand apart."""
INNERS = (6, 0, 76, 59, 49, 113, 67, 441, 305, 256, 296, 189, 262, 314, 110, 708, 899, 14)
"""The map of the inside of each block that is looked at first: one that is strong for the photos that ship."""
INNER = INNERS[5]
"""The one of the block that the scene opens with."""
STEM, HEAD = 0, 17
CLASSES, MOST_PROBABLE = 1000, -1
"""How many classes there are, and what stands for the most probable one where none of them was chosen."""


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The picture, the block, the layer of it, the map and the cell that are looked at, and what is changed."""

    picture: Picture = picture("coffee", *PHOTOS, label="Picture", square=True)
    block: int = integer(5, STEM, HEAD, label="Block (0 stem, 17 head)", help="The blocks are 1 to 16.", given=True)
    layer: str = choice(
        "depthwise", *LAYERS, label="Layer of the block", help="The nearest that the block has.", given=True
    )
    map: int = integer(INNER + 1, 1, 1280, label="Map", help="Beyond the last one, it is the last.", given=True)
    folded: bool = toggle(False, label="Fold the batch norm", help="Into the weights, as on phones.")
    cover: int = integer(
        96, 0, 112, label="Covered square", help="The side of the grey square, in pixels; 0 takes it away."
    )
    turn: int = integer(0, -180, 180, label="Turn", help="Degrees, clockwise.")
    shift: int = integer(0, -112, 112, label="Shift", help="Pixels to the right.")
    blur: int = integer(0, 0, 8, label="Blur", help="The deviation of the bell curve, in pixels.")
    noise: int = integer(0, 0, 100, label="Noise", help="Its deviation; the pixels have 0 to 255.")
    grey: bool = toggle(False, label="Without colours")
    off: str = choice("nothing", "nothing", "map", "block", label="Switched off", help="The chosen map, or the block.")
    at: Cell = cell((44, 40), SPOTS, SPOTS)
    square: Cell = cell((9, 9), SQUARES, SQUARES)
    label: int = hidden(MOST_PROBABLE, from_plain=lambda plain: min(max(int(plain), MOST_PROBABLE), CLASSES - 1))

    def follow(self, changed: str) -> Self:
        """Look at the map that stands for a block, or for the inside of it, when another one is chosen."""
        if changed not in ("block", "layer"):
            return self
        inside = STEM < self.block < HEAD and self.layer in LAYERS[:2]
        return replace(self, map=(INNERS if inside else FACES)[self.block] + 1)
