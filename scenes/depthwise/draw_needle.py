"""The pointwise part: a needle through all maps, a column of weights, and the output maps that it weaves."""

from __future__ import annotations

from scenes.depthwise.layout import HEADING, LINES_X, OUTPUT_X, PRODUCT_X, WEIGHT, WEIGHT_X
from scenes.depthwise.view import View
from scenes.stage.core.lattice import between, midway
from scenes.stage.core.marks import AnyMark, Grid, Path, Role, Text, TextRun, lettering
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading, number, shape_text
from scenes.stage.draw.matrices import matrix, written_first


def draw_needle(view: View) -> None:
    """Draw the needle, the column of weights, the products, and the lines that meet in one output cell."""
    if view.steps.pierced <= 0:
        return
    column = f"{view.steps.column + 1} of {view.layer.maps}"
    above = view.place.weight(0)[1] - 34
    marks: list[AnyMark] = [heading(WEIGHT_X, above, "column", column, Role.KERNEL), _needle(view)]
    for channel in range(view.layer.channels):
        marks += [*_thread(view, channel), *_weight(view, channel)]
    view.stage.add(*marks, opacity=view.steps.rows)


def draw_outputs(view: View) -> None:
    """Draw the output maps as far as they are written, by the needle or by the standard convolution."""
    shape = shape_text(view.layer.y.shape)
    marks: list[AnyMark] = [heading(OUTPUT_X, HEADING, "output", shape, Role.OUTPUT)]
    for index in range(view.layer.maps):
        marks += _output(view, index)
    view.stage.add(*marks, opacity=view.steps.layers)


def _value(view: View, channel: int) -> float:
    """The value of a map where the needle is."""
    return float(view.layer.between[(channel, *view.weave.cell)])


def _needle(view: View) -> Path:
    """The needle: straight down through the same place of every map, so that the numbers can be read through it."""
    place, (row, column) = view.place, view.weave.place
    half = max(3.0, 0.3 * place.map_cell)
    x = place.map(0)[0] + (column + 0.5) * place.map_cell
    top = place.map(0)[1] + row * place.map_cell - 16
    last = place.map(view.layer.channels - 1)[1] + (row + 1) * place.map_cell
    end = between(top + 30, max(last - 2, top + 30), view.steps.pierced)
    points = ((x - half, top), (x + half, top), (x + half, end - 26), (x, end), (x - half, end - 26))
    return Path(points=points, closed=True, fill=0.22, line=2.0, role=Role.HIGHLIGHT)


def _thread(view: View, channel: int) -> list[AnyMark]:
    """The lines from a map to its weight, and from the product to the output map."""
    steps, place = view.steps, view.place
    y, role = place.center(channel), view.role(channel)
    start = place.map(channel)[0] + view.layer.out[1] * place.map_cell + 10
    shown = ease(steps.weighed * view.layer.channels - channel) if view.weave.when is None else 1.0
    goal = (OUTPUT_X - 12, place.output_center(steps.column))
    product = (TextRun("= ", Role.MUTED), TextRun(number(_value(view, channel) * _weight_of(view, channel)), bold=True))
    return [
        Path(points=((start, y), (WEIGHT_X - 44, y)), role=role, line=3.0, opacity=steps.pierced),
        Path(
            points=((LINES_X, y), goal), role=role, line=3.0,
            opacity=steps.added if view.weave.when is None else steps.swapped,
        ),
        Text(
            x=PRODUCT_X, y=y, runs=product, size=26, role=role, opacity=shown * steps.swapped,
            name=view.channels.name("product", channel),
        ),
    ]  # fmt: skip


def _weight_of(view: View, channel: int) -> float:
    return float(view.layer.weights[view.steps.column, channel])


def _weight(view: View, channel: int) -> list[AnyMark]:
    """The weight of a sheet in the present column; the next column comes in from above."""
    x, y = view.place.weight(channel)
    grid = matrix(
        [[_weight_of(view, channel)]],
        (x, y - 14 * (1 - view.steps.swapped)),
        WEIGHT,
        role=Role.KERNEL,
        scale="weights",
        name=view.channels.name("pointwise weight", channel),
        grip=view.weight_grip(channel),
        opacity=max(0.05, min(view.steps.pierced, view.steps.swapped)),
    )
    sign = lettering(x - 24, y + WEIGHT / 2, "×", Role.MUTED, size=28, anchor="middle",
                     opacity=view.steps.pierced)  # fmt: skip
    return [sign, grid]


def _output(view: View, index: int) -> list[AnyMark]:
    """One output map."""
    steps, place = view.steps, view.place
    again = steps.again
    walk = view.standard if again else view.weave
    values = view.layer.standard_outputs[index] if again else view.layer.outputs[index]
    shown = view.layer.windows if index < steps.column else walk.written() if index == steps.column else 0
    busy = walk.when is not None if again else steps.pierced > 0.3
    at_work = index == steps.column and busy and steps.bill.motion <= 0
    whole = matrix(
        values, place.output(index), place.output_cell, role=Role.OUTPUT, shown=shown,
        highlighted=(walk.cell,) if at_work else (), name=f"output map {index + 1}",
    )  # fmt: skip
    if again or index > 0 or view.weave.when is not None or steps.added <= 0:
        return [whole]
    return [whole, _first_cell(view, whole)]


def _first_cell(view: View, whole: Grid) -> AnyMark:
    """The one output cell that is made closely, on its way and in its place."""
    cell = view.weave.cell
    y = float(view.layer.y[(0, *cell)])
    if view.steps.added >= 1:
        return written_first(whole, cell, y)
    start = (LINES_X, (view.place.center(0) + view.place.center(view.layer.channels - 1)) / 2)
    x, top = midway(start, whole.lattice.center(*cell), view.steps.added)
    return lettering(x, top, number(y), Role.OUTPUT, bold=True, size=36, anchor="middle")
