"""The formula of each step of the vanishing scene that needs no run, with its numbers filled in."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scenes import reference
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.numbers.values import figures_text, superscript
from scenes.vanishing.computed import CHAIN, DEPTH, LARGEST, RATE, UNITS, Chain, descent, overflow, stack
from scenes.vanishing.draw_factor import DEPTHS, steepest
from scenes.vanishing.knobs import Knobs
from scenes.vanishing.story import Steps

FORMULAS = {
    "back": (
        r"\textcolor{gradient}{\delta_0} = g^L \cdot \textcolor{gradient}{\delta_L}, \qquad"
        r" \textcolor{gradient}{\delta_l} = \left| \partial \, \mathrm{loss} / \partial h_l \right|",
        "δ₀ = g^L · δ_L, where δ is the size of the loss's gradient behind a layer",
    ),
    "factor": (
        r"\textcolor{gradient}{\partial L / \partial h_{l-1}} = \textcolor{kernel}{W_l}^T \left( f'(z_l) \odot"
        r" \textcolor{gradient}{\partial L / \partial h_l} \right), \qquad z_l = \textcolor{kernel}{W_l} \, h_{l-1}",
        "∂L/∂h before a layer = Wᵀ (f′(z) times ∂L/∂h behind it, number by number)",
    ),
    "start": (
        r"\mathrm{Var}(z) = n_{in} \cdot \mathrm{Var}(\textcolor{kernel}{w}) \cdot E[h^2]"
        r" \qquad \mathrm{He:}\;\; \mathrm{Var}(\textcolor{kernel}{w}) = 2 / n_{in}",
        "Var(z) = n_in · Var(w) · E[h²]; He: Var(w) = 2 / n_in",
    ),
    "inf": (
        rf"L = \frac{{1}}{{2}} \, (w^{{{CHAIN}}} - 1)^2, \qquad w \;\leftarrow\; w - {RATE:g} \cdot"
        r" \textcolor{gradient}{(w^{12} - 1) \, w^{11}}",
        "L = ½ (w¹² − 1)², each w ← w − 0.01 · (w¹² − 1) w¹¹",
    ),
}
CLIPPED = (
    r"\textcolor{gradient}{g} = (w^{12} - 1) \, w^{11} \;\; \mathrm{for\ each\ } w, \qquad"
    rf" w \;\leftarrow\; w - {RATE:g} \cdot \textcolor{{gradient}}{{g}} \cdot"
    rf" \min(1,\; 1 \,/\, \sqrt{{{CHAIN}}} \, | \textcolor{{gradient}}{{g}} |)",
    f"g = (w¹² − 1) w¹¹ for each w; w ← w − {RATE:g} · g · min(1, 1 / (√{CHAIN} |g|))",
)
GAINS = {
    "ReLU": (r"g = \sigma_w \sqrt{n_{in} / 2}", "g = σ √(n_in / 2)"),
    "tanh": (r"g \leq \sigma_w \sqrt{n_{in}}", "g ≤ σ √n_in"),
    "sigmoid": (r"g \leq \frac{1}{4} \, \sigma_w \sqrt{n_{in}}", "g ≤ ¼ σ √n_in"),
}


def set_formula(stage: Stage, of: Chain, now: Steps, knobs: Knobs) -> None:
    """Set the formula of the present step; the live steps have their own."""
    if now.name == "stack":
        stage.formula(*GAINS[knobs.activation], _stacked(knobs))
    elif now.name in FORMULAS:
        formula = CLIPPED if now.name == "inf" and knobs.clip else FORMULAS[now.name]
        stage.formula(*formula, NUMBERS[now.name](of, knobs))


def _chained(of: Chain, knobs: Knobs) -> Sequence[TextRun]:
    if knobs.factors and len(set(of.factors)) > 1:
        words = f"product of {of.layers} factors = "
    else:
        words = f"{of.factors[0]:g}{superscript(of.layers)} = "
    return TextRun(words), TextRun(figures_text(of.left), Role.GRADIENT, bold=True)


def _factored(of: Chain, knobs: Knobs) -> Sequence[TextRun]:
    slope, few = steepest("sigmoid"), DEPTHS[0]
    return (
        TextRun(f"sigmoid at best: {slope:g}{superscript(few)} = "),
        TextRun(figures_text(slope**few), Role.GRADIENT, bold=True),
    )


def _started(of: Chain, knobs: Knobs) -> Sequence[TextRun]:
    n_in, n_out = reference.fans(knobs.c_in, knobs.c_out, knobs.kernel)
    he, glorot = reference.he_std(n_in), reference.glorot_std(n_in, n_out)
    bound = figures_text(reference.uniform_bound(glorot))
    return (
        TextRun(f"He: √(2 / {n_in:,}) = "),
        TextRun(figures_text(he), Role.KERNEL, bold=True),
        TextRun(f"        Glorot: √(2 / ({n_in:,} + {n_out:,})) = "),
        TextRun(figures_text(glorot), Role.KERNEL, bold=True),
        TextRun(f",  from −{bound} to {bound}"),
    )


def _stacked(knobs: Knobs) -> Sequence[TextRun]:
    of = stack(knobs.activation, knobs.rule)
    least = "" if knobs.activation == "ReLU" else "at most "
    return (
        TextRun(f"σ = {figures_text(of.std)},  n_in = {UNITS}:  g = {least}{figures_text(of.gain)},  "),
        TextRun(f"g{superscript(DEPTH)} = "),
        TextRun(figures_text(of.gain**DEPTH), Role.GRADIENT, bold=True),
        TextRun("        measured: ", Role.MUTED),
        TextRun(figures_text(float(of.backward[0] / of.backward[-1])), Role.GRADIENT, bold=True),
    )


def _exploded(of: Chain, knobs: Knobs) -> Sequence[TextRun]:
    told = descent(knobs.weight, knobs.clip)
    step = overflow(told)
    if not step:
        return (
            TextRun(f"loss {figures_text(told[0].loss)} in step 1,  "),
            TextRun(figures_text(told[-1].loss), Role.OUTPUT, bold=True),
            TextRun(f" in step {len(told)}"),
        )
    first, power = told[step - 1], f"w{superscript(CHAIN)}"
    words = f"w = {figures_text(first.weight)} in step {step}: {power} is above "
    if math.isfinite(first.output):
        words = f"{power} = {figures_text(first.output)} in step {step}: its square is above "
    return TextRun(f"{words}{figures_text(LARGEST)}: "), TextRun("∞", Role.GRADIENT, bold=True)


NUMBERS = {"back": _chained, "factor": _factored, "start": _started, "inf": _exploded}
