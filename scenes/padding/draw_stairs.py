"""The output size for pictures of many sizes: stairs, because what is left of a step is dropped."""

from __future__ import annotations

from dataclasses import replace

from scenes.padding.computed import SIZES, Layer
from scenes.padding.knobs import LARGEST, SMALLEST
from scenes.padding.story import Steps
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.curves import NAME_SIZE
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Role, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import options

BOX = (136.0, 168.0, 1116.0, 530.0)
SIDE = 1290.0
WHOLE = 5.0
"""The least height of the axis: below that it would have ticks between whole numbers."""
CHOICES = (("stride", (1, 2, 3, 4)), ("padding", (0, 1, 2, 3)), ("dilation", (1, 2, 3)))
PLATE = 54.0
NAMED = 3
"""The line has its name left of so many sizes before the last."""


def draw_stairs(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw a bar for each size of picture, the line they lie under, and what can be chosen."""
    t = steps.stairs.t
    top = max(size for _, _, size in layer.sizes)
    plane = Axes(BOX, x=(SIZES[0] - 0.7, SIZES[-1] + 0.7), y=(0.0, max(top + 1.0, WHOLE)), whole_x=True)
    marks: list[AnyMark] = [*plane.frame("size of the picture", "size of the map")]
    pictures = [n for n, _, _ in layer.sizes]
    grown = [ease((t / 0.5 * (len(pictures) + 4) - index) / 5) for index in range(len(pictures))]
    heights = [size * share for (_, _, size), share in zip(layer.sizes, grown, strict=True)]
    bars = plane.bars(pictures, heights, Role.OUTPUT, "size", width=0.84)
    for bar, (n, _, size), share in zip(bars, layer.sizes, grown, strict=True):
        chosen = n == layer.knobs.n
        grip = SetValue("n", n) if SMALLEST <= n <= LARGEST else None
        role = Role.HIGHLIGHT if chosen else Role.OUTPUT
        marks.append(replace(bar, name=f"n = {n}", role=role, value=float(size), grip=grip, fill=0.45, line=2.0))
        if share >= 1.0:
            x, y = bar.x + bar.width / 2, bar.y + min(28.0, bar.height / 2)
            marks.append(lettering(x, y, str(size), bold=True, size=36, anchor="middle"))
    exact = plane.line(pictures, [size for _, size, _ in layer.sizes], Role.WARNING, "not rounded", dashed=True)
    shown = ease((t - 0.6) / 0.2)
    marks += [replace(piece, opacity=shown) for piece in exact]
    n, before, _ = layer.sizes[-NAMED]
    x, y = plane.at(n, before)
    marks.append(
        lettering(x, y - 36, "not rounded", Role.WARNING, bold=True, size=NAME_SIZE, anchor="end", opacity=shown)
    )
    stage.add(*marks, *_choices(layer))


def _choices(layer: Layer) -> list[AnyMark]:
    """What can be clicked to see other stairs."""
    marks: list[AnyMark] = []
    for index, (knob, values) in enumerate(CHOICES):
        y = 196.0 + index * 200.0
        marks.append(lettering(SIDE, y, knob, bold=True, size=40))
        choices = [(str(value), value) for value in values]
        marks += options(SIDE, y + 38, PLATE, knob, choices, getattr(layer.knobs, knob), size=36.0)
    return marks
