"""The layer as a net: a line from each input to each output for every weight, thinned out and coloured as they are."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.dense.computed import Layer
from scenes.dense.view import View
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import KINDS, AnyMark, Grid, Path, Rect, Role
from scenes.stage.core.stage import HEADING_Y, LEFT
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.values import Values

INPUT_TOP = 164.0
BELOW = 520.0
WIDTH = 592.0
LARGEST = 104.0


def draw_net(view: View) -> None:
    """Draw inputs at the top, outputs below, and a line for each weight that is left."""
    layer, steps = view.layer, view.steps
    cell = min(LARGEST, WIDTH / layer.inputs)
    origin, below = (LEFT, INPUT_TOP), output_places(layer, (LEFT, BELOW), cell)
    marks: list[AnyMark] = [heading(LEFT, HEADING_Y, "inputs", str(layer.inputs), Role.INPUT)]
    marks += _lines(view, origin, below, cell)
    marks.append(view.inputs(origin, cell, "input"))
    marks += output_cells(view.outputs.array[:, 0].tolist(), below, cell, "output", view.written)
    marks.append(heading(LEFT, BELOW + cell + 28, "outputs", str(layer.outputs), Role.OUTPUT))
    if steps.slide.active:
        row = view.slide.place[0] * layer.stride
        marks.append(window_frame((origin[0] + row * cell, INPUT_TOP), layer.size * cell, cell))
    view.stage.add(*marks, opacity=steps.small)


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


def window_frame(corner: Point, width: float, height: float, name: str = "") -> Rect:
    """The frame of the window that the kernel looks at."""
    return Rect(x=corner[0], y=corner[1], width=width, height=height, radius=8, line=8.0, role=Role.KERNEL, name=name)


def wire(start: Point, end: Point, cell: float, role: Role, opacity: float, line: float = 3.0) -> Path:
    """The line of one weight, from an input to an output below or above it."""
    leave, arrive = (cell + 4, -4.0) if start[1] < end[1] else (-4.0, cell + 4)
    points = (start[0] + cell / 2, start[1] + leave), (end[0] + cell / 2, end[1] + arrive)
    return Path(points=points, role=role, line=line, opacity=opacity)


def _lines(view: View, origin: Point, below: Sequence[Point], cell: float) -> list[AnyMark]:
    """The lines of all weights; while the kernel slides, those of the present window stand out."""
    marks: list[AnyMark] = []
    at = view.slide.cell[0] if view.steps.slide.active else None
    for weight in view.weights:
        start = (origin[0] + weight.column * cell, origin[1])
        here = at is None or weight.row == at
        strength, line = (1.0, 3.0) if at is None else (1.0, 6.0) if here else (0.25, 3.0)
        ends = start, below[weight.row], cell
        if weight.own > 0:
            marks.append(wire(*ends, Role.KERNEL, weight.own * 0.8))
        if weight.shared > 0:
            marks.append(wire(*ends, weight.kind, weight.shared * strength, line))
    return marks


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
        wire((origin[0] + column * cell, origin[1]), place, cell, Role.KERNEL, 0.6, 2.0)
        for place in below
        for column in range(layer.inputs)
    ]
