"""Which layer of a network sees what, and how its layers lie side by side and behind each other.

The layers are those that a network is told to have, in the order of the forward pass: brackets are opened, a gate is
six layers, and reshapings are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.contract.spec.built import parts
from engine.contract.spec.built.shapes import Shape, pace_of
from engine.contract.spec.built.survey import Block, Place, survey

PICTURE = -1
"""What stands for the picture among the inputs of layers."""


class Wire(NamedTuple):
    """One layer: the part that says what it computes, None where it only joins, and the layers that it sees.

    Where two meet the first input comes through the layers and the second by the shortcut; of a gate that scales maps
    the first are the maps.
    """

    part: parts.Part | None
    inputs: tuple[int, ...]


class Side(NamedTuple):
    """Rows of layers that see the same and lie side by side."""

    rows: tuple[Row, ...]


Row = tuple["int | Side", ...]
"""Layers by their numbers, one behind the other."""


class Wiring(NamedTuple):
    """All layers, and the row that they stand in."""

    wires: tuple[Wire, ...]
    row: Row


def wiring(built: parts.Parts, shape: Shape, classes: int) -> Wiring:
    """Return how the layers of a network that can be built are tied, for pictures of a shape."""
    walk = _Walk({block.place: block for block in survey(built, shape, classes).blocks})
    row, _ = walk.row(built, (), PICTURE)
    return Wiring(tuple(walk.wires), row)


def chain(count: int) -> Wiring:
    """The wiring of so many layers of which nothing is known but their order."""
    return Wiring(tuple(Wire(None, (number - 1,)) for number in range(count)), tuple(range(count)))


class _Walk:
    """The layers that were met on the way."""

    def __init__(self, blocks: dict[Place, Block]) -> None:
        self.wires: list[Wire] = []
        self._blocks = blocks

    def row(self, row: parts.Parts, around: Place, source: int) -> tuple[Row, int]:
        """Go through a row that sees `source`; returns it, and the layer that it ends with."""
        found: list[int | Side] = []
        for index, part in enumerate(row):
            nodes, source = self._part(part, (*around, index), source)
            found += nodes
        return tuple(found), source

    def _layer(self, part: parts.Part | None, *inputs: int) -> int:
        self.wires.append(Wire(part, inputs))
        return len(self.wires) - 1

    def _part(self, part: parts.Part, place: Place, source: int) -> tuple[Sequence[int | Side], int]:
        match part:
            case parts.Flatten():
                return (), source
            case parts.Residual():
                return self._residual(part, place, source)
            case parts.Lanes():
                return self._lanes(part, place, source)
            case parts.SqueezeExcite():
                return self._gate(part, source)
            case parts.SideClassifier():
                mean = (self._layer(parts.Mean(), source),) if len(self._blocks[place].before or ()) == 3 else ()
                head = self._layer(parts.Dense(None), mean[0] if mean else source)
                return (*mean, head), source
            case _:
                layer = self._layer(part, source)
                return (layer,), layer

    def _residual(self, part: parts.Residual, place: Place, source: int) -> tuple[Sequence[int | Side], int]:
        body, end = self.row(part.parts, (*place, 0), source)
        block = self._blocks[place]
        assert block.before is not None
        assert block.after is not None
        pace = pace_of(block.before, block.after)
        if part.shortcut == "identity" or pace is None:
            add = self._layer(None, end, source)
            return (*body, add), add
        step = parts.Pointwise(block.after[0], pace, bias=False) if part.shortcut == "projection" else part
        shortcut = self._layer(step, source)
        add = self._layer(None, end, shortcut)
        return (Side((body, (shortcut,))), add), add

    def _lanes(self, part: parts.Lanes, place: Place, source: int) -> tuple[Sequence[int | Side], int]:
        rows, ends = [], []
        for number, lane in enumerate(part.lanes):
            row, end = self.row(lane, (*place, number), source)
            if not lane:  # it passes the maps on, as a layer of its own
                end = self._layer(part, source)
                row = (end,)
            rows.append(row)
            ends.append(end)
        join = self._layer(None, *ends)
        return (Side(tuple(rows)), join), join

    def _gate(self, part: parts.SqueezeExcite, source: int) -> tuple[Sequence[int | Side], int]:
        mean = self._layer(parts.Mean(), source)
        reduce = self._layer(parts.Dense(), mean)
        relu = self._layer(parts.Activate("relu"), reduce)
        restore = self._layer(parts.Dense(), relu)
        sigmoid = self._layer(parts.Activate("sigmoid"), restore)
        scale = self._layer(None, source, sigmoid)
        return (mean, reduce, relu, restore, sigmoid, scale), scale
