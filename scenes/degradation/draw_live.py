"""The live steps of the degradation scene: each draws the run as far as the step has come."""

from __future__ import annotations

from scenes.degradation.draw_norms import draw_norms
from scenes.degradation.draw_overfitting import draw_overfitting
from scenes.degradation.draw_paper import draw_paper
from scenes.degradation.draw_race import draw_race, draw_shortcuts
from scenes.degradation.formulas import set_live_formula
from scenes.degradation.knobs import KINDS, Knobs
from scenes.degradation.story import Moment
from scenes.stage.charts.training import footer, shown
from scenes.stage.core.marks import AnyMark, Group, Role, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import REST
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import options

PLATES_Y = 30.0
LIVE = ("race", "shortcuts", "overfitting", "begin", "learn", "paper")


def draw_live(stage: Stage, now: Moment, knobs: Knobs) -> None:
    """Draw the live step that time is in."""
    if now.name in ("begin", "learn"):
        stage.add(Group(marks=tuple(_kinds(knobs)), opacity=now.fading("learn")))
    run = shown(stage, now.span)
    if run is None or stage.recording is None:
        return
    if now.name == "begin":
        run = stage.recording.upto(1)
    marks = [*_drawn(now, run, stage.recording, knobs), *footer(run)]
    stage.add(Group(marks=tuple(marks), opacity=now.fading("learn")))
    set_live_formula(stage, now, run, knobs)


def _kinds(knobs: Knobs) -> list[AnyMark]:
    """Whose gradients are drawn, at a click."""
    return [
        lettering(1238, PLATES_Y + 24, "gradients of", Role.MUTED, size=22, anchor="end"),
        *options(1252, PLATES_Y, 140, "kind", [(kind, kind) for kind in KINDS], knobs.kind),
    ]


def _drawn(now: Moment, run: Recording, whole: Recording, knobs: Knobs) -> list[AnyMark]:
    """The marks of one live step."""
    match now.name:
        case "race":
            return draw_race(run, whole)
        case "shortcuts":
            return draw_shortcuts(run, whole)
        case "overfitting":
            return draw_overfitting(run)
        case "paper":
            return draw_paper(run, whole, now.span.motion)
        case _:
            return draw_norms(run, whole, knobs, now.span.t / REST if now.name == "begin" else 1.0)
