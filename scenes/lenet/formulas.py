"""The formula of each step of the LeNet-5 scene, with its numbers filled in."""

from __future__ import annotations

from scenes.lenet.computed import BORDER, ENLARGED, Flow, account, modern, table
from scenes.lenet.knobs import Knobs
from scenes.lenet.story import Steps
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.numbers.values import format_number

APART = "        "


def set_formula(stage: Stage, flow: Flow, knobs: Knobs, steps: Steps) -> None:
    """Set the formula of the present step."""
    if steps.digit.active:
        formula = _digit(flow)
    elif steps.c1.active:
        formula = _convolution("C1")
    elif steps.s2.active:
        formula = _pooling("S2")
    elif steps.c3.active:
        formula = _convolution("C3")
    elif steps.s4.active:
        formula = _pooling("S4")
    elif steps.dense.active:
        formula = _dense()
    elif steps.answer.active:
        formula = _answer(flow)
    elif steps.table.active:
        formula = _table(knobs)
    else:
        formula = _account()
    stage.formula(*formula)


Set = tuple[str, str, list[TextRun] | str]


def _digit(flow: Flow) -> Set:
    side, large = len(flow.ink), flow.x.shape[1]
    numbers = f"{side}·{ENLARGED} + 2·{BORDER} = {large}{APART}1·{large}·{large} = {large * large:,} numbers"
    return r"\textcolor{input}{X} \in \mathbb{R}^{1 \times 32 \times 32}", "X has the shape 1 x 32 x 32", numbers


def _convolution(name: str) -> Set:
    layer = modern().layer(name)
    before, size, _w = modern().read_by(layer)[0]
    after, side, _h = layer.shape
    kernel = size - side + 1
    numbers = [
        TextRun(f"{size} − {kernel} + 1 = {side}{APART}{after}·({kernel}·{kernel}·{before} + 1) = "),
        TextRun(f"{layer.parameters:,}", Role.KERNEL, bold=True),
    ]
    tex = r"n' = n - k + 1 \qquad \textcolor{kernel}{\mathrm{parameters}} = C' \, (k^2 C + 1)"
    return tex, "n' = n - k + 1, parameters = C' (k k C + 1)", numbers


def _pooling(name: str) -> Set:
    layer = modern().layer(name)
    before, size, _w = modern().read_by(layer)[0]
    after, side, _h = layer.shape
    numbers = f"{size} / 2 = {side}{APART}{before} maps in, {after} out{APART}{layer.parameters} parameters"
    tex = r"y_{c,i,j} = \max_{u,v} \, x_{c,\, 2i+u,\, 2j+v}"
    return tex, "y[c, i, j] = max of x[c, 2i + u, 2j + v] over u and v", numbers


def _dense() -> Set:
    maps, side, _w = modern().layer("S4").shape
    c5, f6 = modern().layer("C5"), modern().layer("F6")
    numbers = [
        TextRun(f"{c5.shape[0]}·({maps}·{side}·{side} + 1) = "),
        TextRun(f"{c5.parameters:,}", Role.KERNEL, bold=True),
        TextRun(f"{APART}{f6.shape[0]}·({c5.shape[0]} + 1) = "),
        TextRun(f"{f6.parameters:,}", Role.KERNEL, bold=True),
    ]
    tex = r"\textcolor{kernel}{\mathrm{parameters}} = n' \, (n + 1)"
    return tex, "parameters = n' (n + 1)", numbers


def _answer(flow: Flow) -> Set:
    digit, p = flow.said, float(flow.probabilities[flow.said])
    numbers = [
        TextRun(f"z = {format_number(float(flow.logits[digit]), 2)} for {digit}{APART}its share p: "),
        TextRun("more than 0.9999" if p > 0.9999 else format_number(p, 4), Role.OUTPUT, bold=True),
    ]
    tex = r"\textcolor{output}{p_i} = e^{z_i} \, / \, \sum_j \, e^{z_j}"
    return tex, "p_i = e^z_i / sum over j of e^z_j", numbers


def _table(knobs: Knobs) -> Set:
    chosen = table(knobs.table)
    area = chosen.kernel**2
    products = " + ".join(f"{count}·({size}·{area} + 1)" for count, size, _each in chosen.groups)
    sums = " + ".join(f"{count * each:,}" for count, _size, each in chosen.groups)
    middle = f" = {sums}" if len(chosen.groups) > 1 else ""
    numbers = [TextRun(f"{products}{middle} = "), TextRun(f"{chosen.total:,}", Role.KERNEL, bold=True)]
    tex = r"\textcolor{kernel}{\mathrm{parameters}} = \sum_{\mathrm{maps}} \, (k^2 \, m + 1)"
    return tex, "parameters = sum over the maps of (k k m + 1), with m the maps that it reads", numbers


def _account() -> Set:
    _names, before, after = zip(*account(), strict=True)
    then, today = f"{sum(before):,}", f"{sum(after):,}"
    terms = " + ".join(f"{count:,}" for count in before if count)
    changes = [new - old for old, new in zip(before, after, strict=True) if new != old]
    more = "".join(f" {'+' if change > 0 else '−'} {abs(change):,}" for change in changes)
    lines = [
        TextRun(f"{terms} = "), TextRun(then, Role.KERNEL, bold=True),
        TextRun(f"{APART}{then}{more} = "), TextRun(today, Role.OUTPUT, bold=True),
    ]  # fmt: skip
    tex = r"\mathrm{parameters} = \sum_{\mathrm{layers}} \, (\mathrm{weights} + \mathrm{biases})"
    return tex, "parameters = sum over the layers of weights and biases", lines
