"""What a layer's factor is made of: the slopes of three activations, and what the steepest leave after some layers."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from scenes import reference
from scenes.reference import Floats
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.curves import curve
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Group, Rect, Role, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.values import figures_text
from scenes.vanishing.knobs import ACTIVATIONS
from scenes.vanishing.story import Steps

ROLES = dict(zip(ACTIVATIONS, (Role.FIRST, Role.FIFTH, Role.THIRD), strict=True))
BOX = (150.0, 240.0, 640.0, 460.0)
TABLE = 870.0
COLUMNS = (TABLE + 280, TABLE + 456, TABLE + 660)
DEPTHS = (5, 20)
ROW, FIRST_ROW = 92.0, 262.0
REACH, POINTS = 6.5, 241


@lru_cache(maxsize=1)
def slopes() -> tuple[Floats, dict[str, Floats]]:
    """The slopes of the activations over z; that of ReLU has a gap where it jumps."""
    z = np.linspace(-REACH, REACH, POINTS)
    found = {name: reference.ACTIVATIONS[name.lower()].derivative(z) for name in ACTIVATIONS}
    found["ReLU"] = np.where(z == 0, np.nan, found["ReLU"])
    return z, found


def steepest(name: str) -> float:
    """The largest slope of an activation."""
    return float(np.nanmax(slopes()[1][name]))


def draw_factor(stage: Stage, now: Steps) -> None:
    """Draw the slopes as curves, and the table of their largest values and of the powers of these."""
    opacity = now.alone("factor")
    if opacity <= 0:
        return
    z, curves = slopes()
    axes = Axes(BOX, (-REACH, REACH), (0.0, 1.1))
    shown = max(2, round(POINTS * now.share("factor")))
    marks: list[AnyMark] = [
        heading(BOX[0], BOX[1] - 40, "slope of the activation", "f′(z)", Role.GRADIENT), *axes.frame("z", size=22)
    ]  # fmt: skip
    for name, slope in curves.items():
        marks += curve(axes, z[:shown], slope[:shown], ROLES[name], f"slope of {name}", line=5.0)
    marks += _table(now.even("factor"))
    stage.add(*marks, opacity=opacity)


def _table(share: float) -> list[AnyMark]:
    """A row for each activation; a click takes its largest slope for the chain's factor."""
    heads = ("largest slope", *(f"{depth} layers" for depth in DEPTHS))
    marks: list[AnyMark] = [
        lettering(x, FIRST_ROW - 30, words, Role.MUTED, size=24, anchor="end")
        for x, words in zip(COLUMNS, heads, strict=True)
    ]
    for index, name in enumerate(reversed(ACTIVATIONS)):
        seen = ease(share * 4 - index)
        if seen <= 0:
            continue
        y, slope = FIRST_ROW + index * ROW, steepest(name)
        row: list[AnyMark] = [
            Rect(
                x=TABLE - 20, y=y, width=1564 - TABLE, height=ROW - 16, radius=12, fill=0.14, role=ROLES[name],
                name=f"{name}: its largest slope as the chain's factor", grip=SetValue("gain", slope),
            ),
            lettering(TABLE + 4, y + 38, name, ROLES[name], bold=True, size=30),
        ]  # fmt: skip
        row += [
            lettering(x, y + 38, words, bold=True, size=28, anchor="end")
            for x, words in zip(COLUMNS, (f"{slope:g}", *(figures_text(slope**depth) for depth in DEPTHS)), strict=True)
        ]
        marks.append(Group(marks=tuple(row), opacity=seen))
    lines = (
        "The slopes alone, at their very best, with weights of 1.",
        "A ReLU's slope is 1 or 0: half the numbers pass.",
        "Click a row: the first step's chain takes that factor.",
    )
    return marks + [
        lettering(TABLE - 16, 592 + 40 * index, words, Role.MUTED, size=24) for index, words in enumerate(lines)
    ]
