"""What the charts draw: pure functions from a recording to lines, dots, marks and a scale."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from desktop.lab.charts.overlays import Look, Overlay, Points
from desktop.lab.charts.spans import rounded_up
from desktop.runs.norms import norms
from desktop.runs.readings import rate_text, spec_of
from desktop.theme.contestants import contestant_colour, faint, layer_colour
from scenes.stage.charts.layer_norms import Kind
from scenes.stage.core.marks import Role
from scenes.stage.data.measured import Change
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.growing import Numbers
from scenes.stage.numbers.series import (
    SMALLEST,
    between,
    bounds,
    cut_above,
    few,
    few_means,
    held,
    log10,
    number_text,
    sampled,
    thinned,
)
from scenes.stage.output.theme import Theme

LOG_ABOVE = 20.0
"""A loss above this (chance is 2.3 with ten classes) is drawn on a logarithmic axis: nothing else would be seen."""

NOUGHT = math.log10(SMALLEST)
"""The logarithm that stands for a norm of 0: no axis reaches down to it."""
DOTS = 60
"""Of more validations than this only some are drawn."""


@dataclass(frozen=True, eq=False)
class Line:
    """Points (x, y) in axis units (logarithms on a logarithmic axis); a `label` stands at its end."""

    look: Look
    colour: str
    x: Numbers
    y: Numbers
    label: str = ""


@dataclass(frozen=True)
class Event:
    """Something that happened at a step, drawn as an upright line with a few words."""

    step: float
    text: str
    colour: str


@dataclass(frozen=True, eq=False)
class Drawing:
    """One chart: its lines, back to front, and the ends and kind of its upright axis.

    `cut` says in words what lies beyond the ends; empty where nothing does.
    """

    lines: tuple[Line, ...] = ()
    low: float = 0.0
    high: float = 1.0
    log: bool = False
    percent: bool = False
    events: tuple[Event, ...] = field(default=())
    cut: str = ""


def loss(recording: Recording, theme: Theme, overlays: Sequence[Overlay] = ()) -> Drawing:
    """Loss of every contestant: each batch, their mean, and the validation pictures.

    The axis holds nearly all losses; a few that lie far above are cut off.
    """
    batches = [recording.loss(index) for index in range(len(recording.plan.contestants))]
    validations = [_validated(recording, index, "loss") for index in range(len(batches))]
    others = [(each.look, each.losses) for each in overlays]
    measured = [*batches, *(y for _, y in validations), *(y for _, means in others for _, y in means)]
    low, high = held(measured) or (0.0, 1.0)
    events = _events(recording, theme)
    if high <= LOG_ABOVE:
        lines = (*_overlaid(others, theme), *_measured(recording, theme, batches, validations))
        top = rounded_up(high)
        return Drawing(lines, 0.0, top, events=events, cut=cut_above(measured, top))
    logs = [(look, tuple((x, log10(y)) for x, y in means)) for look, means in others]
    drawn = _measured(recording, theme, batches, [(x, log10(y)) for x, y in validations], log=True)
    bottom, top = _half_decade(max(low, 1e-4), math.floor), _half_decade(high, math.ceil)
    cut = cut_above(measured, 10.0**top)
    return Drawing((*_overlaid(logs, theme), *drawn), bottom, top, log=True, events=events, cut=cut)


def accuracy(recording: Recording, theme: Theme, overlays: Sequence[Overlay] = ()) -> Drawing:
    """Accuracy of every contestant, 0..1."""
    batches = [recording.accuracy(index) for index in range(len(recording.plan.contestants))]
    validations = [_validated(recording, index, "accuracy") for index in range(len(batches))]
    others = [(each.look, each.accuracies) for each in overlays]
    lines = (*_overlaid(others, theme), *_measured(recording, theme, batches, validations))
    return Drawing(lines, 0.0, 1.0, percent=True, events=_events(recording, theme))


def gradients(recording: Recording, theme: Theme, only: int | None = None, kind: Kind = "weights") -> Drawing:
    """The gradient norm of every layer of every contestant, or of one, on a logarithmic axis."""
    behind, front, measured = [], [], []
    for index in range(len(recording.plan.contestants)):
        if only not in (None, index):
            continue
        names, found = norms(recording, index, kind)
        for layer, (name, y) in enumerate(zip(names, found.T, strict=True)):
            colour = layer_colour(index, layer, len(names), theme)
            x, ends = thinned(recording.steps, y)
            behind.append(Line("thin", faint(colour, theme), x, log10(ends)))
            front.append(Line("thick", colour, *few_means(recording.steps, y, log=True), label=name))
            measured.append(y)
    low, high = _decades([line.y for line in behind], measured)
    bottom = math.floor(2 * low) / 2
    top = max(math.ceil(2 * high) / 2, bottom + 0.5)
    below = sum(int((y < 10.0**bottom).sum()) for y in measured)
    above = sum(int(((y > 10.0**top) & (y < np.inf)).sum()) for y in measured)
    lines = (*behind, *front)
    if below:
        lines = tuple(replace(line, y=np.maximum(line.y, bottom)) for line in lines)
    events = _events(recording, theme)
    return Drawing(lines, bottom, top, log=True, events=events, cut=_cut_beyond(below, bottom, above, top))


def _decades(ends: list[Numbers], measured: list[Numbers]) -> tuple[float, float]:
    """Between which powers of ten nearly all norms lie; `ends` holds the logarithms of the least and the largest."""
    outer = bounds([each[each > NOUGHT] for each in ends])
    if outer is None:
        return -2.0, 1.0
    some = np.concatenate([log10(few(y)) for y in measured])
    return between(*outer, some[some > NOUGHT])


def _cut_beyond(below: int, bottom: float, above: int, top: float) -> str:
    """In words: how many norms lie below and above a logarithmic axis; empty where none does."""
    words = [f"{_lie(above)} above {number_text(10.0**top)}, at the top"] * (above > 0)
    words += [f"{_lie(below)} below {number_text(10.0**bottom)}, at the foot"] * (below > 0)
    return ". ".join(words)


def _lie(count: int) -> str:
    return f"{counted(count, 'norm')} {'lies' if count == 1 else 'lie'}"


def _measured(
    recording: Recording,
    theme: Theme,
    batches: list[Numbers],
    validations: list[tuple[Numbers, Numbers]],
    log: bool = False,
) -> tuple[Line, ...]:
    """Lines of one measurement: all thin ones behind all thick ones, validation in front, dots that are joined.

    With `log` the lines of batches are of their logarithms, and the thick ones of the logarithms of the means: the
    numbers that stand beside the chart are at their ends.
    """
    steps = recording.steps
    colours = [contestant_colour(index, theme) for index in range(len(batches))]
    ends = [thinned(steps, y) for y in batches]
    thin = [Line("thin", faint(c, theme), x, log10(y) if log else y) for c, (x, y) in zip(colours, ends, strict=True)]
    means = [few_means(steps, y) for y in batches]
    thick = [
        Line("thick", colour, x, log10(y) if log else y, label=contestant.name)
        for colour, (x, y), contestant in zip(colours, means, recording.plan.contestants, strict=True)
    ]
    dots = [Line("dots", colour, *sampled(x, y, DOTS)) for colour, (x, y) in zip(colours, validations, strict=True)]
    return (*thin, *thick, *dots)


def _overlaid(others: Sequence[tuple[Look, tuple[Points, ...]]], theme: Theme) -> tuple[Line, ...]:
    """Lines of other runs, in the colours that their contestants have when they stand alone."""
    return tuple(
        Line(look, contestant_colour(index, theme), x, y)
        for look, means in others
        for index, (x, y) in enumerate(means)
    )


def _validated(recording: Recording, contestant: int, what: Literal["loss", "accuracy"]) -> tuple[Numbers, Numbers]:
    """Steps and values of one contestant's validations."""
    steps, values = [], []
    for validation in recording.validations:
        score = validation.scores[contestant]
        if score is not None:
            steps.append(float(validation.step))
            values.append(score.loss if what == "loss" else score.accuracy)
    return np.array(steps), np.array(values)


