"""All positions: the window over the whole picture, the map that it makes, and what a stride leaves of it."""

from __future__ import annotations

from dataclasses import replace

from scenes.padding.computed import Layer
from scenes.padding.draw_opening import kernel, title
from scenes.padding.draw_strip import rows_of
from scenes.padding.layout import BEGIN, END, GRID_SIDE, GRID_TOP
from scenes.padding.story import FOLLOWED, Steps
from scenes.stage.core.lattice import Cell
from scenes.stage.core.marks import AnyMark, Grid, Role, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.areas import Area
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot, travelling, underway
from scenes.stage.draw.sliding import Windows
from scenes.stage.draw.walk import GLIDE
from scenes.stage.numbers.values import Values

SQUARE = Area(BEGIN, GRID_TOP, GRID_SIDE, GRID_SIDE)
MIDDLE = Area(718.0, GRID_TOP, 276.0, 276.0)
MAP = Area(END - 488.0, GRID_TOP, 488.0, 488.0)
KEPT = Area(END - GRID_SIDE, GRID_TOP, GRID_SIDE, GRID_SIDE)
COUNT_Y = 575.0
LANDED = 0.92
"""The share of a position's time at which its number has come to the map."""


def draw_slide(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw the picture with the window on it, the kernel, how many positions there are, and the map being written."""
    m, walk = layer.out, steps.over
    source, weights = SQUARE.spot((layer.row, layer.row)), MIDDLE.spot((layer.knobs.k, layer.knobs.k))
    target = MAP.spot((m, m))
    (x, y), cell = source
    windows = Windows((x, y), cell, layer.knobs.span, layer.knobs.stride, (m, m), walk)
    followed = m * m <= FOLLOWED
    marks: list[AnyMark] = [
        title(source, "picture and zeros" if layer.knobs.padding else "picture", Role.INPUT),
        title(weights, "kernel", Role.KERNEL),
        title(target, "feature map", Role.OUTPUT),
    ]
    marks += [*rows_of(layer, layer.row, (x, y), cell, fading=True), kernel(layer, weights)]
    marks += [
        matrix(
            layer.map, *target, role=Role.OUTPUT, name="feature map", highlighted=(walk.cell,),
            grip=windows.goes_to(*target), shown=walk.index + (walk.inside > LANDED) if followed else walk.written(),
        ),
        windows.frame("window"),
        *_count(m),
    ]  # fmt: skip
    share = (walk.inside - GLIDE) / (LANDED - GLIDE)
    if followed and 0.0 < share < 1.0:
        middle = windows.corner[0] + (windows.side - cell) / 2, windows.corner[1] + (windows.side - cell) / 2
        marks.append(_flying(layer.map, walk.cell, (middle, cell), target, share))
    stage.add(*marks)


def _flying(values: Values, at: Cell, start: Spot, target: Spot, share: float) -> Grid:
    """A number on its way to its cell of a map."""
    (x, y), cell = target
    goal = ((x + at[1] * cell, y + at[0] * cell), cell)
    return travelling(float(values.array[at]), start, goal, glide(share), Role.OUTPUT)


def _count(m: int) -> list[AnyMark]:
    """How many positions there are."""
    x, _ = MIDDLE.middle
    return [
        lettering(x, COUNT_Y, str(m * m), Role.OUTPUT, bold=True, size=112.0, anchor="middle"),
        lettering(x, COUNT_Y + 100.0, "position" if m == 1 else "positions", size=40.0, anchor="middle"),
        lettering(x, COUNT_Y + 160.0, f"{m} × {m}", Role.MUTED, size=40.0, anchor="middle"),
    ]


def draw_thinned(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw the map at stride 1, the others of its cells fading, and those that are kept on their way to the map."""
    assert steps.thinned is not None
    full, m, t = len(layer.dense), layer.out, steps.thinned.t
    source, target = SQUARE.spot((full, full)), KEPT.spot((m, m), 203.0)
    share = min(1.0, max(0.0, (t - 0.2) / 0.6)) * m * m
    index, inside = divmod(share, 1.0)
    done = int(index)
    dense = matrix(
        layer.dense_map, *source, role=Role.OUTPUT, name="map at stride 1",
        highlighted=layer.kept[: min(done + 1, m * m)] if t > 0.2 else (),
    )  # fmt: skip
    marks: list[AnyMark] = [
        title(source, f"stride 1: {full}×{full}", Role.OUTPUT),
        title(target, f"stride {layer.knobs.stride}: {m}×{m}", Role.OUTPUT),
        *_skipping(layer, dense, ease(t / 0.18)),
        matrix(layer.map, *target, role=Role.OUTPUT, name="feature map", shown=done),
    ]
    if m * m <= FOLLOWED and inside > 0.0 and done < m * m:
        row, column = layer.kept[done]
        (x, y), cell = source
        goal = target[0][0] + done % m * target[1], target[0][1] + done // m * target[1]
        spot = underway(((x + column * cell, y + row * cell), cell), (goal, target[1]), glide(inside))
        marks.append(matrix(layer.dense[row : row + 1, column : column + 1], *spot, role=Role.OUTPUT, framed=False))
    stage.add(*marks)


def _skipping(layer: Layer, dense: Grid, share: float) -> list[AnyMark]:
    """The map at stride 1, while the cells that are not computed fade."""
    faded = replace(dense, faded=layer.skipped)
    return [faded] if share >= 1.0 else [dense, replace(faded, name="", opacity=share)]
