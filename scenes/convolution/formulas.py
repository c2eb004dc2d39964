"""The formula of each step of the convolution scene, with the numbers of the present window filled in."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.convolution.computed import Layer, Window
from scenes.convolution.view import View
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.draw.blocks import bracketed, number
from scenes.stage.draw.sheets import input_formula
from scenes.stage.draw.sliding import size_numbers

ROOM = 100
"""How many characters of numbers fit under a formula, also in the larger type of the projector's theme."""


def set_formula(view: View) -> None:
    """Set the formula of the present step."""
    stage, layer, steps, window = view.stage, view.layer, view.steps, view.window
    if steps.input.active:
        stage.formula(*input_formula(layer.x))
    elif steps.window.active:
        if layer.knobs.padding == "same":
            stage.formula(SAME, SAME_PLAIN, _same(layer))
        else:
            stage.formula(SIZE, SIZE_PLAIN, _size(layer))
    elif steps.telling(steps.multiply[0], steps.multiply[-1]):
        stage.formula(_product_tex(layer), "p = x · w", _one_product(view))
    elif steps.telling(steps.add):
        stage.formula(
            r"S_c = \sum_{u,v} \, \textcolor{product}{p_{c,u,v}}", "the sum of the products of a channel", _sums(window)
        )
    elif steps.telling(steps.across):
        parts = " + ".join(bracketed(part) for part in window.sums)
        stage.formula(r"S = \sum_c \, S_c", "the sum over the channels", f"{parts} = {number(window.total)}")
    elif steps.bias.active:
        stage.formula(r"\textcolor{output}{z} = S + \textcolor{bias}{b}", "z = S + b", _bias(window))
    elif steps.telling(steps.relu):
        runs = (TextRun(f"max(0, {number(window.z)}) = "), TextRun(number(window.y), Role.OUTPUT, bold=True))
        stage.formula(r"\textcolor{output}{y} = \max(0, z)", "y = max(0, z)", runs)
    elif steps.output.active:
        stage.formula(COUNTS, "parameters = F (k² C + 1), MACs = H' W' F k² C", _counts(layer))
    else:
        stage.formula(_cell_tex(layer), "y = b + sum of w · x", _cell(view))


SIZE = r"n_{out} = \lfloor (n + 2p - d\,(k-1) - 1) / s \rfloor + 1"
INPUT = r"\textcolor{input}{x_{c,\,i s + u d - p,\;j s + v d - p}}"
OUTPUT = r"\textcolor{output}{y_{i,j}}"
SAME = (
    r"\mathrm{same:}\;\; n_{out} = \lceil n / s \rceil, \quad \mathrm{zeros} = (n_{out} - 1)\, s + d\,(k - 1) + 1 - n"
)
SAME_PLAIN = "same: output size = n / s rounded up; zeros = (output size − 1) s + d(k − 1) + 1 − n, or none"
SIZE_PLAIN = "output size = floor((n + 2p − d(k − 1) − 1) / s) + 1"
COUNTS = r"\mathrm{parameters} = F\,(k^2 C + 1) \qquad \mathrm{MACs} = H' W' F\, k^2 C"


def _size(layer: Layer) -> str:
    (p, _), _ = layer.margins
    return size_numbers(layer.x.shape[1:], layer.knobs.size, layer.knobs.stride, p, layer.knobs.dilation)


def _same(layer: Layer) -> str:
    """The size along a row, and the zeros before and behind it."""
    k, s, d = layer.knobs.size, layer.knobs.stride, layer.knobs.dilation
    (_, width), (_, columns) = layer.x.shape[1:], layer.out
    _, (left, right) = layer.margins
    rounded = f" = {width / s:.4g}, rounded up to {columns}" if width % s else f" = {columns}"
    zeros = f"({columns} − 1)·{s} + {d}·{k - 1} + 1 − {width} = {(columns - 1) * s + layer.span - width}"
    return f"{width} / {s}{rounded},   zeros {zeros}:   {left} left, {right} right"


def _product_tex(layer: Layer) -> str:
    return rf"\textcolor{{product}}{{p_{{c,u,v}}}} = {INPUT} \cdot {_weight(layer)}"


def _cell_tex(layer: Layer) -> str:
    inner = rf"\textcolor{{bias}}{{b}} + \sum_{{c,u,v}} \, {_weight(layer)}\; {INPUT}"
    return rf"{OUTPUT} = \max(0,\; {inner})" if layer.knobs.relu else rf"{OUTPUT} = {inner}"


def _weight(layer: Layer) -> str:
    return r"\textcolor{kernel}{w_{c,\,k-1-u,\,k-1-v}}" if layer.knobs.flip else r"\textcolor{kernel}{w_{c,u,v}}"


def _one_product(view: View) -> Sequence[TextRun]:
    window, channel = view.window, view.steps.channel
    row, column = divmod(view.product, view.layer.knobs.size)
    x = float(window.under[channel].array[row, column])
    w = float(view.layer.kernels[view.steps.filter_][channel].array[row, column])
    return (
        TextRun(f"u = {row}, v = {column}:   ", Role.MUTED),
        TextRun(number(x), Role.INPUT, bold=True),
        TextRun(" × "),
        TextRun(bracketed(w), Role.KERNEL, bold=True),
        TextRun(" = "),
        TextRun(number(float(window.products[channel].array[row, column])), Role.PRODUCT, bold=True),
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


def _cell(view: View) -> Sequence[TextRun]:
    """All products where they fit on the line, the sums of the channels where they don't."""
    window = view.window
    if len(window.sums) == 1:
        kernel = view.layer.kernels[view.steps.filter_][0]
        pairs = zip(window.under[0].array.ravel(), kernel.array.ravel(), strict=True)
        terms = " + ".join(f"{bracketed(float(x))}·{bracketed(float(w))}" for x, w in pairs)
        line = _cell_of(view, f"({terms})")
        if sum(len(run.text) for run in line) <= ROOM:
            return line
    return _cell_of(view, " + ".join(bracketed(part) for part in window.sums))


def _cell_of(view: View, terms: str) -> Sequence[TextRun]:
    (row, column), window = view.cell, view.window
    opening, closing = ("max(0, ", ")") if view.layer.knobs.relu else ("", "")
    return (
        TextRun(f"y[{row}, {column}] = {opening}", Role.MUTED),
        TextRun(number(window.bias), Role.BIAS, bold=True),
        TextRun(f" + {terms}{closing} = "),
        TextRun(number(window.y), Role.OUTPUT, bold=True),
    )


def _counts(layer: Layer) -> str:
    f, c, k, (h, w) = layer.filters, layer.channels, layer.knobs.size, layer.out
    return (
        f"{f}·({k * k}·{c} + 1) = {layer.parameters:,} parameters          "
        f"{h}·{w}·{f}·{k * k}·{c} = {layer.macs:,} MACs for one picture"
    )
