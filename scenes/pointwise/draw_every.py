"""Every pixel: the needle goes on to the next place, and the same weights make the next column of the output."""

from __future__ import annotations

from dataclasses import replace

from scenes.pointwise.draw_needle import SMALL, tile_at
from scenes.pointwise.view import HEADINGS_Y, THICK, View, flying
from scenes.stage.core.lattice import Cell
from scenes.stage.core.marks import AnyMark, Path, Role
from scenes.stage.core.timeline import glide
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.plates import Plates
from scenes.stage.draw.sheets import Spot
from scenes.stage.draw.sliding import goes_to
from scenes.stage.draw.walk import walk

FIRSTS = (5.0,)
"""How many times as long as the others the first pixel takes: its numbers are followed."""
FOLLOWED = 64
"""Of pictures of up to so many pixels, each column that is made is followed."""
INPUT, OUTPUT = Area(66.0, 164.0, 500.0, 600.0), Area(1070.0, 158.0, 472.0, 630.0)
WEIGHTS = Area(600.0, 170.0, 440.0, 600.0)
"""The weights, and over them room for the column that goes to them."""
ASIDE = 18.0
LEAVES, ARRIVES = 0.55, 0.96


def draw_every(view: View) -> list[AnyMark]:
    """The input with the needle, the weights that stay what they are, and the output as far as it is written."""
    layer = view.layer
    few = layer.size[0] * layer.size[1] <= FOLLOWED
    now = walk(view.span, *layer.size, view.cell, firsts=FIRSTS if few else ())
    written = now.index + (now.inside >= ARRIVES) if few else now.written()
    source, result = Plates(INPUT, layer.size, layer.channels), Plates(OUTPUT, layer.size, layer.outputs)
    grips = [goes_to(source.lattice(index), now) for index in range(layer.channels)]
    outputs = [
        matrix(values, (0.0, 0.0), 1.0, role=Role.OUTPUT, name=f"output channel {index + 1}", gap=0.06, numbers=False,
               shown=written, highlighted=(now.cell,), grip=goes_to(result.lattice(index), now))
        for index, values in enumerate(layer.output)
    ]  # fmt: skip
    marks = view.pierced(source, grips, now.cell, now.place, 1.0, numbers=False)
    marks += [*result.pierced(outputs, [Role.OUTPUT] * layer.outputs, [], 0.0, THICK), *_weights(view)]
    for area, words, role in ((INPUT, "input", Role.INPUT), (WEIGHTS, "the same weights", Role.KERNEL),
                              (OUTPUT, "output", Role.OUTPUT)):  # fmt: skip
        marks.append(heading(area.middle[0], HEADINGS_Y, words, "", role, "middle", 40.0))
    if few:
        marks += _numbers(view, now.cell, now.inside, source, result)
    return marks


def _weights(view: View) -> list[AnyMark]:
    """A needle with its weights for each output channel, pointing at the output."""
    (x, y), side = _corner(view)
    marks: list[AnyMark] = []
    for row in range(view.layer.outputs):
        top, bottom = y + row * (side + ASIDE) - 8, y + row * (side + ASIDE) + side + 8
        right = x + view.layer.channels * side + 8
        points = ((x - 8, top), (right, top), (right + 36, (top + bottom) / 2), (right, bottom), (x - 8, bottom))
        marks += [
            Path(points=points, closed=True, fill=0.2, line=4.0, role=Role.KERNEL, name=f"needle of output {row + 1}"),
            matrix(view.layer.weights[row : row + 1], (x, y + row * (side + ASIDE)), side, role=Role.KERNEL,
                   scale="weights", decimals=view.layer.decimals, framed=False, name=f"weights of output {row + 1}"),
        ]  # fmt: skip
    return marks


def _corner(view: View) -> Spot:
    """Where the weights stand, and the side of their cells."""
    d, c = view.layer.weights.shape
    side = min(130.0, (WEIGHTS.width - 40) / c, (WEIGHTS.height - (d + 1) * ASIDE) / (d + 1))
    return (WEIGHTS.middle[0] - 18 - c * side / 2, WEIGHTS.middle[1] + (side - d * (side + ASIDE) + ASIDE) / 2), side


def _numbers(view: View, cell: Cell, inside: float, source: Plates, result: Plates) -> list[AnyMark]:
    """The column on its way to the weights, and what they make of it on its way to the output."""
    layer, column, ((x, y), side) = view.layer, view.layer.column(cell), _corner(view)
    marks: list[AnyMark] = []
    above = 0.92 * side
    for channel in range(layer.channels):
        goal = ((x + channel * side + (side - above) / 2, y - above - 24), above)
        share = glide((inside - 0.2) / (LEAVES - 0.2))
        if share > 0 and inside < LEAVES:
            start, here = tile_at(source.lattice(channel), cell), replace(view, cell=cell)
            marks.append(here.value(channel, start, goal, min(share, 0.999), "number on its way"))
    for row in range(layer.outputs):
        start = ((x + layer.channels * side - SMALL, y + row * (side + ASIDE) + (side - SMALL) / 2), SMALL)
        way, share = (start, tile_at(result.lattice(row), cell)), (inside - LEAVES) / (ARRIVES - LEAVES)
        marks += flying(float(column.y[row]), way, share, Role.OUTPUT, f"output on its way {row + 1}")
    return marks
