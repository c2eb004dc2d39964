"""The twins' gradient norms: two rows of bars under the layers, and lines over the steps; weights and activations."""

from __future__ import annotations

import math

from scenes.residual.knobs import Knobs
from scenes.residual.layout import LAYERS
from scenes.residual.twins import KINDS, LATEST, ROLES, Kind, Twins, chosen
from scenes.stage.blocks import heading
from scenes.stage.charts import NAMES, Ending, Plane, endings
from scenes.stage.growing import Numbers
from scenes.stage.marks import AnyMark, Path, Role, Run, Text
from scenes.stage.series import log10, number_text, smoothed
from scenes.stage.stage import REST, ease

ROWS = ((318.0, 478.0), (556.0, 716.0))
"""Top and bottom of the row of bars for weights, and of that for activations."""
HALVES = ((150.0, 590.0), (910.0, 1350.0))
CURVES = (330.0, 690.0)
TITLES: dict[Kind, tuple[str, str]] = {
    "weights": ("gradients of the weights", "the norm in each layer"),
    "activations": ("gradients of the activations", "the norm at what each layer gives"),
}
RISE = 0.35
"""The share of the motion in which one bar rises."""


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
    name = twins.run.plan.contestants[twin].name
    marks: list[AnyMark] = []
    for kind, (left, right) in zip(KINDS, HALVES, strict=True):
        steps = 0.0, float(twins.whole.total_steps)
        plane = Plane(left, CURVES[0], right, CURVES[1], steps, twins.axis(kind), log=True)
        marks += [heading(left, CURVES[0] - 36, TITLES[kind][0], name, Role.GRADIENT), *plane.ground(), *plane.steps()]
        norms, ends = twins.norms(twin, kind), []
        for word, layer, opacity in layers:
            logs = smoothed(log10(norms[:, layer]), LATEST)
            marks += plane.curve(twins.run.steps, logs, ROLES[twin], line=5.0, opacity=opacity, name=f"{kind}, {word}")
            if len(logs) and math.isfinite(logs[-1]):
                text = number_text(float(10.0 ** logs[-1]))
                ends.append(Ending(plane.height(float(logs[-1])), word, text, ROLES[twin], opacity))
        marks += endings(right + NAMES, CURVES[0], CURVES[1], ends)
    return marks


def _rows(twins: Twins, knobs: Knobs, when: str, share: float) -> list[AnyMark]:
    """A bar under each layer for the chosen twin; the other one's norms are lines across the same places."""
    (left, right), count, twin = LAYERS, len(twins.layers), chosen(knobs)
    names = [contestant.name for contestant in twins.run.plan.contestants]
    key = (
        Run(names[twin], ROLES[twin], bold=True), Run("  bars      ", Role.MUTED),
        Run(names[1 - twin], ROLES[1 - twin], bold=True), Run("  lines", Role.MUTED),
    )  # fmt: skip
    marks: list[AnyMark] = [Text(x=right, y=ROWS[0][0] - 36, runs=key, size=24, anchor="end", name="key")]
    for kind, (top, bottom) in zip(KINDS, ROWS, strict=True):
        plane = Plane(left, top, right, bottom, (0.0, float(count)), twins.axis(kind), log=True)
        title, note = TITLES[kind]
        name = names[twin]
        marks += [heading(left, top - 36, title, f"{note}, {when}", Role.GRADIENT), *plane.ground()]
        marks += _bars(plane, twins.latest(twin, kind), share, ROLES[twin], f"{name}, {kind}")
        marks += _levels(plane, twins.latest(1 - twin, kind), share, ROLES[1 - twin])
    return marks


def _heights(plane: Plane, norms: Numbers, share: float) -> list[float | None]:
    """How high each layer's norm stands, in powers of ten; None before its turn, and where there is no number."""
    found: list[float | None] = []
    for index, log in enumerate(log10(norms).tolist()):
        before = 1.0 - (index + 1) / len(norms)
        risen = ease((share - (1.0 - RISE) * before) / RISE)
        found.append(plane.y[0] + risen * (log - plane.y[0]) if risen > 0 and math.isfinite(log) else None)
    return found


def _bars(plane: Plane, norms: Numbers, share: float, role: Role, name: str) -> list[AnyMark]:
    pitch = (plane.right - plane.left) / plane.x[1]
    return [
        plane.bar(
            plane.left + (index + 0.18) * pitch, 0.64 * pitch, height, role, value=float(norms[index]),
            name=f"{name}, layer {index + 1}",
        )
        for index, height in enumerate(_heights(plane, norms, share))
        if height is not None
    ]  # fmt: skip


def _levels(plane: Plane, norms: Numbers, share: float, role: Role) -> list[AnyMark]:
    marks: list[AnyMark] = []
    for index, height in enumerate(_heights(plane, norms, share)):
        if height is not None:
            ends = tuple((plane.across(index + side), plane.height(height)) for side in (0.05, 0.95))
            marks.append(Path(points=ends, line=3.0, role=role))
    return marks
