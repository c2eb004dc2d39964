"""The formula of each step of the scene of gates, with its numbers filled in."""

from __future__ import annotations

from collections.abc import Callable

from scenes.gates.computed import Bill, Worked
from scenes.gates.layout import GATE
from scenes.gates.story import Steps
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import bracketed, number
from scenes.stage.numbers.values import format_number

APART = "      "
Set = tuple[str, str, list[TextRun] | str]


def set_formula(stage: Stage, of: Worked, cost: Bill, now: Steps) -> None:
    """Set the formula of a step of the example, or of the cost; the other steps set their own."""
    if now.name == "cost":
        stage.formula(*_cost(cost))
    elif now.name in EXAMPLE:
        stage.formula(*EXAMPLE[now.name](of))


def _maps(of: Worked) -> Set:
    height, width = of.u.shape[1:]
    tex = r"\textcolor{input}{u} \in \mathbb{R}^{C \times H \times W}"
    return tex, "u has the shape C x H x W", f"C = {len(of.u)}, H = {height}, W = {width}"


def _squeeze(of: Worked) -> Set:
    cells = of.u[0].size
    numbers = [TextRun(f"sums / {cells}:  ")]
    for index, (one, mean) in enumerate(zip(of.u, of.way.means.tolist(), strict=True)):
        numbers += [
            TextRun(f"{APART if index else ''}{number(float(one.sum()))} / {cells} = "),
            TextRun(number(mean), Role.PRODUCT, bold=True),
        ]
    tex = r"\textcolor{product}{z_c} = \frac{1}{HW} \sum_{i,j} \, \textcolor{input}{u_{c,i,j}}"
    return tex, "z[c] = the mean of u[c]", numbers


def _waist(of: Worked) -> Set:
    numbers: list[TextRun] = []
    for index, (row, before, after) in enumerate(zip(of.reduce, of.way.before, of.way.waist, strict=True)):
        terms = _terms(row.tolist(), of.way.means.tolist())
        numbers += [
            TextRun(f"{APART if index else ''}ReLU({terms}) = ReLU({number(float(before))}) = "),
            TextRun(number(float(after)), Role.PRODUCT, bold=True),
        ]
    tex = r"h = \mathrm{ReLU}(\textcolor{kernel}{W_1} \, \textcolor{product}{z})"
    return tex, "h = ReLU(W1 z)", numbers


def _terms(weights: list[float], values: list[float]) -> str:
    """The products of a weighted sum, without those of weight 0."""
    said = ""
    for weight, value in zip(weights, values, strict=True):
        if weight:
            sign = ("− " if weight < 0 else "+ ") if said else ("−" if weight < 0 else "")
            factor = "" if abs(weight) == 1 else f"{number(abs(weight))}·"
            said += f"{' ' if said else ''}{sign}{factor}{bracketed(value)}"
    return said or "0"


def _excite(of: Worked) -> Set:
    numbers: list[TextRun] = []
    for index, (score, gate) in enumerate(zip(of.way.scores, of.way.gates, strict=True)):
        numbers += [
            TextRun(f"{APART if index else ''}σ({number(float(score))}) = "),
            TextRun(format_number(float(gate), 3), GATE, bold=True),
        ]
    tex = (
        r"\textcolor{third}{s} = \sigma(\textcolor{kernel}{W_2} \, h)"
        r" \qquad \sigma(a) = \frac{1}{1 + e^{-a}}"
    )
    return tex, "s = sigmoid(W2 h)", numbers


def _scale(of: Worked) -> Set:
    last = len(of.u) - 1
    value, gate = float(of.u[last, 0, 0]), float(of.gates[last])
    numbers = [
        TextRun(f"map {last + 1}, first cell:  "),
        TextRun(format_number(gate, 4), GATE, bold=True),
        TextRun(f" · {bracketed(value)} = "),
        TextRun(format_number(float(of.scaled[last, 0, 0]), 3), Role.OUTPUT, bold=True),
    ]
    tex = r"\textcolor{output}{\tilde u_{c,i,j}} = \textcolor{third}{s_c} \; \textcolor{input}{u_{c,i,j}}"
    return tex, "the new u[c, i, j] = s[c] times u[c, i, j]", numbers


def _apart(of: Worked) -> Set:
    sums = " + ".join(format_number(float(gate), 3) for gate in of.way.gates)
    shares = " + ".join(format_number(float(share), 3) for share in of.softmax)
    numbers = [
        TextRun("gates  "),
        TextRun(f"{sums} = "),
        TextRun(format_number(float(of.way.gates.sum()), 3), GATE, bold=True),
        TextRun(f"{APART}softmax  {shares} = "),
        TextRun(format_number(float(of.softmax.sum()), 3), Role.WARNING, bold=True),
    ]
    tex = r"\textcolor{third}{\sigma(a_c)} \;\neq\; \textcolor{warning}{e^{a_c} / \sum_k \, e^{a_k}}"
    return tex, "sigmoid(a_c) is not e^a_c / sum over k of e^a_k", numbers


def _cost(cost: Bill) -> Set:
    reduction = cost.rows[0].channels // cost.rows[0].waist
    terms = " + ".join(f"{row.blocks}·{row.channels:,}²" for row in cost.rows)
    numbers = [
        TextRun(f"2/{reduction} · ({terms}) = "),
        TextRun(f"{cost.weights:,}", Role.KERNEL, bold=True),
        TextRun(f" weights, and {cost.biases:,} biases"),
    ]
    tex = r"\textcolor{kernel}{\mathrm{weights}} = \frac{2}{r} \sum_s \, N_s \, C_s^2"
    return tex, "weights = 2/r times the sum over the stages s of N_s C_s C_s", numbers


EXAMPLE: dict[str, Callable[[Worked], Set]] = {
    "maps": _maps,
    "squeeze": _squeeze,
    "waist": _waist,
    "excite": _excite,
    "scale": _scale,
    "apart": _apart,
}