def _half_decade(value: float, rounding: Callable[[float], int]) -> float:
    return rounding(2 * math.log10(value)) / 2


def _events(recording: Recording, theme: Theme) -> tuple[Event, ...]:
    """Changed settings and contestants that left the race."""
    found = []
    lr, batch = recording.plan.lr, recording.plan.batch
    last = {
        change.step: change for change in recording.changes
    }  # what is changed again before the next step is not said
    for change in last.values():
        words = [_rate_set(recording, change)] * (change.lr != lr) + [f"batch {change.batch}"] * (change.batch != batch)
        lr, batch = change.lr, change.batch
        if words:
            found.append(Event(change.step, ", ".join(words), theme.colour(Role.MUTED)))
    for divergence in recording.divergences:
        found.append(Event(divergence.step, "NaN", contestant_colour(divergence.contestant, theme)))
    return tuple(found)


def _rate_set(recording: Recording, change: Change) -> str:
    """The learning rate that was set; where it is the peak of a schedule, also that of the next step."""
    words = f"lr {rate_text(change.lr)}"
    rates = recording.column("lr")[recording.steps > change.step]
    if spec_of(recording.plan).schedule == "constant" or not len(rates):
        return words
    return f"{words} at most (one-cycle: {rate_text(float(rates[0]))} here)"
