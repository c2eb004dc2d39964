"""The output size for pictures of many sizes: stairs, because what is left of a step is dropped."""

from __future__ import annotations

from dataclasses import replace

from scenes.padding.computed import SIZES, Layer
from scenes.padding.knobs import LARGEST, SMALLEST
from scenes.padding.story import Steps
from scenes.stage.charts.axes import Axes
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import options

BOX = (130.0, 190.0, 960.0, 510.0)
SIDE = 1140.0
WHOLE = 5.0
"""The least height of the axis: below that it would have ticks between whole numbers."""
CHOICES = (("stride", "s", (1, 2, 3, 4)), ("padding", "p", (0, 1, 2, 3)), ("dilation", "d", (1, 2, 3)))


def draw_stairs(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw a bar for each size of picture, the line they lie under, and what can be chosen."""
    if steps.climbing <= 0:
        return
    top = max(size for _, _, size in layer.sizes)
    plane = Axes(BOX, x=(SIZES[0] - 0.7, SIZES[-1] + 0.7), y=(0.0, max(top + 1.0, WHOLE)))
    marks: list[AnyMark] = [*plane.frame("n, the size of the picture", "size of the map", size=22)]
    grown = ease((steps.built - 0.4) / 0.9)
    pictures, sizes = [n for n, _, _ in layer.sizes], [size * grown for _, _, size in layer.sizes]
    bars = plane.bars(pictures, sizes, Role.OUTPUT, "size", width=0.8)
    for bar, (n, _, size) in zip(bars, layer.sizes, strict=True):
        chosen = n == layer.knobs.n
        role = Role.HIGHLIGHT if chosen else Role.OUTPUT
        grip = SetValue("n", n) if SMALLEST <= n <= LARGEST else None
        marks.append(replace(bar, name=f"n = {n}", role=role, value=float(size), grip=grip, fill=0.4, line=2.0))
        if grown >= 1:
            x, y = bar.x + bar.width / 2, bar.y + min(20.0, bar.height / 2)
            marks.append(lettering(x, y, str(size), bold=True, size=24, anchor="middle"))
    exact = plane.line(pictures, [size for _, size, _ in layer.sizes], Role.WARNING, "not rounded", dashed=True, line=3)
    shown = ease((steps.built - 1.1) / 0.4)
    marks += [replace(piece, opacity=shown) for piece in exact]
    marks += _choices(layer)
    stage.add(*marks, opacity=steps.climbing)


def _choices(layer: Layer) -> list[AnyMark]:
    """What can be clicked to see other stairs."""
    marks: list[AnyMark] = []
    for index, (knob, letter, values) in enumerate(CHOICES):
        y = 210.0 + index * 120.0
        marks.append(
            Text(x=SIDE, y=y, runs=(TextRun(knob, Role.TEXT, bold=True), TextRun(f"  {letter}", Role.MUTED)), size=24)
        )
        choices = [(str(value), value) for value in values]
        marks += options(SIDE, y + 22, 92.0, knob, choices, getattr(layer.knobs, knob))
    k = layer.knobs.k
    marks.append(lettering(SIDE, 580, f"kernel {k} × {k}", Role.KERNEL, bold=True, size=24))
    marks.append(lettering(SIDE, 616, "dashed: before rounding", Role.WARNING, size=24))
    return marks
