"""Minus the logarithm of the true class's share as a curve, and the gradient as what shares lack or have too much."""

from __future__ import annotations

import math

import numpy as np

from scenes.softmax.computed import Example
from scenes.softmax.draw_columns import column
from scenes.softmax.words import probability, share_text, signed
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.number_line import NumberLine
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Formula, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span
from scenes.stage.draw.blocks import options
from scenes.stage.numbers.values import label_width

BOX = (150.0, 196.0, 1390.0, 490.0)
LEAST_LOSS = 4.0
"""The axis of the loss reaches so far at least."""
POINTS, ALONG = 120, 44.0
"""How many points the curve has, and how high the bar of the share is that lies along the axis."""
HERO, HERO_SIZE = (1520.0, 374.0), 104.0
FORMULA = (r"\textcolor{gradient}{L} = - \log\, \textcolor{output}{p_y}", "L = −log p_y")
ONE, ZERO = 262.0, 716.0
"""The heights of a share of 1 and of 0."""
COLUMNS = (110.0, RIGHT)
APART = 8.0
NAMES_Y = 760.0


def loss(span: Span, of: Example) -> list[AnyMark]:
    """The share lies along the axis; from its end a line rises to the curve, and from there one leads to the loss."""
    largest, p = max(LEAST_LOSS, math.ceil(of.loss * 1.1)), float(of.before.p[of.label])
    plane = Axes(box=BOX, x=(0.0, 1.0), y=(0.0, largest))
    grown, up, along, come = span.rise(0.0, 0.4), span.rise(0.4, 0.6), span.rise(0.6, 0.8), span.rise(0.8)
    xs = np.linspace(1.0, math.exp(-largest / 2), POINTS)[: max(2, round(grown * POINTS))] ** 2  # closer where steep
    (left, foot), (x, y) = plane.at(0.0, 0.0), plane.at(p, of.loss)
    name, text, ruler = of.names[of.label], probability(of.loss), NumberLine(BOX[0], BOX[0] + BOX[2], 0, 4)
    there = between(foot, y, up)
    return [
        *plane.frame("", "loss", columns=False),
        *ruler.ticks(range(5), foot, 16, words=lambda at: f"{at / 4:g}", width=4, fill=0.7, size=36, below=26),
        lettering(BOX[0] + BOX[2], foot + 94, f"share of {name}", Role.OUTPUT, size=40, anchor="end", name="axis"),
        Rect(x=left, y=foot - ALONG, width=max(x - left, 3.0), height=ALONG, fill=0.85, role=Role.OUTPUT,
             name=f"share of {name}", value=p),
        *plane.line(xs, -np.log(xs), Role.GRADIENT, "curve"),
        Path(points=((x, foot), (x, there), (between(x, left, along), there)), line=5.0, dashed=True,
             role=Role.HIGHLIGHT, name="way"),
        Rect(x=x - 16, y=y - 16, width=32, height=32, radius=16, fill=1.0, role=Role.HIGHLIGHT, name="loss",
             value=of.loss, opacity=up),
        *_guess(plane, of, grown),
        *_true_class(of),
        Formula(tex=FORMULA[0], plain=FORMULA[1], x=HERO[0], y=HERO[1] - 130, size=56, anchor="end", name="formula"),
        lettering(HERO[0] - 20 - 1.12 * HERO_SIZE * label_width(text), HERO[1] + 14, f"−log {probability(p)} =",
                  size=52, anchor="end", opacity=come, name="worked out"),
        lettering(*HERO, text, Role.GRADIENT, bold=True, size=HERO_SIZE, anchor="end", opacity=come,
                  name="loss in words"),
    ]  # fmt: skip


def _guess(plane: Axes, of: Example, come: float) -> list[AnyMark]:
    """What equal shares would cost."""
    x, y = plane.at(1 / of.count, math.log(of.count))
    return [
        Rect(x=x - 11, y=y - 11, width=22, height=22, radius=11, fill=1.0, role=Role.TEXT, name="guess",
             value=math.log(of.count), opacity=come),
        lettering(x + 26, y - 26, f"equal shares {math.log(of.count):.2f}", Role.TEXT, size=36, opacity=come,
                  name="guess in words"),
    ]  # fmt: skip


def _true_class(of: Example) -> list[AnyMark]:
    """The classes in a row at the right; a click chooses the true one."""
    left, choices = RIGHT - of.count * 122.0 + 10, [(name, name) for name in of.names]
    return [
        lettering(left - 20, 140, "true class", size=40, anchor="end", name="true class"),
        *options(left, 106, 112, "label", choices, of.names[of.label], size=34),
    ]


def gradient(span: Span, of: Example) -> list[AnyMark]:
    """Beside each share stands what it has too much, or lacks: a bar from what is true to what softmax says."""
    said = (("∂L/∂z", Role.GRADIENT), (" = ", None), ("p", Role.OUTPUT), (" − ", None), ("truth", Role.HIGHLIGHT))
    runs = tuple(TextRun(text, role, bold=True) for text, role in said)
    marks: list[AnyMark] = [
        Text(x=LEFT, y=140, runs=runs, size=52, name="formula"),
        *_true_class(of),
        lettering(LEFT, ONE, "1", Role.MUTED, size=40),
        lettering(LEFT, ZERO, "0", Role.MUTED, size=40),
        *(Path(points=((COLUMNS[0] - 20, y), (RIGHT, y)), line=2.5, role=Role.MUTED, opacity=0.6) for y in (ONE, ZERO)),
    ]
    for index in range(of.count):
        marks += _pair(of, index, span.rise(0.0, 0.2), span.part(index + 1, of.count + 1))
    return marks


def _pair(of: Example, index: int, told: float, share: float) -> list[AnyMark]:
    """A share and its gradient, side by side under what is true."""
    x, width = column(COLUMNS, index, of.count, 0.9)
    name, p, slope = of.names[index], float(of.before.p[index]), float(of.gradient[index])
    half, truth = (width - APART) / 2, ONE if index == of.label else ZERO
    top, right = between(ZERO, ONE, p), x + (width + APART) / 2
    end, size = between(truth, top, share), min(60.0, half / label_width("+0.000") / 1.14)
    inside = abs(truth - top) > 1.5 * size
    number_y = (truth + top) / 2 if inside else end - math.copysign(40, slope)
    return [
        Rect(x=x, y=ONE, width=width, height=ZERO - ONE, fill=0.16, role=Role.MUTED, name=f"track of {name}"),
        Rect(x=x, y=top, width=half, height=max(ZERO - top, 3.0), radius=6, fill=0.85, role=Role.OUTPUT,
             name=f"share of {name}", value=p),
        Rect(x=right, y=min(truth, end), width=half, height=max(abs(truth - end), 3.0), radius=6, fill=0.85,
             role=Role.GRADIENT, name=f"gradient of {name}", value=slope),
        Rect(x=x - 14, y=truth - 5, width=width + 28, height=10, fill=1.0, role=Role.HIGHLIGHT, opacity=told,
             name=f"truth of {name}"),
        lettering(x + half / 2, top - 40, share_text(p), Role.OUTPUT, bold=True, size=size, anchor="middle",
                  name=f"number of {name}"),
        lettering(right + half / 2, number_y, signed(slope), Role.SURFACE if inside else Role.GRADIENT, bold=True,
                  size=size, anchor="middle", opacity=share, name=f"slope of {name}"),
        lettering(x + width / 2, NAMES_Y, name, size=44, anchor="middle", name=f"name of {name}"),
    ]  # fmt: skip
