"""The trained twins: their training losses, and how large the gradients are in their layers; one chart at a time."""

from __future__ import annotations

import math

from scenes.residual_backward.knobs import DEPTHS, Knobs
from scenes.residual_backward.story import Steps
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.layer_norms import KINDS, latest_norms, main_layers, norms_axis, risen
from scenes.stage.charts.training import footer, loss_axes, losses, shown, validated
from scenes.stage.core.marks import AnyMark, Role, Text, TextRun, lettering
from scenes.stage.core.stage import RIGHT, Stage
from scenes.stage.core.timeline import REST, Span, ease
from scenes.stage.data.recording import Recording
from scenes.stage.draw import kinds
from scenes.stage.draw.blocks import options
from scenes.stage.numbers.series import number_text, percent_text

ROLES = (kinds.PLAIN, kinds.RESIDUAL)
"""Of the plain twin and of the residual one, in the order of the race."""
BOX = (166.0, 236.0, 1100.0, 480.0)
PLATES_Y, SCORES_Y = 108.0, 202.0
PANEL = 1296.0
"""Where the numbers beside the bars begin."""
PAIR = 0.42
"""The width of each of two bars, as a share of the way from layer to layer."""


def draw_twins(stage: Stage, steps: Steps, knobs: Knobs) -> None:
    """Draw the live step that time is in."""
    span = steps.present
    stage.add(*_plates(knobs, kinds_too=not steps.race.active))
    run = shown(stage, span)
    whole = stage.recording
    if run is None or whole is None:
        return
    if steps.race.active:
        axes = loss_axes(whole, BOX)
        marks = [*losses(axes, run, ROLES), _over("training loss"), *_accuracies(run)]
        stage.add(*marks, *footer(run))
        return
    run = whole.upto(1) if steps.begin.active else run
    stage.add(*_norms(run, whole, knobs, steps, span), *footer(run))


def _over(words: str) -> AnyMark:
    """What the chart shows, over it."""
    return lettering(BOX[0], PLATES_Y + 32.0, words, Role.TEXT, bold=True, size=40.0)


def _accuracies(run: Recording) -> list[AnyMark]:
    """How both did, when last measured, on pictures that they are not trained with."""
    marks: list[AnyMark] = [lettering(BOX[0], SCORES_Y, "right on new pictures", Role.MUTED, size=36.0)]
    for index, contestant in enumerate(run.plan.contestants):
        _, measured = validated(run, index)
        text = percent_text(float(measured[-1]) if measured.size else math.nan)
        runs = (TextRun(f"{contestant.name}  ", ROLES[index]), TextRun(text, ROLES[index], bold=True))
        x = BOX[0] + 430.0 + 310.0 * index
        marks.append(Text(x=x, y=SCORES_Y, runs=runs, size=40.0, name=f"accuracy {contestant.name}"))
    return marks


def _norms(run: Recording, whole: Recording, knobs: Knobs, steps: Steps, span: Span) -> list[AnyMark]:
    """Two bars for each layer; in the first step they rise from the last layer to the first, as the gradient goes."""
    contestants, kind = run.plan.contestants, knobs.kind
    layers = main_layers(contestants[0])
    axes = Axes(BOX, (0.5, len(layers) + 0.5), norms_axis(whole, kind), log_y=True, whole_x=True)
    share = span.t / REST if steps.begin.active else 1.0
    last = sum(layer.kind == "conv" for layer in layers)
    marks: list[AnyMark] = [*axes.frame("layer"), _over("gradient in each layer")]
    words = f"layer 2 ÷ {last}"
    marks.append(lettering(PANEL, BOX[1] + 60.0, words, Role.MUTED, size=32.0, opacity=ease((share - 0.9) * 10)))
    for index, contestant in enumerate(contestants):
        norms, name, role = latest_norms(run, index, kind), contestant.name, ROLES[index]
        xs = [layer + PAIR * (index - 0.5) for layer in range(1, len(norms) + 1)]
        heights = risen(axes, norms, share)
        marks += axes.bars(xs, heights, role, f"{name}, {kind}, layer", width=0.92 * PAIR, fill=0.9)
        y = BOX[1] + 160.0 + 190.0 * index
        marks.append(lettering(PANEL, y, name, role, size=44.0))
        if len(norms) and norms[last - 1] > 0:
            ratio = number_text(float(norms[1] / norms[last - 1]))
            marks.append(
                lettering(PANEL, y + 70.0, f"{ratio} ×", role, bold=True, size=72.0, name=f"growth {name}",
                          opacity=ease((share - 0.9) * 10))
            )  # fmt: skip
    return marks


def _plates(knobs: Knobs, *, kinds_too: bool) -> list[AnyMark]:
    """How many layers the twins have, and which gradients are drawn, at a click."""
    right = RIGHT - 3 * 88.0 - 20.0
    marks: list[AnyMark] = [
        lettering(right - 18.0, PLATES_Y + 32.0, "layers", Role.MUTED, size=34.0, anchor="end"),
        *options(right, PLATES_Y, 88.0, "depth", [(depth, depth) for depth in DEPTHS], knobs.depth, size=32.0),
    ]
    if kinds_too:
        marks += options(660.0, PLATES_Y, 210.0, "norms", [(kind, kind) for kind in KINDS], knobs.norms, size=32.0)
    return marks
