"""The weights as a matrix, a row for each output: it thins out, takes shared weights, folds, and slides."""

from __future__ import annotations

from dataclasses import replace

from scenes.dense.view import ARRIVED, FLOOR, HEADINGS_Y, INPUT_TOP, WINDOW_GLIDES, View, Weight, tile, window_frame
from scenes.stage.core.grips import Grip, Scrub
from scenes.stage.core.lattice import Point, between, midway, squares
from scenes.stage.core.marks import AnyMark, Grid, Group, Path, Role, lettering
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.values import Values

WIDTH, LARGEST = 770.0, 132.0
GAP, BESIDE = 64.0, 88.0
"""Between the input and the matrix below it, with a heading in it; and between the matrix and the outputs."""
TRACE, GHOST = 0.38, 0.22
"""How strong the band is that the kernel leaves where it has been; and rows where they were folded from."""


def draw_matrix(view: View) -> None:
    """Draw the input, the matrix under it as it is now, and the outputs beside it."""
    layer, steps = view.layer, view.steps
    cell = min(LARGEST, WIDTH / layer.inputs, (FLOOR - INPUT_TOP - GAP) / (layer.outputs + 1))
    corner = (LEFT, INPUT_TOP + cell + GAP)
    output = (LEFT + layer.inputs * cell + BESIDE, corner[1])
    kernel = steps.slide.begun or steps.fold.motion >= 1
    marks: list[AnyMark] = [
        heading(LEFT, HEADINGS_Y, "inputs", "", Role.INPUT, size=40.0),
        heading(LEFT, corner[1] - 32, "kernel" if kernel else "weights", "", Role.KERNEL, size=40.0),
        heading(output[0] + cell, corner[1] - 32, "outputs", "", Role.OUTPUT, anchor="end", size=40.0),
    ]
    for weight in view.weights:
        marks += _traced(view, weight, corner, cell) if steps.slide.begun else _weight(view, weight, corner, cell)
    lattice = squares(output, cell, layer.outputs, 1)
    grip: Grip | None = Scrub(lattice, *view.slide.when) if view.slide.when else None
    outputs = Grid(
        values=view.outputs, origin=output, u=(cell, 0.0), v=(0.0, cell), role=Role.OUTPUT,
        shown=view.written, name="outputs", grip=grip,
        highlighted=((view.slide.cell[0], 0),) if steps.slide.active else (),
    )  # fmt: skip
    marks += [view.inputs((LEFT, INPUT_TOP), cell), *_arrows(view, output, cell), outputs]
    marks += _kernel(view, corner, cell, outputs) if steps.slide.begun else []
    view.stage.add(*marks)


def _arrows(view: View, output: Point, cell: float) -> list[AnyMark]:
    """From each row of the matrix to its output; from the one row once it is folded, wherever the kernel is."""
    steps, rows = view.steps, range(view.layer.outputs)
    place = view.slide.place[0] if steps.slide.begun else 0.0
    return [
        lettering(output[0] - BESIDE / 2, output[1] + (row + place + 0.5) * cell, "→", Role.MUTED, size=48,
                  anchor="middle", opacity=between(1.0, GHOST, ease(steps.fold.motion * 3)) if row else 1.0)
        for row in (rows[:1] if steps.slide.begun else rows)
        if view.come(row) > 0
    ]  # fmt: skip


