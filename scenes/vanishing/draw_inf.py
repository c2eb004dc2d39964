"""The chain that is trained until a number overflows: its losses on a log axis, and its steps in a table."""

from __future__ import annotations

import math

import numpy as np

from scenes.stage.charts.axes import Axes
from scenes.stage.charts.curves import curve, dots
from scenes.stage.core.marks import AnyMark, Group, Path, Role, Text, TextRun, lettering
from scenes.stage.core.stage import RIGHT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading, options
from scenes.stage.numbers.values import figures_text, format_number
from scenes.vanishing.computed import LARGEST, STEPS, Descent, descent, overflow
from scenes.vanishing.knobs import Knobs
from scenes.vanishing.story import Steps

BOX = (150.0, 236.0, 560.0, 464.0)
AXIS = (1e-5, 1e48)
INFINITE = 1e41
"""Where an infinite loss is drawn: above the largest number."""
COLUMNS = (792.0, 960.0, 1148.0, 1346.0, RIGHT)
HEADS = ("step", "each weight", "product", "loss", "each gradient")
TOP, ROW = 316.0, 58.0
PLATES_Y = 152.0
WORDS = (764.0, 642.0)


def draw_inf(stage: Stage, now: Steps, knobs: Knobs) -> None:
    """Draw the losses and the table, step by step."""
    opacity = now.alone("inf")
    if opacity <= 0:
        return
    told = descent(knobs.weight, knobs.clip)
    come = now.even("inf") * len(told)
    axes = Axes(BOX, (0.5, STEPS + 0.5), AXIS, log_y=True)
    marks: list[AnyMark] = [
        heading(BOX[0], BOX[1] - 40, "loss", "½ (product − 1)²", Role.TEXT), *axes.frame("step", size=22), *_roof(axes)
    ]  # fmt: skip
    if knobs.clip:
        marks += _line(axes, descent(knobs.weight, False), Role.WARNING, 0.45, "loss without clipping")
    shown = told[: math.floor(come + 1e-9)]
    marks += _line(axes, shown, Role.OUTPUT if knobs.clip else Role.WARNING, 1.0, "loss")
    marks += [*_table(told, come), *_plates(knobs)]
    if overflow(told) and come >= len(told):
        marks += _why()
    stage.add(Group(marks=tuple(marks), opacity=opacity))


def _roof(axes: Axes) -> list[AnyMark]:
    """The largest number of 32 bits."""
    (left, y), (right, _) = axes.at(axes.x[0], LARGEST), axes.at(axes.x[1], LARGEST)
    words = (TextRun(f"largest number in 32 bits: {figures_text(LARGEST)}", Role.GRADIENT),)
    return [
        Path(points=((left, y), (right, y)), line=3.0, dashed=True, role=Role.GRADIENT),
        Text(x=right, y=y - 48, runs=words, size=22, anchor="end"),
    ]


def _line(axes: Axes, told: tuple[Descent, ...], role: Role, opacity: float, name: str) -> list[AnyMark]:
    """The losses; one that is infinite goes through the roof, one of 0 lies at the foot, and NaN has no place."""
    told = tuple(step for step in told if not math.isnan(step.loss))
    steps = np.arange(1, len(told) + 1, dtype=float)
    heights = np.array([min(step.loss, INFINITE) for step in told])
    marks: list[AnyMark] = [*curve(axes, steps, heights, role, name, line=5.0, opacity=opacity)]
    if opacity == 1.0:
        marks += dots(axes, steps, np.clip(heights, *axes.y), role, 8.0)
    return marks


def _table(told: tuple[Descent, ...], come: float) -> list[AnyMark]:
    """The numbers of each step; what 32 bits can't hold is infinite."""
    marks: list[AnyMark] = [
        lettering(x, TOP - 50, words, Role.MUTED, size=22, anchor="end")
        for x, words in zip(COLUMNS, HEADS, strict=True)
    ]
    for index, step in enumerate(told):
        seen = ease((come - index - 0.5) * 3)
        if seen <= 0:
            continue
        values = (step.weight, step.output, step.loss, step.gradient)
        texts = (str(index + 1), *(_text(value) for value in values))
        roles = (Role.MUTED, *(Role.TEXT if math.isfinite(value) else Role.GRADIENT for value in values))
        marks += [
            lettering(x, TOP + index * ROW, words, role, bold=role is not Role.MUTED, size=28, anchor="end",
                      opacity=seen, name=f"step {index + 1}: {head}")
            for x, words, role, head in zip(COLUMNS, texts, roles, HEADS, strict=True)
        ]  # fmt: skip
    return marks


def _why() -> list[AnyMark]:
    """What becomes of a number that is too large, and of the training."""
    x, y = WORDS
    lines = (
        f"Above {figures_text(LARGEST)} a number of 32 bits becomes ∞.",
        "∞ − ∞ has no value: NaN, “not a number”.",
        "All that meets NaN is NaN too: no step brings it back.",
    )
    return [
        lettering(x, y + 38 * index, words, Role.TEXT, size=24, name=f"why {index + 1}")
        for index, words in enumerate(lines)
    ]


def _text(value: float) -> str:
    if not math.isfinite(value):
        return format_number(value)
    return format_number(value, 3) if 0.1 <= abs(value) < 10 else figures_text(value)


def _plates(knobs: Knobs) -> list[AnyMark]:
    y = PLATES_Y + 24
    starts = [(f"{start:g}", start) for start in (0.5, 0.9, 1.1, 1.2, 1.3, 1.5, 2.0)]
    return [
        lettering(740, y, "start at", Role.MUTED, size=24),
        *options(850, PLATES_Y, 56, "weight", starts, knobs.weight),
        lettering(1370, y, "clip", Role.MUTED, size=24, anchor="end"),
        *options(1384, PLATES_Y, 75, "clip", [("on", True), ("off", False)], knobs.clip),
    ]
