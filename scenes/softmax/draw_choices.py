"""Rows of plates on the stage for what the steps of the softmax scene do to the logits."""

from __future__ import annotations

from scenes.softmax.knobs import Knobs
from scenes.softmax.layout import OPTIONS, STACK
from scenes.softmax.story import Steps
from scenes.softmax.words import plain
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, ease
from scenes.stage.draw.blocks import options


def draw_choices(stage: Stage, steps: Steps, knobs: Knobs) -> None:
    """Draw the row of the present step, if it has one: the knob, what stands before it, the values of its plates."""
    if steps.add.active:
        _draw_row(stage, steps.add, "shift", "+ c", (-10.0, -1.0, 1.0, 10.0), knobs.shift)
    elif steps.multiply.active:
        _draw_row(stage, steps.multiply, "factor", "· a", (0.5, 1.0, 2.0, 4.0), knobs.factor)
    elif steps.temperature.active:
        _draw_row(stage, steps.temperature, "temperature", "/ T", (0.25, 0.5, 1.0, 2.0, 4.0), knobs.temperature)
    elif steps.descend.active:
        _draw_row(stage, steps.descend, "rate", "η", (0.5, 1.0, 2.0, 5.0), knobs.rate)


def _draw_row(stage: Stage, step: Span, knob: str, what: str, values: tuple[float, ...], chosen: float) -> None:
    opacity, left = ease(step.t * 6), STACK[0] + 8
    stage.text(left - 18, OPTIONS + 24, what, size=26, anchor="end", opacity=opacity)
    choices = [(plain(value), value) for value in values]
    stage.add(*options(left, OPTIONS, 84, knob, choices, chosen, opacity=opacity))
