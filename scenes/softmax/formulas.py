"""The formula of each step of the softmax scene, with its numbers filled in."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from scenes import reference
from scenes.reference import Floats
from scenes.softmax.computed import Example, scores
from scenes.softmax.knobs import Knobs
from scenes.softmax.story import Steps
from scenes.softmax.words import logit, plain, probability, share_text, signed
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage

E = r"\textcolor{product}{e^{z_i}}"
ALL = r"\textcolor{product}{\sum_j\, e^{z_j}}"
P = r"\textcolor{output}{p_i}"
SLOPE = r"\textcolor{gradient}{\partial L / \partial z_i}"
WRITTEN_OUT = 4
"""The gradient of so many classes is written out in one line."""
LOGITS = (r"\textcolor{input}{z} = W h + b", "z = W h + b")
STRETCH = (rf"\textcolor{{input}}{{z_i}} \;\rightarrow\; {E}", "z_i → e^(z_i)")
STACK = (rf"S = {ALL}", "S = Σ e^(z_j)")
CUT = (rf"{P} = {E} \;/\; {ALL}", "p_i = e^(z_i) / Σ e^(z_j)")
ADD = (
    rf"\textcolor{{product}}{{e^{{z_i + c}}}} \;/\; \textcolor{{product}}{{\sum_j\, e^{{z_j + c}}}}"
    rf" = e^c {E} \;/\; ( e^c\, {ALL} ) = {P}",
    "e^(z_i + c) / Σ e^(z_j + c) = p_i",
)
MULTIPLY = (
    r"\textcolor{output}{p_i} \;/\; \textcolor{output}{p_j} = \textcolor{product}{e^{a (z_i - z_j)}}",
    "p_i / p_j = e^(a (z_i − z_j))",
)
TEMPERATURE = (
    rf"{P} = \textcolor{{product}}{{e^{{z_i / T}}}} \;/\; \textcolor{{product}}{{\sum_j\, e^{{z_j / T}}}}",
    "p_i = e^(z_i / T) / Σ e^(z_j / T)",
)
LOSS = (
    r"\textcolor{gradient}{L} = - \log\, \textcolor{output}{p_y} = - \textcolor{input}{z_y} + \log "
    r"\textcolor{product}{\sum_j\, e^{z_j}}",
    "L = −log p_y = −z_y + log Σ e^(z_j)",
)
GRADIENT = (rf"{SLOPE} = {P} - [\, i = y \,]", "∂L/∂z_i = p_i − [i = y]")
DESCEND = (
    r"\textcolor{input}{z} \;\leftarrow\; \textcolor{input}{z} - \eta\, "
    r"\textcolor{gradient}{\partial L / \partial z}",
    "z ← z − η ∂L/∂z",
)


def set_formula(stage: Stage, example: Example, steps: Steps, knobs: Knobs) -> None:
    """Set the formula of the present step and the numbers of the example."""
    z, total, first = example.before.z, plain(example.before.total), example.names[0]
    exponentials = [plain(value) for value in example.before.stretched]
    if steps.logits.active:
        stage.formula(*LOGITS, (TextRun("z = "), TextRun(_vector(z, logit), Role.INPUT, bold=True)))
    elif steps.stretch.active:
        stretched = TextRun(_vector(example.before.stretched), Role.PRODUCT, bold=True)
        stage.formula(*STRETCH, (TextRun("e^z = "), stretched))
    elif steps.stack.active:
        stage.formula(*STACK, (TextRun(f"{' + '.join(exponentials)} = "), TextRun(total, Role.PRODUCT, bold=True)))
    elif steps.cut.active:
        share = TextRun(probability(example.before.p[0]), Role.OUTPUT, bold=True)
        stage.formula(*CUT, (TextRun(f"{first}: {exponentials[0]} / {total} = "), share))
    elif steps.add.active:
        stage.formula(*ADD, _changed(f"c = {plain(knobs.shift)}", z + knobs.shift))
    elif steps.multiply.active:
        stage.formula(*MULTIPLY, _odds(example, knobs))
    elif steps.temperature.active:
        stage.formula(*TEMPERATURE, _changed(f"T = {plain(knobs.temperature)}", z / knobs.temperature))
    elif steps.loss.active:
        stage.formula(*LOSS, _loss(example, z))
    elif steps.gradient.active:
        stage.formula(*GRADIENT, _gradient(example))
    else:
        loss = reference.cross_entropy(steps.scores.z, example.label)
        words = f"η = {plain(knobs.rate)}   L: {probability(example.loss)} → "
        stage.formula(*DESCEND, (TextRun(words), TextRun(probability(loss), Role.GRADIENT, bold=True)))


def _changed(sign: str, z: Floats) -> Sequence[TextRun]:
    """The logits (K,) after the change of this step, also while it goes on, and what softmax makes of them."""
    shares = TextRun(_vector(scores(z).p, share_text), Role.OUTPUT, bold=True)
    return (TextRun(f"{sign}:  softmax{_vector(z, logit)} = "), shares)


def _odds(example: Example, knobs: Knobs) -> Sequence[TextRun]:
    """How much larger the largest share is than the next one, when the logits are multiplied."""
    i, j = example.top
    z = example.before.z
    words = f"{example.names[i]} / {example.names[j]} = e^({plain(knobs.factor)} · {_difference(z[i], z[j])}) = "
    return (TextRun(words), TextRun(plain(math.exp(knobs.factor * float(z[i] - z[j]))), Role.PRODUCT, bold=True))


def _loss(example: Example, z: Floats) -> Sequence[TextRun]:
    true = float(z[example.label])
    minus = f"−{logit(true)}" if true > 0 else logit(-true)
    words = f"−log {probability(example.before.p[example.label])} = {minus} + log {plain(example.before.total)} = "
    return (TextRun(words), TextRun(probability(example.loss), Role.GRADIENT, bold=True))


def _gradient(example: Example) -> Sequence[TextRun]:
    """What softmax says, less what it should say; in full where there is room for it."""
    runs = [TextRun("∂L/∂z = "), TextRun(_vector(example.gradient, signed), Role.GRADIENT, bold=True)]
    if example.count <= WRITTEN_OUT:
        truth = _vector(np.eye(example.count)[example.label], plain)
        runs[1:1] = [TextRun(_vector(example.before.p, share_text), Role.OUTPUT), TextRun(f" − {truth} = ")]
    return runs


def _difference(first: float, second: float) -> str:
    minus = f"({logit(second)})" if second < 0 else logit(second)
    return f"({logit(first)} − {minus})"


def _vector(values: Floats, write: Callable[[float], str] = plain) -> str:
    return f"({', '.join(write(float(value)) for value in values)})"
