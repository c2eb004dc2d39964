"""Every number of the receptive field scene: of the chain by the reference operations, of networks as described."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes import reference
from scenes.receptive.knobs import Knobs, layers_of
from scenes.reference import Floats, Layer, ReceptiveField
from scenes.stage.core.lattice import Cell
from scenes.stage.data import networks, trained
from scenes.stage.numbers.scales import MOSTLY, Scales, nice


@dataclass(frozen=True, eq=False)
class Chain:
    """Layers along one axis without padding; map 0 is the input."""

    layers: tuple[Layer, ...]
    sizes: tuple[int, ...]
    fields: tuple[ReceptiveField, ...]
    unit: Cell

    @property
    def last(self) -> int:
        """The number of the last map."""
        return len(self.layers)

    def reached(self, unit: Cell) -> tuple[frozenset[int], ...]:
        """The cells of each map, from the input to that of the unit (map, index), that influence it."""
        found = [frozenset((unit[1],))]
        for layer in reversed(self.layers[: unit[0]]):
            found.append(
                frozenset(
                    index * layer.stride + tap * layer.dilation for index in found[-1] for tap in range(layer.kernel)
                )
            )
        return tuple(reversed(found))

    @cached_property
    def cone(self) -> tuple[frozenset[int], ...]:
        """The cells that influence the chosen unit."""
        return self.reached(self.unit)

    @property
    def neighbour(self) -> Cell | None:
        """The unit next to the chosen one; None in a map of one cell."""
        row, index = self.unit
        if self.sizes[row] == 1:
            return None
        return row, index + 1 if index + 1 < self.sizes[row] else index - 1

    def middle(self, row: int, index: int) -> float:
        """Where the middle of a unit's receptive field lies on the input, in cells."""
        field = self.fields[row]
        return index * field.jump + field.size / 2


def chain(knobs: Knobs) -> Chain:
    """Compute the chain that knobs describe."""
    return _chain(layers_of(knobs), knobs.size, knobs.unit)


@lru_cache(maxsize=128)
def _chain(layers: tuple[Layer, ...], size: int, unit: Cell) -> Chain:
    sizes = [size]
    for layer in layers:
        sizes.append(reference.output_size(sizes[-1], layer.kernel, layer.stride, 0, layer.dilation))
    row = min(max(unit[0], 0), len(layers))
    return Chain(layers, tuple(sizes), reference.receptive_fields(layers), (row, min(max(unit[1], 0), sizes[row] - 1)))


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

    def reached(self, share: float) -> int:
        """The layer that a way from the first to the one looked at has come to, by a share from 0 to 1."""
        return min(int(share * (self.chosen + 1)), self.chosen)


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


@lru_cache(maxsize=32)
def look(animal: str, drawing: int) -> trained.Seen:
    """What the trained network makes of a drawing."""
    net = trained.network()
    return trained.see(net, trained.drawing(net.classes, animal, drawing))


@lru_cache(maxsize=1)
def scales() -> Scales:
    """The scales of the colours, from the drawing that the scene opens with: one for each trained layer's maps."""
    seen, weights = look(Knobs().animal, Knobs().drawing), [each for each, _ in trained.network().convolutions]
    layers = ((f"layer {index + 1}", nice(maps, MOSTLY)) for index, maps in enumerate(seen.maps))
    return Scales(1.0, (("weights", max(nice(each, MOSTLY) for each in weights)), *layers))


def is_new(animal: str, drawing: int) -> bool:
    """Whether the trained network has not learned from a drawing."""
    return trained.place_of(trained.network().classes, animal, drawing) in trained.held_out()


@dataclass(frozen=True)
class Unit:
    """One unit of a trained layer: its map and place, what it says, and what it sees of the drawing.

    `left` and `top` are where its receptive field begins, in pixels, beyond the drawing too.
    """

    map: int
    row: int
    column: int
    value: float
    left: int
    top: int
    field: ReceptiveField


def cut_out(picture: Floats, top: int, left: int, size: int) -> Floats:
    """A square of a picture (height, width), (size, size); beyond the edge it is dark."""
    padded = np.pad(picture, size)
    return padded[top + size : top + 2 * size, left + size : left + 2 * size]


@dataclass(frozen=True, eq=False)
class Favourite:
    """What excites a map: the part of a drawing (r, r) that the unit sees, the animal, and what the unit says."""

    part: Floats
    animal: str
    value: float


@lru_cache(maxsize=64)
def favourites(layer: int, index: int) -> tuple[Favourite, ...]:
    """The parts of drawings that excite map `index` of a layer (from 0) most."""
    net, (field, start) = trained.network(), fields()[layer]
    found = []
    for each in trained.strongest()[layer][index]:
        picture = np.asarray(trained.drawings()[each.drawing], dtype=float)
        part = cut_out(picture, start + each.row * field.jump, start + each.column * field.jump, field.size)
        value = float(trained.see(net, picture[None]).maps[layer][index, each.row, each.column])
        found.append(Favourite(part, net.classes[each.drawing * len(net.classes) // len(trained.drawings())], value))
    return tuple(found)


def answers_to(layer: int, index: int) -> tuple[tuple[str, float], ...]:
    """The animals and a map's mean peak in the drawings of each; the map has an index from 0. The strongest first."""
    found = zip(trained.network().classes, trained.peaks()[layer][index].tolist(), strict=True)
    return tuple(sorted(found, key=lambda each: -each[1]))


@lru_cache(maxsize=1)
def fields() -> tuple[tuple[ReceptiveField, int], ...]:
    """For each convolution of the trained network: the receptive field of a unit, and where that of the first begins.

    Padding moves the beginning to the left of the drawing; pooling has none.
    """
    net, layers, found, start = trained.network(), list[Layer](), [], 0
    for _ in net.convolutions:
        start -= net.kernel // 2 * reference.receptive_fields(layers)[-1].jump
        layers.append(Layer(net.kernel))
        found.append((reference.receptive_fields(layers)[-1], start))
        layers.append(Layer(trained.POOL, trained.POOL))
    return tuple(found)


def unit(seen: trained.Seen, layer: int, at: Cell) -> Unit:
    """The unit of a layer (from 0) at a cell of its maps laid side by side."""
    maps = seen.maps[layer]
    count, height, width = maps.shape
    row, across = min(max(at[0], 0), height - 1), min(max(at[1], 0), count * width - 1)
    index, column = divmod(across, width)
    field, start = fields()[layer]
    value = float(maps[index, row, column])
    return Unit(index, row, column, value, start + column * field.jump, start + row * field.jump, field)
