"""The layers as a whole: the blocks of maps to one scale, and the units that read all numbers of a layer."""

from __future__ import annotations

from dataclasses import replace

from scenes.lenet.computed import Flow, modern
from scenes.lenet.draw_digit import FRAME, START, picture
from scenes.lenet.draw_maps import tile
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Grid, Path, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span, glide
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.road import Block, road, solid
from scenes.stage.draw.sheets import underway
from scenes.stage.draw.walk import at_work

LAYERS = ("C1", "S2", "C3", "S4")
CELL, MIDDLE, APART = 13.0, 330.0, 2.8
"""The scale of the blocks, the height of their middles, and the cells between two of them."""
NAMES_Y, SIDES_Y, COUNTS_Y = 590.0, 660.0, 744.0
UNIT, TOP = 42.0, 262.0
"""The side of a unit, and where units begin."""
S4, BETWEEN = 23.0, 14.0
"""The side of a cell of S4, and the room between two maps."""


def blocks() -> tuple[Block, ...]:
    """The blocks of maps from the input to S4."""
    layers = [("input", modern().shape), *((name, modern().layer(name).shape) for name in LAYERS)]
    return road(layers, CELL, (LEFT, MIDDLE), APART)


def flown_through(span: Span, flow: Flow) -> list[AnyMark]:
    """One block after another grows out of the one before it; under each stand the size and the number of its maps."""
    marks, before = list[AnyMark](), blocks()[0]
    for index, block in enumerate(blocks()):
        share = 1.0 if index == 0 else glide(span.t / 0.75 * len(LAYERS) - index + 1)
        if share > 0:
            marks += [*solid(block, Role.INPUT if index == 0 else Role.OUTPUT, grown=share, line=3.0, notch=1),
                      *_below(block, share), _front(flow, before, block, share)]  # fmt: skip
        before = block
    return marks


def _front(flow: Flow, before: Block, block: Block, share: float) -> Grid:
    """The first map on its way from the front of the block before."""
    values, columns = flow.tiles[block.name][0], block.shape[2]
    start, goal = ((before.x, before.y), before.width / columns), ((block.x, block.y), block.cell)
    corner, cell = underway(start, goal, share)
    if block.name == "input":
        return replace(picture(values, corner, cell), framed=False)
    return tile(values, corner, cell, f"{block.name} map 1")


def _below(block: Block, share: float) -> list[AnyMark]:
    """The name of a layer, the side of its maps and how many there are."""
    maps, side, _ = block.shape
    x, name = block.foot[0], block.name
    role = Role.INPUT if name == "input" else Role.OUTPUT
    lines = (("name", NAMES_Y, name, role, 40.0), ("side", SIDES_Y, f"{side}×{side}", Role.TEXT, 46.0),
             ("maps", COUNTS_Y, f"× {maps}", role, 64.0))  # fmt: skip
    return [
        lettering(x, y, words, color, bold=True, size=size, anchor="middle", opacity=share, name=f"{what} of {name}")
        for what, y, words, color, size in lines
    ]


def read_by_units(span: Span, flow: Flow) -> list[AnyMark]:
    """S4 as a whole, the units of C5 that read all of it one after another, then those of F6, which read all of C5."""
    first, second = min(2 * span.even, 1.0), max(0.0, 2 * span.even - 1)
    pitch = 5 * S4 + BETWEEN
    width = 4 * pitch - BETWEEN
    c5, f6 = flow.tiles["C5"][0], flow.tiles["F6"][0]
    f6_x = RIGHT - FRAME - f6.shape[1] * UNIT
    c5_x = (START + width + f6_x - c5.shape[1] * UNIT) / 2
    grids = [
        matrix(values, (x, TOP), UNIT, role=Role.OUTPUT, scale="units", numbers=False, name=f"{name} units",
               shown=round(share * values.array.size), highlighted=at_work(share, *values.shape))
        for name, values, x, share in (("C5", c5, c5_x, first), ("F6", f6, f6_x, second))
    ]  # fmt: skip
    marks: list[AnyMark] = [
        _beam((START + width + 8, TOP), width, grids[0], first),
        _beam((c5_x + c5.shape[1] * UNIT + 8, TOP), 12 * UNIT, grids[1], second),
        *grids,
    ]
    for index, values in enumerate(flow.tiles["S4"]):
        row, column = divmod(index, 4)
        marks.append(tile(values, (START + column * pitch, TOP + row * pitch), S4, f"S4 map {index + 1}"))
    for name, x, count in (("S4", START, flow.s4.size), ("C5", c5_x, flow.c5.size), ("F6", f6_x, flow.f6.size)):
        marks += [
            heading(x, 130, name, "numbers" if name == "S4" else "units", Role.OUTPUT, size=40),
            lettering(x, 200, str(count), bold=True, size=84, name=f"count of {name}"),
        ]
    return marks


def _beam(edge: Point, height: float, grid: Grid, share: float) -> Path:
    """From all of a layer to the unit that reads it; while none does, to the last one that did."""
    (x, y), count = edge, grid.values.array.size
    row, column = divmod(min(int(share * count), count - 1), grid.values.shape[1])
    left, top = grid.lattice.at(row, column)
    points = ((x, y), (left, top), (left, top + UNIT), (x, y + height))
    return Path(points=points, closed=True, fill=0.16, line=0.0, role=Role.KERNEL, opacity=min(1.0, 20 * share),
                name=f"what a unit of {grid.name} reads")  # fmt: skip
