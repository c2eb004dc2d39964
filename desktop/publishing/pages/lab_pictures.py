"""One large chart of the lab as a scene of one step: with title, axes and words, as files and the clipboard take it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.classroom.stops.lab import ACCURACY_SAID, LOSS_SAID
from desktop.classroom.stops.lab_charts import (
    CHART_HEIGHT,
    CHART_LEFT,
    CHART_TOP,
    GONE,
    GONE_Y,
    KEY_Y,
    accuracy,
    contestant_roles,
    heading,
    loss,
    under,
)
from desktop.classroom.stops.measuring import cut, width
from desktop.lab.charts.heatmap import Heat, coloured, heat
from desktop.runs.labels import title
from desktop.runs.norms import norms
from desktop.runs.readings import spec_of
from scenes.stage.charts.axes import LETTERS, Axes
from scenes.stage.charts.curve_key import BATCH, FAINT, MEAN, NORM_UNIT, STEPS, THIN
from scenes.stage.charts.curves import CLOSE, NAMES, Ending, curve, decades, endings
from scenes.stage.charts.layer_norms import Kind
from scenes.stage.charts.training import FOOT, NOTES, origin, steps_range
from scenes.stage.core.catalogue import Scene
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.marks import AnyMark, Image, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, TITLE_SIZE, Stage
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.series import centred, log10, number_text, thinned
from scenes.stage.numbers.values import Values
from scenes.stage.output.theme import Theme

CHARTS = ("loss", "accuracy", "gradients", "heat map")
"""The charts in the lab's order."""
_SAID = (LOSS_SAID, ACCURACY_SAID, "Each line is a layer.", "Each row is a layer, the first one on top.")
MOST_NAMES = 11
"""So many layers have their names beside the chart; of more, every so many."""
LINES, MANY = (5.0, 2.5), 8
"""How wide the lines are, and where there are more than so many."""
WEAKEST = 0.45
"""The opacity of a net's first layer; its last has full colour."""
SECONDS = 3.0


@dataclass(frozen=True)
class LargeChart:
    """What a picture of a chart shows: which of `CHARTS`, of which gradients, and of which contestant if not of all."""

    chart: int
    kind: Kind = "weights"
    only: int | None = None


def chart_scene(wanted: LargeChart, whole: Recording, theme: Theme) -> Scene:
    """The scene whose only step shows a chart of the run that it is given, on the axes of the whole one."""

    def draw(stage: Stage, knobs: Knobs) -> None:
        stage.step(CHARTS[wanted.chart].capitalize(), _SAID[wanted.chart], SECONDS, still=True)
        run = stage.recording or whole
        roles = contestant_roles(spec_of(run.plan))
        if wanted.chart < len((loss, accuracy)):
            stage.add(*(loss, accuracy)[wanted.chart](run, whole, roles))
        elif CHARTS[wanted.chart] == "gradients":
            stage.add(*_gradients(run, whole, roles, wanted))
        else:
            stage.add(*_heat(run, whole, roles, wanted, theme))

    name = f"lab {CHARTS[wanted.chart]}"
    return Scene(name, cut(title(whole.plan), TITLE_SIZE, RIGHT - LEFT, bold=True), "", 0, "", (), (), (), draw, Knobs)


def _gradients(run: Recording, whole: Recording, roles: Sequence[Role], wanted: LargeChart) -> list[AnyMark]:
    """The norm of every layer over the steps."""
    chosen = [index for index in range(len(roles)) if wanted.only in (None, index)]
    names = {index: norms(whole, index, wanted.kind) for index in chosen}
    words = [f"{layer} " for layers, _ in names.values() for layer in layers]
    letters = _letters(len(words))
    aside = max(width((TextRun(each),), letters) for each in words)
    box = (CHART_LEFT, CHART_TOP, RIGHT - NAMES - aside - CHART_LEFT, CHART_HEIGHT)
    axes = Axes(box, steps_range(whole), decades([found for _, found in names.values()]), log_y=True)
    line = LINES[len(words) > MANY]
    behind, front, ends = list[AnyMark](), list[AnyMark](), list[Ending]()
    for index in chosen:
        layers, found = norms(run, index, wanted.kind)
        for place, layer in enumerate(layers):
            y, strength = found[:, place], WEAKEST + (1 - WEAKEST) * (place + 1) / len(layers)
            xs, ys = thinned(run.steps, y)
            behind += curve(axes, xs, ys, roles[index], f"each batch of {layer}", line=THIN, opacity=FAINT * strength)
            means = 10.0 ** centred(log10(y))
            named = f"gradient of {layer}"
            front += curve(axes, run.steps, means, roles[index], named, line=line, opacity=strength)
            if len(means) and np.isfinite(means[-1]):
                ends.append(Ending(float(means[-1]), layer, "", roles[index], strength))
    shown = endings(axes, ends[:: _every(len(ends))], letters)
    what = heading(f"Gradients of the {wanted.kind}, {NORM_UNIT}")
    below = [*under(axes, run, "", (BATCH, MEAN)), *_foot(run, roles, chosen)]
    return [what, *axes.frame(STEPS), *behind, *front, *shown, *below]


