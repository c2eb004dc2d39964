"""Rows of plates on the stage for what the steps of the softmax scene do to the logits."""

from __future__ import annotations

from scenes.softmax.knobs import Knobs
from scenes.softmax.layout import OPTIONS, STACK
from scenes.softmax.story import Moment
from scenes.softmax.words import plain
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import options

CHOICES = {
    "add": ("shift", "+ c", (-10.0, -1.0, 1.0, 10.0)),
    "multiply": ("factor", "· a", (0.5, 1.0, 2.0, 4.0)),
    "temperature": ("temperature", "/ T", (0.25, 0.5, 1.0, 2.0, 4.0)),
    "descend": ("rate", "η", (0.5, 1.0, 2.0, 5.0)),
}
"""For each step: the knob, what stands before it, and the values that one click gives."""


def draw_choices(stage: Stage, now: Moment, knobs: Knobs) -> None:
    """Draw the row of the present step, if it has one."""
    if now.name not in CHOICES:
        return
    knob, what, values = CHOICES[now.name]
    opacity = ease(now.spans[now.name].t * 6)
    left = STACK[0] + 8
    stage.text(left - 18, OPTIONS + 24, what, size=26, anchor="end", opacity=opacity)
    choices = [(plain(value), value) for value in values]
    stage.add(*options(left, OPTIONS, 84, knob, choices, getattr(knobs, knob), opacity=opacity))
