"""The paper's errors beside this run's losses: the same symptom."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain

import numpy as np

from scenes.degradation.knobs import KINDS
from scenes.degradation.nets import ROLES, Net, of_kind, training_loss
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.bands import FILL
from scenes.stage.charts.curves import above_zero
from scenes.stage.charts.slopes import DOT, Slope, SlopeChart
from scenes.stage.charts.training import guessing
from scenes.stage.core.lattice import Point, between
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.data.over_seeds import of_run
from scenes.stage.data.paper_results import DEPTH_CONDITIONS, DEPTH_ERRORS, DEPTHS
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.values import format_number

TOP, HEIGHT, WIDTH = 236.0, 340.0, 620.0
LEFTS = (120.0, 862.0)
NOTES = 704.0
ENDS = (0.12, 0.8)
"""Where the shallowest and the deepest nets of the run stand, as shares of the chart's width."""
ABOVE, BELOW = (24.0, 32.0), 34.0
"""How far a number stands to the left of its dot and above it, or below it."""


def draw_paper(run: Recording, whole: Recording, share: float) -> list[AnyMark]:
    """Errors of 18 and 34 layers at the left, training losses of this run's three depths at the right."""
    paper = SlopeChart((LEFTS[0], TOP, WIDTH, HEIGHT), (25.0, 29.0), (f"{DEPTHS[0]} layers", f"{DEPTHS[1]} layers"))
    marks = [
        heading(LEFTS[0], TOP - 50, "the paper", "top-1 error in %", Role.TEXT),
        *paper.draw([Slope(kind, DEPTH_ERRORS[kind], ROLES[kind]) for kind in KINDS], share),
        *_notes(LEFTS[0], (" ".join(DEPTH_CONDITIONS[:2]), DEPTH_CONDITIONS[2])),
    ]
    return marks + _toy(run, whole)


def _toy(run: Recording, whole: Recording) -> list[AnyMark]:
    """The training losses over the number of layers, as far as the run has come."""
    twins = list(zip(*(of_kind(run, kind) for kind in KINDS), strict=True))
    final = [training_loss(whole, net) for net in chain(*twins)]
    final += [float(each.ends.max()) for each in of_run(whole)]
    largest = max([guessing(run), *(loss for loss in final if math.isfinite(loss))])
    axes = Axes((LEFTS[1], TOP, WIDTH, HEIGHT), (0.0, 1.0), above_zero(largest))
    marks: list[AnyMark] = [
        heading(LEFTS[1], TOP - 50, "this run", "training loss in nats", Role.TEXT),
        *axes.frame(size=24, columns=False),
        *_notes(LEFTS[1], (f"digits of 8 × 8 pixels, {run.plan.train_count:,} to learn from;", _one_run(run))),
    ]
    for pair in twins:
        x, y = axes.at(_place(pair[0]), 0.0)
        marks.append(lettering(x, y + 84, pair[0].name, Role.MUTED, size=26, anchor="middle"))
    if all(math.isfinite(training_loss(run, net)) for net in chain(*twins)):
        for nets in zip(*twins, strict=True):
            marks += [*_band(axes, run, nets), *_losses(axes, run, nets)]
        for pair in twins:
            marks += _numbers(axes, run, pair)
    return marks


def _one_run(run: Recording) -> str:
    """What the lines are, and what the bands around them."""
    found = of_run(run)
    return f"one run, and around it the range of {found[0].count} seeds" if found else "one run"


def _place(net: Net) -> float:
    """Where a net's losses stand, as a share of the chart's width."""
    return between(*ENDS, net.rank)


def _point(axes: Axes, net: Net, loss: float) -> Point:
    """The place of a loss; one beyond the axis stands at its edge."""
    return axes.at(_place(net), min(loss, axes.y[1]))


def _band(axes: Axes, run: Recording, nets: Sequence[Net]) -> list[AnyMark]:
    """The range of one kind's losses over seeds, once the run has come to its end."""
    found = of_run(run)
    if not found or run.step < run.total_steps:
        return []
    low, high = ([_point(axes, net, float(edge(found[net.index].ends))) for net in nets] for edge in (np.min, np.max))
    name = f"losses over seeds, {nets[-1].kind}"
    return [Path(points=(*low, *reversed(high)), closed=True, fill=FILL, line=0.0, role=nets[-1].role, name=name)]


def _losses(axes: Axes, run: Recording, nets: Sequence[Net]) -> list[AnyMark]:
    """A line through the losses of one kind with a dot for each, and the kind at its end."""
    losses = [training_loss(run, net) for net in nets]
    points = [_point(axes, net, loss) for net, loss in zip(nets, losses, strict=True)]
    last, (x, y) = nets[-1], points[-1]
    return [
        Path(points=tuple(points), line=5.0, role=last.role),
        *(
            Rect(
                x=x - DOT, y=y - DOT, width=2 * DOT, height=2 * DOT, radius=DOT, fill=1.0, role=net.role, value=loss,
                name=f"{net.kind}, {net.name}",
            )
            for net, loss, (x, y) in zip(nets, losses, points, strict=True)
        ),
        lettering(x + 22, y - 24, last.kind, last.role, bold=True, size=28),
    ]  # fmt: skip


def _numbers(axes: Axes, run: Recording, pair: Sequence[Net]) -> list[AnyMark]:
    """The losses of a plain net and its twin: the higher one above its dot, the other one below."""
    marks: list[AnyMark] = []
    lower, higher = sorted(pair, key=lambda net: training_loss(run, net))
    for net, dx, dy in ((lower, 0.0, BELOW), (higher, -ABOVE[0], -ABOVE[1])):
        loss = training_loss(run, net)
        x, y = _point(axes, net, loss)
        words = (TextRun(format_number(loss, 2), net.role, bold=True),)
        marks.append(Text(x=x + dx, y=y + dy, runs=words, size=30, anchor="middle"))
    return marks


def _notes(x: float, lines: tuple[str, ...]) -> list[AnyMark]:
    return [lettering(x, NOTES + 30 * index, words, Role.MUTED, size=22) for index, words in enumerate(lines)]
