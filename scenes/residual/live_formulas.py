"""The formulas of the residual scene's live steps, with the numbers of the run filled in."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.residual.twins import ROLES, Twins
from scenes.stage.charts.layer_norms import KINDS, NORMS
from scenes.stage.charts.training import set_loss_formula
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.numbers.series import number_text


def set_twins_formula(stage: Stage, step: str, twins: Twins, twin: int) -> None:
    """Set the formula of a live step, with the run's numbers."""
    if step == "race":
        set_loss_formula(stage, twins.run, ROLES)
    else:
        stage.formula(*NORMS, _ratios(twins, twin))


def _ratios(twins: Twins, twin: int) -> Sequence[TextRun]:
    """How the second convolution's norm compares with the last one's: both have one shape, the first another."""
    last = twins.convolutions - 1
    runs = [TextRun(f"{twins.run.plan.contestants[twin].name}, 2nd / last convolution:", Role.MUTED)]
    for kind in KINDS:
        norms = twins.latest(twin, kind)
        if len(norms):
            parts = f"{number_text(float(norms[1]))} / {number_text(float(norms[last]))} = "
            ratio = number_text(float(norms[1] / norms[last])) if norms[last] > 0 else "–"
            runs += [TextRun(f"    {kind} {parts}"), TextRun(ratio, Role.GRADIENT, bold=True)]
    return runs
