"""What the drawing functions of the scene about a real network share: one moment, and what is at hand of its maps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from types import MappingProxyType

import numpy as np

from scenes.real_network.account import Account, account, picture_maps, read_of
from scenes.real_network.computed import means, picture_of
from scenes.real_network.knobs import FACES, INNERS, STRONGEST, Knobs
from scenes.real_network.operations import LAYERS, Operation
from scenes.real_network.stops import (
    Stop,
    end,
    layer_before,
    nearest_block,
    network,
    stops,
    with_linear_end,
    with_shortcut,
)
from scenes.real_network.story import Steps
from scenes.stage.core.grips import Grip, PickCell, SetValue
from scenes.stage.core.lattice import Cell, Point, squares
from scenes.stage.core.legend import PART
from scenes.stage.core.marks import AnyMark, Grid, Rect, Role
from scenes.stage.core.stage import Stage
from scenes.stage.data import published
from scenes.stage.data.networks import INPUT
from scenes.stage.data.published import LITE, GoneError, Guess, guesses
from scenes.stage.data.reading import Inquiry, Maps, Off, Reading, Whose
from scenes.stage.draw.answers import empty
from scenes.stage.numbers.scales import MOSTLY, Scales, nice
from scenes.stage.numbers.values import Values, decimals_under

RECTIFIED, LINEAR, WEIGHTS = "ReLU6", "linear", "weights"
"""The scales: of maps behind ReLU6, of maps without it, and of kernels."""
FILTER, PRODUCTS, WHITE = "filter", "products", 3.0
"""Those of a foreign network beside its layers: of the filters of the first one, and of products.

The last is what holds a picture as networks read it.
"""
SCALES = Scales(4.0, ((RECTIFIED, 4.0), (LINEAR, 15.0), (WEIGHTS, 0.6), ("logits", 6.0), ("means", 1.0)))
MOST_NUMBERS = 8_000_000
"""So many numbers fit into one answer of the engine; a layer with more can't be looked into."""
NEARLY_ALL = 0.999
"""How many of the numbers of a foreign layer its scale holds."""
FRAME = 6.0
"""The line round what is looked at."""


