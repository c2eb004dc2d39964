"""The inside of networks as pictures: where every filter and feature map stands, and in which colours.

Where things stand depends on the run and the width only, never on the numbers, so nothing moves while it trains.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from desktop.theme.contestants import contestant_colour
from scenes.stage.core.marks import Role
from scenes.stage.data.recording import Contestant, Layer, Plan, Snapshot, View
from scenes.stage.numbers.values import format_number
from scenes.stage.output.shading import flat_colours
from scenes.stage.output.theme import Theme

Part = Literal["filter", "map"]
Pixels = npt.NDArray[np.uint8]

FULL_WEIGHT, FULL_ACTIVATION = 0.6, 6.0
FEW = 32
"""Up to so many pictures of one kind are drawn large."""
NARROWEST = 9.0
"""How narrow a contestant's column may be, in letters: a class's name, its bar and its percents stand in it."""


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


@dataclass(frozen=True)
class Tile:
    """One picture of `siblings`: filter or map `index` of a layer; for a layer without maps, its units in one row."""

    contestant: int
    part: Part
    layer: int
    index: int
    siblings: int
    box: Box


@dataclass(frozen=True)
class Words:
    """A line of text over a group of pictures."""

    text: str
    box: Box
    colour: str
    bold: bool = False


@dataclass(frozen=True)
class Bars:
    """Room for a contestant's class probabilities."""

    contestant: int
    box: Box


@dataclass(frozen=True)
class Sheet:
    """Everything that stands on a sheet of pictures."""

    words: tuple[Words, ...]
    bars: tuple[Bars, ...]
    tiles: tuple[Tile, ...]
    height: float


