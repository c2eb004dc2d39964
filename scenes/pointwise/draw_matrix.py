"""All output channels: a matrix times a column, and then times the columns of all pixels side by side."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

import numpy as np

from scenes.pointwise.computed import Layer
from scenes.pointwise.view import View, flying
from scenes.reference import Floats
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Formula, Grid, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot

GAPS = (40.0, 76.0, 76.0, 86.0)
"""Before the column, the biases, z, and y after ReLU."""
LARGEST, ROOM, MIDDLE = 176.0, 516.0, 424.0
RIDER = 0.5
"""The size of a weight that rides on a number of the column, as a share of its side."""
FORMULA_Y = 744.0
BIASED = r"\textcolor{kernel}{W} \textcolor{input}{x} + \textcolor{bias}{b}"
RELU = (rf"\textcolor{{output}}{{y}} = \max(0,\, {BIASED})", "y = max(0, W x + b)")
LINEAR = (rf"\textcolor{{output}}{{y}} = {BIASED}", "y = W x + b")
MOST = 16
"""So many columns have their room side by side."""
COLUMNS_Y, BETWEEN, HIGH = 164.0, 78.0, 112.0


def draw_matrix(view: View) -> list[AnyMark]:
    """Row by row the weights go to the column, and the products and the bias slide into one number."""
    layer, column, span = view.layer, view.column, view.span
    c, d, gaps = layer.channels, layer.outputs, GAPS if layer.relu else GAPS[:-1]
    side = min(LARGEST, ROOM / max(c, d), (RIGHT - LEFT - 20 - sum(gaps)) / (c + len(gaps)))
    starts = accumulate((side + gap for gap in gaps[1:]), initial=LEFT + 10 + c * side + gaps[0])
    x, b, z, *y = ([((at, MIDDLE + (row - count / 2) * side), side) for row in range(count)]
                         for at, count in zip(starts, (c, d, d, d), strict=False))  # fmt: skip
    w = (LEFT + 10, MIDDLE - d * side / 2)
    parts = d + layer.relu
    now = next((row for row in range(d) if 0 < span.part(row, parts) < 1), None)
    busy = tuple((now, channel) for channel in range(c)) if now is not None else ()
    marks: list[AnyMark] = [
        view.weights(w, (side, side), busy), view.biases(b[0][0], (side, side)),
        *(view.value(channel, spot, spot, 1.0) for channel, spot in enumerate(x)),
    ]  # fmt: skip
    for row in range(d):
        marks += _row(view, row, span.part(row, parts), w, (x, b[row], z[row]))
    if y and (cut := span.part(d, parts)) > 0:
        for row in range(d):
            marks += flying(float(column.z[row]), (z[row], y[0][row]), cut, Role.OUTPUT, f"z on its way {row + 1}")
    shown = sum(span.part(row, parts) >= 1 for row in range(d))
    title = "z" if layer.relu else "y"
    marks += [*_result(column.z, z, title, shown), *_named(w[0] + c * side / 2, w[1], "weights", Role.KERNEL)]
    for (at, top), words, role in ((x[0][0], "pixel", Role.INPUT), (b[0][0], "bias", Role.BIAS),
                                   (z[0][0], title, Role.OUTPUT)):  # fmt: skip
        marks += _named(at + side / 2, top, words, role)
    if y:
        marks += [*_result(column.y, y[0], "ReLU", d * (span.part(d, parts) >= 1)),
                  *_named(y[0][0][0][0] + side / 2, y[0][0][0][1], "ReLU", Role.OUTPUT)]  # fmt: skip
    for (at, _), gap, sign in zip((b[0][0], z[0][0], *(each[0][0] for each in y)), gaps[1:], "+=→", strict=False):
        marks.append(lettering(at - gap / 2, MIDDLE, sign, Role.MUTED, bold=True, size=60.0, anchor="middle"))
    tex, plain = RELU if layer.relu else LINEAR
    return [*marks, Formula(tex=tex, plain=plain, x=800.0, y=FORMULA_Y, size=52.0, anchor="middle", name="formula")]


def _named(x: float, top: float, words: str, role: Role) -> list[AnyMark]:
    return [heading(x, top - 42, words, "", role, "middle", 40.0)]


def _row(view: View, row: int, share: float, w: Point, places: tuple[list[Spot], Spot, Spot]) -> list[AnyMark]:
    """One row: its weights ride on the column, products come out, and become a number together with the bias."""
    numbers, bias, goal = places
    marks: list[AnyMark] = []
    if not 0 < share < 1:
        return marks
    for channel, place in enumerate(numbers):
        (x, y), side = place
        start, small = ((w[0] + channel * side, w[1] + row * side), side), RIDER * side
        rider = ((x + side - small, y + side - small), small)
        weight, product = float(view.layer.weights[row, channel]), float(view.column.products[row, channel])
        name = f"product, channel {channel + 1}"
        marks += flying(weight, (start, rider), share / 0.5, Role.KERNEL, f"weight on its way {channel + 1}", "weights")
        if 0.5 <= share < 0.6:
            marks.append(matrix([[weight]], *rider, role=Role.KERNEL, scale="weights", framed=False))
        marks += flying(product, (place, goal), (share - 0.6) / 0.4, Role.PRODUCT, name)
    added = float(view.layer.biases[row])
    return [*marks, *flying(added, (bias, goal), (share - 0.6) / 0.4, Role.BIAS, "bias on its way")]


def _result(values: Floats, spots: list[Spot], name: str, shown: int) -> list[AnyMark]:
    (corner, side), *_ = spots
    return [matrix(values[:, None], corner, side, role=Role.OUTPUT, shown=shown, name=name)]


def chosen_columns(layer: Layer, pixel: int) -> tuple[int, int]:
    """The first of the columns that are drawn, and how many: all, or those around a pixel."""
    count = layer.size[0] * layer.size[1]
    return max(0, min(pixel - MOST // 2, count - MOST)), min(MOST, count)


def draw_columns(view: View) -> list[AnyMark]:
    """The columns of all pixels above, the matrix at the left, and what it makes of each of them below."""
    layer, (row, column) = view.layer, view.cell
    (c, d), pixel = (layer.channels, layer.outputs), row * layer.size[1] + column
    first, count = chosen_columns(layer, pixel)
    high = min(HIGH, (786.0 - COLUMNS_Y - BETWEEN) / (c + d))
    wide = min(high, 70.0, 0.3 * (RIGHT - LEFT) / (c + 1))
    left = LEFT + (c + 1) * wide + 62.0
    size, low = (min(HIGH, (RIGHT - 8 - left) / count), high), COLUMNS_Y + c * high + BETWEEN
    done, now = divmod(view.span.even * count, 1.0)
    x, y = (volume.reshape(len(volume), -1)[:, first : first + count] for volume in (layer.x, layer.y))
    here = min(int(done), count - 1)
    frame = Rect(
        x=left + (here + (min(now * 3, 1.0) - 1.0 if here > 0 and done < count else 0.0)) * size[0], y=COLUMNS_Y,
        width=size[0], height=c * high, radius=8.0, line=8.0, role=Role.KERNEL, name="chosen column",
    )  # fmt: skip
    marks: list[AnyMark] = [
        view.weights((LEFT + 8, low), (wide, high)), view.biases((LEFT + c * wide + 24, low), (wide, high)),
        _wide(x, (left, COLUMNS_Y), size, "columns of the input", Role.INPUT, layer),
        replace(_wide(y, (left, low), size, "all outputs", Role.OUTPUT), shown=0),
    ]  # fmt: skip
    if done >= 1:
        marks.append(_wide(y[:, : int(done)], (left, low), size, "columns of the output", Role.OUTPUT))
    marks += [
        frame, heading(left, COLUMNS_Y - 38, "pixels", f"{c}×{count}", Role.INPUT, size=40.0),
        heading(LEFT + 8, low - 38, "weights", "", Role.KERNEL, size=40.0),
        heading(left, low - 38, "outputs", f"{d}×{count}", Role.OUTPUT, size=40.0),
    ]  # fmt: skip
    if left > 380.0:
        words = f"{layer.parameters} parameters"
        marks.append(lettering(LEFT + 8, COLUMNS_Y + 40, words, Role.KERNEL, bold=True, size=40.0, name="parameters"))
    return marks


def _wide(values: Floats, corner: Point, size: Point, name: str, role: Role, layer: Layer | None = None) -> Grid:
    """Columns (C, n) side by side in cells of a (width, height)."""
    shade = layer.shade if layer is not None and layer.shade != "glow" else "grey" if layer is not None else "value"
    drawn = matrix(np.ascontiguousarray(values), corner, size[0], role=role, shade=shade, name=name)
    return replace(drawn, v=(0.0, size[1]))
