"""The live step: the same net with and without gates on the same batches."""

from __future__ import annotations

from scenes.gates.story import Steps
from scenes.stage.charts.training import accuracies, accuracy_axes, footer, loss_axes, losses, set_loss_formula, shown
from scenes.stage.core.marks import AnyMark, Role
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading

ROLES = (Role.KERNEL, Role.THIRD)
"""The net's without gates, and the one's with them."""
TOP, HEIGHT = 220.0, 470.0


def draw_race(stage: Stage, now: Steps) -> None:
    """Draw training losses at the left and accuracies on other pictures at the right."""
    span = now.spans["race"]
    run = shown(stage, span)
    if run is None or stage.recording is None:
        return
    marks: list[AnyMark] = [
        heading(100, TOP - 44, "training loss", "cross-entropy in nats"),
        *losses(loss_axes(stage.recording, (100.0, TOP, 400.0, HEIGHT)), run, ROLES),
        heading(880, TOP - 44, "accuracy in %", f"on {run.plan.validation_count:,} other pictures"),
        *accuracies(accuracy_axes(stage.recording, (880.0, TOP, 320.0, HEIGHT)), run, ROLES),
        *footer(run),
    ]
    stage.add(*marks, opacity=ease(span.t * 8))
    set_loss_formula(stage, run, ROLES)
