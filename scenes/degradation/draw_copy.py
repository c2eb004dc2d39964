"""A trained net, copied into a deeper one: layers behind it that do nothing, until a hand changes a weight."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scenes.degradation.computed import Copy
from scenes.degradation.knobs import Knobs
from scenes.reference import Floats
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Point, midway
from scenes.stage.core.marks import AnyMark, Arrow, Grid, Group, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span, ease, glide
from scenes.stage.draw.blocks import heading, number, options
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import decimals_for

CELL = 71.0
MAP, KERNEL = 4 * CELL, 3 * CELL
TOPS = (166.0, 424.0)
"""The tops of the kernels and of the maps, which stand lower and between them."""
FRAME = 6.0
"""So far the frame of a map reaches beyond its cells."""
FARTHEST = 590.0
"""From one map to the next it is so far at most."""
OFF = 64.0
"""How high the plate under a map is."""
SLIPS = ((0.0, "0"), (0.01, "0.01"), (0.05, "0.05"))
CHANGING = 0.75
"""At this share of its way a map has come through the layer, and shows what that has made of it."""


@dataclass(frozen=True)
class Row:
    """The row of maps: the place of the first one, and how far it is from one to the next."""

    first: float
    pitch: float

    @classmethod
    def of(cls, layers: int) -> Row:
        """The row for so many added layers, in the middle of the stage and as wide as it can be."""
        room = RIGHT - LEFT - MAP - 2 * FRAME
        pitch = min(room / layers, FARTHEST)
        return cls(LEFT + FRAME + (room - layers * pitch) / 2, pitch)

    def at(self, layer: int) -> Point:
        """The corner of the map behind so many added layers."""
        return self.first + layer * self.pitch, TOPS[1]


def copied_net(span: Span, copy: Copy, knobs: Knobs) -> list[AnyMark]:
    """The net, its map, and the added layers, through which the map goes on one after the other."""
    count = len(copy.kernels)
    row = Row.of(count)
    marks: list[AnyMark] = [*_net(row.first), _map(copy, 0, row)]
    for layer in range(1, count + 1):
        marks += _layer(copy, layer, row, span.part(layer - 1, count))
    return marks + _slips(knobs)


def _net(x: float) -> list[AnyMark]:
    """The net that has been trained, over its last map."""
    wide, high = 186.0, 164.0
    middle, top = x + wide / 2, TOPS[0] - 36
    return [
        Rect(x=x, y=top, width=wide, height=high, radius=16, fill=0.3, line=4.0, role=Role.KERNEL),
        lettering(middle, top + 58, "trained", Role.KERNEL, bold=True, size=40, anchor="middle"),
        lettering(middle, top + 106, "net", Role.KERNEL, bold=True, size=40, anchor="middle"),
        Arrow(start=(middle, top + high + 10), end=(middle, TOPS[1] - 70), role=Role.MUTED, line=6.0, head=22.0),
        heading(x, TOPS[1] - 40, "its map", role=Role.INPUT, size=40),
    ]


def _map(copy: Copy, layer: int, row: Row) -> Grid:
    """The net's own map, which a hand can change, or the one behind so many added layers."""
    values = copy.maps[layer]
    changed = values != copy.maps[0]
    return matrix(
            values, row.at(layer), CELL, role=Role.OUTPUT if layer else Role.INPUT, decimals=_decimals(values),
            name=f"map {layer}", framed=True,
            highlighted=tuple((int(r), int(c)) for r, c in np.argwhere(changed)) if changed.sum() <= 4 else (),
            grip=None if layer else EditCell("pixels", (), (0, 0), values.shape, 0.0, 9.0, 1.0),
        )  # fmt: skip


def _decimals(values: Floats) -> int:
    """As many decimals as fit into a cell."""
    return min(decimals_for(values), 1 if float(values.max()) < 100 else 0)


def _layer(copy: Copy, layer: int, row: Row, share: float) -> list[AnyMark]:
    """An added layer: its kernel over the way, the map that comes through it, and how far it is from the net's own."""
    if share <= 0.0:
        return []
    x, y = row.at(layer)
    half = (row.pitch - MAP) / 2 - 12.0
    middle, height = x - half - 12.0, y + MAP / 2
    kernel = matrix(
        copy.kernels[layer - 1], (middle - KERNEL / 2, TOPS[0]), CELL, role=Role.KERNEL, name=f"kernel {layer}",
        framed=True, grip=EditCell("kernels", (layer - 1,), (0, 0), (3, 3), -2.0, 2.0, 0.1),
    )  # fmt: skip
    way = (
        heading(middle, TOPS[0] - 38, f"added layer {layer}", role=Role.KERNEL, anchor="middle", size=40),
        kernel,
        lettering(middle, height - 34, "ReLU", Role.MUTED, size=32, anchor="middle"),
        Arrow(
            start=(middle - half, height + 14), end=(middle + half, height + 14), role=Role.MUTED, line=6.0, head=22.0
        ),
    )
    marks: list[AnyMark] = [Group(marks=way, opacity=ease(4.0 * share))]
    through = ease((share - CHANGING) / (1.0 - CHANGING))
    before, after = _map(copy, layer - 1, row), _map(copy, layer, row)
    if through < 1.0:
        origin = midway(before.origin, after.origin, glide(share / CHANGING))
        marks.append(_going(before, layer, origin, 1.0 - ease(2.0 * through - 1.0)))
    if through > 0.0:
        marks += [replace(after, opacity=ease(2.0 * through)), *_difference(copy, layer, (x, y + MAP + 8.0), through)]
    return marks


def _going(before: Grid, layer: int, origin: Point, opacity: float) -> Grid:
    """The map before on its way to the place behind the layer."""
    return replace(
        before, origin=origin, grip=None, highlighted=(), role=Role.OUTPUT, opacity=opacity, name=f"to map {layer}"
    )


def _difference(copy: Copy, layer: int, corner: Point, opacity: float) -> list[AnyMark]:
    """How far the map behind a layer is from the net's own."""
    x, top = corner
    off = copy.difference(layer)
    role = Role.WARNING if off else Role.OUTPUT
    return [
        lettering(x, top + OFF / 2, "change", Role.MUTED, size=32, opacity=opacity),
        Rect(x=x + 134, y=top, width=MAP - 134, height=OFF, radius=12, fill=0.22, role=role, value=off,
             opacity=opacity, name=f"difference behind layer {layer}"),
        lettering(x + 134 + (MAP - 134) / 2, top + OFF / 2, _short(off), role, bold=True, size=52 if off < 10 else 36,
                  anchor="middle", opacity=opacity),
    ]  # fmt: skip


def _short(off: float) -> str:
    """The difference in so few figures that they fit."""
    return number(round(off, 2 if off < 1 else 1))


def _slips(knobs: Knobs) -> list[AnyMark]:
    """Plates, one under the other, that add the same to every weight."""
    x, wide = RIGHT - 150.0, 150.0
    marks: list[AnyMark] = [lettering(x, TOPS[0] - 38, "slip", Role.MUTED, size=40)]
    for index, (value, words) in enumerate(SLIPS):
        y = TOPS[0] + index * (KERNEL / len(SLIPS)) + 2.0
        marks += options(x, y, wide, "slip", ((words, value),), knobs.slip, size=34)
    return marks
