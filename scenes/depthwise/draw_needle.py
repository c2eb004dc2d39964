"""The pointwise part: a needle through all maps, a column of weights, and the output maps that it weaves."""

from __future__ import annotations

from scenes.depthwise.layout import HEADING, LINES_X, OUTPUT_X, PRODUCT_X, WEIGHT, WEIGHT_X
from scenes.depthwise.view import View
from scenes.stage.core.marks import AnyMark, Grid, Path, Role, Text, TextRun, lettering
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import between, heading, midway, number, shape_text
from scenes.stage.draw.matrices import matrix, written_first


def draw_needle(view: View) -> None:
    """Draw the needle, the column of weights, the products, and the lines that meet in one output cell."""
    if view.now.needle <= 0:
        return
    column = f"{view.now.column + 1} of {view.of.maps}"
    above = view.place.weight(0)[1] - 34
    marks: list[AnyMark] = [heading(WEIGHT_X, above, "column", column, Role.KERNEL), _needle(view)]
    for channel in range(view.of.channels):
        marks += [*_thread(view, channel), *_weight(view, channel)]
    view.stage.add(*marks, opacity=view.now.rows)


def draw_outputs(view: View, opacity: float) -> None:
    """Draw the output maps as far as they are written, by the needle or by the standard convolution."""
    shape = shape_text(view.of.y.shape)
    marks: list[AnyMark] = [heading(OUTPUT_X, HEADING, "output", shape, Role.OUTPUT)]
    for index in range(view.of.maps):
        marks += _output(view, index)
    view.stage.add(*marks, opacity=opacity)


def _value(view: View, channel: int) -> float:
    """The value of a map where the needle is."""
    return float(view.of.between[(channel, *view.now.weave.cell)])


def _needle(view: View) -> Path:
    """The needle: straight down through the same place of every map, so that the numbers can be read through it."""
    place, (row, column) = view.place, view.now.weave.place
    half = max(3.0, 0.3 * place.map_cell)
    x = place.map(0)[0] + (column + 0.5) * place.map_cell
    top = place.map(0)[1] + row * place.map_cell - 16
    last = place.map(view.of.channels - 1)[1] + (row + 1) * place.map_cell
    end = between(top + 30, max(last - 2, top + 30), view.now.needle)
    points = ((x - half, top), (x + half, top), (x + half, end - 26), (x, end), (x - half, end - 26))
    return Path(points=points, closed=True, fill=0.22, line=2.0, role=Role.HIGHLIGHT)


def _thread(view: View, channel: int) -> list[AnyMark]:
    """The lines from a map to its weight, and from the product to the output map."""
    now, place = view.now, view.place
    y, role = place.center(channel), view.role(channel)
    start = place.map(channel)[0] + view.of.out[1] * place.map_cell + 10
    shown = ease(now.weigh * view.of.channels - channel) if now.weave.when is None else 1.0
    goal = (OUTPUT_X - 12, place.output_center(now.column))
    product = (TextRun("= ", Role.MUTED), TextRun(number(_value(view, channel) * _weight_of(view, channel)), bold=True))
    return [
        Path(points=((start, y), (WEIGHT_X - 44, y)), role=role, line=3.0, opacity=now.needle),
        Path(
            points=((LINES_X, y), goal), role=role, line=3.0,
            opacity=now.add if now.weave.when is None else now.swap,
        ),
        Text(
            x=PRODUCT_X, y=y, runs=product, size=26, role=role, opacity=shown * now.swap,
            name=view.name("product", channel),
        ),
    ]  # fmt: skip


def _weight_of(view: View, channel: int) -> float:
    return float(view.of.weights[view.now.column, channel])


def _weight(view: View, channel: int) -> list[AnyMark]:
    """The weight of a sheet in the present column; the next column comes in from above."""
    x, y = view.place.weight(channel)
    grid = matrix(
        [[_weight_of(view, channel)]],
        (x, y - 14 * (1 - view.now.swap)),
        WEIGHT,
        role=Role.KERNEL,
        limit=float(abs(view.of.weights).max()) or 1.0,
        plus=True,
        name=view.name("pointwise weight", channel),
        grip=view.weight_grip(channel),
        opacity=max(0.05, min(view.now.needle, view.now.swap)),
    )
    sign = lettering(x - 24, y + WEIGHT / 2, "×", Role.MUTED, size=28, anchor="middle",
                     opacity=view.now.needle)  # fmt: skip
    return [sign, grid]


def _output(view: View, index: int) -> list[AnyMark]:
    """One output map."""
    now, place = view.now, view.place
    again = now.again
    walk = now.standard if again else now.weave
    values = view.of.standard_outputs[index] if again else view.of.outputs[index]
    shown = view.of.windows if index < now.column else walk.written() if index == now.column else 0
    at_work = index == now.column and (now.needle > 0.3 if not again else walk.when is not None) and now.bill <= 0

    whole = matrix(
        values, place.output(index), place.output_cell, role=Role.OUTPUT, limit=view.of.output_limit, shown=shown,
        highlighted=(walk.cell,) if at_work else (), name=f"output map {index + 1}",
    )  # fmt: skip
    if again or index > 0 or now.weave.when is not None or now.add <= 0:
        return [whole]
    return [whole, _first_cell(view, whole)]


def _first_cell(view: View, whole: Grid) -> AnyMark:
    """The one output cell that is made closely, on its way and in its place."""
    cell = view.now.weave.cell
    y = float(view.of.y[(0, *cell)])
    if view.now.add >= 1:
        return written_first(whole, cell, y)
    start = (LINES_X, (view.place.center(0) + view.place.center(view.of.channels - 1)) / 2)
    x, top = midway(start, whole.lattice.center(*cell), view.now.add)
    return lettering(x, top, number(y), Role.OUTPUT, bold=True, size=36, anchor="middle")
