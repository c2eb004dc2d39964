"""MobileNet as a whole: thinner and for smaller pictures, with what papers quote of it and of other networks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from scenes.depthwise.knobs import FULL, Knobs
from scenes.stage.core.lattice import Cell
from scenes.stage.data.networks import Layer, Network, network
from scenes.stage.data.resized import resized

NAME = "mobilenet-v1"
BLOCK = "stage4.2."
"""A block from 512 maps to 512 of the same size."""
TOP_1 = {
    ("1", 224): (70.6, "6"), ("0.75", 224): (68.4, "6"), ("0.5", 224): (63.7, "6"), ("0.25", 224): (50.6, "6"),
    ("1", 192): (69.1, "7"), ("1", 160): (67.2, "7"), ("1", 128): (64.4, "7"), ("0.5", 160): (60.2, "9"),
}  # fmt: skip
"""Top-1 accuracy on ImageNet in %, and the table of Howard et al. (2017) that has it, by width multiplier and side."""
QUOTED = (
    ("MobileNet with standard convolutions", "mobilenet-v1-conv", 71.7), ("VGG-16", "vgg-16", 71.5),
    ("GoogLeNet", "googlenet", 69.8), ("Inception v3", "inception-v3", 78.8),
)  # fmt: skip
"""Other networks, and what is quoted for them: the same, tables 4 and 8; the last, Szegedy et al. (CVPR 2016)."""
DOGS = {"MobileNet": 83.3, "Inception v3": 84.0}
"""Top-1 accuracy on Stanford Dogs in %: the same, table 10."""


@dataclass(frozen=True)
class Variant:
    """A MobileNet with the width multiplier `alpha`, for square pictures of a side."""

    alpha: str
    side: int
    network: Network

    @property
    def expected(self) -> float:
        """The share of the whole network's cost by the rule of thumb: alpha² rho²."""
        return float(self.alpha) ** 2 * (self.side / FULL) ** 2

    @property
    def top1(self) -> tuple[float, str] | None:
        """Its top-1 accuracy in % with the table that has it; None where the paper is not quoted."""
        return TOP_1.get((self.alpha, self.side))

    @property
    def maps(self) -> tuple[Cell, ...]:
        """The stacks of maps that follow each other: how many maps, and their side."""
        found = [layer.shape for layer in self.network.inference if layer.kind == "conv"]
        return tuple(dict.fromkeys((channels, side) for channels, side, _ in found))


def block() -> tuple[Layer, ...]:
    """The layers of a block."""
    return tuple(layer for layer in network(NAME).inference if layer.name.startswith(BLOCK))


def chosen(knobs: Knobs) -> Variant:
    """The MobileNet that knobs describe."""
    return variant(knobs.alpha, int(knobs.picture_side))


@lru_cache(maxsize=32)
def variant(alpha: str, side: int) -> Variant:
    """One MobileNet, counted from the description of a module."""
    name = NAME if alpha == "1" else f"{NAME}-{alpha}"
    return Variant(alpha, side, resized(network(name), side))
