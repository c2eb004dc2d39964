"""The races: training losses of the plain nets alone, and then those of the nets with shortcuts on the same axes."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scenes.degradation.knobs import KINDS
from scenes.degradation.nets import Net, of_kind, training_loss
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.bands import loss_bands
from scenes.stage.charts.curves import Ending, curve, endings, level
from scenes.stage.charts.training import Box, guessing, loss_axes
from scenes.stage.core.marks import AnyMark, Role, Text, lettering
from scenes.stage.core.stage import RIGHT, TITLE_Y
from scenes.stage.core.timeline import ease
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.series import number_text, sampled, smoothed

CHART: Box = (150.0, 128.0, 1100.0, 556.0)
NAMES = 34.0
"""The size of the names at the curves' ends."""
HERO, HERO_Y, UNDER_Y = 112.0, 184.0, 284.0
"""The size and the place of the number that the chart is about, and the line under it."""
FIGURES = 340.0
"""So much room the number has; the words before it stand at its left."""
COMING = 12.0
"""In so many steps of the run the words come in."""
POINTS = 48
"""A curve is drawn with at most about so many points: it is smooth."""
PAST = 0.38
"""How strong the curves are that have been told before."""


def race(run: Recording, whole: Recording) -> list[AnyMark]:
    """The plain nets' training losses, and how many times the shallow net's loss the deep one's is."""
    plain = of_kind(run, "plain")
    axes = loss_axes(whole, CHART)
    marks = [*_ground(axes, run), *_bands(axes, run, plain), *_curves(axes, run, plain, 1.0)]
    return [*marks, *endings(axes, _endings(run, plain, 1.0), NAMES), *_times(run, plain)]


def shortcuts(run: Recording, whole: Recording) -> list[AnyMark]:
    """The losses of the nets with shortcuts, over those of the plain nets that have come to their end."""
    plain, residual = of_kind(whole, "plain"), of_kind(run, "residual")
    axes = loss_axes(whole, CHART)
    ends = [*_endings(whole, plain, PAST), *_endings(run, residual, 1.0)]
    marks = [*_ground(axes, run), *_curves(axes, whole, plain, PAST), *_bands(axes, run, residual)]
    marks += [*_curves(axes, run, residual, 1.0), *endings(axes, ends, NAMES)]
    return [*marks, *_instead(run)]


def title_of_chart(words: str) -> Text:
    """What a chart shows, at the right in the line of the title."""
    return lettering(RIGHT, TITLE_Y, words, Role.MUTED, size=32.0, anchor="end", pinned=True)


def coming(run: Recording) -> float:
    """How visible words about a run are: they come in with its first steps."""
    return ease(run.step / COMING)


def _ground(axes: Axes, run: Recording) -> list[AnyMark]:
    words = f"guessing: ln {len(run.plan.classes)} = {number_text(guessing(run))}"
    return [title_of_chart("training loss in nats"), *axes.frame("step"), *level(axes, guessing(run), words)]


def _bands(axes: Axes, run: Recording, nets: Sequence[Net]) -> list[AnyMark]:
    return loss_bands(axes, run, [(net.index, net.role) for net in nets])


def _curves(axes: Axes, run: Recording, nets: Sequence[Net], strength: float) -> list[AnyMark]:
    """The training losses of nets of one kind."""
    marks: list[AnyMark] = []
    for net in nets:
        name = f"training loss, {net.kind}, {net.name}"
        steps, losses = sampled(run.steps, smoothed(run.loss(net.index)), POINTS)
        marks += curve(axes, steps, losses, net.role, name, line=net.line, opacity=strength * net.opacity)
    return marks


def _endings(run: Recording, nets: Sequence[Net], strength: float) -> list[Ending]:
    """The names of nets, and where they are."""
    found = [(net, training_loss(run, net)) for net in nets]
    return [
        Ending(loss, net.name, number_text(loss), net.role, strength * coming(run))
        for net, loss in found
        if math.isfinite(loss)
    ]


def _times(run: Recording, nets: Sequence[Net]) -> list[AnyMark]:
    """How many times the shallowest net's loss the deepest one's is."""
    shallow, *_, deep = nets
    ratio = training_loss(run, deep) / training_loss(run, shallow)
    name = f"{deep.kind}, deepest to shallowest"
    return _told(run, ratio, f"{ratio:.1f} ×", deep, name, f"{deep.name} have", f"the loss of {shallow.name}")


def _instead(run: Recording) -> list[AnyMark]:
    """The loss of the deepest net with shortcuts, and that of its plain twin after as many steps."""
    plain, residual = (of_kind(run, kind)[-1] for kind in KINDS)
    loss, other = training_loss(run, residual), training_loss(run, plain)
    name = f"{residual.kind}, deepest"
    return _told(
        run, loss, number_text(loss), residual, name, f"{residual.name} have", f"instead of {number_text(other)}"
    )


def _told(run: Recording, value: float, figures: str, net: Net, name: str, before: str, after: str) -> list[AnyMark]:
    """The number that the chart is about, with words before it and under it."""
    if not math.isfinite(value):
        return []
    right, seen = CHART[0] + CHART[2] - 12.0, coming(run)
    return [
        lettering(right - FIGURES, HERO_Y + 16, before, size=44, anchor="end", opacity=seen),
        lettering(right, HERO_Y, figures, net.role, bold=True, size=HERO, anchor="end", opacity=seen, name=name),
        lettering(right, UNDER_Y, after, size=44, anchor="end", opacity=seen, name=f"{name}, what that is"),
    ]
