"""The formula of each step of the pointwise scene, with its numbers filled in."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.pointwise.computed import Bottleneck, Collision, Column, Layer
from scenes.pointwise.knobs import Knobs
from scenes.pointwise.story import Moment
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import bracketed, number

ROOM = 98
"""About how many characters of numbers fit under a formula."""


def set_formula(stage: Stage, of: Layer, now: Moment, column: Column, pair: Collision) -> None:
    """Set the formula of the present step about columns."""
    texts = FORMULAS[now.name if now.name != "every" or of.relu else "every linear"]
    stage.formula(*texts, _numbers(of, now, column, pair))


COUNTS = r" \qquad \mathrm{parameters} = D\,(C + 1) \qquad \mathrm{MACs} = \mathrm{pixels} \cdot D\, C"
FORMULAS = {
    "input": (r"\textcolor{input}{X} \in \mathbb{R}^{C \times H \times W}", "X is a C × H × W block of numbers"),
    "column": (r"\textcolor{input}{x} = \textcolor{input}{X_{:,\,i,\,j}}", "x is the column of pixel (i, j)"),
    "multiply": (r"\textcolor{product}{p_{d,c}} = \textcolor{kernel}{w_{d,c}}\; \textcolor{input}{x_c}", "p = w · x"),
    "add": (
        r"s_d = \sum_c \, \textcolor{product}{p_{d,c}}"
        r" = \sum_c \, \textcolor{kernel}{w_{d,c}}\; \textcolor{input}{x_c}",
        "the sum of the products of a row",
    ),
    "bias": (
        r"\textcolor{output}{z} = \textcolor{kernel}{W} \textcolor{input}{x} + \textcolor{bias}{b}",
        "z = W x + b",
    ),
    "relu": (r"\textcolor{output}{y} = \max(0,\, z)", "y = max(0, z)"),
    "write": (r"\textcolor{output}{Y_{:,\,i,\,j}} = \textcolor{output}{y}", "y becomes the column of pixel (i, j)"),
    "every": (
        r"\textcolor{output}{Y} = \max(0,\, \textcolor{kernel}{W} \textcolor{input}{X} + \textcolor{bias}{b})" + COUNTS,
        "Y = max(0, W X + b), parameters = D (C + 1), MACs = pixels · D C",
    ),
    "every linear": (
        r"\textcolor{output}{Y} = \textcolor{kernel}{W} \textcolor{input}{X} + \textcolor{bias}{b}" + COUNTS,
        "Y = W X + b, parameters = D (C + 1), MACs = pixels · D C",
    ),
    "collide": (
        r"\textcolor{output}{y} = \textcolor{kernel}{w_1} \textcolor{input}{x_1}"
        r" + \textcolor{kernel}{w_2} \textcolor{input}{x_2}",
        "y = w · x",
    ),
}
DIRECT = (r"\mathrm{MACs} = H W k^2\, C_{in}\, C_{out}", "MACs = H W k² C_in C_out")
DETOUR = (
    r"\mathrm{MACs} = H W\, (C_{in}\, R + k^2\, R\, C_{out})",
    "MACs = H W (C_in R + k² R C_out)",
)


def set_costs(stage: Stage, now: Moment, knobs: Knobs, macs: Bottleneck) -> None:
    """Set the formula of the bottleneck's costs."""
    f, c, r, n, k = knobs.sizes
    if now.name == "direct":
        stage.formula(*DIRECT, f"{f}·{f}·{k * k}·{c}·{n} = {macs.direct:,}")
    else:
        sums = f"{f}·{f}·({c}·{r} + {k * k}·{r}·{n}) = {macs.reduce:,} + {macs.after:,} = {macs.detour:,}"
        stage.formula(*DETOUR, sums)


def _numbers(of: Layer, now: Moment, column: Column, pair: Collision) -> Sequence[TextRun] | str:
    """The present numbers under the formula."""
    i, j = now.cell
    if now.name == "input":
        height, width = of.size
        return f"{of.channels} × {height} × {width} = {of.x.size:,} numbers"
    if now.name == "column":
        return (TextRun(f"x = X[:, {i}, {j}] = "), TextRun(vector(column.x), Role.INPUT, bold=True))
    if now.name == "multiply":
        return _product(of, now, column)
    if now.name == "add":
        return _sums(column)
    if now.name == "bias":
        return (
            TextRun(f"{vector(column.sums)} + "),
            TextRun(vector(of.biases.tolist()), Role.BIAS, bold=True),
            TextRun(" = "),
            TextRun(vector(column.z), Role.OUTPUT, bold=True),
        )
    if now.name == "relu":
        return (TextRun(f"max(0, {vector(column.z)}) = "), TextRun(vector(column.y), Role.OUTPUT, bold=True))
    if now.name == "write":
        return (TextRun(f"Y[:, {i}, {j}] = "), TextRun(vector(column.y), Role.OUTPUT, bold=True))
    if now.name == "every":
        (height, width), c, d = of.size, of.channels, of.outputs
        return f"{d}·({c} + 1) = {of.parameters:,} parameters          {height}·{width}·{d}·{c} = {of.macs:,} MACs"
    return f"{pair.outputs.array.size} different columns, {pair.different} different outputs"


def vector(values: Sequence[float]) -> str:
    """Numbers in brackets."""
    return f"({', '.join(number(value) for value in values)})"


def _product(of: Layer, now: Moment, column: Column) -> Sequence[TextRun]:
    count = of.outputs * of.channels
    row, channel = divmod(min(int(now.multiply * count), count - 1), of.channels)
    return (
        TextRun(f"d = {row + 1}, c = {channel + 1}:   ", Role.MUTED),
        TextRun(bracketed(float(of.weights[row, channel])), Role.KERNEL, bold=True),
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
