"""The formula of each step of the convolution scene, with the numbers of the present window filled in."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.convolution.computed import Layer, Window
from scenes.convolution.story import Moment
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import bracketed, number
from scenes.stage.draw.sliding import size_numbers

ROOM = 100
"""How many characters of numbers fit under a formula, also in the larger type of the projector's theme."""


def set_formula(stage: Stage, of: Layer, now: Moment, window: Window, product: int) -> None:
    """Set the formula of the present step. `product` is the index of the product being made, in reading order."""
    if now.name == "intro":
        stage.formula(
            r"\textcolor{input}{X} \in \mathbb{R}^{C \times H \times W}",
            "X is a C × H × W block of numbers",
            _shape(of),
        )
    elif now.name == "window":
        stage.formula(SIZE, SIZE_PLAIN, _size(of))
    elif now.name in ("multiply", "channel"):
        stage.formula(_product_tex(of), "p = x · w", _one_product(of, now, window, product))
    elif now.name == "add":
        stage.formula(
            r"S_c = \sum_{u,v} \, \textcolor{product}{p_{c,u,v}}", "the sum of the products of a channel", _sums(window)
        )
    elif now.name == "across":
        parts = " + ".join(bracketed(part) for part in window.sums)
        stage.formula(r"S = \sum_c \, S_c", "the sum over the channels", f"{parts} = {number(window.total)}")
    elif now.name == "bias":
        stage.formula(r"\textcolor{output}{z} = S + \textcolor{bias}{b}", "z = S + b", _bias(window))
    elif now.name == "relu":
        runs = (TextRun(f"max(0, {number(window.z)}) = "), TextRun(number(window.y), Role.OUTPUT, bold=True))
        stage.formula(r"\textcolor{output}{y} = \max(0, z)", "y = max(0, z)", runs)
    elif now.name == "end":
        stage.formula(COUNTS, "parameters = F (k² C + 1), MACs = H' W' F k² C", _counts(of))
    else:
        stage.formula(_cell_tex(of), "y = b + sum of w · x", _cell(of, now, window))


SIZE = r"n_{out} = \lfloor (n + 2p - d\,(k-1) - 1) / s \rfloor + 1"
INPUT = r"\textcolor{input}{x_{c,\,i s + u d - p,\;j s + v d - p}}"
OUTPUT = r"\textcolor{output}{y_{i,j}}"
SIZE_PLAIN = "output size = floor((n + 2p − d(k − 1) − 1) / s) + 1"
COUNTS = r"\mathrm{parameters} = F\,(k^2 C + 1) \qquad \mathrm{MACs} = H' W' F\, k^2 C"


def _shape(of: Layer) -> str:
    channels, height, width = of.x.shape
    return f"{channels} × {height} × {width} = {of.x.size:,} numbers"


def _size(of: Layer) -> str:
    return size_numbers(of.x.shape[1:], of.knobs.size, of.knobs.stride, of.padding, of.knobs.dilation)


def _product_tex(of: Layer) -> str:
    return rf"\textcolor{{product}}{{p_{{c,u,v}}}} = {INPUT} \cdot {_weight(of)}"


def _cell_tex(of: Layer) -> str:
    inner = rf"\textcolor{{bias}}{{b}} + \sum_{{c,u,v}} \, {_weight(of)}\; {INPUT}"
    return rf"{OUTPUT} = \max(0,\; {inner})" if of.knobs.relu else rf"{OUTPUT} = {inner}"


def _weight(of: Layer) -> str:
    return r"\textcolor{kernel}{w_{c,\,k-1-u,\,k-1-v}}" if of.knobs.flip else r"\textcolor{kernel}{w_{c,u,v}}"


def _one_product(of: Layer, now: Moment, window: Window, product: int) -> Sequence[TextRun]:
    row, column = divmod(product, of.knobs.size)
    x = float(window.under[now.channel].array[row, column])
    w = float(of.kernels[now.filter_][now.channel].array[row, column])
    return (
        TextRun(f"u = {row}, v = {column}:   ", Role.MUTED),
        TextRun(number(x), Role.INPUT, bold=True),
        TextRun(" × "),
        TextRun(bracketed(w), Role.KERNEL, bold=True),
        TextRun(" = "),
        TextRun(number(float(window.products[now.channel].array[row, column])), Role.PRODUCT, bold=True),
    )


def _sums(window: Window) -> str:
    if len(window.sums) > 1:
        return "     ".join(f"S[{index}] = {number(part)}" for index, part in enumerate(window.sums))
    parts = " + ".join(bracketed(float(part)) for part in window.products[0].array.ravel())
    whole = f"{parts} = {number(window.sums[0])}"
    return whole if len(whole) <= ROOM else f"{window.products[0].array.size} products = {number(window.sums[0])}"


def _bias(window: Window) -> Sequence[TextRun]:
    return (
        TextRun(f"{number(window.total)} + "),
        TextRun(bracketed(window.bias), Role.BIAS, bold=True),
        TextRun(f" = {number(window.z)}"),
    )


def _cell(of: Layer, now: Moment, window: Window) -> Sequence[TextRun]:
    """All products where they fit on the line, the sums of the channels where they don't."""
    if len(window.sums) == 1:
        pairs = zip(window.under[0].array.ravel(), of.kernels[now.filter_][0].array.ravel(), strict=True)
        terms = " + ".join(f"{bracketed(float(x))}·{bracketed(float(w))}" for x, w in pairs)
        line = _cell_of(of, now, window, f"({terms})")
        if sum(len(run.text) for run in line) <= ROOM:
            return line
    return _cell_of(of, now, window, " + ".join(bracketed(part) for part in window.sums))


def _cell_of(of: Layer, now: Moment, window: Window, terms: str) -> Sequence[TextRun]:
    row, column = now.walk.cell
    opening, closing = ("max(0, ", ")") if of.knobs.relu else ("", "")
    return (
        TextRun(f"y[{row}, {column}] = {opening}", Role.MUTED),
        TextRun(number(window.bias), Role.BIAS, bold=True),
        TextRun(f" + {terms}{closing} = "),
        TextRun(number(window.y), Role.OUTPUT, bold=True),
    )


def _counts(of: Layer) -> str:
    f, c, k, (h, w) = of.filters, of.channels, of.knobs.size, of.out
    return (
        f"{f}·({k * k}·{c} + 1) = {of.parameters:,} parameters          "
        f"{h}·{w}·{f}·{k * k}·{c} = {of.macs:,} MACs for one picture"
    )
