"""The trained CNN: a drawing, the filters and maps of a layer, and what one of its units sees."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from scenes.receptive.computed import Unit, cut_out, look, unit
from scenes.receptive.draw_field import field
from scenes.receptive.knobs import Knobs
from scenes.receptive.layout import CUT, CUT_SIDE, DRAWING, MAPS_LEFT, MAPS_TOP, PIXEL
from scenes.receptive.story import Steps
from scenes.stage.core.grips import PickCell
from scenes.stage.core.lattice import Point, squares
from scenes.stage.core.marks import CELL_GAP, AnyMark, Grid, Rect, Role, Text, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.data.trained import Seen, network
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.values import Values, format_number

COLUMNS = (4, 8, 8)
"""How many maps of each layer stand in a row."""
SIDES = (182.0, 116.0, 116.0)
PITCHES = ((272.0, 290.0), (132.0, 158.0), (132.0, 158.0))
FILTER_CELL = 24.0
SLICES_TOP = 606.0
SLICE = 160.0
"""The height of all slices together, without the gap between their rows."""
SLICES_IN_A_ROW = 8


def draw_maps(stage: Stage, steps: Steps, knobs: Knobs) -> None:
    """Draw the layer of the present step, with the drawing at the left."""
    seen, units = look(knobs.animal, knobs.drawing), list[tuple[Unit, float]]()
    layers = zip(pairwise((*steps.maps, steps.favourites)), (knobs.at1, knobs.at2, knobs.at3), strict=True)
    for layer, ((step, after), at) in enumerate(layers):
        opacity = steps.seen(step, after)
        if opacity > 0:
            chosen = unit(seen, layer, at)
            shown = round(step.even * len(seen.maps[layer]) + 0.49)
            stage.add(*_layer(seen, layer, chosen, shown), *_field(seen, chosen), opacity=opacity)
            units.append((chosen, opacity))
    opacity = steps.seen(steps.maps[0]) * (1.0 - steps.seen(steps.favourites) + steps.seen(steps.answer))
    if opacity > 0:
        stage.add(*_drawing(seen, knobs), opacity=opacity)
        for chosen, visible in units:
            stage.add(*_square(seen, chosen), opacity=visible)


@lru_cache(maxsize=96)
def _sheets(seen: Seen, layer: int) -> tuple[Values, ...]:
    """The maps of a layer."""
    return tuple(Values(each) for each in seen.maps[layer])


@lru_cache(maxsize=64)
def _weights(layer: int, index: int) -> tuple[Values, ...]:
    """The slices of a filter."""
    return tuple(Values(each) for each in network().convolutions[layer][0][index])


def _drawing(seen: Seen, knobs: Knobs) -> list[AnyMark]:
    """The drawing that the network sees."""
    return [
        heading(DRAWING[0], DRAWING[1] - 36, knobs.animal, "28×28 pixels", Role.INPUT),
        Grid(
            values=Values(seen.picture[0]), origin=DRAWING, u=(PIXEL, 0.0), v=(0.0, PIXEL), role=Role.INPUT,
            shade="grey", numbers=False, gap=0.0, name="drawing",
        ),
    ]  # fmt: skip


def _square(seen: Seen, chosen: Unit) -> tuple[AnyMark, ...]:
    """What the chosen unit sees, on the drawing."""
    (x, y), (_, height, width) = DRAWING, seen.picture.shape
    left, top, side = x + chosen.left * PIXEL, y + chosen.top * PIXEL, chosen.field.size * PIXEL
    return tuple(field((left, top), (left + side, top + side), (x, y, x + width * PIXEL, y + height * PIXEL)))


def _field(seen: Seen, chosen: Unit) -> list[AnyMark]:
    """What the chosen unit sees, cut out and enlarged, with r, j and its value."""
    size = chosen.field.size
    cut = cut_out(seen.picture[0], chosen.top, chosen.left, size)
    cell = CUT_SIDE / size
    lines = (
        (TextRun("r = ", Role.MUTED), TextRun(str(size), Role.HIGHLIGHT, bold=True)),
        (TextRun("j = ", Role.MUTED), TextRun(str(chosen.field.jump), Role.OUTPUT, bold=True)),
        (TextRun("it says ", Role.MUTED), TextRun(format_number(chosen.value, 2), Role.OUTPUT, bold=True)),
    )
    return [
        Grid(
            values=Values(cut), origin=CUT, u=(cell, 0.0), v=(0.0, cell), role=Role.INPUT, shade="grey",
            numbers=False, gap=0.0, name="what it sees",
        ),
        Rect(x=CUT[0], y=CUT[1], width=CUT_SIDE, height=CUT_SIDE, line=4.0, role=Role.HIGHLIGHT),
        *(
            Text(x=CUT[0] + CUT_SIDE + 24, y=CUT[1] + 30 + index * 52, runs=runs, size=32)
            for index, runs in enumerate(lines)
        ),
    ]  # fmt: skip


def _layer(seen: Seen, layer: int, chosen: Unit, shown: int) -> list[AnyMark]:
    """The maps of a layer; in the first each has its filter beside it, deeper the chosen one's slices stand below."""
    maps = seen.maps[layer]
    count, height, width = maps.shape
    sheets, side = _sheets(seen, layer), SIDES[layer]
    cell = side / width
    words = f"{count} maps of {height}×{width}, after ReLU"
    marks: list[AnyMark] = [heading(MAPS_LEFT, MAPS_TOP - 36, f"layer {layer + 1}", words, Role.OUTPUT)]
    for index in range(min(shown, count)):
        x, y = _corner(layer, index)
        lattice = squares((x - index * side, y), cell, height, count * width)
        here = index == chosen.map
        marks.append(Grid(
            values=sheets[index], origin=(x, y), u=(cell, 0.0), v=(0.0, cell), role=Role.OUTPUT,
            scale=f"layer {layer + 1}", framed=False, numbers=False, gap=0.0, name=f"map {index + 1}",
            highlighted=((chosen.row, chosen.column),) if here else (), grip=PickCell(f"at{layer + 1}", lattice),
        ))  # fmt: skip
        if here:
            marks.append(Rect(x=x - 6, y=y - 6, width=side + 12, height=side + 12, line=3.0, role=Role.HIGHLIGHT,
                              radius=6))  # fmt: skip
        if layer == 0:
            corner = (x + side + 12, y)
            marks += _slice(_weights(0, index)[0], corner, FILTER_CELL, f"filter {index + 1}")
    return marks if layer == 0 else [*marks, *_slices(layer, chosen)]


