"""Lenses, classes and squares as values: what can be asked of a network about a picture."""

from __future__ import annotations

import math
from typing import NamedTuple

from engine.contract.questions import Lens
from scenes.stage.data.recording import Contestant, Layer

LENSES = ("none", "gradient", "smoothed", "Grad-CAM", "cover it")
NONE, GRADIENT, SMOOTHED, GRAD_CAM, COVER = range(len(LENSES))
ASKED: dict[int, Lens] = {GRADIENT: "gradient", SMOOTHED: "smoothed", GRAD_CAM: "grad-cam"}
"""What the engine calls the lenses that it has."""
SQUARES = ("small", "medium", "large")
SHARES = (0.1, 0.18, 0.32)
"""How much of the shorter side of a picture those squares take, about."""
MOST = 32
"""At so many places at most, from side to side, a picture is covered."""
QUICK = 500_000_000
"""So many multiply-accumulates are done in about 30 ms; what takes more is answered a row at a time."""


class Classes(NamedTuple):
    """What is explained: class `of`, None for the one that the network says, or how far it is above `against`."""

    of: int | None = None
    against: int | None = None

    def toggled(self, index: int) -> Classes:
        """The same with one class more or less; a third one takes the place of the second."""
        if index == self.of:
            return Classes(self.against)
        if index == self.against:
            return Classes(self.of)
        return Classes(index) if self.of is None else Classes(self.of, index)

    def explained(self, said: int) -> tuple[int, int | None]:
        """The class, and the one that it is held against, for a network that says one."""
        return (said, None) if self.of is None else (self.of, self.against)


class Square(NamedTuple):
    """A square over a picture, in its pixels."""

    side: int
    top: int
    left: int

    def moved(self, row: float, column: float, shape: tuple[int, ...]) -> Square:
        """The same with its middle as near as can be to a place of a picture (channels, height, width)."""
        _, height, width = shape
        top, left = (math.floor(middle - self.side / 2 + 0.5) for middle in (row, column))
        return Square(self.side, max(0, min(top, height - self.side)), max(0, min(left, width - self.side)))


def sides(shape: tuple[int, ...]) -> tuple[int, int, int]:
    """The sides of a small, a medium and a large square for pictures of a shape: odd, and different where they can."""
    shorter = min(shape[1:])
    small, medium, large = (2 * round((share * shorter - 1) / 2) + 1 for share in SHARES)
    small = max(1, small)
    medium = max(small + 2, medium)
    found = small, medium, max(medium + 2, large)
    return tuple(min(side, shorter) for side in found)  # type: ignore[return-value]


def corners(length: int, side: int) -> tuple[int, ...]:
    """Where a square begins along a side of a picture: everywhere, or of more than `MOST` places every second, say."""
    stride = math.ceil((length - side + 1) / MOST)
    return tuple(range(0, length - side + 1, stride))


def takes_long(contestant: Contestant, places: int) -> bool:
    """Whether covering a picture at so many places is a long answer."""
    return places * sum(layer.macs for layer in contestant.layers) > QUICK


def maps(contestant: Contestant) -> tuple[Layer, ...]:
    """The layers whose maps Grad-CAM can weigh: from the first convolution on, whatever gives maps."""
    first = next((place for place, layer in enumerate(contestant.layers) if layer.kind == "conv"), None)
    return () if first is None else tuple(layer for layer in contestant.layers[first:] if len(layer.shape) == 3)


def last_maps(contestant: Contestant) -> str | None:
    """The layer that Grad-CAM takes at first: the last convolution with what follows it, before a pooling.

    None for a network without a convolution.
    """
    found = [layer for layer in maps(contestant) if layer.kind not in ("pool", "dropout", "identity")]
    wide = [layer for layer in found if layer.shape[1] * layer.shape[2] > 1]
    return (wide or found)[-1].name if found else None
