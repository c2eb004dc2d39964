"""The trained nets: gradient norms by layer and over the steps, an explosion step by step, losses and accuracies."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scenes.stage.charts.axes import Axes
from scenes.stage.charts.curves import Ending, curve, endings
from scenes.stage.charts.layer_norms import KINDS, LATEST, TITLES, Kind, by_layer, layer_norms, norms_axis
from scenes.stage.charts.training import accuracies, accuracy_axes, footer, loss_axes, losses, shown, steps_range
from scenes.stage.core.marks import AnyMark, Role, Text, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import REST, ease
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import heading, options
from scenes.stage.numbers.growing import Numbers
from scenes.stage.numbers.series import log10, number_text, smoothed
from scenes.vanishing.knobs import NETS, Knobs
from scenes.vanishing.live_formulas import set_live_formula
from scenes.vanishing.story import Steps

ROLES: dict[str, tuple[Role, ...]] = {
    "four nets": (Role.THIRD, Role.FIRST, Role.FIFTH, Role.OUTPUT),
    "sigmoid": (Role.THIRD,),
    "ReLU": (Role.OUTPUT, Role.FIRST, Role.WARNING),
    "exploding": (Role.WARNING, Role.OUTPUT),
    "clipped": (Role.WARNING, Role.OUTPUT),
}
BOXES = ((150.0, 236.0, 380.0, 430.0), (900.0, 236.0, 380.0, 430.0))
NAMES = 22.0
"""The size of the names beside the charts."""
MOST = 15
"""So many powers of ten hold all norms of the nets of sigmoids."""
PLATES_Y = 30.0
HEADS = ("step", "loss", "norm of all gradients", "scaled by")
ROWS = 5
"""So many steps are told one by one."""
FIRST_ROW, ROW = 372.0, 62.0


@dataclass(frozen=True)
class Nets:
    """A run as far as it is looked at, the `whole` of it, which the axes hold, and the nets' colours."""

    run: Recording
    whole: Recording
    roles: tuple[Role, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the nets."""
        return tuple(each.name for each in self.run.plan.contestants)

    def norms(self, net: int, kind: Kind) -> Numbers:
        """The norms at every step, (steps, layers)."""
        return layer_norms(self.run, net, kind)


def draw_live(stage: Stage, now: Steps, knobs: Knobs) -> None:
    """Draw the live step that time is in, if it is in one."""
    if now.name not in DRAWN:
        return
    span = now.spans[now.name]
    opacity = ease(span.t * 8) if now.name == "begin" else 1.0
    plates = options(810, PLATES_Y, 140, "nets", [(name, name) for name in NETS], knobs.nets)
    stage.add(*plates, opacity=opacity)
    run, whole = shown(stage, span), stage.recording
    if run is None or whole is None:
        return
    if now.name in ("begin", "first"):
        run = whole.upto(1 if now.name == "begin" else ROWS)
    nets = Nets(run, whole, ROLES[knobs.nets])
    marks = [*DRAWN[now.name](nets, knobs, span.t), *footer(run)]
    stage.add(*marks, opacity=opacity)
    set_live_formula(stage, now.name, knobs.nets, run, nets.roles)


def _begin(nets: Nets, _: Knobs, t: float) -> list[AnyMark]:
    """The norms of the first step, from the last layer to the first, as backpropagation goes."""
    marks: list[AnyMark] = []
    for kind, box in zip(KINDS, BOXES, strict=True):
        found = [nets.norms(net, kind) for net in range(len(nets.names))]
        layers = max(norms.shape[1] for norms in found)
        axes = Axes(box, (0.5, layers + 0.5), norms_axis(nets.whole.upto(1), kind, MOST), log_y=True)
        rows = zip(nets.names, found, nets.roles, strict=True)
        lines = [(name, norms[0], role) for name, norms, role in rows if len(norms)]
        marks += [
            _title(box, kind, "the norm in step 1"),
            *axes.frame("layer"),
            *by_layer(axes, lines, kind, t / REST, NAMES),
        ]
    return marks


def _title(box: tuple[float, float, float, float], kind: Kind, note: str) -> Text:
    return heading(box[0], box[1] - 40, TITLES[kind][0], note, Role.GRADIENT)


def _learn(nets: Nets, knobs: Knobs, _: float) -> list[AnyMark]:
    """The norms of some layers over the steps: of one net the first, the middle and the last; else first and last."""
    marks: list[AnyMark] = []
    single = len(nets.names) == 1
    note = f"mean of {LATEST} steps" if single else "first layer (faint: last)"
    for kind, box in zip(KINDS, BOXES, strict=True):
        axes = Axes(box, steps_range(nets.whole), norms_axis(nets.whole, kind, MOST), log_y=True)
        marks += [_title(box, kind, note), *axes.frame("step")]
        ends = []
        for net, (name, role) in enumerate(zip(nets.names, nets.roles, strict=True)):
            norms = nets.norms(net, kind)
            last = norms.shape[1] - 1
            for layer, opacity in ((0, 1.0), (last // 2, 0.7), (last, 0.45)) if single else ((0, 1.0), (last, 0.4)):
                means = 10.0 ** smoothed(log10(norms[:, layer]), LATEST)
                line = f"{name}, {kind}, layer {layer + 1}"
                marks += curve(axes, nets.run.steps, means, role, line, line=5.0, opacity=opacity)
                if len(means) and math.isfinite(means[-1]) and (single or layer == 0):
                    words = f"layer {layer + 1}" if single else name
                    ends.append(Ending(float(means[-1]), words, number_text(float(means[-1])), role, opacity))
        marks += endings(axes, ends, NAMES)
    return marks


def _first(nets: Nets, knobs: Knobs, t: float) -> list[AnyMark]:
    """The first steps in numbers: what the loss is, how long the whole gradient is, and what clipping makes of it."""
    marks: list[AnyMark] = []
    clipped = knobs.nets == "clipped"
    for net, (name, role) in enumerate(zip(nets.names, nets.roles, strict=True)):
        left = 90.0 + 770.0 * net
        ends = (left + 50, left + 240, left + 510, left + 680)
        marks.append(heading(left, 240, name, "", role))
        heads = HEADS if clipped else HEADS[:3]
        marks += [
            lettering(x, FIRST_ROW - 60, words, Role.MUTED, size=22, anchor="end")
            for x, words in zip(ends, heads, strict=False)
        ]
        total, loss = totals(nets.run, net), nets.run.loss(net)
        for row in range(min(ROWS, len(loss))):
            seen = ease(t / REST * ROWS * 1.2 - row)
            words = [str(row + 1), "not finite", "out of the race"]
            if math.isfinite(loss[row]):
                words = [str(row + 1), number_text(loss[row]), number_text(total[row]), scale_text(total[row])]
            if seen > 0 and (row == 0 or math.isfinite(loss[row - 1])):
                y = FIRST_ROW + row * ROW
                marks += [
                    lettering(x, y, word, role if column else Role.MUTED, bold=column > 0, size=28, anchor="end",
                              opacity=seen, name=f"{name}, step {row + 1}: {head}")
                    for column, (x, word, head) in enumerate(zip(ends, words, heads, strict=False))
                ]  # fmt: skip
    return marks


def totals(run: Recording, net: int) -> Numbers:
    """The norm of a net's whole gradient at every step: of all its weights and biases together, before clipping."""
    return np.asarray(np.sqrt(np.sum(run.gradients(net) ** 2, axis=1)))


def scale_text(total: float) -> str:
    """What clipping to norm 1 multiplies a gradient by."""
    return "1" if total <= 1 else f"1 / {number_text(total)}"


def _race(nets: Nets, knobs: Knobs, _: float) -> list[AnyMark]:
    """Training losses and accuracies on pictures that the nets are not trained with."""
    left, right = BOXES
    return [
        heading(left[0], left[1] - 40, "training loss", "cross-entropy in nats"),
        *losses(loss_axes(nets.whole, left, log=knobs.nets != "sigmoid"), nets.run, nets.roles, size=NAMES),
        heading(right[0], right[1] - 40, "accuracy", "validation, in %"),
        *accuracies(accuracy_axes(nets.whole, right), nets.run, nets.roles, NAMES),
    ]


DRAWN: dict[str, Callable[[Nets, Knobs, float], list[AnyMark]]] = {
    "begin": _begin,
    "learn": _learn,
    "first": _first,
    "race": _race,
}
