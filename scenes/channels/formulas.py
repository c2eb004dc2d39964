"""The formula of each step of the channels scene, with the numbers filled in."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.channels.computed import Real
from scenes.channels.view import View
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.draw.blocks import bracketed, number
from scenes.stage.draw.sheets import input_formula

X, P = r"\textcolor{input}{x_{c,\,i+u,\,j+v}}", r"\textcolor{product}{p_{c,i,j}}"
Y, B = r"\textcolor{output}{y_{i,j}}", r"\textcolor{bias}{b}"
PARTIAL = rf"{P} = \sum_{{u,v}} \, \textcolor{{kernel}}{{w_{{c,u,v}}}}\; {X}"
SUM = rf"S_{{i,j}} = \sum_c \, {P}"
COUNTS = (
    r"\textcolor{kernel}{\mathrm{parameters} = F\,(k^2 C + 1)} \qquad "
    r"\textcolor{output}{\mathrm{MACs} = H' W' F\, k^2 C} \qquad \textcolor{product}{\mathrm{activations} = F H' W'}"
)
COUNTS_PLAIN = "parameters = F (k² C + 1), MACs = H' W' F k² C, activations = F H' W'"


def set_formula(view: View, real: Real) -> None:
    """Set the formula of the present step."""
    stage, layer, steps = view.stage, view.layer, view.steps
    if steps.planes.active:
        stage.formula(*input_formula(layer.x))
    elif steps.kernels.active:
        k, c = layer.size, layer.channels
        numbers = f"{k}·{k}·{c} = {k * k * c} weights in one filter"
        stage.formula(r"\textcolor{kernel}{w} \in \mathbb{R}^{C \times k \times k}", "w is C × k × k", numbers)
    elif steps.slide.active:
        stage.formula(PARTIAL, "p of channel c = sum over the window of w · x, both of channel c", _partial(view))
    elif steps.add.active:
        stage.formula(SUM, "S = sum over the channels of p", _sum(view))
    elif steps.bias.active:
        stage.formula(rf"{Y} = S_{{i,j}} + {B}", "y = S + b", _bias(view))
    elif steps.telling(steps.filters, steps.maps):
        stage.formula(COUNTS, COUNTS_PLAIN, _counts(view))
    else:
        words = f"{real.parameters:,} parameters     {real.macs:,} MACs     {real.activations:,} activations"
        stage.formula(COUNTS, COUNTS_PLAIN, words)


def _partial(view: View) -> Sequence[TextRun]:
    """The present cell of every partial map."""
    row, column = view.walk.cell
    runs = [TextRun(f"[{row}, {column}]     ", Role.MUTED)]
    for channel in range(view.layer.channels):
        words = number(view.layer.sum_at(channel, (row, column)))
        runs.append(TextRun(f"{view.channels.word(channel)}: ", view.role(channel)))
        runs.append(TextRun(f"{words}          ", None, bold=True))
    return tuple(runs)


def _sum(view: View) -> Sequence[TextRun]:
    """The first cell of the sum."""
    layer, cell = view.layer, view.example
    parts = " + ".join(bracketed(layer.sum_at(channel, cell)) for channel in range(layer.channels))
    total = number(float(layer.sums[-1].array[cell]))
    return (
        TextRun(f"S[{cell[0]}, {cell[1]}] = ", Role.MUTED),
        TextRun(f"{parts} = "),
        TextRun(total, Role.PRODUCT, bold=True),
    )


def _bias(view: View) -> Sequence[TextRun]:
    """The present cell of the map."""
    layer, cell = view.layer, view.example
    return (
        TextRun(f"y[{cell[0]}, {cell[1]}] = ", Role.MUTED),
        TextRun(f"{number(float(layer.sums[-1].array[cell]))} + "),
        TextRun(bracketed(layer.bias), Role.BIAS, bold=True),
        TextRun(" = "),
        TextRun(number(float(layer.maps[(layer.shown, *cell)])), Role.OUTPUT, bold=True),
    )


def _counts(view: View) -> str:
    layer, (height, width) = view.layer, view.layer.out
    f, c, k = layer.filters, layer.channels, layer.size
    return (
        f"{f}·({k * k}·{c} + 1) = {layer.parameters:,} parameters     "
        f"{height}·{width}·{f}·{k * k}·{c} = {layer.macs:,} MACs     "
        f"{f}·{height}·{width} = {layer.maps.size:,} activations"
    )
