"""The twins' gradient norms: two rows of bars under the layers, and lines over the steps; weights and activations."""

from __future__ import annotations

import math

from scenes.residual.knobs import Knobs
from scenes.residual.layout import LAYERS
from scenes.residual.twins import ROLES, Twins, chosen
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.curves import Ending, curve, endings
from scenes.stage.charts.layer_norms import KINDS, LATEST, TITLES, risen
from scenes.stage.charts.training import steps_range
from scenes.stage.core.marks import AnyMark, Path, Role, Text, TextRun
from scenes.stage.core.timeline import REST
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.series import log10, number_text, smoothed

TOPS, HEIGHT = (314.0, 554.0), 150.0
"""Where the rows of bars are, for weights and for activations."""
BOXES = ((150.0, 330.0, 440.0, 360.0), (910.0, 330.0, 440.0, 360.0))


def draw_begin(twins: Twins, knobs: Knobs, t: float) -> list[AnyMark]:
    """The gradients of the first step: the bars rise from the last layer to the first, as backpropagation goes."""
    return _rows(twins, knobs, "in step 1", t / REST)


def draw_learn(twins: Twins, knobs: Knobs, _: float) -> list[AnyMark]:
    """The gradients while both learn."""
    return _rows(twins, knobs, f"geometric mean of {LATEST} steps", 1.0)


def draw_lines(twins: Twins, knobs: Knobs, _: float) -> list[AnyMark]:
    """The norms of three layers of the chosen twin over the steps."""
    twin, last = chosen(knobs), twins.convolutions - 1
    layers = (("first", 0, 1.0), ("middle", last // 2, 0.7), ("last", last, 0.45))
    name, role = twins.run.plan.contestants[twin].name, ROLES[twin]
    marks: list[AnyMark] = []
    for kind, box in zip(KINDS, BOXES, strict=True):
        axes = Axes(box, steps_range(twins.whole), twins.axis(kind), log_y=True)
        marks += [heading(box[0], box[1] - 36, TITLES[kind][0], name, Role.GRADIENT), *axes.frame("step")]
        norms, ends = twins.norms(twin, kind), []
        for word, layer, opacity in layers:
            means = 10.0 ** smoothed(log10(norms[:, layer]), LATEST)
            line = f"{kind}, {word} convolution"
            marks += curve(axes, twins.run.steps, means, role, line, line=5.0, opacity=opacity)
            if len(means) and math.isfinite(means[-1]):
                ends.append(Ending(float(means[-1]), word, number_text(float(means[-1])), role, opacity))
        marks += endings(axes, ends)
    return marks


def _rows(twins: Twins, knobs: Knobs, when: str, share: float) -> list[AnyMark]:
    """A bar under each layer for the chosen twin; the other one's norms are lines across the same places."""
    (left, right), count, twin = LAYERS, len(twins.layers), chosen(knobs)
    names = [contestant.name for contestant in twins.run.plan.contestants]
    key = (
        TextRun(names[twin], ROLES[twin], bold=True), TextRun("  bars      ", Role.MUTED),
        TextRun(names[1 - twin], ROLES[1 - twin], bold=True), TextRun("  lines", Role.MUTED),
    )  # fmt: skip
    marks: list[AnyMark] = [Text(x=right, y=TOPS[0] - 36, runs=key, size=24, anchor="end", name="key")]
    for kind, top in zip(KINDS, TOPS, strict=True):
        axes = Axes((left, top, right - left, HEIGHT), (0.5, count + 0.5), twins.axis(kind), log_y=True)
        title, note = TITLES[kind]
        bars, levels = (risen(axes, twins.latest(each, kind), share) for each in (twin, 1 - twin))
        name = f"{names[twin]}, {kind}, layer"
        marks += [
            heading(left, top - 36, title, f"{note}, {when}", Role.GRADIENT),
            *axes.frame(),
            *axes.bars(range(1, len(bars) + 1), bars, ROLES[twin], name, width=0.64, fill=0.85),
            *_levels(axes, levels, ROLES[1 - twin]),
        ]
    return marks


def _levels(axes: Axes, heights: list[float], role: Role) -> list[AnyMark]:
    """A short line over each layer's place."""
    marks: list[AnyMark] = []
    for layer, height in enumerate(heights, 1):
        if math.isfinite(height):
            ends = tuple(axes.at(layer + side, height) for side in (-0.45, 0.45))
            marks.append(Path(points=ends, line=3.0, role=role))
    return marks