def _corner(layer: int, index: int) -> Point:
    row, column = divmod(index, COLUMNS[layer])
    across, down = PITCHES[layer]
    return MAPS_LEFT + column * across, MAPS_TOP + row * down


def _slices(layer: int, chosen: Unit) -> list[AnyMark]:
    """All slices of the chosen map's filter, one for each map of the layer before."""
    filters, _ = network().convolutions[layer]
    _, count, _, side = filters.shape
    rows = -(-count // SLICES_IN_A_ROW)
    cell = min(SLICE / rows, SIDES[layer]) / side
    words = f"{count} slices of {side}×{side}, one for each map of layer {layer}"
    marks: list[AnyMark] = [heading(MAPS_LEFT, SLICES_TOP - 34, f"filter {chosen.map + 1}", words, Role.KERNEL)]
    for index, values in enumerate(_weights(layer, chosen.map)):
        row, column = divmod(index, SLICES_IN_A_ROW)
        corner = MAPS_LEFT + column * PITCHES[layer][0], SLICES_TOP + row * (SLICE / rows + 12)
        marks += _slice(values, corner, cell, f"slice {index + 1}")
    return marks


def _slice(values: Values, corner: Point, cell: float, name: str) -> list[AnyMark]:
    """A slice of a filter as a small picture: its signs and strengths."""
    return [Grid(
        values=values, origin=corner, u=(cell, 0.0), v=(0.0, cell), role=Role.KERNEL, scale="weights",
        framed=False, numbers=False, gap=CELL_GAP, name=name,
    )]  # fmt: skip
