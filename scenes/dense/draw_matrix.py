"""The weights as a matrix, a row for each output: it thins out, takes shared colours, folds, and slides."""

from __future__ import annotations

from scenes.dense.draw_net import INPUT_TOP, LARGEST, window_frame
from scenes.dense.view import View, Weight, tile
from scenes.stage.core.grips import Grip, Scrub
from scenes.stage.core.lattice import Point, squares
from scenes.stage.core.marks import AnyMark, Grid, Group, Path, Role, Text, TextRun, lettering
from scenes.stage.core.stage import HEADING_Y
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading

X = 716.0
WIDTH, HEIGHT = 680.0, 372.0
GAP = 62.0
"""Between the input and the matrix below it, with a heading in it."""
TRACE = 0.3
"""How strong the band is that the kernel leaves where it has been."""


def draw_matrix(view: View) -> None:
    """Draw the input, the matrix under it as it is now, and the outputs beside it."""
    layer, steps = view.layer, view.steps
    cell = min(LARGEST, WIDTH / layer.inputs, HEIGHT / layer.outputs)
    corner = (X, INPUT_TOP + cell + GAP)
    output = (X + layer.inputs * cell + 56, corner[1])
    marks: list[AnyMark] = [
        heading(X, HEADING_Y, "inputs", "a column of weights for each", Role.INPUT),
        heading(X, corner[1] - 24, *_title(view), Role.KERNEL),
        heading(output[0], corner[1] - 24, "outputs", "", Role.OUTPUT),
    ]
    for weight in view.weights:
        marks += _traced(view, weight, corner, cell) if steps.slide.begun else _weight(view, weight, corner, cell)
    lattice = squares(output, cell, layer.outputs, 1)
    grip: Grip | None = Scrub(lattice, *view.slide.when) if view.slide.when else None
    marks += [
        view.inputs((X, INPUT_TOP), cell, "input of the matrix"),
        *_arrows(view, output, cell),
        Grid(
            values=view.outputs, origin=output, u=(cell, 0.0), v=(0.0, cell), role=Role.OUTPUT,
            shown=view.written, name="outputs", grip=grip,
            highlighted=((view.slide.cell[0], 0),) if steps.slide.active else (),
        ),
    ]  # fmt: skip
    marks += _kernel(view, corner, cell) if steps.slide.begun else []
    view.stage.add(*marks, opacity=steps.small)


def _arrows(view: View, output: Point, cell: float) -> list[AnyMark]:
    """From each row of the matrix to its output; from the one row once it is folded, wherever the kernel is."""
    steps, rows = view.steps, range(view.layer.outputs)
    place = view.slide.place[0] if steps.slide.begun else 0.0
    return [
        lettering(output[0] - 28, output[1] + (row + place + 0.5) * cell, "→", Role.MUTED, size=32, anchor="middle",
                  opacity=1.0 - ease(steps.fold.motion * 3) if row else 1.0)
        for row in (rows[:1] if steps.slide.begun else rows)
        if view.come(row) > 0
    ]  # fmt: skip


def _title(view: View) -> tuple[str, str]:
    """What stands over the matrix: it is the kernel once it is folded."""
    layer, steps = view.layer, view.steps
    if steps.slide.begun or steps.fold.motion >= 1:
        return "kernel", f"{layer.size}"
    return "weights", f"{layer.outputs}×{layer.inputs}"


def _weight(view: View, weight: Weight, corner: Point, cell: float) -> list[AnyMark]:
    """One weight: with a number of its own, with the shared one, or taken away."""
    fold = view.steps.fold.motion
    left, up = ease(fold * 2) * view.layer.stride, ease(fold * 2 - 1)
    x = corner[0] + (weight.column - weight.row * (0 if weight.gone else left)) * cell
    y = corner[1] + weight.row * (1.0 - up) * cell
    marks: list[AnyMark] = []
    if weight.gone > 0:
        zero = (TextRun("0", Role.MUTED),)
        opacity = 0.7 * weight.gone * (1.0 - ease(fold * 3))
        marks.append(Text(x=x + cell / 2, y=y + cell / 2, runs=zero, size=24, anchor="middle", opacity=opacity))
    more = {"grip": view.weight_grip(weight), "name": f"weight [{weight.row}, {weight.column}]"}
    if weight.own > 0:
        value = float(view.layer.dense[weight.row, weight.column])
        marks += tile((x, y), cell, value, Role.KERNEL, weight.own, **(more if weight.shared < 0.5 else {}))
    if weight.shared > 0:
        value = float(view.layer.kernel[weight.place])
        stacked = 1.0 - ease(up * 4 - 3) if weight.row else 1.0  # beneath the first row, tints would add up
        handle = more if weight.shared >= 0.5 else {}
        marks += tile((x, y), cell, value, weight.kind, weight.shared * stacked, **handle)
    return marks


def _traced(view: View, weight: Weight, corner: Point, cell: float) -> list[AnyMark]:
    """The place of a shared weight where the kernel has been."""
    if weight.gone or weight.row >= view.slide.index:
        return []
    place = (corner[0] + weight.column * cell, corner[1] + weight.row * cell)
    trace = tile(place, cell, float(view.layer.kernel[weight.place]), weight.kind, 1.0)
    return [Group(marks=tuple(trace), opacity=TRACE)]


def _kernel(view: View, corner: Point, cell: float) -> list[AnyMark]:
    """The kernel on its way down the matrix, and the window above it that it looks at."""
    row = view.slide.place[0]
    x, y = corner[0] + row * view.layer.stride * cell, corner[1] + row * cell
    width = view.layer.size * cell
    beam = ((x, INPUT_TOP + cell), (x + width, INPUT_TOP + cell), (x + width, y), (x, y))
    marks: list[AnyMark] = [Path(points=beam, closed=True, fill=0.07, line=0.0, role=Role.KERNEL)]
    for place, value in enumerate(view.layer.kernel.tolist()):
        weight = next(each for each in view.weights if each.row == 0 and each.column == place)
        marks += tile(
            (x + place * cell, y), cell, value, weight.kind, 1.0, grip=view.weight_grip(weight),
            name=f"kernel [{place}]",
        )  # fmt: skip
    return [*marks, window_frame((x, INPUT_TOP), width, cell), window_frame((x, y), width, cell)]
