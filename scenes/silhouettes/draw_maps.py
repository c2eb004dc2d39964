"""A layer of the trained CNN: the window of a unit slides over the drawing, and the maps are written with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from scenes.silhouettes.computed import Unit, fields, unit
from scenes.silhouettes.knobs import Knobs
from scenes.silhouettes.layout import ACROSS, BOTTOM, DRAWING, MAPS_LEFT, MAPS_WIDTH, PIXEL, SEEN, SMALLER, TOP
from scenes.stage.core.grips import PickCell
from scenes.stage.core.lattice import Point, between, midway, squares
from scenes.stage.core.marks import CELL_GAP, AnyMark, Grid, Rect, Role, Text, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, glide, latest
from scenes.stage.data.trained import Seen, network
from scenes.stage.draw.fields import cut_out, field
from scenes.stage.numbers.values import Values

SCANNED = 0.82
"""The share of the time in which the window slides over the drawing; then it comes to the chosen unit."""
FASTER = (2.2, 2.0, 1.3)
"""The window begins slowly, so that it can be followed: by layer, the share of cells written is the share of time to
this power."""
COMING = 0.5
"""The share of a cell's time in which the window comes to it."""
PIXELS = (SMALLER, SMALLER, PIXEL)
"""The sides of the drawing's pixels, by layer: a unit of layer 3 sees so much that it needn't be enlarged."""
SEEN_LEFT = 484.0
TOLD = ((690.0, 70.0), (690.0, 70.0), (762.0, 56.0))
"""The line and the size of what is told under the drawing, by layer."""
SIDES = (190.0, 158.0, 158.0)
"""The sides of the maps, by layer."""
FILTER = 126.0
"""The side of the filters under the maps of layer 1."""


def draw_maps(stage: Stage, seen: Seen, steps: Sequence[Span], knobs: Knobs) -> None:
    """Draw the layer of the present step, with the drawing at the left."""
    layer = latest(steps)
    chosen, share = unit(seen, layer, knobs.chosen[layer]), min(steps[layer].even / SCANNED, 1.0)
    cells = seen.maps[layer][0].size
    written = cells * share ** FASTER[layer]
    place = _place(seen, layer, chosen, written, steps[layer].even)
    stage.add(drawing(seen, pixel=PIXELS[layer]), *_square(seen, layer, place))
    stage.add(*_maps(seen, layer, int(written)), *_told(layer))
    if steps[layer].even > SCANNED:
        stage.add(*_chosen(seen, layer, chosen, glide((steps[layer].even - SCANNED) / (1 - SCANNED))))


@lru_cache(maxsize=96)
def sheets(seen: Seen, layer: int) -> tuple[Values, ...]:
    """The maps of a layer."""
    return tuple(Values(each) for each in seen.maps[layer])


@lru_cache(maxsize=64)
def weights(layer: int, index: int) -> tuple[Values, ...]:
    """The slices of a filter."""
    return tuple(Values(each) for each in network().convolutions[layer][0][index])


def drawing(seen: Seen, origin: Point = DRAWING, pixel: float = PIXEL) -> Grid:
    """The drawing that the network sees."""
    return Grid(
        values=Values(seen.picture[0]), origin=origin, u=(pixel, 0.0), v=(0.0, pixel), role=Role.INPUT, shade="grey",
        numbers=False, gap=0.0, name="drawing",
    )  # fmt: skip


def _place(seen: Seen, layer: int, chosen: Unit, written: float, even: float) -> Point:
    """Where on the drawing the unit that is being written sees, as (left, top) in pixels; in the end the chosen one."""
    (corner, start), (_, rows, columns) = fields()[layer], seen.maps[layer].shape
    index = min(int(written), rows * columns - 1)
    before, here = divmod(max(index - 1, 0), columns), divmod(index, columns)
    row, column = midway(before, here, glide((written - index) / COMING))
    left, top = start + column * corner.jump, start + row * corner.jump
    back = glide((even - SCANNED) / (1 - SCANNED))
    return between(left, chosen.left, back), between(top, chosen.top, back)


