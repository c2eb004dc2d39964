"""A column for each class, as wide as the stage: its logit as a bar, then the same bar on a stretched ruler."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from scenes.reference import Floats
from scenes.softmax.computed import Example
from scenes.softmax.knobs import LARGEST
from scenes.softmax.words import brief, logit, plain
from scenes.stage.core.gestures import DRAG_PER_STEP
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import SMALLEST_TEXT, AnyMark, Arrow, Formula, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span, ease
from scenes.stage.numbers.values import figures_text, label_width

NAMES = 136.0
TRACK = (176.0, 788.0)
PLATE = 104.0
"""How high the plate of a logit is that rides on its bar."""
UNITS = (140.0, 70.0, 28.0, 14.0, 7.0)
"""How high a logit of 1 may be drawn: a bar follows the hand that drags it in steps of 0.1, 0.2, 0.5, 1 or 2."""
RULED = (130.0, 1090.0)
"""Where columns stand before a ruler."""
RULER = (116.0, 1120.0)
ARROWS = 1284.0
TOP, BOTTOM = 264.0, 770.0


def column(zone: tuple[float, float], index: int, count: int, share: float = 0.66) -> tuple[float, float]:
    """The left side and the width of bar `index` of `count` in a zone: it takes a share of its room."""
    pitch = (zone[1] - zone[0]) / count
    return zone[0] + (index + 0.5 - share / 2) * pitch, share * pitch


def plate(of: Example, index: int, box: tuple[float, float, float, float], largest: float = 96.0) -> list[AnyMark]:
    """A logit that can be typed over, on a plate at (left, top, width, height)."""
    (x, y, width, height), z = box, float(of.before.z[index])
    text = logit(z)
    size = max(SMALLEST_TEXT, min(largest, (width - 16) / label_width(text) / 1.12))
    return [
        Rect(x=x, y=y, width=width, height=height, radius=12, fill=0.22, line=2.0, role=Role.INPUT,
             name=f"logit of {of.names[index]}", value=z, grip=_grip(index, of.before.z)),
        lettering(x + width / 2, y + height / 2, text, bold=True, size=size, anchor="middle",
                  name=f"z of {of.names[index]}"),
    ]  # fmt: skip


def logits(span: Span, of: Example) -> list[AnyMark]:
    """The bars grow one after the other from a line of zero, each with its number at its end."""
    z, unit = of.before.z, _unit(of.before.z)
    zero = _floor(z) + min(float(z.min()), 0.0) * unit
    marks: list[AnyMark] = []
    for index, name in enumerate(of.names):
        x, width = column((LEFT, RIGHT), index, of.count)
        value = float(z[index])
        length = abs(value) * unit * span.part(index, of.count)
        top = zero - length if value > 0 else zero
        marks += [
            lettering(x + width / 2, NAMES, name, size=52, anchor="middle", name=f"name of {name}"),
            Rect(x=x - 20, y=TRACK[0], width=width + 40, height=TRACK[1] - TRACK[0], radius=16, fill=0.16,
                 role=Role.MUTED, name=f"track of {name}"),
            Rect(x=x, y=top, width=width, height=max(length, 4.0), radius=6, fill=0.85, role=Role.INPUT,
                 name=f"bar of {name}", value=value, grip=_grip(index, z)),
            *plate(of, index, (x, top - PLATE - 8 if value >= 0 else top + length + 8, width, PLATE)),
        ]  # fmt: skip
    return [*marks, Path(points=((LEFT, zero), (RIGHT, zero)), line=4.0, role=Role.TEXT, name="line of zero")]


def _unit(z: Floats) -> float:
    """The height of 1 for logits (K,): the largest at which all fit with their plates, zero among them."""
    room = _floor(z) - TRACK[0] - PLATE - 16
    reach = float(max(z.max(), 0.0) - min(z.min(), 0.0))
    return next((unit for unit in UNITS if unit * reach <= room), UNITS[-1])


def _floor(z: Floats) -> float:
    """The height on the stage of the lowest end of a bar: below it may be a plate."""
    return TRACK[1] - (PLATE + 16 if z.min() < 0 else 12)


def _grip(index: int, z: Floats) -> EditCell:
    """A hand that drags a bar's end by one step moves it by as much on the stage."""
    step = round(DRAG_PER_STEP / _unit(z), 1)
    return EditCell("values", index=(index,), low=-LARGEST, high=LARGEST, step=step)


