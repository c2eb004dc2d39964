"""What the units of a real network see: its layers as described, the squares on the photo, what is cut out of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from scenes.stage.core.lattice import Cell
from scenes.stage.data import networks
from scenes.stage.data.pictures import Picture
from scenes.stage.draw.fields import cut_out
from scenes.stage.draw.maps import photograph
from scenes.stage.numbers.values import Values

STOPS = 6
"""So many layers, evenly spread, are looked at more closely."""


@dataclass(frozen=True, eq=False)
class Path:
    """The layers of a network that a receptive field grows in, one after the other, and the one that is looked at."""

    network: networks.Network
    layers: tuple[networks.Layer, ...]
    chosen: int

    @property
    def layer(self) -> networks.Layer:
        """The layer that is looked at."""
        return self.layers[self.chosen]

    @property
    def side(self) -> int:
        """The side of the picture."""
        return self.network.shape[1]

    @property
    def stops(self) -> tuple[int, ...]:
        """Some layers from the first to the one looked at, evenly spread."""
        count = min(STOPS, self.chosen + 1)
        return tuple(round(index * self.chosen / max(count - 1, 1)) for index in range(count))


@lru_cache(maxsize=16)
def growing(name: str) -> tuple[networks.Layer, ...]:
    """Convolutions and pooling layers of a network whose units see a part of the picture, without shortcuts."""
    return tuple(
        layer
        for layer in networks.network(name).inference
        if layer.r is not None and layer.kernel is not None and layer.spatial and not layer.branch
        and (layer.convolves or layer.kind == "max pool")
    )  # fmt: skip


def path(name: str, depth: int) -> Path:
    """The layers of a network, with layer number `depth`, or the last there is, looked at."""
    layers = growing(name)
    return Path(networks.network(name), layers, min(depth, len(layers)) - 1)


def name_of(layer: networks.Layer) -> str:
    """A layer's name; with its block where the name alone doesn't tell."""
    return layer.label if layer.label[-1].isdigit() and "_" in layer.label else layer.name


def short_name(layer: networks.Layer) -> str:
    """A layer's name where there is little room: that of its stage where the stage repeats blocks."""
    return layer.label if layer.block == layer.stage else layer.stage


def field_on_picture(layer: networks.Layer, spot: Cell, spots: int) -> tuple[int, int, int]:
    """What the unit of a layer nearest to a spot sees: left, top and side, in pixels, beyond the picture as well.

    The spot is a cell of spots x spots that cover the picture.
    """
    assert layer.start is not None
    assert layer.jump is not None
    assert layer.r is not None
    row, column = unit_at(layer, spot, spots)
    return layer.start[1] + column * layer.jump[1], layer.start[0] + row * layer.jump[0], layer.r


def unit_at(layer: networks.Layer, spot: Cell, spots: int) -> Cell:
    """The unit of a layer in the part of its map where a spot is."""
    _, height, width = layer.shape
    return int((spot[0] + 0.5) / spots * height), int((spot[1] + 0.5) / spots * width)


@lru_cache(maxsize=64)
def cut(picture: Picture, side: int, box: tuple[int, int, int]) -> Values:
    """What a unit sees of a photo of side x side pixels, (size, size, 3) bytes, dark beyond the edge.

    The box is left, top and size in pixels.
    """
    left, top, size = box
    return Values(cut_out(photograph(picture.name, side).array, top, left, size))
