"""Both tanks turn into bars: all multiply-accumulates and all parameters, cut by layer."""

from __future__ import annotations

from scenes.alexnet.view import View
from scenes.stage.charts.shares import bars


def draw_shares(view: View) -> None:
    """Draw both totals on their way."""
    view.stage.add(*bars(view.of.network, view.steps.shares.motion))
