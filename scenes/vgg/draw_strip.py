"""The shape strip: the maps get smaller and more, drawn to scale; under them bars for H·W, C and C·H·W."""

from __future__ import annotations

from scenes.stage.blocks import HEADING, brief, cuboid
from scenes.stage.marks import AnyMark, Arrow, Group, Rect, Role, Run, Text
from scenes.stage.stage import LEFT, Stage, ease
from scenes.vgg.computed import Build, Stop
from scenes.vgg.draw_block import RIGHT, face
from scenes.vgg.story import Moment

MIDDLE, LOWERED = 290.0, 400.0
"""The middle of the boxes, with bars under them and without."""
FACE = 166.0
"""The side of the picture, in stage units; all other faces are to its scale."""
DEEP = 0.1
LABEL, SHAPE = 130.0, 160.0
"""How far under the middle of the boxes name and shape stand."""
BASE, TALLEST = 790.0, 232.0
BAR, APART = 46.0, 64.0
QUANTITIES = (("H·W", Role.INPUT), ("C", Role.KERNEL), ("C·H·W", Role.OUTPUT))


def draw_strip(stage: Stage, of: Build, now: Moment) -> None:
    """Draw one stop after another, then the bars of one quantity after another."""
    lifted = ease(now.spans["numbers"].t / 0.15)
    middle = LOWERED + (MIDDLE - LOWERED) * lifted
    pitch = (RIGHT - LEFT) / len(of.stops)
    marks: list[AnyMark] = []
    for index, stop in enumerate(of.stops):
        came = now.spans["strip"].part(index, len(of.stops))
        if came > 0.01:
            x = LEFT + (index + 0.5) * pitch
            marks.append(Group(marks=_stop(of, stop, x, middle, index, pitch), opacity=came))
            marks += _bars(of, stop, x, now)
    if lifted > 0.5:
        marks += _legend(now)
    stage.add(*marks, opacity=1.0 - ease(now.spans["large"].t / 0.06))


def _stop(of: Build, stop: Stop, x: float, middle: float, index: int, pitch: float) -> tuple[AnyMark, ...]:
    channels, height, width = stop.shape
    scale, deep = FACE / of.network.shape[1], DEEP * channels
    w, h = width * scale, height * scale
    role = Role.INPUT if index == 0 else Role.OUTPUT
    corner = (x - (w + deep) / 2, middle - (h - 0.6 * deep) / 2)
    marks: list[AnyMark] = [
        *cuboid(corner, w, h, (deep, -0.6 * deep), role=role, name=f"maps of {stop.name}"),
        Text(x=x, y=middle + LABEL, runs=(Run(stop.name, role, bold=True),), size=HEADING, anchor="middle"),
        Text(x=x, y=middle + SHAPE, runs=(Run("×".join(map(str, stop.shape)),),), size=22, anchor="middle",
             name=f"shape of {stop.name}"),
    ]  # fmt: skip
    if index == 0:
        marks.append(face(corner, w, width))
    else:
        left = x - pitch / 2
        marks.append(Arrow(start=(left - 8, middle), end=(left + 10, middle), role=Role.MUTED, line=2.5, head=10.0))
    return tuple(marks)


def _amounts(stop: Stop) -> tuple[int, int, int]:
    return stop.places, stop.shape[0], stop.numbers


def _bars(of: Build, stop: Stop, x: float, now: Moment) -> list[AnyMark]:
    """Three bars, each quantity with a scale of its own."""
    marks: list[AnyMark] = []
    most = [max(column) for column in zip(*map(_amounts, of.stops), strict=True)]
    for index, (amount, (name, role)) in enumerate(zip(_amounts(stop), QUANTITIES, strict=True)):
        grown = ease((now.spans["numbers"].t - 0.15 - 0.2 * index) / 0.18)
        if grown <= 0.01:
            continue
        middle, height = x + (index - 1) * APART, max(grown * amount / most[index] * TALLEST, 2.0)
        words = (Run(brief(amount), role, bold=True),)
        marks += [
            Rect(x=middle - BAR / 2, y=BASE - height, width=BAR, height=height, fill=0.8, role=role, value=amount,
                 name=f"{name} of {stop.name}"),
            Text(x=middle, y=BASE - height - 17, runs=words, size=20, anchor="middle", opacity=grown),
        ]  # fmt: skip
    return marks


def _legend(now: Moment) -> list[AnyMark]:
    """What the bars mean, at the top right."""
    marks: list[AnyMark] = []
    shown = ease((now.spans["numbers"].t - 0.1) / 0.1)
    for index, (name, role) in enumerate(QUANTITIES):
        x = 1170.0 + 130 * index
        marks += [
            Rect(x=x, y=44, width=24, height=24, fill=0.8, role=role, opacity=shown),
            Text(x=x + 34, y=56, runs=(Run(name, role),), size=24, opacity=shown),
        ]
    return marks
