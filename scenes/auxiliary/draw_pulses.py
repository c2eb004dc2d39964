"""The pulses: one from each head back to the first layers, and how large they are behind every part of the trunk."""

from __future__ import annotations

import math

import numpy as np

from scenes.auxiliary.computed import pulses, trunk
from scenes.auxiliary.draw_network import ROLES, TITLES
from scenes.auxiliary.knobs import Knobs
from scenes.auxiliary.layout import HEIGHT, LEFT, LOSS_Y, RIGHT, ROW, head_column, middle
from scenes.auxiliary.story import Steps
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.curves import decades
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, Text, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import heading, options

BOX = (LEFT, 206.0, RIGHT - LEFT, 196.0)
DOT = 15.0
RISE = 0.2
"""The share of the step in which the pulses go from the losses up to the trunk."""
PLACES = {"main": 0.24, "aux2": 0.0, "aux1": -0.24}
"""Where a head's bar stands beside the others."""


def draw_pulses(stage: Stage, steps: Steps, knobs: Knobs) -> None:
    """Draw the pulses at their places, and the bars that they have left behind."""
    opacity = steps.alone(steps.pulses)
    if opacity <= 0:
        return
    found, share = pulses(knobs), steps.pulses.even
    come = max(0.0, (share - RISE) / (1.0 - RISE)) * (trunk().modules - 1)
    low, high = decades([np.array(sizes) * (1 - 1e-6) for sizes in found.values()])
    axes = Axes(BOX, (-0.5, len(trunk().parts) - 0.5), (min(low, 0.1), high), log_y=True)
    gains = [(f"{gain:g}", gain) for gain in (0.3, 0.5, 0.8, 1.0)]
    marks: list[AnyMark] = [
        heading(LEFT, BOX[1] - 36, "gradient behind each part", "by the head it comes from", Role.GRADIENT),
        lettering(1150, BOX[1] - 42, "factor of each part", Role.MUTED, size=24, anchor="end"),
        *options(1170, BOX[1] - 66, 80, "gain", gains, knobs.gain),
        *_ticks(axes),
    ]
    for head, sizes in found.items():
        xs = [part + PLACES[head] for part in range(len(sizes))]
        first = len(sizes) - 1 - come - 1e-9 if share >= RISE else math.inf
        ys = [size if part >= first else math.nan for part, size in enumerate(sizes)]
        marks += axes.bars(xs, ys, ROLES[head], f"from the {TITLES[head]}, part", width=0.22, fill=0.9)
        marks.append(_dot(head, len(sizes) - 1, come, share))
    stage.add(*marks, opacity=opacity)


def _ticks(axes: Axes) -> list[AnyMark]:
    """The horizontal axis is the trunk below: its lines and numbers are left out."""
    bottom = BOX[1] + BOX[3]
    return [
        mark
        for mark in axes.frame()
        if not (isinstance(mark, Text) and mark.y > bottom + 12)
        if not (isinstance(mark, Path) and mark.points[0][0] == mark.points[-1][0])
    ]


def _dot(head: str, source: int, come: float, share: float) -> Rect:
    """A pulse: up from its loss to the trunk, then along it; it stays at the first part."""
    line = ROW + HEIGHT + 14
    column = head_column(head)
    if share < RISE:
        x, y = column, between(LOSS_Y, line, share / RISE)
    else:
        start = math.inf if head == "main" else column
        x, y = max(middle(0) + PLACES[head] * 60, min(start, middle(source - come))), line
    side = 2 * DOT
    return Rect(
        x=x - DOT, y=y - DOT, width=side, height=side, radius=DOT, fill=1.0, role=ROLES[head],
        name=f"pulse of the {TITLES[head]}",
    )  # fmt: skip
