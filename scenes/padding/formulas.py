"""The formula of each step of the padding scene, with the numbers filled in."""

from __future__ import annotations

import math

from scenes.padding.computed import Layer, Rule
from scenes.padding.story import Steps
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import counted, number

ROOM = 96
"""How many characters of numbers fit under a formula, also in the larger type of the projector's theme."""
N, M = r"\textcolor{input}{n}", r"\textcolor{output}{n_{out}}"
SPAN = r"\textcolor{kernel}{d\,(k-1)} - 1"
SIZE = rf"{M} = \lfloor ({N} + \textcolor{{input}}{{2p}} - {SPAN}) \;/\; \textcolor{{highlight}}{{s}} \rfloor + 1"
SIZE_PLAIN = "output size = floor((n + 2p − d(k − 1) − 1) / s) + 1"
CELL = (
    r"\textcolor{output}{y_{i,j}} = \sum_{u,v} \, \textcolor{kernel}{w_{u,v}}\; "
    r"\textcolor{input}{x_{i s + u d - p,\;j s + v d - p}}"
)
KEPT = r"\textcolor{output}{y_{i,j}} = \textcolor{output}{y^{(s=1)}_{i s,\; j s}}"
SAME = (
    rf"\mathrm{{same:}} \;\; {M} = \lceil {N} / \textcolor{{highlight}}{{s}} \rceil \qquad"
    rf" \mathrm{{else:}} \;\; {SIZE}"
)
RULES = rf"{M} = {N} + \textcolor{{input}}{{2p}} - \textcolor{{kernel}}{{d\,(k-1)}} \qquad (s = 1)"


def set_formula(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Set the formula of the present step."""
    if steps.slide.active:
        stage.formula(CELL, "y = sum of w · x", _cell(layer, steps))
    elif steps.telling(steps.thinned):
        stage.formula(KEPT, "y[i, j] = y at stride 1 [i s, j s]", _kept(layer))
    elif steps.libraries.active:
        stage.formula(SAME, "same: output size = n / s rounded up", _same(layer))
    elif steps.rules.active:
        stage.formula(RULES, "at stride 1: output size = n + 2p − d(k − 1)", _rules(layer))
    else:
        stage.formula(SIZE, SIZE_PLAIN, _size(layer, steps))


def _size(layer: Layer, steps: Steps) -> str:
    """The formula as far as the odometer has turned."""
    k = layer.knobs
    if steps.picture.active:
        return f"n = {k.n}   k = {k.k}   p = {k.padding}   s = {k.stride}   d = {k.dilation}"
    if steps.ghosts.active:
        return f"{k.n} + 2·{k.padding} = {layer.row}"
    top = f"{k.n} + 2·{k.padding} − {k.dilation}·{k.k - 1} − 1"
    if steps.room.active:
        return f"{top} = {layer.room}"
    whole = math.floor(layer.steps)
    words = f"({top}) / {k.stride} = {layer.room} / {k.stride} = {layer.steps:.4g}"
    if steps.stride.active:
        return words
    if whole != layer.steps:
        words += f", rounded down to {whole}"
    return words if steps.misfit.active else f"{words}, + 1 = {layer.out}"


def _cell(layer: Layer, steps: Steps) -> tuple[TextRun, ...]:
    row, column = steps.over.cell
    products = [float(value) for value in layer.products(row, column).ravel()]
    value = float(layer.y[row, column])
    terms = " + ".join(f"({number(p)})" if p < 0 else number(p) for p in products)
    if len(terms) > ROOM - 20:
        terms = f"{len(products)} products"
    return (
        TextRun(f"y[{row}, {column}] = ", Role.MUTED),
        TextRun(f"{terms} = "),
        TextRun(number(value), Role.OUTPUT, bold=True),
    )


def _kept(layer: Layer) -> str:
    full, m = len(layer.dense), layer.out
    positions = counted(full * full, "position")
    return f"s = {layer.knobs.stride}:   {full}·{full} = {positions} at stride 1,   {m}·{m} = {m * m} kept"


def _rules(layer: Layer) -> tuple[TextRun, ...]:
    k = layer.knobs
    runs: list[TextRun] = []
    for rule in layer.rules:
        if rule.y is None:
            continue
        runs += [
            TextRun(f"{'          ' if runs else ''}{rule.name}: ", Role.MUTED),
            TextRun(f"{k.n} + {_zeros(rule)} − {k.dilation}·{k.k - 1} = "),
            TextRun(str(len(rule.y.array)), Role.OUTPUT, bold=True),
        ]
    return tuple(runs)


def _zeros(rule: Rule) -> str:
    """The zeros of a row, as they stand in a sum."""
    before, behind = rule.sides
    return f"2·{before}" if before == behind else f"{before} + {behind}"


def _same(layer: Layer) -> tuple[TextRun, ...]:
    k, (keras, torch) = layer.knobs, layer.libraries
    return (
        TextRun(f"{keras.name}: ", Role.MUTED),
        TextRun(f"⌈{k.n} / {k.stride}⌉ = "),
        TextRun(str(len(keras.starts)), Role.OUTPUT, bold=True),
        TextRun(f"          {torch.name}: ", Role.MUTED),
        TextRun(f"⌊({k.n} + {_zeros(torch)} − {k.dilation}·{k.k - 1} − 1) / {k.stride}⌋ + 1 = "),
        TextRun(str(len(torch.starts)), Role.OUTPUT, bold=True),
    )