def sheet(plan: Plan, width: float, letter: float, theme: Theme) -> Sheet:
    """Arrange a run's contestants in columns; `letter` is the size of type in pixels.

    As many stand side by side as there is room for, the others below them.
    """
    count, gap = len(plan.contestants), letter * 1.2
    abreast = min(count, max(1, int((width + gap) // (NARROWEST * letter + gap))))
    rows = -(-count // abreast)
    abreast = -(-count // rows)
    column = (width - gap * (abreast - 1)) / abreast
    columns: list[Sheet] = []
    top = bottom = 0.0
    for index in range(count):
        place = index % abreast
        if place == 0 and index:
            top = bottom + 2 * gap
        columns.append(_Column(plan, index, place * (column + gap), top, column, letter, theme).arranged())
        bottom = max(bottom, columns[-1].height)
    return Sheet(
        tuple(words for each in columns for words in each.words),
        tuple(bars for each in columns for bars in each.bars),
        tuple(tile for each in columns for tile in each.tiles),
        bottom,
    )


class _Column:
    """Arranges one contestant from top to bottom."""

    def __init__(self, plan: Plan, index: int, x: float, y: float, width: float, letter: float, theme: Theme) -> None:
        self._plan, self._index, self._contestant = plan, index, plan.contestants[index]
        self._x, self._width, self._letter, self._theme = x, width, letter, theme
        self._y = y
        self._words: list[Words] = []
        self._tiles: list[Tile] = []
        self._bars: list[Bars] = []

    def arranged(self) -> Sheet:
        """The column as a sheet of its own."""
        letter = self._letter
        self._say(self._contestant.name, contestant_colour(self._index, self._theme), bold=True)
        self._bars.append(Bars(self._index, self._take(len(self._plan.classes) * letter * 1.35)))
        first = self._contestant.first
        layer = self._contestant.layers[first]
        self._title(f"{filters_title(layer)}  ±{FULL_WEIGHT:g}")
        self._tile("filter", first, layer.shape[0])
        for number, layer in enumerate(self._contestant.layers):
            shape = "×".join(str(length) for length in layer.shape)
            self._title(f"{layer.name}  {shape}  ±{FULL_ACTIVATION:g}")
            if len(layer.shape) == 3:
                self._tile("map", number, layer.shape[0])
            else:
                self._tiles.append(Tile(self._index, "map", number, 0, 1, self._take(letter * 1.3)))
        return Sheet(tuple(self._words), tuple(self._bars), tuple(self._tiles), self._y)

    def _take(self, height: float) -> Box:
        box = Box(self._x, self._y, self._width, height)
        self._y += height
        return box

    def _title(self, text: str) -> None:
        self._y += self._letter * 0.6
        self._say(text, self._theme.colour(Role.MUTED))

    def _say(self, text: str, colour: str, bold: bool = False) -> None:
        self._words.append(Words(text, self._take(self._letter * 1.5), colour, bold))

    def _tile(self, part: Part, layer: int, count: int) -> None:
        """Put pictures into rows."""
        gap = 5.0 if count <= FEW else 3.0
        per_row = columns_for(count, self._width, self._letter * (2.0 if count <= FEW else 1.7), gap)
        side = min((self._width + gap) / per_row - gap, self._letter * 5.5)
        for index in range(count):
            row, place = divmod(index, per_row)
            x, y = self._x + place * (side + gap), self._y + row * (side + gap)
            self._tiles.append(Tile(self._index, part, layer, index, count, Box(x, y, side, side)))
        self._y += -(-count // per_row) * (side + gap)


def columns_for(count: int, width: float, smallest: float, gap: float) -> int:
    """In how many columns to show `count` squares, each at least `smallest` wide: a power of two, as large as fits."""
    columns = 1
    while columns * 2 <= max(1, count) and (width + gap) / (columns * 2) - gap >= smallest:
        columns *= 2
    return columns


def filters_title(first: Layer) -> str:
    """What the weights of a first layer are."""
    return f"filters of {first.name}" if first.kind == "conv" else f"weights of {first.name}"


def is_filter_bank(contestant: Contestant) -> bool:
    """Whether the first layer with weights slides filters."""
    return contestant.layers[contestant.first].kind == "conv"


def stack(view: View, part: Part, layer: int) -> npt.NDArray[np.float32]:
    """The numbers of all pictures of one kind, (pictures, height, width); a filter's channels stand side by side."""
    if part == "filter":
        filters = view.filters.array
        count, _channels, height, _width = filters.shape
        return np.moveaxis(filters, 1, 2).reshape(count, height, -1)
    maps = view.maps[layer].array
    return maps if maps.ndim == 3 else maps.reshape(1, 1, -1)


def limit(part: Part) -> float:
    """The number that gets the full colour, fixed for all networks and steps, so that colours can be compared."""
    return FULL_WEIGHT if part == "filter" else FULL_ACTIVATION


def colours(numbers: npt.NDArray[np.float32], part: Part, theme: Theme) -> Pixels:
    """The colours of numbers, (..., 3): those of the stage's values. What is not finite is as zero."""
    finite = numbers if np.isfinite(numbers).all() else np.nan_to_num(numbers, posinf=0, neginf=0)
    return flat_colours(finite / limit(part), theme)


def cell_at(tile: Tile, shape: tuple[int, ...], x: float, y: float) -> tuple[int, int]:
    """Row and column of a picture of (height, width) under a point of its tile."""
    height, width = shape
    row = int((y - tile.box.y) / tile.box.height * height)
    column = int((x - tile.box.x) / tile.box.width * width)
    return min(max(row, 0), height - 1), min(max(column, 0), width - 1)


def reading(plan: Plan, snapshot: Snapshot, tile: Tile, x: float, y: float) -> str:
    """In words: what stands under a point of a tile."""
    contestant, view = plan.contestants[tile.contestant], snapshot.views[tile.contestant]
    if view is None:
        return ""
    layer = contestant.layers[tile.layer]
    numbers = stack(view, tile.part, tile.layer)[tile.index]
    row, column = cell_at(tile, numbers.shape, x, y)
    value = format_number(float(numbers[row, column]), 3, plus=True)
    if tile.part == "map" and len(layer.shape) == 1:
        return f"{layer.name}, unit {column}: {value}"
    if tile.part == "map":
        return f"{layer.name}, map {tile.index + 1}, row {row}, column {column}: {value}"
    what = "filter" if is_filter_bank(contestant) else "unit"
    bias = format_number(float(view.biases.array[tile.index]), 3, plus=True)
    return f"{layer.name}, {what} {tile.index + 1}, row {row}, column {column}: {value}   bias {bias}"
