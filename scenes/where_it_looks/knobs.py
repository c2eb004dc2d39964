"""What the scene about where a network looks can be asked: a picture, what is explained, and how."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.stage.core import knobs
from scenes.stage.core.knobs import cell, choice, integer, picture, toggle
from scenes.stage.core.lattice import Cell
from scenes.stage.data.pictures import Picture

PHOTOS = ("cat", "coffee", "astronaut", "photographer")
SQUARES = 28
"""So many rows and columns of places has the square that covers a part of the picture."""
LAYER, HEAD = 16, 17
"""The block whose maps Grad-CAM weighs first, and the last one: 0 is the stem, 17 the head."""
LENSES = ("Grad-CAM", "gradient", "smoothed")


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The picture, the class that is explained and the one against it, and what each lens is asked."""

    picture: Picture = picture("coffee", *PHOTOS, label="Picture", square=True)
    of: int = integer(1, 1, 5, label="Class", help="Of the five most probable classes.", given=True)
    against: int = integer(2, 1, 5, label="Against", help="Of the five most probable classes.", given=True)
    block: int = integer(LAYER, 0, HEAD, label="Block", help="From 1 to 16; 0 is the stem, 17 the head.", given=True)
    cover: int = integer(56, 28, 112, label="Covered square", help="The side of the grey square, in pixels.")
    lens: str = choice("Grad-CAM", *LENSES, label="Lens", given=True)
    filling: bool = toggle(True, label="Cover all places", help="Off stops it; what has come stays.")
    climb: str = choice("class", "class", "map", label="Unit", help="The class, or a map of the block.", given=True)
    map: int = integer(1, 1, 1280, label="Map", help="Beyond the last one, it is the last.", given=True)
    square: Cell = cell((13, 13), SQUARES, SQUARES)

    def follow(self, changed: str) -> Self:
        """Have two classes, whichever of them is chosen anew."""
        if changed not in ("of", "against") or self.of != self.against:
            return self
        other = 2 if getattr(self, changed) == 1 else 1
        return replace(self, against=other) if changed == "of" else replace(self, of=other)