def _weight(view: View, weight: Weight, corner: Point, cell: float) -> list[AnyMark]:
    """One weight: it comes down from its input, is taken away, or gives way to the one from the row above.

    Where it is folded from, a ghost of it stays.
    """
    fold = view.steps.fold.motion
    left, up = glide(fold * 2) * view.layer.stride, glide(fold * 2 - 1)
    x = corner[0] + (weight.column - weight.row * (0 if weight.gone else left)) * cell
    y = corner[1] + weight.row * (1.0 - up) * cell
    marks: list[AnyMark] = []
    if weight.gone > 0:
        opacity = weight.gone * (1.0 - ease(fold * 3))
        zero = lettering(x + cell / 2, y + cell / 2, "0", Role.MUTED, size=min(44.0, 0.54 * cell), anchor="middle")
        marks.append(replace(zero, opacity=opacity))
    more = {"grip": view.weight_grip(weight), "name": f"weight [{weight.row}, {weight.column}]"}
    if weight.row and not weight.gone and fold > 0:
        marks.append(_ghost(view, weight, corner, cell, GHOST * ease(fold * 3)))
    if weight.own > 0:
        value = float(view.layer.dense[weight.row, weight.column])
        start = between(INPUT_TOP, y, glide(view.come(weight.row)))
        marks += tile((x, start), cell, value, Role.KERNEL, weight.own, **(more if weight.shared < 0.5 else {}))
    if weight.shared > 0:
        value = float(view.layer.kernel[weight.place])
        stacked = 1.0 - ease(up * 4 - 3) if weight.row else 1.0  # beneath the first row, tints would add up
        above = (x - view.layer.stride * cell, y - cell) if weight.row else (x, y)
        at = midway(above, (x, y), weight.shared)
        strength = stacked * (ease(weight.shared * 4) if weight.row else weight.shared)
        marks += tile(at, cell, value, weight.kind, strength, **(more if weight.shared >= 0.5 else {}))
    return marks


def _traced(view: View, weight: Weight, corner: Point, cell: float) -> list[AnyMark]:
    """The place of a shared weight where the kernel has been; fainter where it will be."""
    if weight.gone or weight.row == view.slide.index:
        return []
    return [_ghost(view, weight, corner, cell, TRACE if weight.row < view.slide.index else GHOST)]


def _ghost(view: View, weight: Weight, corner: Point, cell: float, opacity: float) -> Group:
    """A shared weight, faint, where its row has it in the matrix."""
    place = (corner[0] + weight.column * cell, corner[1] + weight.row * cell)
    ghost = tile(place, cell, float(view.layer.kernel[weight.place]), weight.kind, 1.0)
    return Group(marks=tuple(ghost), opacity=opacity)


def _kernel(view: View, corner: Point, cell: float, outputs: Grid) -> list[AnyMark]:
    """The kernel on its way down the matrix, the window above it that it looks at, and the output that it makes."""
    row = view.slide.place[0]
    x, y = corner[0] + row * view.layer.stride * cell, corner[1] + row * cell
    width = view.layer.size * cell
    beam = ((x, INPUT_TOP + cell), (x + width, INPUT_TOP + cell), (x + width, y), (x, y))
    marks: list[AnyMark] = [Path(points=beam, closed=True, fill=0.1, line=0.0, role=Role.KERNEL)]
    for place, value in enumerate(view.layer.kernel.tolist()):
        weight = next(each for each in view.weights if each.row == 0 and each.column == place)
        marks += tile(
            (x + place * cell, y), cell, value, weight.kind, 1.0, grip=view.weight_grip(weight),
            name=f"kernel [{place}]",
        )  # fmt: skip
    marks += [window_frame((x, INPUT_TOP), width, cell), window_frame((x, y), width, cell)]
    return [*marks, *_made(view, (x + width - cell, y), outputs)]


def _made(view: View, start: Point, outputs: Grid) -> list[AnyMark]:
    """The present output on its way from the kernel to its place."""
    share = (view.slide.inside - WINDOW_GLIDES) / (ARRIVED - WINDOW_GLIDES)
    if not 0.0 < share < 1.0:
        return []
    row = view.slide.cell[0]
    goal = (outputs.origin[0], outputs.origin[1] + row * outputs.v[1])
    number = Values([[outputs.values.array[row, 0]]])
    return [replace(outputs, values=number, origin=midway(start, goal, glide(share)), shown=None, grip=None,
                    highlighted=(), name="output on its way")]  # fmt: skip