def _heat(run: Recording, whole: Recording, roles: Sequence[Role], wanted: LargeChart, theme: Theme) -> list[AnyMark]:
    """The norms of all layers as colours, with what the colours mean."""
    found = heat(run, wanted.only, wanted.kind)
    what = heading(f"Gradients of the {wanted.kind}, {NORM_UNIT}")
    if found is None:
        return [what, *_foot(run, roles, ())]
    rows = len(found.names)
    every, letters = _every(rows), _letters(rows)
    left = LEFT + 12 + max(width((TextRun(name),), letters) for _, name in found.names)
    axes = Axes((left, CHART_TOP, RIGHT - left - 40, CHART_HEIGHT), steps_range(whole), (0.0, float(rows)))
    (start, top), (end, bottom) = axes.at(found.first - 1, rows), axes.at(found.end, 0)
    pixels = coloured(found, theme.background)[:, :, :3]
    cell = ((end - start) / pixels.shape[1], (bottom - top) / rows)
    picture = Image(pixels=Values(pixels), origin=(start, top), u=(cell[0], 0.0), v=(0.0, cell[1]), name="heat map")
    names = [
        lettering(left - 12, top + (row + 0.5) * cell[1], name, roles[index], size=letters, anchor="end", name=name)
        for row, (index, name) in enumerate(found.names)
        if row % every == 0
    ]
    steps = [
        lettering(axes.at(x, 0)[0], bottom + 26, f"{x:.0f}", Role.MUTED, size=LETTERS, anchor="middle")
        for x in axes.ticks()[0]
    ]
    label = lettering(RIGHT - 40, bottom + 71, STEPS, Role.MUTED, size=LETTERS, anchor="end")
    chosen = [index for index in range(len(roles)) if wanted.only in (None, index)]
    return [what, picture, *names, *steps, label, *_scale(found, theme), *_foot(run, roles, chosen)]


def _letters(layers: int) -> float:
    """The letters of the names of so many layers: smaller where they would not fit beside the chart."""
    return max(NOTES, min(LETTERS, CHART_HEIGHT / max(1, layers) - CLOSE))


def _every(layers: int) -> int:
    """Of so many layers only every so many is named."""
    return max(1, -(-layers // MOST_NAMES))


def _scale(found: Heat, theme: Theme) -> list[AnyMark]:
    """What the colours mean: the bar of all, with the numbers at its ends."""
    ramp = np.linspace(found.low, found.high, 256)[None]
    bar = coloured(Heat(ramp, (), found.low, found.high, 0.0, 1.0), theme.background)[:, :, :3]
    low, high = (number_text(10.0**each) for each in (found.low, found.high))
    y, long = KEY_Y - 8, 480.0
    left = LEFT + width((TextRun(low),), LETTERS) + 16
    return [
        lettering(LEFT, y, low, Role.TEXT, size=LETTERS, name="smallest"),
        Image(
            pixels=Values(bar), origin=(left, y - 16), u=(long / 256, 0.0), v=(0.0, 32.0), smooth=True, name="colours"
        ),
        lettering(left + long + 16, y, high, Role.TEXT, size=LETTERS, name="largest"),
    ]


def _foot(run: Recording, roles: Sequence[Role], chosen: Sequence[int]) -> list[AnyMark]:
    """Which net has which colour, and where the run is from."""
    names = list[TextRun]()
    for index in chosen:
        names += [TextRun(", ")] * bool(names) + [TextRun(run.plan.contestants[index].name, roles[index], bold=True)]
    marks: list[AnyMark] = [Text(x=LEFT, y=GONE_Y, runs=tuple(names), size=GONE, name="nets")] if names else []
    from_where = lettering(LEFT, FOOT, origin(run), Role.MUTED, size=NOTES, name="origin of the run", note=True)
    return [*marks, from_where]
