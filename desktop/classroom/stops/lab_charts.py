"""The charts of a run in class: the loss, the accuracy and the gradients, one at a time and as large as fits."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from desktop.classroom.stops.measuring import LARGEST, width
from engine.contract.spec import RunSpec
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.bands import loss_bands
from scenes.stage.charts.curve_key import (
    ACCURACY_UNIT,
    BATCH,
    DOT,
    FAINT,
    FINE,
    LOSS_UNIT,
    MEAN,
    STEPS,
    THIN,
    VALIDATION,
    key,
)
from scenes.stage.charts.curves import (
    NAME_SIZE,
    NAMES,
    STACKED,
    Ending,
    above_zero,
    curve,
    decades,
    dots,
    endings,
    level,
)
from scenes.stage.charts.layer_norms import Kind, latest_norms, norms_axis
from scenes.stage.charts.rates import rate_strip
from scenes.stage.charts.training import (
    FOOT,
    NOTES,
    Box,
    Measure,
    accuracy_axes,
    guessing,
    origin,
    steps_range,
    validated,
)
from scenes.stage.core.marks import NETS, AnyMark, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.series import centred, cut_above, held, mean_at, number_text, percent_text, thinned

Draw = Callable[[Recording, Recording, Sequence[Role]], list[AnyMark]]
"""Draws a run as far as it has come, with the whole of it, which the axes hold, and its contestants' roles."""

HEADING_Y, CHART_TOP, CHART_HEIGHT, CHART_LEFT = 136.0, 178.0, 402.0, 168.0
RATES_Y, RATES_HEIGHT, KEY_Y = 672.0, 38.0, 723.0
"""Where the learning rates stand under the axis, and what the lines mean."""
MEASURED = (BATCH, MEAN, VALIDATION)
"""What the lines of a loss or an accuracy mean."""
GONE_Y, GONE = 756.0, 32.0
"""The line that says who has left the race, and its letters."""
EXPLODES = 20.0
"""So many times what guessing costs a loss must reach before its axis is logarithmic."""
POWERS = 15
"""So many powers of ten hold the gradients of a deep net of sigmoids."""
NEAR_GUESSING = 15.0
"""Per cent above guessing below which words about guessing make way for a curve's end."""


def contestant_roles(spec: RunSpec) -> tuple[Role, ...]:
    """The role of each contestant of a run, in the colours that the lab gives them."""
    return NETS[: len(spec.contestants)]


def loss(run: Recording, whole: Recording, roles: Sequence[Role]) -> list[AnyMark]:
    """The losses of the batches, their means, and those of the validation pictures."""
    trained = [whole.loss(index) for index in range(len(roles))]
    checked = [validated(whole, index, "loss")[1] for index in range(len(roles))]
    low, high = held([*trained, *checked]) or (0.0, 0.0)
    guessed, log = guessing(whole), high > EXPLODES * guessing(whole)
    stacked, box = _room(whole, "0.000")
    scale = decades([np.array([low, high, guessed])]) if log else above_zero(max(high, 1.1 * guessed))
    axes = Axes(box, steps_range(whole), scale, log_y=log)
    marks: list[AnyMark] = [heading(f"Loss, {LOSS_UNIT}"), *axes.frame(STEPS)]
    marks += loss_bands(axes, run, list(enumerate(roles)))
    marks += level(axes, guessed, f"guessing: ln {len(run.plan.classes)} = {number_text(guessed)}")
    marks += _measured(axes, run, roles, "loss")
    ends = [
        Ending(now, contestant.name, number_text(now), role)
        for index, (contestant, role) in enumerate(zip(run.plan.contestants, roles, strict=True))
        if math.isfinite(now := mean_at(run.loss(index), len(run.ticks) - 1))
    ]
    cut = cut_above([*trained, *checked], axes.y[1])
    return [*marks, *endings(axes, ends, stacked=stacked), *under(axes, run, cut), *_foot(run, roles)]


def accuracy(run: Recording, whole: Recording, roles: Sequence[Role]) -> list[AnyMark]:
    """The accuracies of the batches, their means, and those on pictures that no net has learned from."""
    stacked, box = _room(whole, "100.0 %")
    axes, classes = accuracy_axes(whole, box), len(whole.plan.classes)
    last = [100 * measured[-1] for index in range(len(roles)) if (measured := validated(whole, index)[1]).size]
    early = any(each < 100 / classes + NEAR_GUESSING for each in last)
    marks: list[AnyMark] = [heading(f"Accuracy, {ACCURACY_UNIT}"), *axes.frame(STEPS)]
    marks += level(axes, 100 / classes, f"guessing: 1 of {classes}", early=early)
    marks += _measured(axes, run, roles, "accuracy")
    ends = [
        Ending(100 * measured[-1], contestant.name, percent_text(measured[-1]), role)
        for index, (contestant, role) in enumerate(zip(run.plan.contestants, roles, strict=True))
        if (measured := validated(run, index)[1]).size
    ]
    return [*marks, *endings(axes, ends, stacked=stacked), *under(axes, run, ""), *_foot(run, roles)]


