"""The layer as a net: a line from each input to each output for every weight."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.dense.computed import Layer
from scenes.dense.view import FLOOR, HEADINGS_Y, INPUT_TOP, View
from scenes.stage.core.lattice import Point, midway
from scenes.stage.core.marks import KINDS, AnyMark, Grid, Path, Role, lettering
from scenes.stage.core.stage import LEFT
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.values import Values

WIDTH, LARGEST = 960.0, 190.0
ROOM = 800.0
"""The room up to the end of the outputs, beside which their heading stands."""


def draw_net(view: View) -> None:
    """Draw inputs at the top, outputs below, and the lines as they come, one output after the other."""
    layer = view.layer
    cell = min(LARGEST, WIDTH / layer.inputs, ROOM / (layer.inputs - (layer.size - 1) / 2))
    origin, places = (LEFT, INPUT_TOP), output_places(layer, (LEFT, FLOOR - cell), cell)
    marks: list[AnyMark] = [heading(LEFT, HEADINGS_Y, "inputs", "", Role.INPUT, size=40.0)]
    for row, place in enumerate(places):
        for column in range(layer.inputs):
            share = view.drawn(row) * layer.inputs - column
            if share > 0.0:
                start = (origin[0] + column * cell, origin[1])
                marks.append(wire(start, place, cell, Role.KERNEL, 0.8, line=5.0, share=min(share, 1.0)))
    marks += [
        view.inputs(origin, cell),
        *output_cells(view.outputs.array[:, 0].tolist(), places, cell, "output", view.written),
        lettering(places[-1][0] + cell + 24, FLOOR - cell / 2, "outputs", Role.OUTPUT, bold=True, size=40.0),
    ]
    view.stage.add(*marks)


def output_places(layer: Layer, origin: Point, cell: float) -> tuple[Point, ...]:
    """The corners of the outputs: each below the middle of its window."""
    x, y = origin
    return tuple((x + (row * layer.stride + (layer.size - 1) / 2) * cell, y) for row in range(layer.outputs))


def output_cells(
    numbers: Sequence[float], places: Sequence[Point], cell: float, name: str, written: int
) -> list[AnyMark]:
    """A cell for each output, empty as long as it is not written."""
    return [
        Grid(
            values=Values([[value]]), origin=place, u=(cell, 0.0), v=(0.0, cell), role=Role.OUTPUT,
            shown=int(row < written), name=f"{name} {row}", first=(row, 0),
        )
        for row, (value, place) in enumerate(zip(numbers, places, strict=True))
    ]  # fmt: skip


def wire(
    start: Point, end: Point, cell: float, role: Role, opacity: float, line: float = 5.0, share: float = 1.0
) -> Path:  # fmt: skip
    """The line of one weight, from an input as far as it has come to an output below it."""
    leave, arrive = (start[0] + cell / 2, start[1] + cell + 6), (end[0] + cell / 2, end[1] - 6)
    return Path(points=(leave, midway(leave, arrive, share)), role=role, line=line, opacity=opacity)


def shared_wires(layer: Layer, origin: Point, below: Sequence[Point], cell: float) -> list[AnyMark]:
    """The lines of a convolution."""
    return [
        wire((origin[0] + (row * layer.stride + u) * cell, origin[1]), place, cell, KINDS[u], 1.0)
        for row, place in enumerate(below)
        for u in range(layer.size)
    ]


def dense_wires(layer: Layer, origin: Point, below: Sequence[Point], cell: float) -> list[AnyMark]:
    """The lines of a dense layer."""
    return [
        wire((origin[0] + column * cell, origin[1]), place, cell, Role.KERNEL, 0.7, 4.0)
        for place in below
        for column in range(layer.inputs)
    ]
