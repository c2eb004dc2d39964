"""All output channels: a matrix times a column, and then times the columns of all pixels side by side."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

import numpy as np

from scenes.pointwise.computed import Layer
from scenes.pointwise.view import View, flying
from scenes.reference import Floats
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Formula, Grid, Rect, Role, Shade, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot

GAPS = (40.0, 76.0, 76.0, 86.0)
"""Before the column, the biases, z, and y after ReLU."""
LARGEST, ROOM, MIDDLE = 176.0, 516.0, 424.0
RIDER = 0.42
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
    w = (LEFT + 10, MIDDLE - d * side / 2)
    lefts = [*accumulate((side + gap for gap in gaps[1:]), initial=w[0] + c * side + gaps[0])]
    x, b, z = (_below(left, count, side) for left, count in zip(lefts, (c, d, d), strict=False))
    made = [span.part(row, d + layer.relu) for row in range(d)]
    busy = tuple((row, channel) for row in range(d) for channel in range(c) if 0 < made[row] < 1)
    marks: list[AnyMark] = [
        view.weights(w, (side, side), busy), *_named(w[0] + c * side / 2, d, side, "weights", Role.KERNEL),
        *(view.value(channel, spot, spot, 1.0) for channel, spot in enumerate(x)),
        *_named(lefts[0] + side / 2, c, side, "pixel", Role.INPUT),
        view.biases(b[0][0], (side, side)), *_named(lefts[1] + side / 2, d, side, "bias", Role.BIAS),
        *_results("z" if layer.relu else "y", column.z, z, sum(share >= 1 for share in made)),
    ]  # fmt: skip
    for row in range(d):
        marks += _row(view, row, made[row], w, (x, b[row], z[row]))
    if layer.relu:
        y, cut = _below(lefts[3], d, side), span.part(d, d + 1)
        marks += _results("ReLU", column.y, y, d * (cut >= 1))
        for row in range(d):
            marks += flying(float(column.z[row]), (z[row], y[row]), cut, Role.OUTPUT, f"z on its way {row + 1}")
    for left, gap, sign in zip(lefts[1:], gaps[1:], "+=→", strict=False):
        marks.append(lettering(left - gap / 2, MIDDLE, sign, Role.MUTED, bold=True, size=60.0, anchor="middle"))
    tex, plain = RELU if layer.relu else LINEAR
    return [*marks, Formula(tex=tex, plain=plain, x=800.0, y=FORMULA_Y, size=52.0, anchor="middle", name="formula")]


def _below(left: float, count: int, side: float) -> list[Spot]:
    """Cells below each other, with their middle at the height of all."""
    return [((left, MIDDLE + (row - count / 2) * side), side) for row in range(count)]


def _named(x: float, rows: int, side: float, words: str, role: Role) -> list[AnyMark]:
    """The words over a block of so many rows."""
    return [heading(x, MIDDLE - rows * side / 2 - 42, words, "", role, "middle", 40.0)]


def _results(name: str, values: Floats, spots: list[Spot], shown: int) -> list[AnyMark]:
    """A number for each output channel, and what they are called."""
    (corner, side), rows = spots[0], len(spots)
    drawn = matrix(values[:, None], corner, side, role=Role.OUTPUT, shown=shown, name=name)
    return [drawn, *_named(corner[0] + side / 2, rows, side, name, Role.OUTPUT)]


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
    shade: Shade = "grey" if layer.shade == "glow" else layer.shade
    done, now = divmod(view.span.even * count, 1.0)
    x, y = (volume.reshape(len(volume), -1)[:, first : first + count] for volume in (layer.x, layer.y))
    here = min(int(done), count - 1)
    frame = Rect(
        x=left + (here + (min(now * 3, 1.0) - 1.0 if here > 0 and done < count else 0.0)) * size[0], y=COLUMNS_Y,
        width=size[0], height=c * high, radius=8.0, line=8.0, role=Role.KERNEL, name="chosen column",
    )  # fmt: skip
    marks: list[AnyMark] = [
        view.weights((LEFT + 8, low), (wide, high)), view.biases((LEFT + c * wide + 24, low), (wide, high)),
        _wide(x, (left, COLUMNS_Y), size, "columns of the input", Role.INPUT, shade),
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
        marks.append(lettering(LEFT + 8, COLUMNS_Y + 40, words, Role.KERNEL, bold=True, size=36.0, name="parameters"))
    return marks


def _wide(values: Floats, corner: Point, size: Point, name: str, role: Role, shade: Shade = "value") -> Grid:
    """Columns (C, n) side by side in cells of a (width, height)."""
    drawn = matrix(np.ascontiguousarray(values), corner, size[0], role=role, shade=shade, name=name)
    return replace(drawn, v=(0.0, size[1]))
