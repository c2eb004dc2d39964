"""The live steps: the same net with and without gates on the same batches."""

from __future__ import annotations

from scenes.gates.layout import GATE
from scenes.gates.view import View
from scenes.stage.charts.training import accuracies, accuracy_axes, footer, loss_axes, losses, shown
from scenes.stage.core.marks import Role
from scenes.stage.draw.blocks import heading

ROLES = (Role.KERNEL, GATE)
"""The net's without gates, and the one's with them."""
BOX = (136.0, 158.0, 1000.0, 532.0)
HEADING_Y = 124.0


def draw_race(view: View) -> None:
    """Draw how the training losses fall."""
    run = shown(view.stage, view.steps.race)
    if run is not None and view.stage.recording is not None:
        axes = loss_axes(view.stage.recording, BOX, log=True)
        view.stage.add(heading(BOX[0], HEADING_Y, "training loss", size=40))
        view.stage.add(*losses(axes, run, ROLES, size=34.0), *footer(run))


def draw_right(view: View) -> None:
    """Draw how the share of right answers to other pictures rises."""
    run = shown(view.stage, view.steps.right)
    if run is not None and view.stage.recording is not None:
        axes = accuracy_axes(view.stage.recording, BOX)
        words = f"right of {run.plan.validation_count:,} other pictures, in %"
        view.stage.add(heading(BOX[0], HEADING_Y, words, size=40))
        view.stage.add(*accuracies(axes, run, ROLES, size=34.0), *footer(run))
