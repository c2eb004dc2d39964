"""What a trained CNN makes of a drawing, by the reference operations: units, what they see, what excites them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from scenes import reference
from scenes.reference import Floats, Layer, ReceptiveField
from scenes.silhouettes.knobs import Knobs
from scenes.stage.core.lattice import Cell
from scenes.stage.data import trained
from scenes.stage.draw.fields import cut_out
from scenes.stage.numbers.scales import MOSTLY, Scales, nice


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
        corner = start + each.row * field.jump, start + each.column * field.jump
        part = cut_out(picture, *corner, field.size)
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


@lru_cache(maxsize=96)
def read_by(seen: trained.Seen, layer: int) -> Floats:
    """What a layer (from 0) reads, (channels, height, width): the normalised drawing, or pooled maps."""
    if layer == 0:
        net = trained.network()
        return np.asarray((seen.picture - net.mean) / net.deviation)
    return reference.max_pool(seen.maps[layer - 1], trained.POOL)


@lru_cache(maxsize=96)
def sums(seen: trained.Seen, layer: int, at: Unit) -> tuple[float, ...]:
    """How a unit's number comes to be: the bias, then with what each slice of its filter adds, (channels + 1,)."""
    filters, biases = trained.network().convolutions[layer]
    side = filters.shape[-1]
    patches = np.stack(
        [cut_out(each, at.row - side // 2, at.column - side // 2, side) for each in read_by(seen, layer)]
    )
    added = (filters[at.map] * patches).sum(axis=(1, 2))
    return tuple(np.cumsum([biases[at.map], *added]).tolist())
