"""One filter taken apart: the maps that it reads, a slice for each of them, and the number that comes of both."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np

from scenes.silhouettes.computed import Unit, read_by, sums, unit
from scenes.silhouettes.draw_maps import drawing, sheets, slice_of, weights
from scenes.silhouettes.knobs import Knobs
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Grid, Group, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import Span, ease
from scenes.stage.data.trained import Seen
from scenes.stage.draw.blocks import LARGER_LETTERS, heading
from scenes.stage.numbers.values import Values, format_number, label_width

HEADS, TOP, SIDE = 128.0, 172.0, 588.0
"""The line of the headings, and the corner and the side of both blocks."""
SECOND = LEFT + SIDE + 46.0
APART = 22.0
RESULT = SECOND + SIDE - APART + 40.0
"""Where the number stands, and the map that it is a cell of."""
FAINT, HERO = 0.38, 104.0
LETTERS, LARGEST = 40.0, 88.0
"""The size of what a slice adds, where there are many slices and where there is one."""


def draw_filter(stage: Stage, seen: Seen, step: Span, knobs: Knobs) -> None:
    """Draw the maps with the window on each, the slices, and the sum as far as it has come."""
    layer = knobs.layer - 1
    chosen = unit(seen, layer, knobs.chosen[layer])
    parts = sums(seen, layer, chosen)
    count = len(parts) - 1
    done = step.even / 0.9 * count
    for index, added in enumerate(np.diff(parts).tolist()):
        stage.add(*_pair(seen, layer, chosen, index, done, added))
    below = f"layer {layer}, pooled" if layer else "the drawing"
    stage.add(
        heading(LEFT, HEADS, below, "", Role.OUTPUT if layer else Role.INPUT, size=40.0),
        heading(SECOND, HEADS, f"filter {chosen.map + 1}", "", Role.KERNEL, size=40.0),
        heading(RESULT, HEADS, f"map {chosen.map + 1}", "", Role.OUTPUT, size=40.0),
        *_result(seen, layer, chosen, parts, min(int(done), count)),
    )


@lru_cache(maxsize=96)
def _inputs(seen: Seen, layer: int) -> tuple[Values, ...]:
    """The maps that a layer reads."""
    return tuple(Values(each) for each in read_by(seen, layer))


def _pair(seen: Seen, layer: int, chosen: Unit, index: int, done: float, added: float) -> list[AnyMark]:
    """A map with the window on it, the slice that reads it, and what it adds; all are faint until their turn."""
    count = len(_inputs(seen, layer))
    columns = math.isqrt(count - 1) + 1
    pitch = SIDE / columns
    side, (row, column) = pitch - APART, divmod(index, columns)
    x, y = column * pitch, TOP + row * pitch
    here, shown = index < done <= index + 1, FAINT + (1 - FAINT) * ease((done - index + 0.5) / 0.5)
    source = _source(seen, layer, index, (LEFT + x, y), side)
    cell = source.u[0]
    window = Rect(
        x=LEFT + x + (chosen.column - 1) * cell, y=y + (chosen.row - 1) * cell, width=3 * cell, height=3 * cell,
        radius=4, line=8.0 if here else 4.0, role=Role.KERNEL, name=f"window on map {index + 1}",
    )  # fmt: skip
    letters = min(LETTERS * pitch / 147.0, LARGEST)
    small, middle = side - letters, SECOND + x + side / 2
    taken = slice_of(weights(layer, chosen.map)[index], (middle - small / 2, y), small, f"slice {index + 1}")
    marks: list[AnyMark] = [source, window, taken]
    if here:
        marks.append(Rect(x=middle - small / 2 - 7, y=y - 7, width=small + 14, height=small + 14, radius=8, line=7.0,
                          role=Role.KERNEL))  # fmt: skip
    words = lettering(
        middle, y + small + 0.72 * letters, format_number(added, 2, plus=True), Role.PRODUCT, bold=True, size=letters,
        anchor="middle", opacity=ease((done - index - 0.6) / 0.4), name=f"sum of slice {index + 1}",
    )  # fmt: skip
    return [Group(marks=tuple(marks), opacity=shown), words]


def _source(seen: Seen, layer: int, index: int, corner: Point, side: float) -> Grid:
    """A map that the layer reads; the first layer reads the drawing."""
    if layer == 0:
        return drawing(seen, corner, side / seen.picture.shape[2])
    values = _inputs(seen, layer)[index]
    cell = side / values.shape[1]
    return Grid(
        values=values, origin=corner, u=(cell, 0.0), v=(0.0, cell), role=Role.OUTPUT, scale=f"layer {layer}",
        framed=False, numbers=False, gap=0.0, name=f"pooled map {index + 1}",
    )  # fmt: skip


def _result(seen: Seen, layer: int, chosen: Unit, parts: tuple[float, ...], count: int) -> list[AnyMark]:
    """The map with the cell of the unit, and the sum so far; at the end what ReLU makes of it."""
    values, side = sheets(seen, layer)[chosen.map], RIGHT - RESULT
    cell = side / values.shape[1]
    done = count == len(parts) - 1
    value = chosen.value if done else parts[count]
    role = Role.OUTPUT if done else Role.PRODUCT
    grid = Grid(
        values=values, origin=(RESULT, TOP), u=(cell, 0.0), v=(0.0, cell), role=Role.OUTPUT,
        scale=f"layer {layer + 1}", framed=False, numbers=False, gap=0.0, name="map",
    )  # fmt: skip
    x, y = RESULT + chosen.column * cell - 3, TOP + chosen.row * cell - 3
    unit_frame = Rect(x=x, y=y, width=cell + 6, height=cell + 6, line=6.0, role=Role.HIGHLIGHT, name="chosen unit")
    words, number = "after ReLU" if done else "sum so far", format_number(value, 2)
    size = min(HERO, (RIGHT - RESULT) / (LARGER_LETTERS * label_width(number)))
    return [
        replace(grid, opacity=1.0 if done else FAINT), unit_frame,
        lettering(RESULT, 540.0, f"bias {format_number(parts[0], 2, plus=True)}", Role.PRODUCT, size=40, name="bias"),
        lettering(RESULT, 620.0, words, Role.MUTED, size=40),
        lettering(RESULT, 700.0, number, role, bold=True, size=size, name="sum"),
    ]  # fmt: skip