def _square(seen: Seen, layer: int, place: Point) -> list[AnyMark]:
    """The window of a unit on the drawing and, where it is small, what is in it, enlarged beside the drawing."""
    (left, top), (x, y), pixel, size = place, DRAWING, PIXELS[layer], fields()[layer][0].size
    _, height, width = seen.picture.shape
    room = (x, y, x + width * pixel, y + height * pixel)
    marks = field((x + left * pixel, y + top * pixel), size * pixel, room, line=8.0)
    return marks if pixel == PIXEL else [*marks, *_enlarged(seen, size, round(left), round(top))]


def _enlarged(seen: Seen, size: int, left: int, top: int) -> list[AnyMark]:
    """What a unit sees; beyond the drawing it is black."""
    (_, y), cell = DRAWING, SEEN / size
    return [
        Grid(values=Values(cut_out(seen.picture[0], top, left, size)), origin=(SEEN_LEFT, y), u=(cell, 0.0),
             v=(0.0, cell), role=Role.INPUT, shade="grey", framed=False, numbers=False, gap=0.0, name="seen"),
        Rect(x=SEEN_LEFT, y=y, width=SEEN, height=SEEN, radius=4, line=8.0, role=Role.HIGHLIGHT, name="seen, frame"),
    ]  # fmt: skip


def _told(layer: int) -> tuple[Text, ...]:
    """How much a unit sees."""
    size = fields()[layer][0].size
    runs = (TextRun("sees ", Role.MUTED), TextRun(f"{size} × {size}", bold=True), TextRun(" pixels", Role.MUTED))
    y, letters = TOLD[layer]
    return (Text(x=DRAWING[0] - 8.0, y=y, runs=runs, size=letters, name="sees"),)


def _corner(layer: int, index: int) -> Point:
    """Where a map of a layer stands."""
    row, column = divmod(index, ACROSS)
    rows = 2 if layer == 0 else 4
    across = (MAPS_WIDTH - SIDES[layer]) / (ACROSS - 1)
    below = SIDES[layer] + (FILTER + 12.0 if layer == 0 else 0.0)
    down = (BOTTOM - TOP - below) / (rows - 1)
    return MAPS_LEFT + column * across, TOP + row * down


def _maps(seen: Seen, layer: int, shown: int) -> list[AnyMark]:
    """The maps of a layer as far as they are written; under those of the first stand their filters."""
    count, height, width = seen.maps[layer].shape
    side, found = SIDES[layer], list[AnyMark]()
    cell = side / width
    for index, values in enumerate(sheets(seen, layer)):
        x, y = _corner(layer, index)
        lattice = squares((x - index * side, y), cell, height, count * width)
        found.append(Grid(
            values=values, origin=(x, y), u=(cell, 0.0), v=(0.0, cell), role=Role.OUTPUT, scale=f"layer {layer + 1}",
            framed=False, numbers=False, gap=0.0, shown=shown, name=f"map {index + 1}",
            grip=PickCell(f"at{layer + 1}", lattice),
        ))  # fmt: skip
        if layer == 0:
            corner = x + (side - FILTER) / 2, y + side + 12.0
            found.append(slice_of(weights(0, index)[0], corner, FILTER, f"filter {index + 1}"))
    return found


def slice_of(values: Values, corner: Point, side: float, name: str) -> Grid:
    """A slice of a filter as a small picture: its signs and strengths."""
    cell = side / values.shape[1]
    return Grid(
        values=values, origin=corner, u=(cell, 0.0), v=(0.0, cell), role=Role.KERNEL, scale="weights", framed=False,
        numbers=False, gap=CELL_GAP, name=name,
    )  # fmt: skip


def _chosen(seen: Seen, layer: int, chosen: Unit, share: float) -> list[AnyMark]:
    """The white frames of the map that is looked at, and of its cell, into which it closes in."""
    (x, y), side = _corner(layer, chosen.map), SIDES[layer]
    cell = side / seen.maps[layer].shape[2]
    goal = x + chosen.column * cell - 3.0, y + chosen.row * cell - 3.0
    left, top = midway((x - 6.0, y - 6.0), goal, share)
    width = between(side + 12.0, cell + 6.0, share)
    whole = Rect(x=x - 6, y=y - 6, width=side + 12, height=side + 12, line=5.0, role=Role.HIGHLIGHT, radius=6,
                 opacity=min(1.0, 2 * share), name="chosen map")  # fmt: skip
    return [whole, Rect(x=left, y=top, width=width, height=width, line=5.0, role=Role.HIGHLIGHT, name="chosen unit",
                        opacity=min(1.0, 2 * share))]  # fmt: skip
