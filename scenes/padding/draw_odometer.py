"""The odometer: the formula of the output size as a counter that turns, one operation after the other."""

from __future__ import annotations

import math

from scenes.padding.computed import Layer
from scenes.padding.layout import ODOMETER
from scenes.padding.story import Steps
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import HEADING_Y, TOP, Stage
from scenes.stage.draw.blocks import counted, heading
from scenes.stage.numbers.values import decimals_for, format_number

COUNTER = 112.0
FIRST_ROW = TOP + COUNTER + 18.0
PITCH = 82.0


def draw_odometer(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw the counter and its rows; those to come are faint."""
    left, width = ODOMETER
    rows = _rows(layer)
    turning = max(0, math.ceil(steps.counted) - 1)
    marks: list[AnyMark] = [heading(left, HEADING_Y, "odometer", "cells along one row")]
    marks += _counter(rows, turning, steps.counted - turning)
    for index, (operation, role, why, value) in enumerate(rows):
        y = FIRST_ROW + index * PITCH
        reached = max(0.0, min(1.0, steps.counted - index))
        if index == turning and steps.telling(steps.picture, steps.first):
            marks.append(Rect(x=left, y=y, width=width, height=PITCH - 8, radius=10, fill=0.18, role=role))
        strength = 1.0 if index <= turning else 0.35
        marks += [
            lettering(left + 16, y + 24, operation, role, bold=True, size=27, opacity=strength),
            lettering(left + 16, y + 54, why, Role.MUTED, size=21, opacity=strength),
        ]
        if reached > 0.02:
            shown = (TextRun(_written(value), role, bold=True),)
            marks.append(Text(x=left + width - 18, y=y + 37, runs=shown, size=34, anchor="end", opacity=reached))
    stage.add(*marks, opacity=steps.counting)


def _counter(rows: list[tuple[str, Role, str, float]], turning: int, share: float) -> list[AnyMark]:
    """The large number, on its way from the row before."""
    left, width = ODOMETER
    value, role = rows[turning][3], rows[turning][1]
    before = rows[turning - 1][3] if turning else value
    turned = between(before, value, share)
    if share >= 1 or turning == 0:
        shown = _written(value)
    else:  # whole numbers count cell by cell, others by hundredths
        fine = decimals_for([before, value])
        shown = format_number(turned if fine else math.floor(turned + 0.5), fine)
    words = (TextRun(shown, role, bold=True),)
    box = Rect(
        x=left, y=TOP, width=width, height=COUNTER, radius=14, fill=0.14, line=3.0, role=role, name="odometer",
        value=value if share >= 1 or turning == 0 else turned,
    )  # fmt: skip
    return [box, Text(x=left + width / 2, y=TOP + COUNTER / 2, runs=words, size=80, anchor="middle")]


def _rows(layer: Layer) -> list[tuple[str, Role, str, float]]:
    """Each operation: what it is, its colour, why, and the number after it."""
    k = layer.knobs
    zeros = f"{counted(k.padding, 'zero')} on each side" if k.padding else "no zeros around it"
    spans = f"{k.dilation}·{k.k - 1} + 1 = {k.span}"
    return [
        ("n", Role.INPUT, "cells of the picture", float(k.n)),
        ("+ 2p", Role.INPUT, zeros, float(layer.row)),
        ("− (d(k − 1) + 1)", Role.KERNEL, f"the window: {spans}", float(layer.room)),
        ("÷ s", Role.HIGHLIGHT, f"steps of {counted(k.stride, 'cell')}", layer.steps),
        ("rounded down", Role.WARNING, "the next step does not fit", float(math.floor(layer.steps))),
        ("+ 1", Role.OUTPUT, "the first position", float(layer.out)),
    ]


def _written(value: float) -> str:
    return format_number(value, decimals_for([value]))
