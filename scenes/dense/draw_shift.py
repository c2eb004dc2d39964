"""The input is shifted: the outputs of a convolution shift along, those of a dense layer become others."""

from __future__ import annotations

from scenes import reference
from scenes.dense.draw_net import dense_wires, output_cells, output_places, shared_wires
from scenes.dense.story import one_by_one
from scenes.dense.view import View
from scenes.reference import Floats
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Arrow, Group, Role, Text, TextRun, lettering
from scenes.stage.core.stage import HEADING_Y, LEFT
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import counted, heading

PANELS = (LEFT, 816.0)
WIDTH = 520.0
ROWS = (164.0, 328.0, 676.0, 512.0)
"""The tops of input and output, and of both after the shift: mirrored, so that the outputs are neighbours."""
ROLES = (Role.INPUT, Role.OUTPUT, Role.INPUT, Role.OUTPUT)


def draw_shift(view: View) -> None:
    """Draw both layers, each with the input and below with the shifted input."""
    steps = view.steps
    seen = ease((steps.shift.even - 0.1) * 6) * (1.0 - ease(one_by_one(steps.picture) * 6))
    if seen <= 0:
        return
    marks: list[AnyMark] = []
    for panel, (title, weights) in enumerate((("convolution", view.layer.shared), ("dense layer", view.layer.dense))):
        marks += _panel(view, PANELS[panel], title, weights, shared=panel == 0)
    view.stage.add(*marks, opacity=seen)


def _panel(view: View, left: float, title: str, weights: Floats, *, shared: bool) -> list[AnyMark]:
    """One layer: the input and its outputs, the shifted input and its outputs, and which of them are the same."""
    layer, share = view.layer, view.steps.shift.even
    cell = min(80.0, WIDTH / layer.inputs)
    note = counted(layer.size, "shared weight") if shared else counted(layer.counts[0], "weight")
    marks: list[AnyMark] = [heading(left, HEADING_Y, title, note, Role.KERNEL)]
    for half, (x, come) in enumerate(((layer.x, 1.0), (layer.moved, ease((share - 0.3) * 5)))):
        top, below = ROWS[2 * half], ROWS[2 * half + 1]
        places = output_places(layer, (left, below), cell)
        wires = (shared_wires if shared else dense_wires)(layer, (left, top), places, cell)
        y = reference.dense(x, weights).tolist()
        written = layer.outputs if half == 0 or share > 0.55 else 0
        suffix = f"{'shifted ' if half else ''}{title}"
        block: list[AnyMark] = [
            *wires,
            *_row(view, x, (left, top), cell, f"input of the {suffix}", come if half else 1.0),
            *output_cells(y, places, cell, f"output of the {suffix}", written),
        ]
        marks.append(Group(marks=tuple(block), opacity=come))
    for y, words, role in zip(ROWS, ("input", "outputs", "shifted input", "outputs"), ROLES, strict=True):
        marks.append(lettering(left + layer.inputs * cell + 24, y + cell / 2, words, role, size=24))
    return [*marks, *_compared(view, left, cell, layer.kept(weights))]


def _row(view: View, x: Floats, corner: Point, cell: float, name: str, come: float) -> list[AnyMark]:
    """The input; the shifted one is on its way to the right while `come` is less than 1."""
    if come >= 1:
        return [view.row(x.tolist(), corner, cell, name)]
    kept = view.row(x[view.layer.shift :].tolist(), corner, cell, name)
    return [Group(marks=(kept,), dx=come * view.layer.shift * cell)]


def _compared(view: View, left: float, cell: float, equal: tuple[bool, ...]) -> list[AnyMark]:
    """For each output an arrow to where it should be after the shift, and whether it is the same there."""
    share = ease((view.steps.shift.even - 0.6) * 4)
    if share <= 0:
        return []
    layer = view.layer
    starts, ends = (output_places(layer, (left, row), cell) for row in (ROWS[1], ROWS[3]))
    marks: list[AnyMark] = []
    for (row, to), same in zip(layer.pairs, equal, strict=True):
        role = Role.OUTPUT if same else Role.WARNING
        x, goal = starts[row][0] + cell / 2, ends[to][0] + cell / 2
        marks.append(Arrow(start=(x, ROWS[1] + cell + 4), end=(goal, ROWS[3] - 6), role=role, line=5.0, head=20.0))
    side, middle = left + layer.inputs * cell + 24, (ROWS[1] + cell + ROWS[3]) / 2
    role = Role.OUTPUT if equal and all(equal) else Role.WARNING
    runs = (TextRun(f"{sum(equal)} of {len(equal)}" if equal else "no pair", role, bold=True),)
    words = (TextRun("the same" if equal else "to compare", role),)
    marks += [Text(x=side, y=middle - 18, runs=runs, size=36), Text(x=side, y=middle + 22, runs=words, size=24)]
    return [Group(marks=tuple(marks), opacity=share)]
