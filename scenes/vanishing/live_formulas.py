"""The formulas of the vanishing scene's live steps, with the numbers of the run filled in."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scenes.stage.charts.layer_norms import NORMS, latest_norms
from scenes.stage.charts.training import set_loss_formula
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.series import number_text

NORMALISED = (
    r"\mathrm{batch\ norm:}\;\; \hat z = (z - \mu_B) \,/ \sqrt{\sigma_B^2 + \epsilon}, \;\; y = \gamma \hat z + \beta"
    r" \qquad \mathrm{shortcut:}\;\; y = \sigma(W h) + h",
    "batch norm: z^ = (z − μ) / √(σ² + ε), y = γ z^ + β; shortcut: y = σ(W h) + h",
)
CLIPPED = (
    r"\textcolor{gradient}{g} \;\leftarrow\; \textcolor{gradient}{g} \cdot \min(1,\; 1 \,/\, \Vert g \Vert)",
    "g ← g · min(1, 1 / ‖g‖)",
)
UPDATED = (
    r"W \;\leftarrow\; W - \eta \; \textcolor{gradient}{\partial L / \partial W}, \quad \eta = LR",
    "W ← W − η ∂L/∂W, η = LR",
)


def set_live_formula(stage: Stage, step: str, nets: str, run: Recording, roles: Sequence[Role]) -> None:
    """Set the formula of a live step, with the run's numbers."""
    if step == "race":
        set_loss_formula(stage, run, roles)
    elif step == "first":
        tex, plain = CLIPPED if nets == "clipped" else UPDATED
        rate = f"{run.plan.lr:g}"
        stage.formula(tex.replace("LR", rate), plain.replace("LR", rate), _left(run, roles))
    else:
        stage.formula(*(NORMALISED if nets == "four nets" and step == "begin" else NORMS), _ratios(run, roles))


def _ratios(run: Recording, roles: Sequence[Role]) -> Sequence[TextRun]:
    """How the first layer's activations compare with the last one's, in each net."""
    runs = [TextRun("activations, first / last layer:", Role.MUTED)]
    for index, (contestant, role) in enumerate(zip(run.plan.contestants, roles, strict=True)):
        norms = latest_norms(run, index, "activations")
        if len(norms) and math.isfinite(norms[0]) and norms[-1] > 0:
            runs += [
                TextRun(f"    {contestant.name} "),
                TextRun(number_text(float(norms[0] / norms[-1])), role, bold=True),
            ]
    return runs


def _left(run: Recording, roles: Sequence[Role]) -> Sequence[TextRun]:
    """What the engine said when a net left the race, or the losses of the last step looked at."""
    for gone in run.divergences:
        role, name = roles[gone.contestant], run.plan.contestants[gone.contestant].name
        return (
            TextRun(f"{name}: the largest norm of a layer at step {gone.norm_step}:  ", Role.MUTED),
            TextRun(number_text(gone.norm), role, bold=True),
            TextRun(f"    loss at step {gone.step}:  ", Role.MUTED),
            TextRun("not finite", role, bold=True),
        )
    runs = [TextRun(f"loss at step {run.step}:", Role.MUTED)]
    for index, (contestant, role) in enumerate(zip(run.plan.contestants, roles, strict=True)):
        if run.step:
            runs += [
                TextRun(f"    {contestant.name} "),
                TextRun(number_text(float(run.loss(index)[-1])), role, bold=True),
            ]
    return runs
