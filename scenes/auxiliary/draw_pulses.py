"""The pulses: one from each head back to the first layers, and how large they are behind every part of the trunk."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from scenes.auxiliary.computed import pulses, trunk
from scenes.auxiliary.draw_network import ROLES, TITLES, draw_trunk, head_column, middle
from scenes.auxiliary.knobs import Knobs
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.curves import decades
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span
from scenes.stage.draw.blocks import options
from scenes.stage.numbers.values import figures_text

BOX = (LEFT, 270.0, RIGHT - LEFT, 306.0)
ROW, HEIGHT = 590.0, 96.0
HEADS_Y = 750.0
DOT = 18.0
RISE = 0.2
"""The share of the step in which the pulses go from the heads up to the trunk."""
PLACES = {"main": 0.26, "aux2": 0.0, "aux1": -0.26}
"""Where a head's bar stands beside the others."""


def back(span: Span, knobs: Knobs) -> list[AnyMark]:
    """The pulses at their places, the bars that they have left behind, and what has arrived at the stem."""
    found, share = pulses(knobs), span.even
    come = max(0.0, (share - RISE) / (1.0 - RISE)) * (trunk().modules - 1)
    low, high = decades([np.array(sizes) * (1 - 1e-6) for sizes in found.values()])
    axes = Axes(BOX, (-0.5, len(trunk().parts) - 0.5), (min(low, 0.1), high), log_y=True)
    gains = [(f"{gain:g}", gain) for gain in (0.3, 0.5, 0.8, 1.0)]
    marks: list[AnyMark] = [
        *_ticks(axes),
        _arrived(found, come),
        lettering(1110, 138, "factor", Role.MUTED, size=36, anchor="end"),
        *options(1126, 104, 97, "gain", gains, knobs.gain, size=34),
        *draw_trunk(ROW, HEIGHT),
    ]  # fmt: skip
    for head, sizes in found.items():
        xs = [part + PLACES[head] for part in range(len(sizes))]
        first = len(sizes) - 1 - come - 1e-9 if share >= RISE else math.inf
        ys = [size if part >= first else math.nan for part, size in enumerate(sizes)]
        marks += axes.bars(xs, ys, ROLES[head], f"from the {TITLES[head]}, part", width=0.24, fill=0.9)
        marks += [
            lettering(_label(head), HEADS_Y, TITLES[head], ROLES[head], bold=True, size=38, anchor="middle",
                      name=f"title of {head}"),
            _dot(head, len(sizes) - 1, come, share),
        ]  # fmt: skip
    return marks


def _arrived(found: Mapping[str, Sequence[float]], come: float) -> Text:
    """What each head has brought to the stem until now, the largest first."""
    there = {head: sizes[0] for head, sizes in found.items() if come >= len(sizes) - 1 - 1e-9}
    runs: list[TextRun] = []
    for head, size in sorted(there.items(), key=lambda pair: -pair[1]):
        runs += [TextRun(" + ", Role.MUTED)] if runs else []
        runs.append(TextRun(figures_text(size), ROLES[head], bold=True))
    runs += [TextRun("  at the stem" if there else "0 at the stem", Role.MUTED)]
    return Text(x=LEFT, y=206, runs=tuple(runs), size=58, name="arrived")


def _label(head: str) -> float:
    """Where a head's name has room: that of the last one ends with the trunk."""
    return min(head_column(head), RIGHT - 110)


def _ticks(axes: Axes) -> list[AnyMark]:
    """The horizontal axis is the trunk below: its lines and numbers are left out, and the numbers stand inside."""
    bottom = BOX[1] + BOX[3]
    marks: list[AnyMark] = []
    for mark in axes.frame():
        if isinstance(mark, Text):
            if mark.y <= bottom + 12:
                marks.append(lettering(RIGHT, mark.y - 20, mark.text, Role.MUTED, size=mark.size, anchor="end"))
        elif not (isinstance(mark, Path) and mark.points[0][0] == mark.points[-1][0]):
            marks.append(mark)
    return marks


def _dot(head: str, source: int, come: float, share: float) -> Rect:
    """A pulse: up from its head to the trunk, then along it; it stays at the first part."""
    line, column = ROW + HEIGHT + 24, head_column(head)
    if share < RISE:
        x, y = column, between(HEADS_Y - 40, line, share / RISE)
    else:
        x, y = max(middle(0) + PLACES[head] * 100, min(column, middle(source - come))), line
    side = 2 * DOT
    return Rect(
        x=x - DOT, y=y - DOT, width=side, height=side, radius=DOT, fill=1.0, role=ROLES[head],
        name=f"pulse of the {TITLES[head]}",
    )  # fmt: skip
