"""The formula of each step of the padding scene, with the numbers filled in."""

from __future__ import annotations

import math

from scenes.padding.computed import Layer
from scenes.padding.story import Moment
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import number

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
RULES = rf"{M} = {N} + \textcolor{{input}}{{2p}} - \textcolor{{kernel}}{{d\,(k-1)}} \qquad (s = 1)"


def set_formula(stage: Stage, of: Layer, now: Moment) -> None:
    """Set the formula of the present step."""
    if now.name == "slide":
        stage.formula(CELL, "y = sum of w · x", _cell(of, now))
    elif now.name == "dense":
        stage.formula(KEPT, "y[i, j] = y at stride 1 [i s, j s]", _kept(of))
    elif now.name == "rules":
        stage.formula(RULES, "at stride 1: output size = n + 2p − d(k − 1)", _rules(of))
    else:
        stage.formula(SIZE, SIZE_PLAIN, _size(of, now))


def _size(of: Layer, now: Moment) -> str:
    """The formula as far as the odometer has turned."""
    k = of.knobs
    if now.name == "picture":
        return f"n = {k.n}   k = {k.k}   p = {k.padding}   s = {k.stride}   d = {k.dilation}"
    if now.name == "ghosts":
        return f"{k.n} + 2·{k.padding} = {of.row}"
    top = f"{k.n} + 2·{k.padding} − {k.dilation}·{k.k - 1} − 1"
    if now.name == "room":
        return f"{top} = {of.room}"
    whole = math.floor(of.steps)
    words = f"({top}) / {k.stride} = {of.room} / {k.stride} = {of.steps:.4g}"
    if now.name == "steps":
        return words
    if whole != of.steps:
        words += f", rounded down to {whole}"
    return words if now.name == "misfit" else f"{words}, + 1 = {of.out}"


def _cell(of: Layer, now: Moment) -> tuple[TextRun, ...]:
    row, column = now.slide.cell
    products = [float(value) for value in of.products(row, column).ravel()]
    value = float(of.y[row, column])
    terms = " + ".join(f"({number(p)})" if p < 0 else number(p) for p in products)
    if len(terms) > ROOM - 20:
        terms = f"{len(products)} products"
    return (
        TextRun(f"y[{row}, {column}] = ", Role.MUTED),
        TextRun(f"{terms} = "),
        TextRun(number(value), Role.OUTPUT, bold=True),
    )


def _kept(of: Layer) -> str:
    full, m = len(of.dense), of.out
    return f"s = {of.knobs.stride}:   {full}·{full} = {full * full} positions at stride 1,   {m}·{m} = {m * m} kept"


def _rules(of: Layer) -> tuple[TextRun, ...]:
    k = of.knobs
    runs: list[TextRun] = []
    for rule in of.rules:
        if rule.y is None:
            continue
        runs += [
            TextRun(f"{'          ' if runs else ''}{rule.name}: ", Role.MUTED),
            TextRun(f"{k.n} + 2·{rule.padding} − {k.dilation}·{k.k - 1} = "),
            TextRun(str(len(rule.y.array)), Role.OUTPUT, bold=True),
        ]
    return tuple(runs)
