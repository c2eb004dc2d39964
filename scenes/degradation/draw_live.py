"""The live steps of the degradation scene: each draws the run as far as the step has come."""

from __future__ import annotations

from scenes.degradation.draw_norms import draw_norms
from scenes.degradation.draw_overfitting import draw_overfitting
from scenes.degradation.draw_paper import draw_paper
from scenes.degradation.draw_race import draw_race, draw_shortcuts
from scenes.degradation.formulas import set_live_formula
from scenes.degradation.knobs import KINDS, Knobs
from scenes.degradation.story import Steps
from scenes.stage.charts.bands import about_bands
from scenes.stage.charts.training import footer, shown
from scenes.stage.core.marks import AnyMark, Group, Role, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import REST
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import options

PLATES_Y = 30.0


def draw_live(stage: Stage, steps: Steps, knobs: Knobs) -> None:
    """Draw the live step that time is in."""
    if steps.telling(steps.begin, steps.learn):
        stage.add(Group(marks=tuple(_kinds(knobs)), opacity=steps.fading))
    run = shown(stage, steps.present)
    if run is None or stage.recording is None:
        return
    if steps.begin.active:
        run = stage.recording.upto(1)
    note = about_bands(run) if steps.telling(steps.race, steps.shortcuts) else ""
    marks = [*_drawn(steps, run, stage.recording, knobs), *footer(run, note)]
    stage.add(Group(marks=tuple(marks), opacity=steps.fading))
    set_live_formula(stage, steps, run, knobs)


def _kinds(knobs: Knobs) -> list[AnyMark]:
    """Whose gradients are drawn, at a click."""
    return [
        lettering(1238, PLATES_Y + 24, "gradients of", Role.MUTED, size=22, anchor="end"),
        *options(1252, PLATES_Y, 140, "kind", [(kind, kind) for kind in KINDS], knobs.kind),
    ]


def _drawn(steps: Steps, run: Recording, whole: Recording, knobs: Knobs) -> list[AnyMark]:
    """The marks of one live step."""
    match steps.present:
        case steps.race:
            return draw_race(run, whole)
        case steps.shortcuts:
            return draw_shortcuts(run, whole)
        case steps.overfitting:
            return draw_overfitting(run)
        case steps.paper:
            return draw_paper(run, whole, steps.paper.motion)
        case _:
            return draw_norms(run, whole, knobs, steps.begin.t / REST if steps.begin.active else 1.0)