@dataclass(frozen=True)
class View:
    """One moment of the scene."""

    stage: Stage
    knobs: Knobs
    steps: Steps

    @property
    def of(self) -> Whose:
        """Whose network it is."""
        return self.knobs.of

    @property
    def stops(self) -> tuple[Stop, ...]:
        """All stops of the network."""
        return stops(self.of)

    @property
    def picture(self) -> Values:
        """The picture as it came."""
        return picture_of(self.of, self.knobs.picture)

    @property
    def stop(self) -> Stop:
        """The stem, the block or the head that is looked at."""
        return self.knobs.stop

    @property
    def operation(self) -> Operation:
        """The layer that is looked at."""
        return self.stop.operation(self.knobs.layer)

    @property
    def index(self) -> int:
        """The map that is looked at, from 0."""
        if self.knobs.map == STRONGEST:
            return self.first_of(self.operation.out.name, self.inside(self.stop))
        return min(self.knobs.map, self.operation.channels) - 1

    @property
    def cell(self) -> Cell:
        """The cell of it."""
        return self.cell_of(self.operation.side)

    def cell_of(self, side: int) -> Cell:
        """The cell at the chosen place of a map with so many rows and columns."""
        row, column = (min(place * side // self.knobs.spots, side - 1) for place in self.knobs.at)
        return row, column

    def map_of(self, stop: Stop, operation: Operation, reading: Reading | None = None) -> int:
        """Which map of an operation is shown, from 0: the chosen one, or the one that stands for them."""
        if self.knobs.foreign:
            chosen = stop is self.stop and operation is self.operation
            return self.index if chosen else self.first_of(operation.out.name, reading)
        inside = operation.kind in LAYERS[:2]
        if stop.number == self.knobs.block and inside == (self.operation.kind in LAYERS[:2]):
            return min(self.knobs.map, operation.channels) - 1
        return (INNERS if inside else FACES)[stop.number]

    def first_of(self, layer: str, reading: Reading | None) -> int:
        """The strongest map of a layer, from 0; the first one until all are at hand."""
        maps = reading.maps.get(layer) if reading is not None else None
        return strongest(maps)[0] if maps is not None and whole(maps) else 0

    def choosing(self, stop: Stop, operation: Operation, index: int) -> SetValue:
        """A click that chooses a map of an operation of a stop, from 0."""
        layer = (("layer", operation.kind),) if operation.kind in LAYERS or self.knobs.foreign else ()
        return SetValue("block", stop.number, (*layer, ("map", index + 1)))

    def pick(self, corner: Point, side: float, cells: int) -> PickCell:
        """A click on a map, or on the picture, chooses the place of the cell under it."""
        return PickCell("at", squares(corner, side / cells, cells, cells), -(-self.knobs.spots // cells))

    def scale_of(self, operation: Operation) -> str:
        """The scale of what an operation gives."""
        if self.knobs.foreign:
            return _own_scale(operation.out.name)
        return LINEAR if operation.linear else RECTIFIED

    def scale_before(self, name: str) -> str:
        """The scale of what a layer gives that is read."""
        if self.knobs.foreign:
            return _own_scale(name)
        return RECTIFIED if layer_before(name).kind == "relu6" else LINEAR

    def decimals(self, scale: str, least: int = 2) -> int:
        """How many decimals the numbers in cells of a scale have, or `POWERS`."""
        return decimals_under(self.stage.scales.of(scale), least) if self.knobs.foreign else least

    # What is at hand --------------------------------------------------------------------------------------------------

    def ask(
        self, layers: tuple[str, ...] = (), picture: Values | None = None, off: tuple[Off, ...] = ()
    ) -> Reading | None:
        """What the network makes of the picture; for a picture that ships at least what ships with it.

        Of what is more than one answer holds there are several; until all have come, there is what has come.
        """
        found = list[Reading]()
        for part in parts_of(self.of, layers):
            inquiry = _inquiry(self.of, self.picture if picture is None else picture, part, off)
            reading = self.stage.reading(inquiry) or published.kept(inquiry)
            found += [reading] if reading is not None else []
        return _together(tuple(found)) if found else None

    def ask_anew(self, picture: Values, off: tuple[Off, ...] = ()) -> tuple[Reading | None, bool]:
        """What the network makes of something else, or until that has come what it said last; and which it is."""
        found = self.ask((), picture, off)
        inquiry = _inquiry(self.of, picture, (), off)
        return (found, True) if found is not None else (self.stage.last_reading(inquiry), False)

    def inside(self, stop: Stop) -> Reading | None:
        """What is read and made within a stop."""
        return self.ask(inside_of(stop))

    def fronts(self) -> Reading | None:
        """What each stop gives."""
        return self.ask(tuple(each.out.name for each in self.stops))

    def guesses(self, reading: Reading) -> tuple[Guess, ...]:
        """All classes, the most probable first."""
        return guesses(reading, self.of)

    def scales(self) -> Scales:
        """The scales of this picture: of a foreign network each layer has one, which holds most of its numbers.

        It is known from what is at hand already, whatever the step shows.
        """
        if not self.knobs.foreign:
            return SCALES
        maps = self._at_hand()
        limits = {INPUT: WHITE, **{_own_scale(name): _limit(each) for name, each in maps.items()}}
        first = self.stops[0].operations[0].conv
        if first is not None:
            limits[FILTER] = _limit_of_filters(self.of, first.name)
        limits |= self._limits_of_the_end()
        found = self._account(maps)
        if found is not None:
            limits |= {WEIGHTS: nice(found.weights), PRODUCTS: nice(found.products)}
        return Scales(1.0, tuple(limits.items()))

    def _limits_of_the_end(self) -> dict[str, float]:
        """The scales of the logits and of the means before them, as far as they are at hand."""
        of, mean_of, found = self.of, end(self.of).mean_of, dict[str, float]()
        answer = self.stage.come_of(_inquiry(of, self.picture, (), ()))
        if answer is not None:
            found["logits"] = nice(answer.logits.array)
        ends = self.stage.come_of(_inquiry(of, self.picture, (mean_of,), ())) if mean_of else None
        if ends is not None:
            found["means"] = nice(means(ends.maps[mean_of]).array)
        return found

    def _at_hand(self) -> dict[str, Values]:
        """The maps that have come of what the steps show, whether this one shows them or not."""
        of, number = self.of, self.stop.number
        inquiries = [tuple(each.out.name for each in self.stops), inside_of(self.stop),
                     inside_of(nearest_block(number, of)), (self.stops[0].operations[0].out.name,)]  # fmt: skip
        if any(each.shortcut for each in self.stops):
            inquiries.append(inside_of(with_shortcut(number, of)))
        if any(each.inverted for each in self.stops):
            inquiries.append(inside_of(with_linear_end(number, of)))
        if end(of).mean_of:
            inquiries.append((end(of).mean_of,))
        found: dict[str, Values] = {}
        for part in (part for layers in inquiries for part in parts_of(of, layers)):
            reading = self.stage.come_of(_inquiry(of, self.picture, part, ()))
            found |= reading.maps if reading is not None else {}
        return found

    # One cell ---------------------------------------------------------------------------------------------------------

    @property
    def inputs(self) -> tuple[Values, ...] | None:
        """The maps that the chosen layer reads; None where they are not at hand."""
        if self.operation.reads == (INPUT,):
            return (picture_maps(self.picture, self.of),)
        reading = self.inside(self.stop)
        return read_of(reading, self.operation) if reading is not None else None

    @property
    def account(self) -> Account | None:
        """The account of the chosen cell; None where what it reads is not at hand."""
        found = self.inputs
        return account(self.operation, found, self.index, self.cell, self.of) if found is not None else None

    def _account(self, maps: Mapping[str, Values]) -> Account | None:
        """The same, of what has come only."""
        operation = self.operation
        reading = Reading(Values([0.0]), {INPUT: picture_maps(self.picture, self.of), **maps})
        found = read_of(reading, operation)
        index = self.knobs.map - 1 if self.knobs.map != STRONGEST else self.first_of(operation.out.name, reading)
        index = min(index, operation.channels - 1)
        return account(operation, found, index, self.cell, self.of) if found is not None else None


def _own_scale(layer: str) -> str:
    """The name of the scale of a foreign layer, by which the legend knows that it is one of a layer."""
    return layer if layer == INPUT or PART in layer else f"{PART}{layer}"


@lru_cache(maxsize=16)
def _limit_of_filters(of: Whose, layer: str) -> float:
    """What holds most of the weights of a convolution; nothing does where they can't be read any more."""
    try:
        return nice(published.weights(of, layer), MOSTLY)
    except GoneError:
        return 1.0


@lru_cache(maxsize=256)
def _limit(maps: Values) -> float:
    """What holds most of the numbers of some maps."""
    return nice(maps.array, NEARLY_ALL)


def inside_of(stop: Stop) -> tuple[str, ...]:
    """The layers that are read and made within a stop."""
    names = [name for each in stop.operations for name in (*each.reads, each.out.name) if name != INPUT]
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=64)
def parts_of(of: Whose, layers: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Layers in parts of which each fits into one answer; those that are too large for any are left out."""
    if of == LITE or not layers:
        return (layers,)
    parts, held = [list[str]()], 0
    for name in layers:
        size = prod(network(of).layer(name).shape)
        if size > MOST_NUMBERS:
            continue
        if held + size > MOST_NUMBERS:
            parts, held = [*parts, []], 0
        parts[-1].append(name)
        held += size
    return tuple(tuple(part) for part in parts)


@lru_cache(maxsize=64)
def _together(readings: tuple[Reading, ...]) -> Reading:
    """What several answers about one picture say."""
    if len(readings) == 1:
        return readings[0]
    maps = {name: values for each in readings for name, values in each.maps.items()}
    return Reading(readings[0].logits, MappingProxyType(maps))


@lru_cache(maxsize=64)
def _inquiry(of: Whose, picture: Values, layers: tuple[str, ...], off: tuple[Off, ...]) -> Inquiry:
    return Inquiry(of, Maps(picture, layers, off))


# Maps -----------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def sheet(maps: Values, index: int) -> Values | None:
    """One map (height, width) of many; None where it is not at hand."""
    found = maps.array[index]
    return Values(found) if np.isfinite(found).all() else None


@lru_cache(maxsize=64)
def strongest(maps: Values) -> tuple[int, ...]:
    """Which maps of a layer are at hand, those with the largest numbers on the whole first."""
    strength = np.abs(maps.array).astype(float).mean((1, 2))
    order = np.argsort(-strength, kind="stable")
    return tuple(int(index) for index in order if np.isfinite(strength[index]))


@lru_cache(maxsize=64)
def whole(maps: Values) -> bool:
    """Whether all maps of a layer are at hand."""
    return bool(np.isfinite(maps.array).all())


def map_in(reading: Reading | None, layer: str, index: int) -> Values | None:
    """A map of a layer, (height, width); None where it has not come."""
    return sheet(reading.maps[layer], index) if reading is not None and layer in reading.maps else None


def feature(
    values: Values | None,
    corner: Point,
    side: float,
    scale: str,
    name: str,
    *,
    role: Role = Role.OUTPUT,
    grip: Grip | None = None,
) -> AnyMark:
    """A map as a picture of a side; a dashed square where it has not come."""
    if values is None:
        return empty(corner, side, name, grip)
    cell = side / values.shape[1]
    return Grid(
        values=values, origin=corner, u=(cell, 0.0), v=(0.0, cell), role=role, scale=scale, numbers=False, gap=0.0,
        framed=False, name=name, grip=grip,
    )  # fmt: skip


def curtain(corner: Point, side: float, written: float) -> list[AnyMark]:
    """What covers the part of a map that is not written yet, while it comes in from the left.

    The map below stays the same, so that painters needn't make it anew in every frame.
    """
    if written >= 1.0:
        return []
    left = side * written
    return [Rect(x=corner[0] + left, y=corner[1], width=side - left, height=side, fill=1.0, role=Role.SURFACE)]


def framed(corner: Point, side: float, cells: int, cell: Cell, name: str, span: int = 1, line: float = FRAME) -> Rect:
    """A white frame round some cells of a map."""
    pitch = side / cells
    return Rect(
        x=corner[0] + cell[1] * pitch - line / 2, y=corner[1] + cell[0] * pitch - line / 2,
        width=span * pitch + line, height=span * pitch + line, line=line, role=Role.HIGHLIGHT, name=name,
    )  # fmt: skip
