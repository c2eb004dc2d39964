"""A trained net, copied into a deeper one: layers behind it that do nothing, until a hand changes a weight."""

from __future__ import annotations

import numpy as np

from scenes.degradation.computed import Copy
from scenes.degradation.knobs import Knobs
from scenes.degradation.story import Steps
from scenes.reference import Floats
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Arrow, Grid, Group, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading, number, options, plate
from scenes.stage.numbers.values import Values, decimals_for

NET = 150.0
"""How wide the box of the trained net is."""
SIDE, PITCH, GAP = 200.0, 360.0, 56.0
TOP = 342.0
KERNEL, CELL = 186.0, 49.0
"""The top of the kernels, and the side of their cells."""
PLATES = 574.0
WORDS = 690.0
SLIPS = ((0.0, "0"), (0.01, "0.01"), (0.05, "0.05"))


def draw_copy(stage: Stage, copy: Copy, knobs: Knobs, steps: Steps) -> None:
    """Draw the net, its map, and as many added layers as have come."""
    span, count = steps.copy, len(copy.kernels)
    left = LEFT + (MOST_WIDE - _width(count)) / 2
    marks: list[AnyMark] = [*_net(left), *_map(copy, 0, left)]
    for layer in range(1, count + 1):
        opacity = span.part(layer - 1, count + 1)
        if opacity > 0:
            marks.append(Group(marks=tuple(_layer(copy, layer, left)), opacity=opacity))
    if span.part(count, count + 1) > 0:
        marks.append(Group(marks=(*_verdict(copy), *_slips(knobs)), opacity=span.part(count, count + 1)))
    opacity = ease(span.t * 10 - 0.5) * (1.0 - ease(steps.race.t * 10))
    stage.add(*marks, opacity=opacity)


def _width(layers: int) -> float:
    return NET + GAP + SIDE + layers * PITCH


MOST_WIDE = _width(3)


def _at(layer: int, left: float) -> Point:
    """The corner of the map behind so many added layers."""
    return left + NET + GAP + layer * PITCH, TOP


def _net(left: float) -> list[AnyMark]:
    middle = TOP + SIDE / 2
    return [
        Rect(x=left, y=TOP, width=NET, height=SIDE, radius=14, fill=0.25, line=2.0, role=Role.KERNEL),
        *(
            lettering(left + NET / 2, middle + dy, word, Role.KERNEL, bold=True, size=28, anchor="middle")
            for dy, word in ((-20, "trained"), (20, "net"))
        ),
        Arrow(start=(left + NET + 8, middle), end=(left + NET + GAP - 8, middle), role=Role.MUTED),
    ]


def _map(copy: Copy, layer: int, left: float) -> list[AnyMark]:
    """The net's own map, which a hand can change, or the one behind so many added layers."""
    x, y = _at(layer, left)
    values, cell = copy.maps[layer], SIDE / copy.maps[0].shape[0]
    rows, columns = values.shape
    changed = values != copy.maps[0]
    title = f"behind layer {layer}" if layer else "its last map"
    return [
        heading(x + SIDE / 2, y - 26, title, role=Role.OUTPUT if layer else Role.INPUT, anchor="middle"),
        Grid(
            values=Values(values), origin=(x, y), u=(cell, 0.0), v=(0.0, cell),
            role=Role.OUTPUT if layer else Role.INPUT,
            decimals=_decimals(values), name=f"map {layer}",
            highlighted=tuple((int(r), int(c)) for r, c in np.argwhere(changed)) if changed.sum() <= 4 else (),
            grip=None if layer else EditCell("pixels", (), (0, 0), (rows, columns), 0.0, 9.0, 1.0),
        ),
    ]  # fmt: skip


def _decimals(values: Floats) -> int:
    """As many decimals as fit into a cell."""
    return min(decimals_for(values), 1 if float(values.max()) < 100 else 0)


def _layer(copy: Copy, layer: int, left: float) -> list[AnyMark]:
    """An added layer: its kernel over the arrow, the map behind it, and how far that is from the net's own."""
    x, y = _at(layer, left)
    room = PITCH - SIDE
    middle, height = x - room / 2, y + SIDE / 2
    kernel = copy.kernels[layer - 1]
    off = copy.difference(layer)
    return [
        heading(middle, KERNEL - 24, f"added layer {layer}", role=Role.KERNEL, anchor="middle"),
        Grid(
            values=Values(kernel), origin=(middle - 1.5 * CELL, KERNEL), u=(CELL, 0.0), v=(0.0, CELL),
            role=Role.KERNEL, framed=False, name=f"kernel {layer}",
            grip=EditCell("kernels", (layer - 1,), (0, 0), (3, 3), -2.0, 2.0, 0.1),
        ),
        lettering(middle, KERNEL + 3 * CELL + 44, "then ReLU", Role.MUTED, size=22, anchor="middle"),
        Arrow(start=(x - room + 14, height + 12), end=(x - 14, height + 12), role=Role.MUTED),
        *_map(copy, layer, left),
        *plate(
            x, PLATES, SIDE, 58, "differs by", off, Role.WARNING if off else Role.OUTPUT,
            name=f"difference behind layer {layer}",
        ),
    ]  # fmt: skip


def _verdict(copy: Copy) -> list[AnyMark]:
    """What follows for the training loss."""
    if copy.exact:
        lines = (
            ("Nothing is changed: the same answers, the same training loss.", Role.OUTPUT, True),
            ("So the deeper net can be at least as good, if training finds it.", Role.TEXT, False),
        )
    else:
        off = number(copy.difference(len(copy.kernels)))
        lines = (
            (f"Off by {off}: other answers, another training loss.", Role.WARNING, True),
            ("Plain layers do nothing only with a 1 in the middle and zeros around it.", Role.TEXT, False),
        )
    return [
        lettering(LEFT, WORDS + 44 * index, words, role, bold=bold, size=28, name=f"verdict {index + 1}")
        for index, (words, role, bold) in enumerate(lines)
    ]


def _slips(knobs: Knobs) -> list[AnyMark]:
    """Plates that add the same to every weight."""
    x = 1240.0
    return [
        lettering(x, WORDS - 16, "slip of each weight", Role.MUTED, size=22),
        *options(x, WORDS + 8, 94, "slip", [(words, value) for value, words in SLIPS], knobs.slip),
    ]
