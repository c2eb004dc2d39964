"""“Same” as two libraries mean it: where their windows stand along a row, and how their maps differ."""

from __future__ import annotations

import math

import numpy as np

from scenes.padding.computed import Layer, Rule
from scenes.padding.draw_opening import title
from scenes.padding.layout import BEGIN, END, GRID_SIDE, GRID_TOP
from scenes.padding.story import Steps
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Rect, Role, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.matrices import SEPARATE, matrix
from scenes.stage.numbers.values import Values

TOPS = (118.0, 458.0)
ROW_Y, BARS_Y, BARS = 56.0, 18.0, 112.0
"""Under a heading the row; so far below it the bars, and the room for them."""
ROOM, LARGEST = 1060.0, 146.0
HALVES = Area(BEGIN, GRID_TOP, END - BEGIN, GRID_SIDE).columns(2, 120.0)


def draw_libraries(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw a row of the picture for each library, with its zeros and a bar under it for each window."""
    t, rules = steps.libraries.t, layer.libraries
    lead, tail = (max(rule.sides[side] for rule in rules) for side in (0, 1))
    cell = min(LARGEST, ROOM / (lead + layer.knobs.n + tail))
    for index, (rule, top) in enumerate(zip(rules, TOPS, strict=True)):
        share = min(1.0, max(0.0, (t - 0.04 - 0.42 * index) / 0.38))
        stage.add(*_library(layer, rule, top, BEGIN + lead * cell, cell, share))


def _library(layer: Layer, rule: Rule, top: float, x: float, cell: float, share: float) -> list[AnyMark]:
    """The row of one library; `x` is where the picture's first cell begins, so that both rows lie in line."""
    before, _ = rule.sides
    row = Values(np.pad(layer.x[:1], ((0, 0), rule.sides)))
    ghost = Values(np.pad(np.zeros((1, layer.knobs.n)), ((0, 0), rule.sides), constant_values=1.0) > 0)
    y, size = top + ROW_Y, cell * layer.knobs.span
    count, spots = len(rule.starts), rule.starts
    marks: list[AnyMark] = [
        heading(BEGIN, top + 20, rule.name, "", Role.TEXT, size=40.0),
        matrix(
            row, (x - before * cell, y), cell, role=Role.INPUT, shade="pixel", name=f"row, {rule.name}",
            padding=ghost if cell > SEPARATE else None, framed=False,
        ),
    ]  # fmt: skip
    levels = math.ceil(layer.knobs.span / rule.stride)
    pitch = min(44.0, BARS / levels)
    for index, start in enumerate(spots):
        come = ease(share * count - index)
        marks.append(
            Rect(
                x=x + start * cell + 4, y=y + cell + BARS_Y + index % levels * pitch,
                width=(size - 8) * max(come, 0.01), height=pitch - min(10.0, 0.3 * pitch),
                radius=min(8.0, pitch / 4), fill=0.85, role=Role.KERNEL, opacity=come,
                name=f"window {index}, {rule.name}", value=float(start),
            )
        )  # fmt: skip
    if share > 0.0:
        index = min(int(share * count), count - 1)
        place = between(spots[max(0, index - 1)], spots[index], glide((share * count - index) / 0.4))
        marks.append(
            Rect(x=x + place * cell, y=y, width=size, height=cell, radius=10, line=8.0, role=Role.KERNEL,
                 opacity=ease(share / 0.05), name=f"window, {rule.name}")
        )  # fmt: skip
    return [*marks, *_zeros(layer, rule, y + cell / 2)]


def _zeros(layer: Layer, rule: Rule, y: float) -> list[AnyMark]:
    """How many zeros stand before and behind the row, and what asks for them."""
    before, behind = rule.sides
    by_hand = layer.knobs.stride > 1 and rule.name == "PyTorch"
    asked = f"zeros with {rule.zeros}" if by_hand else "zeros for “same”"
    x = (BEGIN + ROOM + END) / 2 + 20.0
    return [
        lettering(x, y, f"{before} + {behind}", Role.INPUT, bold=True, size=112.0, anchor="middle"),
        lettering(x, y + 92.0, asked, size=40.0, anchor="middle"),
    ]


def draw_maps(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw the maps of both libraries, and mark where they differ."""
    assert steps.maps is not None
    share = ease(steps.maps.t / 0.7)
    marked = layer.differing[: round(share * len(layer.differing))]
    for rule, half in zip(layer.libraries, HALVES, strict=True):
        assert rule.y is not None
        spot = half.spot(rule.y.shape, 203.0)
        stage.add(
            title(spot, rule.name, Role.OUTPUT),
            matrix(rule.y, *spot, role=Role.OUTPUT, name=f"map, {rule.name}", highlighted=marked),
        )
