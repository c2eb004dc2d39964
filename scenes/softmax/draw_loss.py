"""The second half: the shares beside what they should be, the curve of the loss, and its gradient."""

from __future__ import annotations

import math

import numpy as np

from scenes import reference
from scenes.softmax.computed import Example
from scenes.softmax.draw_shares import height_of
from scenes.softmax.layout import BOTTOM, CURVE, HEADINGS, HEIGHT, OPTIONS, STRETCHED, TOP, column
from scenes.softmax.story import Steps
from scenes.softmax.words import loss_text, share_text, signed
from scenes.stage.core.lattice import Point, between
from scenes.stage.core.marks import AnyMark, Arrow, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading

CURVE_POINTS = 80
MANY = 1000
"""How many classes ImageNet has."""


def draw_loss(stage: Stage, example: Example, steps: Steps) -> None:
    """Draw the shares and the truth, then the curve or the gradient."""
    opacity = steps.seen(steps.loss)
    if opacity <= 0:
        return
    stage.add(*_targets(example, steps), opacity=opacity)
    guesses = opacity * (1.0 - steps.seen(steps.gradient))
    if guesses > 0:
        stage.add(*_guesses(example), opacity=guesses)
    curve = opacity * (1.0 - steps.seen(steps.gradient) + steps.seen(steps.descend))
    if curve > 0:
        stage.add(*_curve(example, steps), opacity=curve)
    slope = steps.seen(steps.gradient, steps.descend)
    if slope > 0:
        stage.add(*_gradient(example, steps), opacity=slope)


def _targets(example: Example, steps: Steps) -> list[AnyMark]:
    """A bar for every share, and a dashed one for what it should be: 1 for the true class, 0 for the others."""
    marks: list[AnyMark] = [heading(STRETCHED[0], HEADINGS, "shares p", "and the truth", Role.OUTPUT)]
    marks.append(Path(points=((STRETCHED[0] - 10, BOTTOM), (STRETCHED[1] + 10, BOTTOM)), line=2.0, role=Role.MUTED))
    for index in range(example.count):
        x, width = column(STRETCHED, index, example.count)
        p = float(steps.scores.p[index])
        height, true = height_of(p), index == example.label
        marks.append(Rect(
            x=x, y=BOTTOM - height, width=width, height=height, radius=4, fill=0.85, role=Role.OUTPUT,
            name=f"p of {example.names[index]}", value=p,
        ))  # fmt: skip
        if true:
            marks.append(Rect(
                x=x - 6, y=TOP, width=width + 12, height=HEIGHT, radius=8, line=3.0, dashed=True,
                role=Role.HIGHLIGHT,
            ))  # fmt: skip
        words = (TextRun(share_text(p), Role.OUTPUT, bold=True),)
        y, size = BOTTOM - height - 22, 26 if example.count <= 3 else 20
        inside = true and y < TOP + 20
        marks.append(Text(x=x + width / 2, y=TOP - 22 if inside else y, runs=words, size=size, anchor="middle"))
        truth = (TextRun(f"{example.names[index]} ", Role.MUTED), TextRun(str(int(true)), Role.HIGHLIGHT, bold=True))
        marks.append(Text(x=x + width / 2, y=BOTTOM + 28, runs=truth, size=22, anchor="middle"))
    return marks


def _axis(example: Example) -> float:
    """The largest loss on the axis."""
    return max(4.0, math.ceil(example.worst * 1.1))


def _at(p: float, loss: float, largest: float) -> Point:
    return between(*CURVE, p), BOTTOM - loss / largest * HEIGHT


