"""Bands of what other seeds give, around the curves of one run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenes.stage.charts.axes import Axes
from scenes.stage.charts.curves import curve
from scenes.stage.core.marks import AnyMark, Path, Role
from scenes.stage.data.over_seeds import of_run
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.series import sampled

FILL = 0.16
"""How strong a band is."""
POINTS = 48
"""An edge is drawn with at most about so many points: it is smooth, and painting a larger polygon takes long."""


def loss_bands(axes: Axes, run: Recording, contestants: Sequence[tuple[int, Role]]) -> list[AnyMark]:
    """For each contestant the range of its training loss over seeds, as far as the run has come; none if unknown."""
    found, marks = of_run(run), list[AnyMark]()
    for index, role in contestants if found and len(run.ticks) > 1 else ():
        edges = [np.interp(run.steps, np.arange(1, len(edge) + 1), edge) for edge in found[index].band()]
        drawn = (sampled(run.steps, edge, POINTS) for edge in edges)
        low, high = (piece.points for steps, edge in drawn for piece in curve(axes, steps, edge, role, ""))
        name = f"training loss over seeds, {run.plan.contestants[index].name}"
        marks.append(Path(points=(*low, *reversed(high)), closed=True, fill=FILL, line=0.0, role=role, name=name))
    return marks
