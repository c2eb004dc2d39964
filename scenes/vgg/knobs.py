"""What the VGG scene can be asked: how deep, how large a picture, which block, and how many small windows."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.core import knobs
from scenes.stage.core.knobs import choice, index, integer

DEPTHS = ("11", "13", "16", "19")
WIDTHS = ("3", "64", "128", "256", "512")
BLOCKS = 5


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The network and its picture; `block` is looked into, counted from 0; the rest is about stacked windows."""

    depth: str = choice(
        "16", *DEPTHS, label="Weight layers", help="VGG-16 has 13 convolutions and 3 dense layers.", given=True
    )
    side: int = integer(224, 32, 448, label="Height and width of the picture")
    stacked: int = integer(3, 2, 4, label="Stacked 3×3 convolutions")
    channels: str = choice("64", *WIDTHS, label="Their channels C")
    block: int = index(0, BLOCKS)
