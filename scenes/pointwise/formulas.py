"""The formula of each step of the pointwise scene, with its numbers filled in."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.pointwise.computed import Bottleneck, Collision, Column, Layer
from scenes.pointwise.knobs import Knobs
from scenes.pointwise.story import Steps
from scenes.pointwise.view import View
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import bracketed, number
from scenes.stage.draw.sheets import input_formula

ROOM = 98
"""About how many characters of numbers fit under a formula."""

COLUMN = (r"\textcolor{input}{x} = \textcolor{input}{X_{:,\,i,\,j}}", "x is the column of pixel (i, j)")
PRODUCT = (r"\textcolor{product}{p_{d,c}} = \textcolor{kernel}{w_{d,c}}\; \textcolor{input}{x_c}", "p = w · x")
SUM = (
    r"s_d = \sum_c \, \textcolor{product}{p_{d,c}}"
    r" = \sum_c \, \textcolor{kernel}{w_{d,c}}\; \textcolor{input}{x_c}",
    "the sum of the products of a row",
)
BIAS = (r"\textcolor{output}{z} = \textcolor{kernel}{W} \textcolor{input}{x} + \textcolor{bias}{b}", "z = W x + b")
RELU = (r"\textcolor{output}{y} = \max(0,\, z)", "y = max(0, z)")
WRITE = (r"\textcolor{output}{Y_{:,\,i,\,j}} = \textcolor{output}{y}", "y becomes the column of pixel (i, j)")
COUNTS = r" \qquad \mathrm{parameters} = D\,(C + 1) \qquad \mathrm{MACs} = \mathrm{pixels} \cdot D\, C"
EVERY = (
    r"\textcolor{output}{Y} = \max(0,\, \textcolor{kernel}{W} \textcolor{input}{X} + \textcolor{bias}{b})" + COUNTS,
    "Y = max(0, W X + b), parameters = D (C + 1), MACs = pixels · D C",
)
EVERY_LINEAR = (
    r"\textcolor{output}{Y} = \textcolor{kernel}{W} \textcolor{input}{X} + \textcolor{bias}{b}" + COUNTS,
    "Y = W X + b, parameters = D (C + 1), MACs = pixels · D C",
)
COLLIDE = (
    r"\textcolor{output}{y} = \textcolor{kernel}{w_1} \textcolor{input}{x_1}"
    r" + \textcolor{kernel}{w_2} \textcolor{input}{x_2}",
    "y = w · x",
)
DIRECT = (r"\mathrm{MACs} = H W k^2\, C_{in}\, C_{out}", "MACs = H W k² C_in C_out")
DETOUR = (
    r"\mathrm{MACs} = H W\, (C_{in}\, R + k^2\, R\, C_{out})",
    "MACs = H W (C_in R + k² R C_out)",
)


def set_formula(view: View, pair: Collision) -> None:
    """Set the formula of the present step about columns."""
    stage, steps, layer, column, (i, j) = view.stage, view.steps, view.layer, view.column, view.cell
    if steps.input.active:
        stage.formula(*input_formula(layer.x))
    elif steps.column.active:
        stage.formula(*COLUMN, _equation(f"x = X[:, {i}, {j}]", column.x, Role.INPUT))
    elif steps.multiply.active:
        stage.formula(*PRODUCT, _product(view))
    elif steps.add.active:
        stage.formula(*SUM, _sums(column))
    elif steps.bias.active:
        stage.formula(*BIAS, _biased(view))
    elif steps.telling(steps.relu):
        stage.formula(*RELU, _equation(f"max(0, {vector(column.z)})", column.y, Role.OUTPUT))
    elif steps.write.active:
        stage.formula(*WRITE, _equation(f"Y[:, {i}, {j}]", column.y, Role.OUTPUT))
    elif steps.every.active:
        stage.formula(*(EVERY if layer.relu else EVERY_LINEAR), _counts(layer))
    else:
        words = f"{pair.outputs.array.size} different columns, {pair.different} different outputs"
        stage.formula(*COLLIDE, words)


def set_costs(stage: Stage, steps: Steps, knobs: Knobs, macs: Bottleneck) -> None:
    """Set the formula of the bottleneck's costs."""
    f, c, r, n, k = knobs.sizes
    if steps.direct.active:
        stage.formula(*DIRECT, f"{f}·{f}·{k * k}·{c}·{n} = {macs.direct:,}")
    else:
        sums = f"{f}·{f}·({c}·{r} + {k * k}·{r}·{n}) = {macs.reduce:,} + {macs.after:,} = {macs.detour:,}"
        stage.formula(*DETOUR, sums)


def vector(values: Sequence[float]) -> str:
    """Numbers in brackets."""
    return f"({', '.join(number(value) for value in values)})"


def _equation(left: str, right: Sequence[float], role: Role) -> Sequence[TextRun]:
    return (TextRun(f"{left} = "), TextRun(vector(right), role, bold=True))


def _product(view: View) -> Sequence[TextRun]:
    layer, column = view.layer, view.column
    count = layer.outputs * layer.channels
    row, channel = divmod(min(int(view.steps.multiply.even * count), count - 1), layer.channels)
    return (
        TextRun(f"d = {row + 1}, c = {channel + 1}:   ", Role.MUTED),
        TextRun(bracketed(float(layer.weights[row, channel])), Role.KERNEL, bold=True),
        TextRun(" × "),
        TextRun(bracketed(column.x[channel]), Role.INPUT, bold=True),
        TextRun(" = "),
        TextRun(number(float(column.products.array[row, channel])), Role.PRODUCT, bold=True),
    )


def _sums(column: Column) -> str:
    rows = [
        f"{' + '.join(bracketed(float(part)) for part in row)} = {number(total)}"
        for row, total in zip(column.products.array, column.sums, strict=True)
    ]
    whole = "          ".join(rows)
    return whole if len(whole) <= ROOM else f"s = {vector(column.sums)}"


def _biased(view: View) -> Sequence[TextRun]:
    column = view.column
    return (
        TextRun(f"{vector(column.sums)} + "),
        TextRun(vector(view.layer.biases.tolist()), Role.BIAS, bold=True),
        TextRun(" = "),
        TextRun(vector(column.z), Role.OUTPUT, bold=True),
    )


def _counts(layer: Layer) -> str:
    (height, width), c, d = layer.size, layer.channels, layer.outputs
    return f"{d}·({c} + 1) = {layer.parameters:,} parameters          {height}·{width}·{d}·{c} = {layer.macs:,} MACs"
