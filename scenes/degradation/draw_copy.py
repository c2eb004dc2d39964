"""A trained net, copied into a deeper one: layers behind it that do nothing, until a hand changes a weight."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scenes.degradation.computed import Copy
from scenes.degradation.knobs import MOST_ADDED, Knobs
from scenes.reference import Floats
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Point, midway
from scenes.stage.core.marks import AnyMark, Arrow, Grid, Group, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span, ease, glide
from scenes.stage.draw.blocks import heading, number, options
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import decimals_for

CELL = 74.0
MAP, KERNEL = 4 * CELL, 3 * CELL
TOPS = (166.0, 424.0)
"""The tops of the kernels and of the maps, which stand lower and between them."""
PITCH = (RIGHT - LEFT - MAP - 12.0) / MOST_ADDED
"""From one map to the next."""
FIRST = LEFT + 6.0
OFF = 64.0
"""How high the plate under a map is."""
SLIPS = ((0.0, "0"), (0.01, "0.01"), (0.05, "0.05"))
CHANGING = 0.75
"""At this share of its way a map has come through the layer, and shows what that has made of it."""


def copied_net(span: Span, copy: Copy, knobs: Knobs) -> list[AnyMark]:
    """The net, its map, and the added layers, through which the map goes on one after the other."""
    count = len(copy.kernels)
    marks: list[AnyMark] = [*_net(), *_map(copy, 0)]
    for layer in range(1, count + 1):
        marks += _layer(copy, layer, span.part(layer - 1, count))
    return marks + _slips(knobs)


def _at(layer: int) -> Point:
    """The corner of the map behind so many added layers."""
    return FIRST + layer * PITCH, TOPS[1]


def _net() -> list[AnyMark]:
    """The net that has been trained, over its last map."""
    wide, high = 186.0, 164.0
    middle = FIRST + wide / 2
    return [
        Rect(x=FIRST, y=TOPS[0] - 36, width=wide, height=high, radius=16, fill=0.3, line=4.0, role=Role.KERNEL),
        lettering(middle, TOPS[0] + 22, "trained", Role.KERNEL, bold=True, size=40, anchor="middle"),
        lettering(middle, TOPS[0] + 70, "net", Role.KERNEL, bold=True, size=40, anchor="middle"),
        Arrow(
            start=(middle, TOPS[0] + high - 26), end=(middle, TOPS[1] - 70), role=Role.MUTED, line=6.0, head=22.0
        ),
        heading(FIRST, TOPS[1] - 40, "its map", role=Role.INPUT, size=40),
    ]  # fmt: skip


def _map(copy: Copy, layer: int) -> list[AnyMark]:
    """The net's own map, which a hand can change, or the one behind so many added layers."""
    values = copy.maps[layer]
    changed = values != copy.maps[0]
    return [
        matrix(
            values, _at(layer), CELL, role=Role.OUTPUT if layer else Role.INPUT, decimals=_decimals(values),
            name=f"map {layer}", framed=True,
            highlighted=tuple((int(r), int(c)) for r, c in np.argwhere(changed)) if changed.sum() <= 4 else (),
            grip=None if layer else EditCell("pixels", (), (0, 0), values.shape, 0.0, 9.0, 1.0),
        )
    ]  # fmt: skip


def _decimals(values: Floats) -> int:
    """As many decimals as fit into a cell."""
    return min(decimals_for(values), 1 if float(values.max()) < 100 else 0)


def _layer(copy: Copy, layer: int, share: float) -> list[AnyMark]:
    """An added layer: its kernel over the way, the map that comes through it, and how far it is from the net's own."""
    if share <= 0.0:
        return []
    x, y = _at(layer)
    middle, height = x - (PITCH - MAP) / 2, y + MAP / 2
    kernel = matrix(
        copy.kernels[layer - 1], (middle - KERNEL / 2, TOPS[0]), CELL, role=Role.KERNEL, name=f"kernel {layer}",
        framed=True, grip=EditCell("kernels", (layer - 1,), (0, 0), (3, 3), -2.0, 2.0, 0.1),
    )  # fmt: skip
    way = (
        heading(middle, TOPS[0] - 38, f"added layer {layer}", role=Role.KERNEL, anchor="middle", size=40),
        kernel,
        lettering(middle, height - 34, "ReLU", Role.MUTED, size=32, anchor="middle"),
        Arrow(start=(middle - 40, height + 14), end=(middle + 40, height + 14), role=Role.MUTED, line=6.0, head=22.0),
    )
    marks: list[AnyMark] = [Group(marks=way, opacity=ease(4.0 * share))]
    through = ease((share - CHANGING) / (1.0 - CHANGING))
    (before,), (after,) = _map(copy, layer - 1), _map(copy, layer)
    if through < 1.0:
        marks.append(_going(before, layer, glide(share / CHANGING), 1.0 - ease(2.0 * through - 1.0)))
    if through > 0.0:
        marks += [replace(after, opacity=ease(2.0 * through)), *_difference(copy, layer, through)]
    return marks


def _going(before: AnyMark, layer: int, share: float, opacity: float) -> Grid:
    """The map before on its way to the place behind the layer."""
    assert isinstance(before, Grid)
    origin = midway(_at(layer - 1), _at(layer), share)
    return replace(
        before, origin=origin, grip=None, highlighted=(), role=Role.OUTPUT, opacity=opacity, name=f"to map {layer}"
    )


def _difference(copy: Copy, layer: int, opacity: float) -> list[AnyMark]:
    """How far the map behind a layer is from the net's own."""
    x, y = _at(layer)
    off = copy.difference(layer)
    role = Role.WARNING if off else Role.OUTPUT
    top = y + MAP + 8.0
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
