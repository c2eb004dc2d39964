"""The formula of each step of the depthwise scene, with the numbers filled in."""

from __future__ import annotations

from scenes.depthwise.computed import Cost
from scenes.depthwise.view import View
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.draw.blocks import bracketed, number
from scenes.stage.draw.sheets import input_formula
from scenes.stage.numbers.values import format_number

ROOM = 78
"""About how many characters of numbers fit under a formula."""
SIGNS = 16
"""About how many characters stand around the terms of one sum."""


def set_formula(view: View) -> None:
    """Set the formula of the present step; the live ones set their own."""
    stage, layer, steps = view.stage, view.layer, view.steps
    if steps.sheets.active:
        stage.formula(*input_formula(layer.x, "an M"))
    elif steps.kernels.active:
        k, m = layer.knobs.size, layer.channels
        numbers = f"{k}·{k}·{m} = {layer.cost.depthwise_weights}"
        stage.formula(r"\mathrm{depthwise\ weights} = k^2 M", "depthwise weights = k² M", numbers)
    elif steps.telling(steps.window, steps.slide):
        stage.formula(DEPTHWISE, "d at channel m = sum over the window of w · x, both of channel m", _depthwise(view))
    elif steps.telling(steps.needle, steps.weaves[-1]):
        stage.formula(POINTWISE, "y of map n = sum over the channels of p · d", _pointwise(view))
    elif steps.telling(steps.standard, steps.standard_maps[-1]):
        stage.formula(STANDARD, "y of map n = sum over channels and window of w · x", _standard(view))
    elif steps.telling(steps.bill, steps.real):
        cost = layer.cost if steps.bill.active else view.real
        stage.formula(RATIO, "separable / standard = 1/N + 1/k²", _ratio(cost))


X, D = r"\textcolor{input}{x_{m,\,i+u,\,j+v}}", r"\textcolor{product}{d_{m,i,j}}"
Y = r"\textcolor{output}{y_{n,i,j}}"
DEPTHWISE = rf"{D} = \sum_{{u,v}} \, \textcolor{{kernel}}{{w_{{m,u,v}}}}\; {X}"
POINTWISE = rf"{Y} = \sum_{{m}} \, \textcolor{{kernel}}{{p_{{n,m}}}}\; {D}"
STANDARD = rf"{Y} = \sum_{{m,u,v}} \, \textcolor{{kernel}}{{w_{{n,m,u,v}}}}\; {X}"
RATIO = (
    r"(\textcolor{product}{k^2 M H' W'} + \textcolor{output}{M N H' W'}) / (k^2 M N H' W')"
    r" = \textcolor{product}{1/N} + \textcolor{output}{1/k^2}"
)


def _depthwise(view: View) -> tuple[TextRun, ...]:
    """The sums of the present window, sheet by sheet, with their products where they fit."""
    layer, cell = view.layer, view.slide.cell
    lines = []
    for channel in range(layer.channels):
        pairs = zip(layer.input.under(channel, cell).array.ravel(), layer.kernels[channel].ravel(), strict=True)
        terms = " + ".join(f"{bracketed(float(x))}·{bracketed(float(w))}" for x, w in pairs)
        lines.append((terms, number(float(layer.between[(channel, *cell)]))))
    if sum(len(terms) + SIGNS for terms, _ in lines) > ROOM + SIGNS:
        lines = lines[:1] if len(lines[0][0]) <= ROOM else [("the products", total) for _, total in lines]
    known, runs = view.steps.multiplied >= 1, list[TextRun]()
    for channel, (terms, total) in enumerate(lines):
        runs += [TextRun(f"{'      ' if channel else ''}d[{channel}] = ", Role.MUTED), TextRun(terms)]
        if known:
            runs += [TextRun(" = "), TextRun(total, Role.PRODUCT, bold=True)]
    return tuple(runs)


def _pointwise(view: View) -> tuple[TextRun, ...]:
    """The weighted sum under the needle."""
    layer, (row, column), n = view.layer, view.weave.cell, view.steps.column
    pairs = zip(layer.weights[n], layer.between[:, row, column], strict=True)
    terms = " + ".join(f"{bracketed(float(p))}·{bracketed(float(d))}" for p, d in pairs)
    runs = [TextRun(f"y[{n}, {row}, {column}] = ", Role.MUTED), TextRun(terms)]
    if view.weave.when is not None or view.steps.added >= 1:
        runs += [TextRun(" = "), TextRun(number(float(layer.y[n, row, column])), Role.OUTPUT, bold=True)]
    return tuple(runs)


def _standard(view: View) -> str:
    layer, k = view.layer, view.layer.knobs.size
    return (
        f"{k}·{k}·{layer.channels} = {k * k * layer.channels} products for each of {layer.maps}·{layer.windows:,} cells"
        f"    {k}·{k}·{layer.channels}·{layer.maps} = {layer.cost.standard_weights} weights"
    )


def _ratio(cost: Cost) -> tuple[TextRun, ...]:
    """The ratio by counting, and by the formula."""
    share = format_number(cost.separable_macs / cost.standard_macs, 4)
    return (
        TextRun(f"{cost.separable_macs:,} / {cost.standard_macs:,} = {share} = 1/{cost.maps} + 1/{cost.size**2}      "),
        TextRun(cost.saving, Role.OUTPUT, bold=True),
    )
