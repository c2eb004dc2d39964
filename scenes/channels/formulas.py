"""The formula of each step of the channels scene, with the numbers filled in."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.channels.computed import Real
from scenes.channels.view import View
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.draw.blocks import bracketed, number

X, P = r"\textcolor{input}{x_{c,\,i+u,\,j+v}}", r"\textcolor{product}{p_{c,i,j}}"
Y, B = r"\textcolor{output}{y_{i,j}}", r"\textcolor{bias}{b}"
PARTIAL = rf"{P} = \sum_{{u,v}} \, \textcolor{{kernel}}{{w_{{c,u,v}}}}\; {X}"
SUM = rf"S_{{i,j}} = \sum_c \, {P}"
COUNTS = (
    r"\textcolor{kernel}{\mathrm{parameters} = F\,(k^2 C + 1)} \qquad "
    r"\textcolor{product}{\mathrm{MACs} = H' W' F\, k^2 C} \qquad \textcolor{output}{\mathrm{activations} = F H' W'}"
)
COUNTS_PLAIN = "parameters = F (k² C + 1), MACs = H' W' F k² C, activations = F H' W'"


def set_formula(view: View, real: Real) -> None:
    """Set the formula of the present step."""
    name, stage, of = view.now.name, view.stage, view.of
    if name == "planes":
        c, height, width = of.x.shape
        numbers = f"{c} × {height} × {width} = {of.x.size:,} numbers"
        stage.formula(
            r"\textcolor{input}{X} \in \mathbb{R}^{C \times H \times W}", "X is a C × H × W block of numbers", numbers
        )
    elif name == "kernels":
        k, c = of.size, of.channels
        numbers = f"{k}·{k}·{c} = {k * k * c} weights in one filter"
        stage.formula(r"\textcolor{kernel}{w} \in \mathbb{R}^{C \times k \times k}", "w is C × k × k", numbers)
    elif name == "slide":
        stage.formula(PARTIAL, "p of channel c = sum over the window of w · x, both of channel c", _partial(view))
    elif name == "add":
        stage.formula(SUM, "S = sum over the channels of p", _sum(view))
    elif name == "bias":
        stage.formula(rf"{Y} = S_{{i,j}} + {B}", "y = S + b", _bias(view))
    elif name in ("more", "stack"):
        stage.formula(COUNTS, COUNTS_PLAIN, _counts(view))
    else:
        words = f"{real.parameters:,} parameters     {real.macs:,} MACs     {real.activations:,} activations"
        stage.formula(COUNTS, COUNTS_PLAIN, words)


def _partial(view: View) -> Sequence[TextRun]:
    """The present cell of every partial map."""
    row, column = view.now.slide.cell
    runs = [TextRun(f"[{row}, {column}]     ", Role.MUTED)]
    for channel in range(view.of.channels):
        words = number(view.of.sum_at(channel, (row, column)))
        name = view.name("", channel).strip() if view.of.channels == 3 else f"channel {channel + 1}"
        runs += [TextRun(f"{name}: ", view.role(channel)), TextRun(f"{words}          ", None, bold=True)]
    return tuple(runs)


def _sum(view: View) -> Sequence[TextRun]:
    """The first cell of the sum."""
    of, cell = view.of, view.example
    parts = " + ".join(bracketed(of.sum_at(channel, cell)) for channel in range(of.channels))
    total = number(float(of.sums[-1].array[cell]))
    return (
        TextRun(f"S[{cell[0]}, {cell[1]}] = ", Role.MUTED),
        TextRun(f"{parts} = "),
        TextRun(total, Role.PRODUCT, bold=True),
    )


def _bias(view: View) -> Sequence[TextRun]:
    """The present cell of the map."""
    of, cell = view.of, view.example
    return (
        TextRun(f"y[{cell[0]}, {cell[1]}] = ", Role.MUTED),
        TextRun(f"{number(float(of.sums[-1].array[cell]))} + "),
        TextRun(bracketed(of.bias), Role.BIAS, bold=True),
        TextRun(" = "),
        TextRun(number(float(of.maps[(of.shown, *cell)])), Role.OUTPUT, bold=True),
    )


def _counts(view: View) -> str:
    of, (height, width) = view.of, view.of.out
    f, c, k = of.filters, of.channels, of.size
    return (
        f"{f}·({k * k}·{c} + 1) = {of.parameters:,} parameters     "
        f"{height}·{width}·{f}·{k * k}·{c} = {of.macs:,} MACs     {f}·{height}·{width} = {of.maps.size:,} activations"
    )
