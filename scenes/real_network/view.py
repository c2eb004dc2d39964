"""What the drawing functions of the scene about a real network share: one moment, and what is at hand of its maps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from scenes.real_network.knobs import FACES, INNERS, LAYERS, SPOTS, Knobs
from scenes.real_network.stops import Operation, Stop, stops
from scenes.real_network.story import Steps
from scenes.stage.core.grips import Grip, PickCell, SetValue
from scenes.stage.core.lattice import Cell, Point, squares
from scenes.stage.core.marks import AnyMark, Grid, Rect, Role
from scenes.stage.core.stage import Stage
from scenes.stage.data import published
from scenes.stage.data.networks import INPUT
from scenes.stage.data.reading import Inquiry, Maps, Off, Reading
from scenes.stage.draw.answers import empty
from scenes.stage.numbers.scales import Scales
from scenes.stage.numbers.values import Values

RECTIFIED, LINEAR, WEIGHTS = "ReLU6", "linear", "weights"
"""The scales: of maps behind ReLU6, of maps without it, and of kernels."""
SCALES = Scales(4.0, ((RECTIFIED, 4.0), (LINEAR, 15.0), (WEIGHTS, 0.6), ("logits", 6.0), ("means", 1.0)))
FRAME = 6.0
"""The line round what is looked at."""


@dataclass(frozen=True)
class View:
    """One moment of the scene."""

    stage: Stage
    knobs: Knobs
    steps: Steps

    @property
    def picture(self) -> Values:
        """The picture as it came."""
        return published.read_as(self.knobs.picture)

    @property
    def stop(self) -> Stop:
        """The stem, the block or the head that is looked at."""
        return stops()[self.knobs.block]

    @property
    def operation(self) -> Operation:
        """The layer that is looked at."""
        return self.stop.operation(self.knobs.layer)

    @property
    def index(self) -> int:
        """The map that is looked at, from 0."""
        return min(self.knobs.map, self.operation.channels) - 1

    @property
    def cell(self) -> Cell:
        """The cell of it."""
        return self.cell_of(self.operation.side)

    def cell_of(self, side: int) -> Cell:
        """The cell at the chosen place of a map with so many rows and columns."""
        row, column = (place * side // SPOTS for place in self.knobs.at)
        return row, column

    def map_of(self, stop: Stop, operation: Operation) -> int:
        """Which map of an operation is shown, from 0: the chosen one, or the one that stands for them."""
        inside = operation.kind in LAYERS[:2]
        if stop.number == self.knobs.block and inside == (self.operation.kind in LAYERS[:2]):
            return min(self.knobs.map, operation.channels) - 1
        return (INNERS if inside else FACES)[stop.number]

    def choosing(self, stop: Stop, operation: Operation, index: int) -> SetValue:
        """A click that chooses a map of an operation of a stop, from 0."""
        layer = (("layer", operation.kind),) if operation.kind in LAYERS else ()
        return SetValue("block", stop.number, (*layer, ("map", index + 1)))

    # What is at hand --------------------------------------------------------------------------------------------------

    def ask(
        self, layers: tuple[str, ...] = (), picture: Values | None = None, off: tuple[Off, ...] = ()
    ) -> Reading | None:
        """What the network makes of the picture; for a picture that ships at least what ships with it."""
        inquiry = _inquiry(self.picture if picture is None else picture, layers, off)
        return self.stage.reading(inquiry) or published.kept(inquiry)

    def ask_anew(self, picture: Values, off: tuple[Off, ...] = ()) -> tuple[Reading | None, bool]:
        """What the network makes of something else, or until that has come what it said last; and which it is."""
        found = self.ask((), picture, off)
        return (found, True) if found is not None else (self.stage.last_reading(_inquiry(picture, (), off)), False)

    def inside(self, stop: Stop) -> Reading | None:
        """What is read and made within a stop."""
        return self.ask(inside_of(stop))

    def fronts(self) -> Reading | None:
        """What each stop gives."""
        return self.ask(tuple(each.out.name for each in stops()))


def inside_of(stop: Stop) -> tuple[str, ...]:
    """The layers that are read and made within a stop."""
    names = [name for each in stop.operations for name in (*each.reads, each.out.name) if name != INPUT]
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=64)
def _inquiry(picture: Values, layers: tuple[str, ...], off: tuple[Off, ...]) -> Inquiry:
    return Inquiry(published.LITE, Maps(picture, layers, off))


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


def scale_of(operation: Operation) -> str:
    """The scale of what an operation gives."""
    return LINEAR if operation.linear else RECTIFIED


def pick(corner: Point, side: float, cells: int) -> PickCell:
    """A click on a map, or on the picture, chooses the place of the cell under it."""
    return PickCell("at", squares(corner, side / cells, cells, cells), SPOTS // cells)


def framed(corner: Point, side: float, cells: int, cell: Cell, name: str, span: int = 1, line: float = FRAME) -> Rect:
    """A white frame round some cells of a map."""
    pitch = side / cells
    return Rect(
        x=corner[0] + cell[1] * pitch - line / 2, y=corner[1] + cell[0] * pitch - line / 2,
        width=span * pitch + line, height=span * pitch + line, line=line, role=Role.HIGHLIGHT, name=name,
    )  # fmt: skip
