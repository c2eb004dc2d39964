"""The shape strip: the maps get smaller and more, drawn to scale; under them bars for H·W, C and C·H·W."""

from __future__ import annotations

from itertools import accumulate

from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Arrow, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import BOTTOM, LEFT, RIGHT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import HEADING, brief, cuboid, shape_text
from scenes.vgg.computed import Build, Stop
from scenes.vgg.draw_block import face
from scenes.vgg.story import Steps

MIDDLE, LOWERED = 290.0, 430.0
"""The middle of the boxes, with bars under them and without."""
FACE, LARGE = 166.0, 264.0
"""The side of the picture, in stage units, with bars and without; all other faces are to its scale."""
DEEP = 0.1
"""The depth of a channel beside a picture of `FACE`."""
NARROWEST = 134.0
"""The least width of a stop: that of its shape in letters."""
LABEL, LINE = 47.0, 31.0
"""How far under the picture the names stand, and how far under them the shapes."""
BASE, TALLEST = BOTTOM, 232.0
BAR, APART = 46.0, 64.0
QUANTITIES = (("H·W", Role.INPUT), ("C", Role.KERNEL), ("C·H·W", Role.OUTPUT))


def draw_strip(stage: Stage, of: Build, now: Steps) -> None:
    """Draw one stop after another, then the bars of one quantity after another."""
    lifted = ease(now.spans["numbers"].t / 0.15)
    middle, face_side = between(LOWERED, MIDDLE, lifted), between(LARGE, FACE, lifted)
    boxes = [_size(of, stop, face_side) for stop in of.stops]
    xs = _middles(of, lifted)
    marks: list[AnyMark] = []
    for index, (stop, box, x) in enumerate(zip(of.stops, boxes, xs, strict=True)):
        came = now.spans["strip"].part(index, len(of.stops))
        if came > 0.01:
            stands = _stop(stop, box, x, middle, middle + face_side / 2 + LABEL)
            if index:
                gap = (xs[index - 1] + _room(boxes[index - 1]) / 2 + x - _room(box) / 2) / 2
                ends = ((gap - 9, middle), (gap + 9, middle))
                stands += (Arrow(start=ends[0], end=ends[1], role=Role.MUTED, line=2.5, head=10.0),)
            marks.append(Group(marks=stands, opacity=came))
            marks += _bars(of, stop, x, now)
    if lifted > 0.5:
        marks += _legend(now)
    stage.add(*marks, opacity=1.0 - ease(now.spans["large"].t / 0.06))


Size = tuple[float, float, float]
"""The width, height and depth of a box."""


def _size(of: Build, stop: Stop, face_side: float) -> Size:
    channels, height, width = stop.shape
    scale = face_side / of.network.shape[1]
    return width * scale, height * scale, DEEP * channels * face_side / FACE


def _room(box: Size) -> float:
    """The width that a stop takes."""
    return max(box[0] + box[2], NARROWEST)


def _middles(of: Build, lifted: float) -> list[float]:
    """The middles of the stops: with equal gaps between the large boxes, evenly spread over the bars."""
    rooms = [_room(_size(of, stop, LARGE)) for stop in of.stops]
    gap = (RIGHT - LEFT - sum(rooms)) / (len(rooms) - 1)
    pitch = (RIGHT - LEFT) / len(rooms)
    starts = accumulate(rooms, lambda x, room: x + gap + room, initial=LEFT)
    return [
        between(start + room / 2, LEFT + (index + 0.5) * pitch, lifted)
        for index, (start, room) in enumerate(zip(starts, rooms, strict=False))
    ]


def _stop(stop: Stop, box: Size, x: float, middle: float, label: float) -> tuple[AnyMark, ...]:
    """The maps at a place of the strip, with their name and shape."""
    w, h, deep = box
    role = Role.INPUT if stop.name == "picture" else Role.OUTPUT
    corner = (x - (w + deep) / 2, middle - (h - 0.6 * deep) / 2)
    marks: list[AnyMark] = [
        *cuboid(corner, w, h, (deep, -0.6 * deep), role=role, name=f"maps of {stop.name}"),
        lettering(x, label, stop.name, role, bold=True, size=HEADING, anchor="middle"),
        lettering(x, label + LINE, shape_text(stop.shape), size=22, anchor="middle",
                  name=f"shape of {stop.name}"),
    ]  # fmt: skip
    if stop.name == "picture":
        marks.append(face(corner, w, stop.shape[2]))
    return tuple(marks)


def _amounts(stop: Stop) -> tuple[int, int, int]:
    return stop.places, stop.shape[0], stop.numbers


def _bars(of: Build, stop: Stop, x: float, now: Steps) -> list[AnyMark]:
    """Three bars, each quantity with a scale of its own."""
    marks: list[AnyMark] = []
    most = [max(column) for column in zip(*map(_amounts, of.stops), strict=True)]
    for index, (amount, (name, role)) in enumerate(zip(_amounts(stop), QUANTITIES, strict=True)):
        grown = ease((now.spans["numbers"].t - 0.15 - 0.2 * index) / 0.18)
        if grown <= 0.01:
            continue
        middle, height = x + (index - 1) * APART, max(grown * amount / most[index] * TALLEST, 2.0)
        words = (TextRun(brief(amount), role, bold=True),)
        marks += [
            Rect(x=middle - BAR / 2, y=BASE - height, width=BAR, height=height, fill=0.8, role=role, value=amount,
                 name=f"{name} of {stop.name}"),
            Text(x=middle, y=BASE - height - 17, runs=words, size=20, anchor="middle", opacity=grown),
        ]  # fmt: skip
    return marks


def _legend(now: Steps) -> list[AnyMark]:
    """What the bars mean, at the top right."""
    marks: list[AnyMark] = []
    shown = ease((now.spans["numbers"].t - 0.1) / 0.1)
    for index, (name, role) in enumerate(QUANTITIES):
        x = 1170.0 + 130 * index
        marks += [
            Rect(x=x, y=44, width=24, height=24, fill=0.8, role=role, opacity=shown),
            lettering(x + 34, 56, name, role, size=24, opacity=shown),
        ]
    return marks
