"""What a cell of a layer sees of the maps before it, and of the picture: its receptive field. No torch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.contract.spec.built import parts
from engine.contract.spec.built.shapes import Shape, pace_of
from engine.contract.spec.built.wiring import PICTURE, Wire


class Slid(NamedTuple):
    """A window that slides over maps."""

    side: int
    stride: int
    padding: int


class Patch(NamedTuple):
    """Rows and columns of a map or of the picture, without those at `bottom` and `right`."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def empty(self) -> bool:
        """Whether nothing is in it."""
        return self.top >= self.bottom or self.left >= self.right


def slid(part: parts.Part | None) -> Slid | None:
    """The window through which a cell of a part sees the maps before it; None where it is not known, or is none."""
    match part:
        case parts.Conv(kernel=1, stride=stride) if stride > 1:  # of the picture without padding
            return Slid(1, stride, 0)
        case parts.Conv() | parts.Depthwise() | parts.Pool():
            return Slid(part.kernel, part.stride, part.padding)
        case parts.Pointwise(stride=stride):
            return Slid(1, stride, 0)
        case parts.Activate() | parts.BatchNorm() | parts.Dropout():
            return Slid(1, 1, 0)
        case _:
            return None


def patch(wires: Sequence[Wire], shapes: Sequence[Shape], picture: Shape, layer: int, row: int, column: int) -> Patch:
    """The part of the picture that a cell of a layer depends on: whatever changes beside it changes nothing there.

    `shapes` are those of the layers; the cell of a list of numbers is (0, 0).
    """
    wanted = {layer: Patch(row, column, row + 1, column + 1)}
    for number in range(layer, PICTURE, -1):
        seen = wanted.pop(number, None)
        if seen is None or seen.empty:
            continue
        for source in wires[number].inputs:
            before = picture if source == PICTURE else shapes[source]
            found = _before(wires[number], shapes[number], before, seen)
            wanted[source] = _together(wanted.get(source, found), found)
    return wanted.get(PICTURE, Patch(0, 0, 0, 0))


def _before(wire: Wire, after: Shape, before: Shape, seen: Patch) -> Patch:
    """What some cells of a layer see of one that it sees; all of it where nothing is known of the layer."""
    part = wire.part
    height, width = before[1:] if len(before) == 3 else (1, 1)
    whole = Patch(0, 0, height, width)
    if len(after) != 3 or len(before) != 3:
        return whole
    window = slid(part)
    if isinstance(part, parts.Residual):
        window = Slid(1, pace_of(before, after) or 1, 0)
    if window is None:
        joins = len(wire.inputs) > 1 or isinstance(part, parts.Lanes)
        return seen if joins and before[1:] == after[1:] else whole
    side, stride, padding = window
    return Patch(
        max(0, seen.top * stride - padding),
        max(0, seen.left * stride - padding),
        min(height, (seen.bottom - 1) * stride - padding + side),
        min(width, (seen.right - 1) * stride - padding + side),
    )


def _together(one: Patch, other: Patch) -> Patch:
    """The smallest patch that holds two."""
    if one.empty or other.empty:
        return other if one.empty else one
    return Patch(
        min(one.top, other.top),
        min(one.left, other.left),
        max(one.bottom, other.bottom),
        max(one.right, other.right),
    )
