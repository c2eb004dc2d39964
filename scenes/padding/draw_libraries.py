"""“Same” as two libraries mean it: where their windows stand along a row, and how their maps differ."""

from __future__ import annotations

import math
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Place:
    """Where the rows are: their upper edges, the row and its bars under a heading, and the largest sizes."""

    tops: tuple[float, ...]
    row: float
    bars: float
    cell: float
    hero: float


TWO = Place((118.0, 458.0), 56.0, 112.0, 146.0, 112.0)
THREE = Place((104.0, 340.0, 576.0), 46.0, 60.0, 92.0, 96.0)
BARS_Y = 18.0
ROOM = 1060.0
HALVES = Area(BEGIN, GRID_TOP, END - BEGIN, GRID_SIDE).columns(2, 120.0)


def draw_libraries(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw a row for each library, with its zeros and a bar under it for each window.

    Where they agree one row stands for both, and under it are the two for a picture for which they part.
    """
    keras, torch = layer.libraries
    rows, place = [(layer, keras, keras.name), (layer, torch, torch.name)], TWO
    if layer.other is not None:
        n, other = layer.other.knobs.n, layer.other
        rows = [(layer, keras, f"both, n = {layer.knobs.n}")]
        rows += [(other, rule, f"{rule.name}, n = {n}") for rule in other.libraries]
        place = THREE
    lead, tail = (max(rule.sides[side] for _, rule, _ in rows) for side in (0, 1))
    cell = min(place.cell, ROOM / (lead + max(of.knobs.n for of, _, _ in rows) + tail))
    for index, (of, rule, name) in enumerate(rows):
        share = min(1.0, max(0.0, (steps.libraries.t - 0.04) / 0.84 * len(rows) - index))
        stage.add(*_library(of, rule, name, place, index, (BEGIN + lead * cell, cell), share))


def _library(
    layer: Layer, rule: Rule, name: str, place: Place, index: int, first: tuple[float, float], share: float
) -> list[AnyMark]:
    """The row of a library; `first` says where the picture's first cell begins, and how large a cell is."""
    before, (x, cell) = rule.sides[0], first
    row = Values(np.pad(layer.x[:1], ((0, 0), rule.sides)))
    ghost = Values(np.pad(np.zeros((1, layer.knobs.n)), ((0, 0), rule.sides), constant_values=1.0) > 0)
    y = place.tops[index] + place.row
    return [
        heading(BEGIN, place.tops[index] + 20, name, "", Role.TEXT, size=40.0),
        matrix(
            row, (x - before * cell, y), cell, role=Role.INPUT, shade="pixel", name=f"row, {name}",
            padding=ghost if cell > SEPARATE else None, framed=False,
        ),
        *_windows(layer, rule, name, (x, y, cell), place.bars, share),
        *_zeros(layer, rule, y + cell / 2, place.hero),
    ]  # fmt: skip


def _windows(
    layer: Layer, rule: Rule, name: str, first: tuple[float, float, float], room: float, share: float
) -> list[AnyMark]:
    """A bar under the row for each window, as far as they have come, and the frame of the present one."""
    (x, y, cell), spots, count = first, rule.starts, len(rule.starts)
    size, levels = cell * layer.knobs.span, math.ceil(layer.knobs.span / rule.stride)
    pitch = min(44.0, room / levels)
    marks: list[AnyMark] = []
    for index, start in enumerate(spots):
        come = ease(share * count - index)
        marks.append(
            Rect(
                x=x + start * cell + 4, y=y + cell + BARS_Y + index % levels * pitch,
                width=(size - 8) * max(come, 0.01), height=pitch - min(10.0, 0.3 * pitch),
                radius=min(8.0, pitch / 4), fill=0.85, role=Role.KERNEL, opacity=come,
                name=f"window {index}, {name}", value=float(start),
            )
        )  # fmt: skip
    if share > 0.0:
        index = min(int(share * count), count - 1)
        place = between(spots[max(0, index - 1)], spots[index], glide((share * count - index) / 0.4))
        marks.append(
            Rect(x=x + place * cell, y=y, width=size, height=cell, radius=10, line=8.0, role=Role.KERNEL,
                 opacity=ease(share / 0.05), name=f"window, {name}")
        )  # fmt: skip
    return marks


def _zeros(layer: Layer, rule: Rule, y: float, size: float) -> list[AnyMark]:
    """How many zeros stand before and behind the row, and what asks for them."""
    before, behind = rule.sides
    by_hand = layer.knobs.stride > 1 and rule.name == "PyTorch"
    asked = f"zeros with {rule.zeros}" if by_hand else "zeros for “same”"
    x = (BEGIN + ROOM + END) / 2 + 20.0
    return [
        lettering(x, y, f"{before} + {behind}", Role.INPUT, bold=True, size=size, anchor="middle"),
        lettering(x, y + 0.6 * size + 25.0, asked, size=40.0, anchor="middle"),
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
