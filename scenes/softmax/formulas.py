"""The formula of each step of the softmax scene, with its numbers filled in."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from scenes import reference
from scenes.reference import Floats
from scenes.softmax.computed import Example, scores
from scenes.softmax.knobs import Knobs
from scenes.softmax.story import Moment
from scenes.softmax.words import logit, plain, probability, share_text, signed
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage

E = r"\textcolor{product}{e^{z_i}}"
ALL = r"\textcolor{product}{\sum_j\, e^{z_j}}"
P = r"\textcolor{output}{p_i}"
SLOPE = r"\textcolor{gradient}{\partial L / \partial z_i}"
WRITTEN_OUT = 4
"""The gradient of so many classes is written out in one line."""
FORMULAS = {
    "enter": (r"\textcolor{input}{z} = W h + b", "z = W h + b"),
    "stretch": (rf"\textcolor{{input}}{{z_i}} \;\rightarrow\; {E}", "z_i → e^(z_i)"),
    "stack": (rf"S = {ALL}", "S = Σ e^(z_j)"),
    "cut": (rf"{P} = {E} \;/\; {ALL}", "p_i = e^(z_i) / Σ e^(z_j)"),
    "add": (
        rf"\textcolor{{product}}{{e^{{z_i + c}}}} \;/\; \textcolor{{product}}{{\sum_j\, e^{{z_j + c}}}}"
        rf" = e^c {E} \;/\; ( e^c\, {ALL} ) = {P}",
        "e^(z_i + c) / Σ e^(z_j + c) = p_i",
    ),
    "multiply": (
        r"\textcolor{output}{p_i} \;/\; \textcolor{output}{p_j} = \textcolor{product}{e^{a (z_i - z_j)}}",
        "p_i / p_j = e^(a (z_i − z_j))",
    ),
    "temperature": (
        rf"{P} = \textcolor{{product}}{{e^{{z_i / T}}}} \;/\; \textcolor{{product}}{{\sum_j\, e^{{z_j / T}}}}",
        "p_i = e^(z_i / T) / Σ e^(z_j / T)",
    ),
    "loss": (
        r"\textcolor{gradient}{L} = - \log\, \textcolor{output}{p_y} = - \textcolor{input}{z_y} + \log "
        r"\textcolor{product}{\sum_j\, e^{z_j}}",
        "L = −log p_y = −z_y + log Σ e^(z_j)",
    ),
    "gradient": (rf"{SLOPE} = {P} - [\, i = y \,]", "∂L/∂z_i = p_i − [i = y]"),
    "descend": (
        r"\textcolor{input}{z} \;\leftarrow\; \textcolor{input}{z} - \eta\, "
        r"\textcolor{gradient}{\partial L / \partial z}",
        "z ← z − η ∂L/∂z",
    ),
}


def set_formula(stage: Stage, of: Example, now: Moment, knobs: Knobs) -> None:
    """Set the formula of the present step and the numbers of the example."""
    stage.formula(*FORMULAS[now.name], _numbers(of, now, knobs))


def _numbers(of: Example, now: Moment, knobs: Knobs) -> Sequence[TextRun] | str:
    z, stretched = of.before.z, of.before.stretched
    exponentials = [plain(value) for value in stretched]
    first = of.names[0]
    if now.name == "enter":
        return (TextRun("z = "), TextRun(_vector(z, logit), Role.INPUT, bold=True))
    if now.name == "stretch":
        return (TextRun("e^z = "), TextRun(_vector(stretched), Role.PRODUCT, bold=True))
    if now.name == "stack":
        return (TextRun(f"{' + '.join(exponentials)} = "), TextRun(plain(of.before.total), Role.PRODUCT, bold=True))
    if now.name == "cut":
        share = TextRun(probability(of.before.p[0]), Role.OUTPUT, bold=True)
        return (TextRun(f"{first}: {exponentials[0]} / {plain(of.before.total)} = "), share)
    if now.name == "loss":
        return _loss(of, z)
    if now.name == "gradient":
        return _gradient(of)
    if now.name == "descend":
        loss = reference.cross_entropy(now.scores.z, of.label)
        return (TextRun(f"η = {plain(knobs.rate)}   L: {probability(of.loss)} → "),
                TextRun(probability(loss), Role.GRADIENT, bold=True))  # fmt: skip
    return _changed(of, now, knobs)


def _changed(of: Example, now: Moment, knobs: Knobs) -> Sequence[TextRun]:
    """The logits after the change of this step, also while they are on their way, and what softmax makes of them."""
    if now.name == "multiply":
        i, j = of.top
        z = of.before.z
        words = f"{of.names[i]} / {of.names[j]} = e^({plain(knobs.factor)} · {_difference(z[i], z[j])}) = "
        return (TextRun(words), TextRun(plain(math.exp(knobs.factor * float(z[i] - z[j]))), Role.PRODUCT, bold=True))
    if now.name == "add":
        sign, changed = f"c = {plain(knobs.shift)}", scores(of.before.z + knobs.shift)
    else:
        sign, changed = f"T = {plain(knobs.temperature)}", scores(of.before.z / knobs.temperature)
    shares = _vector(changed.p, share_text)
    return (TextRun(f"{sign}:  softmax{_vector(changed.z, logit)} = "), TextRun(shares, Role.OUTPUT, bold=True))


def _loss(of: Example, z: Floats) -> Sequence[TextRun]:
    true = float(z[of.label])
    minus = f"−{logit(true)}" if true > 0 else logit(-true)
    words = f"−log {probability(of.before.p[of.label])} = {minus} + log {plain(of.before.total)} = "
    return (TextRun(words), TextRun(probability(of.loss), Role.GRADIENT, bold=True))


def _gradient(of: Example) -> Sequence[TextRun]:
    """What softmax says, less what it should say; in full where there is room for it."""
    runs = [TextRun("∂L/∂z = "), TextRun(_vector(of.gradient, signed), Role.GRADIENT, bold=True)]
    if of.count <= WRITTEN_OUT:
        truth = _vector(np.eye(of.count)[of.label], plain)
        runs[1:1] = [TextRun(_vector(of.before.p, share_text), Role.OUTPUT), TextRun(f" − {truth} = ")]
    return runs


def _difference(first: float, second: float) -> str:
    minus = f"({logit(second)})" if second < 0 else logit(second)
    return f"({logit(first)} − {minus})"


def _vector(values: Floats, write: Callable[[float], str] = plain) -> str:
    return f"({', '.join(write(float(value)) for value in values)})"