def _curve(example: Example, steps: Steps) -> list[AnyMark]:
    """Minus the logarithm of p over p, and where the true class is on it."""
    largest, label = _axis(example), example.names[example.label]
    loss, p = reference.cross_entropy(steps.scores.z, example.label), float(steps.scores.p[example.label])
    grown = steps.loss.motion
    lowest = math.exp(-largest)
    points = tuple(
        _at(p, -math.log(p), largest)
        for p in (between(lowest, 1.0, (step / CURVE_POINTS) ** 3) for step in range(CURVE_POINTS + 1))
    )
    shown = points[-max(2, round(ease(grown * 2) * len(points))) :]
    marks: list[AnyMark] = [
        heading(CURVE[0] - 40, HEADINGS, "loss", f"−log p of {label}", Role.GRADIENT),
        Path(points=(_at(0, largest, largest), _at(0, 0, largest), _at(1, 0, largest)), line=2.0, role=Role.MUTED),
        Path(points=shown, line=4.0, role=Role.GRADIENT),
    ]
    for p_tick in (0.0, 0.5, 1.0):
        x, y = _at(p_tick, 0, largest)
        marks.append(lettering(x, y + 28, f"{p_tick:g}", Role.MUTED, size=22, anchor="middle"))
    for tick in range(0, int(largest) + 1, max(1, math.ceil(largest / 5))):
        x, y = _at(0, tick, largest)
        marks.append(lettering(x - 14, y, str(tick), Role.MUTED, size=22, anchor="end"))
    if grown > 0.5:
        marks += _point(example, p, loss, largest)
    return marks


def _point(example: Example, p: float, loss: float, largest: float) -> list[AnyMark]:
    """The point of the true class, with lines to both axes and its loss."""
    x, y = _at(p, loss, largest)
    marks: list[AnyMark] = [
        Path(points=((x, BOTTOM), (x, y), (CURVE[0], y)), line=2.0, dashed=True, role=Role.HIGHLIGHT),
        Rect(
            x=x - 11, y=y - 11, width=22, height=22, radius=11, fill=1.0, role=Role.HIGHLIGHT, name="loss", value=loss
        ),
    ]
    words = (TextRun("L = ", Role.MUTED), TextRun(loss_text(loss), Role.GRADIENT, bold=True))
    left = min(x + 20, CURVE[1] - 190)
    there = max(p - (x + 20 - left) / (CURVE[1] - CURVE[0]), 1e-9)  # the label stands on the curve, which falls
    _, floor = _at(there, -math.log(there), largest)
    marks.append(Text(x=left, y=max(min(y, floor), TOP + 40) - 40, runs=words, size=34))
    return marks


def _guesses(example: Example) -> list[AnyMark]:
    """What guessing costs, for as many classes as here, and for as many as ImageNet has."""
    found = [f"K = {count}: {reference.cross_entropy(np.zeros(count), 0):.3f}" for count in (example.count, MANY)]
    return [
        lettering(CURVE[0], OPTIONS + 12 + index * 38, line, Role.MUTED, size=24)
        for index, line in enumerate(("with equal shares the loss is ln K", "      ".join(found)))
    ]


def _gradient(example: Example, steps: Steps) -> list[AnyMark]:
    """P − onehot as bars around a line of zero."""
    zone, zero = (CURVE[0] - 20, CURVE[1]), (TOP + BOTTOM) / 2
    share = steps.gradient.motion
    marks: list[AnyMark] = [heading(zone[0], HEADINGS, "gradient", "p − onehot, sum 0", Role.GRADIENT)]
    for index in range(example.count):
        x, width = column(zone, index, example.count)
        value = float(example.gradient[index])
        length = max(abs(value) * HEIGHT / 2 * 0.86 * share, 1.5)
        top = zero - length if value > 0 else zero
        marks.append(Rect(
            x=x, y=top, width=width, height=length, radius=4, fill=0.85, role=Role.GRADIENT,
            name=f"gradient of {example.names[index]}", value=value,
        ))  # fmt: skip
        y = zero - length - 22 if value > 0 else zero + length + 24
        words = (TextRun(signed(value), Role.GRADIENT, bold=True),)
        size = 28 if example.count <= 3 else 20
        marks.append(Text(x=x + width / 2, y=y, runs=words, size=size, anchor="middle"))
        name = (TextRun(example.names[index], Role.MUTED),)
        marks.append(Text(x=x + width / 2, y=BOTTOM + 28, runs=name, size=22, anchor="middle"))
    marks.append(Path(points=((zone[0], zero), (zone[1], zero)), line=2.0, role=Role.MUTED))
    start = (STRETCHED[1] + 30, zero)
    return [*marks, Arrow(start=start, end=(zone[0] - 16, zero), role=Role.MUTED)]
