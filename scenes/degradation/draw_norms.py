"""Degradation told apart from vanishing gradients: gradient norms by layer of nets of three depths."""

from __future__ import annotations

import math

import numpy as np

from scenes.degradation.knobs import Knobs
from scenes.degradation.nets import Net, of_kind
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.curves import Ending, curve, dots, endings
from scenes.stage.charts.layer_norms import KINDS as NORMS
from scenes.stage.charts.layer_norms import LATEST, TITLES, Kind, latest_norms, norms_axis
from scenes.stage.charts.training import Box
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Role
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.series import number_text

BOXES: tuple[Box, Box] = ((120.0, 230.0, 430.0, 450.0), (864.0, 230.0, 430.0, 450.0))
ENDS = (-0.05, 1.05)
"""The axis of the depth, with a margin beyond the first and the last layer."""
DOTS = (3.5, 6.0)
"""The radius of the dots of the shallowest net and of the deepest."""


def draw_norms(run: Recording, whole: Recording, knobs: Knobs, share: float) -> list[AnyMark]:
    """Norms by layer, of weights and of activations; they come from the last layer back as far as `share` says."""
    marks: list[AnyMark] = []
    when = "step 1" if run.step == 1 else f"mean of {LATEST} steps"
    for kind, box in zip(NORMS, BOXES, strict=True):
        axes = Axes(box, ENDS, norms_axis(whole, kind), log_y=True)
        ends: list[Ending] = []
        marks += [
            heading(box[0], box[1] - 44, TITLES[kind][0], f"{knobs.kind}, {when}", Role.GRADIENT),
            *axes.frame("0: first layer, 1: last layer"),
        ]
        for net in of_kind(run, knobs.kind):
            marks += _line(axes, run, net, kind, share, ends)
        marks += endings(axes, ends)
    return marks


def _line(
    axes: Axes, run: Recording, net: Net, kind: Kind, share: float, ends: list[Ending]
) -> list[AnyMark]:  # fmt: skip
    """One net's norms over its whole depth, whose first layer is at 0 and whose last is at 1."""
    norms = latest_norms(run, net.index, kind)
    count = len(norms)
    come = math.floor(min(max(share, 0.0), 1.0) * count + 1e-9)
    if come == 0:
        return []
    places, shown = np.linspace(0.0, 1.0, count)[count - come :], norms[count - come :]
    there = np.isfinite(shown)
    marks: list[AnyMark] = [
        *curve(axes, places, shown, net.role, f"{kind}, {net.name}", line=net.line, opacity=net.opacity),
        *dots(axes, places[there], np.clip(shown[there], *axes.y), net.role, between(*DOTS, net.rank)),
    ]
    if math.isfinite(shown[-1]):
        ends.append(Ending(float(shown[-1]), net.name, number_text(float(shown[-1])), net.role))
    return marks
