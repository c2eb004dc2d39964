"""The live steps of the residual scene; the first of them shows both twins' training losses."""

from __future__ import annotations

import math
from collections.abc import Callable

from scenes.residual.draw_gradients import draw_begin, draw_learn, draw_lines
from scenes.residual.draw_network import draw_network, draw_plates
from scenes.residual.knobs import Knobs
from scenes.residual.live_formulas import set_twins_formula
from scenes.residual.story import Steps
from scenes.residual.twins import PLAIN, RESIDUAL, ROLES, Twins, chosen
from scenes.stage.charts.bands import about_bands
from scenes.stage.charts.training import footer, loss_axes, losses, shown, validated
from scenes.stage.core.marks import AnyMark, Role, Text, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.data.paper_results import DEPTH_CONDITIONS, DEPTH_ERRORS, DEPTHS
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.series import percent_text

SIDE = 1150.0


def draw_twins(stage: Stage, now: Steps, knobs: Knobs) -> None:
    """Draw the live step that time is in, if it is in one."""
    if now.name not in DRAWN:
        return
    span = now.spans[now.name]
    opacity = ease(span.t * 8) if now.name == "race" else 1.0
    stage.add(*draw_plates(knobs), opacity=opacity)
    run = shown(stage, span)
    if run is None or stage.recording is None:
        return
    if now.name == "begin":
        run = stage.recording.upto(1)
    twins = Twins(run, stage.recording)
    note = about_bands(run) if now.name == "race" else ""
    marks = [*draw_network(twins, knobs), *DRAWN[now.name](twins, knobs, span.t), *footer(run, note)]
    stage.add(*marks, opacity=opacity)
    set_twins_formula(stage, now.name, twins, chosen(knobs))


def _race(twins: Twins, knobs: Knobs, _: float) -> list[AnyMark]:
    """Both training losses, and what else tells degradation from overfitting."""
    axes = loss_axes(twins.whole, (150.0, 320.0, 730.0, 356.0))
    strong = [index == chosen(knobs) for index in (PLAIN, RESIDUAL)]
    marks: list[AnyMark] = [
        heading(150, 284, "training loss", "cross-entropy in nats, mean of the latest batches", Role.TEXT),
        *losses(axes, twins.run, ROLES, strong),
        *_accuracies(twins),
        *_paper(),
    ]
    return marks


def _accuracies(twins: Twins) -> list[AnyMark]:
    """How both did, when last measured, on pictures that they are not trained with."""
    when = f", step {twins.run.validations[-1].step}" if len(twins.run.validations) else ""
    marks: list[AnyMark] = [heading(SIDE, 284, "accuracy", f"validation{when}")]
    for index, contestant in enumerate(twins.run.plan.contestants):
        _, measured = validated(twins.run, index)
        text = percent_text(float(measured[-1]) if measured.size else math.nan)
        runs = (TextRun(f"{contestant.name}  ", ROLES[index]), TextRun(text, ROLES[index], bold=True))
        marks.append(Text(x=SIDE, y=330 + 44 * index, runs=runs, size=30, name=f"accuracy {contestant.name}"))
    return marks


def _paper() -> list[AnyMark]:
    """The paper's own numbers, which this is a small picture of."""
    lines: list[tuple[tuple[TextRun, ...], float]] = [
        ((TextRun("in the paper: top-1 error in %", Role.TEXT, bold=True),), 24.0)
    ]
    lines += [
        ((TextRun(f"{name}  ", role), TextRun(f"{errors[0]:.2f} → {errors[1]:.2f}", role, bold=True)), 28.0)
        for (name, errors), role in zip(DEPTH_ERRORS.items(), ROLES, strict=True)
    ]
    lines += [
        ((TextRun(words, Role.MUTED),), 22.0) for words in (f"{DEPTHS[0]} → {DEPTHS[1]} layers", *DEPTH_CONDITIONS)
    ]
    return [Text(x=SIDE, y=450 + 42 * index, runs=runs, size=size) for index, (runs, size) in enumerate(lines)]


DRAWN: dict[str, Callable[[Twins, Knobs, float], list[AnyMark]]] = {
    "race": _race,
    "begin": draw_begin,
    "learn": draw_learn,
    "lines": draw_lines,
}