def stretch(span: Span, of: Example) -> list[AnyMark]:
    """The even ruler behind the bars is stretched, and they with it: what stood at z stands at e^z in the end."""
    z, come = of.before.z, span.rise(0.7)
    low, high = of.range

    def height(even: float, stretched: float) -> float:
        there = between((even - low) / (high - low), stretched / math.exp(high), span.motion)
        return BOTTOM - (BOTTOM - TOP) * there

    marks = _lines(low, high, of.every, lambda whole: height(whole, math.exp(whole)), come)
    for index, name in enumerate(of.names):
        x, width = column(RULED, index, of.count, 0.8)
        value, stretched = float(z[index]), float(of.before.stretched[index])
        (top, bottom), middle = sorted((height(value, stretched), height(0.0, 0.0))), x + width / 2
        bar = Rect(x=x, y=top, width=width, height=max(bottom - top, 3.0), radius=6, fill=0.85)
        if span.motion < 1:
            goes = span.fade(1.0, 0.5)
            marks.append(replace(bar, role=Role.INPUT, name=f"bar of {name}", value=value, opacity=goes))
        if span.motion > 0:
            called, comes = f"e^z of {name}", span.rise(0.0, 0.5)
            marks.append(replace(bar, role=Role.PRODUCT, name=called, value=stretched, opacity=comes))
        text = brief(stretched)
        size = min(64.0, width / label_width(text))
        marks += [
            lettering(middle - 10, NAMES, name, size=44 if of.count <= 3 else 34, anchor="end", name=f"name of {name}"),
            *plate(of, index, (middle, NAMES - 30, 0.57 * width, 60), 44.0),
            lettering(middle, top - 42, text, Role.PRODUCT, bold=True, size=size, anchor="middle", opacity=come,
                      name=f"number of {name}"),
        ]  # fmt: skip
    return marks


def _lines(low: float, high: float, every: int, at: Callable[[float], float], come: float) -> list[AnyMark]:
    """A line for each whole z, with z at the left, e^z at the right, and the factor from each to the next."""
    wholes = range(math.ceil(low / every - 1e-9) * every, math.floor(high + 1e-9) + 1, every)
    marks: list[AnyMark] = [
        lettering(LEFT, NAMES, "z", Role.INPUT, bold=True, size=52),
        Formula(tex=r"\textcolor{product}{e^z}", plain="e^z", x=RULER[1] + 12, y=NAMES, size=60, opacity=come),
    ]
    for whole in wholes:
        y, factor = at(whole), TextRun(f"× {figures_text(math.exp(every))}", Role.PRODUCT, bold=True)
        gap = at(whole - every) - y if whole > wholes[0] else 0.0
        seen = ease((y - at(whole + every) - 46) / 10) if whole < wholes[-1] else 1.0
        marks += [
            Path(points=((RULER[0], y), (RULER[1], y)), line=3.0, role=Role.MUTED, opacity=0.5, name=f"line {whole}"),
            lettering(LEFT, y, plain(whole), Role.INPUT, size=40, opacity=seen, name=f"whole {whole}"),
            lettering(RULER[1] + 12, y, brief(math.exp(whole)), Role.PRODUCT, size=40, opacity=seen * come,
                      name=f"stretched {whole}"),
        ]  # fmt: skip
        if gap > 80:
            marks += [
                Arrow(start=(ARROWS, y + gap - 30), end=(ARROWS, y + 30), line=7.0, head=26, role=Role.PRODUCT,
                      opacity=come, name=f"arrow {whole}"),
                Text(x=ARROWS + 22, y=y + gap / 2, runs=(factor,), size=64 if gap > 160 else 48, opacity=come,
                     name=f"factor {whole}"),
            ]  # fmt: skip
    return marks