def _measured(axes: Axes, run: Recording, roles: Sequence[Role], what: Measure) -> list[AnyMark]:
    """The lines of all contestants: each batch behind the means, the validation in front."""
    factor = 1.0 if what == "loss" else 100.0
    behind, middle, front = list[AnyMark](), list[AnyMark](), list[AnyMark]()
    for index, (contestant, role) in enumerate(zip(run.plan.contestants, roles, strict=True)):
        batches = factor * (run.loss(index) if what == "loss" else run.accuracy(index))
        xs, ys = thinned(run.steps, batches)
        behind += curve(axes, xs, ys, role, f"each batch of {contestant.name}", line=THIN, opacity=FAINT)
        middle += curve(axes, run.steps, centred(batches), role, f"training {what} {contestant.name}")
        steps, measured = validated(run, index, what)
        front += curve(axes, steps, factor * measured, role, f"validation {what} {contestant.name}", line=FINE)
        front += dots(axes, steps, factor * measured, role, DOT)
    return [*behind, *middle, *front]


def under(axes: Axes, run: Recording, cut: str, words: Sequence[str] = MEASURED) -> list[AnyMark]:
    """Under the axis: the learning rates, what the lines mean, and what the scale leaves out."""
    widths = [width((TextRun(each),), NOTES) for each in words]
    marks = [*rate_strip(axes, run, RATES_Y, RATES_HEIGHT, NOTES), *key(LEFT, KEY_Y, words, widths, NOTES)]
    if cut:
        marks.append(lettering(RIGHT, HEADING_Y, cut, Role.TEXT, size=NOTES, anchor="end", name="cut off", note=True))
    return marks


def _norms(run: Recording, whole: Recording, roles: Sequence[Role], kind: Kind) -> list[AnyMark]:
    """Each layer's gradient norm, a dot a layer; who has left the race stands as it was just before."""
    _, box = _room(whole, "")
    found = [latest_norms(_before_leaving(run, index), index, kind) for index in range(len(roles))]
    most = max([len(norms) for norms in found] + [_layers(whole, kind)])
    axes = Axes(box, (0.5, most + 0.5), norms_axis(whole, kind, POWERS), log_y=True, whole_x=True)
    marks: list[AnyMark] = [heading(f"Norm of the gradient of the {kind}"), *axes.frame("layer")]
    ends = []
    for norms, contestant, role in zip(found, run.plan.contestants, roles, strict=True):
        layers = np.arange(1, len(norms) + 1, dtype=float)
        held = np.maximum(norms, axes.y[0])
        marks += curve(axes, layers, held, role, f"{kind} {contestant.name}")
        seen = np.isfinite(held)
        marks += dots(axes, layers[seen], held[seen], role)
        if seen.any():
            ends.append(Ending(float(held[seen][-1]), contestant.name, "", role))
    return [*marks, *endings(axes, ends, NAME_SIZE), *_foot(run, roles)]


gradients: dict[Kind, Draw] = {
    "weights": partial(_norms, kind="weights"),
    "activations": partial(_norms, kind="activations"),
}
"""The charts of gradients, by what they are gradients of."""


def _layers(whole: Recording, kind: Kind) -> int:
    """How many layers have a norm in the deepest net."""
    return max(len(latest_norms(whole, index, kind)) for index in range(len(whole.plan.contestants))) or 1


def _before_leaving(run: Recording, contestant: int) -> Recording:
    """A run as it was before a contestant left it."""
    left = [each.step for each in run.divergences if each.contestant == contestant]
    return run.upto(left[0] - 1) if left else run


def _room(whole: Recording, value: str) -> tuple[bool, Box]:
    """The box of a chart beside which the names fit; long ones have their values under them, where there is room."""
    names = [each.name for each in whole.plan.contestants]
    beside = max(width((TextRun(f"{name}  "), TextRun(value, None, bold=True)), NAME_SIZE) for name in names)
    under = max(width((TextRun(name),), STACKED[0]) for name in names)
    below = width((TextRun(value, None, bold=True),), STACKED[1])
    lines = CHART_HEIGHT / (sum(STACKED) * LARGEST + 14.0)
    stacked = bool(value) and len(names) <= lines and max(under, below) < beside
    aside = max(under, below) if stacked else beside
    return stacked, (CHART_LEFT, CHART_TOP, RIGHT - NAMES - aside - CHART_LEFT, CHART_HEIGHT)


def heading(words: str) -> AnyMark:
    """What a chart shows, above it."""
    return lettering(LEFT, HEADING_Y, words, bold=True, size=40.0, name="heading")


def _foot(run: Recording, roles: Sequence[Role]) -> list[AnyMark]:
    """Where the run is from, and who has left it."""
    marks: list[AnyMark] = [
        lettering(LEFT, FOOT, origin(run), Role.MUTED, size=NOTES, name="origin of the run", note=True)
    ]
    words = [TextRun("The loss is not finite any more: ")]
    for each in run.divergences:
        comma = ", " if len(words) > 1 else ""
        name = TextRun(comma + run.plan.contestants[each.contestant].name, roles[each.contestant], bold=True)
        words += [name, TextRun(f" at step {each.step}")]
    if len(words) > 1:
        size = min(GONE, (RIGHT - LEFT) / width(words, 1.0))
        marks.append(Text(x=LEFT, y=GONE_Y, runs=tuple(words), size=size, name="departures"))
    return marks
