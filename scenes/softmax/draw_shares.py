"""The middle and right of the first half: bars stretched by the exponential, laid end to end, cut into shares."""

from __future__ import annotations

import math

from scenes.softmax.computed import Example, Scores
from scenes.softmax.layout import (
    BOTTOM,
    CURVE,
    HEADINGS,
    HEIGHT,
    LABELS,
    LOGITS,
    STACK,
    STRETCHED,
    TOP,
    column,
    fitted_unit,
    label_places,
    stacked,
    unit_of,
    zero_line,
)
from scenes.softmax.story import Steps
from scenes.softmax.words import on_bar, plain, share_text
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import SMALLEST_TEXT, AnyMark, Formula, Group, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading

RULERS = (LOGITS[1] + 44, STRETCHED[0] - 22)
"""Where the even ruler of z, with its numbers to the left of it, and the stretched ruler of e^z stand."""
FEWEST_TICKS = 6


def draw_shares(stage: Stage, example: Example, steps: Steps) -> None:
    """Draw both rulers, the stretched bars, and the bar that they make together."""
    opacity = steps.seen(steps.stretch, steps.loss)
    if opacity <= 0:
        return
    marks = [
        heading(STRETCHED[0], HEADINGS, "stretched", "", Role.PRODUCT),
        *_rulers(example, steps),
        *_stretched(example, steps),
    ]
    if steps.stack.t > 0:
        marks += _stack(example, steps)
    stage.add(*marks, opacity=opacity)


def height_of(p: float) -> float:
    """The height of a share: all stretched bars together are as high as the bar of shares."""
    return max(p * HEIGHT, 1.5)


def _rulers(example: Example, steps: Steps) -> list[AnyMark]:
    """Lines from z on an even ruler to e^z on a stretched one: one for each whole z, and one for each class."""
    unit = fitted_unit(steps.scores.z, unit_of(example.before.z))
    zero, (left, right) = zero_line(steps.scores.z, unit), RULERS
    low, high = min(steps.scores.z.min(), 0.0), max(steps.scores.z.max(), 0.0)
    every = max(1, math.ceil((high - low) / FEWEST_TICKS))
    wholes = range(math.ceil(low / every) * every, math.floor(high + 1e-9) + 1, every)
    share = steps.stretch.motion if steps.stretch.active else 1.0
    marks: list[AnyMark] = [
        Path(points=((x, TOP), (x, BOTTOM)), line=2.0, role=Role.MUTED) for x in (left, right)
    ]  # fmt: skip
    for x, tex, plain_text in ((left, "z", "z"), (right, "e^z", "e to the z")):
        marks.append(Formula(tex=tex, plain=plain_text, x=x, y=TOP - 24, size=26, anchor="middle", role=Role.MUTED))
    for whole in wholes:
        words = (TextRun(f"{whole}".replace("-", "−"), Role.MUTED),)
        marks.append(Text(x=left - 12, y=zero - whole * unit, runs=words, size=SMALLEST_TEXT, anchor="end"))
    for z, role, line in (
        *((float(whole), Role.MUTED, 1.5) for whole in wholes),
        *((float(z), Role.PRODUCT, 3.0) for z in steps.scores.z),
    ):
        start, height = zero - z * unit, math.exp(z) / steps.scores.total * HEIGHT
        if height > HEIGHT + 1:
            continue
        end = between(start, BOTTOM - height, share)
        points = ((left - 6, start), (left, start), (right, end), (right + 6, end))
        marks.append(Path(points=points, line=line, role=role, opacity=0.7 if role is Role.MUTED else 1.0))
    return marks


def _stretched(example: Example, steps: Steps) -> list[AnyMark]:
    """The bars e^z: they come over from the logits, and stay as outlines when they have gone to the stack."""
    marks: list[AnyMark] = []
    unit = fitted_unit(steps.scores.z, unit_of(example.before.z))
    zero, gone = zero_line(steps.scores.z, unit), steps.stack.t > 0
    for index in range(example.count):
        x, width = column(STRETCHED, index, example.count)
        height = height_of(float(steps.scores.p[index]))
        share = steps.stretch.part(index, example.count)
        if share <= 0:
            continue
        from_x, _ = column(LOGITS, index, example.count)
        z = float(steps.scores.z[index])
        top = between(zero - max(z, 0.0) * unit, BOTTOM - height, share)
        bottom = between(zero - min(z, 0.0) * unit, BOTTOM, share)
        marks.append(Rect(
            x=between(from_x, x, share), y=top, width=width, height=max(bottom - top, 1.5), radius=4,
            fill=0.3 if gone else 0.85, role=Role.PRODUCT, name=f"e^z of {example.names[index]}",
            value=float(steps.scores.stretched[index]),
        ))  # fmt: skip
        if share >= 1:
            text, size = on_bar(float(steps.scores.stretched[index]), example.count)
            words = (TextRun(text, Role.PRODUCT, bold=True),)
            marks.append(Text(x=x + width / 2, y=BOTTOM - height - 22, runs=words, size=size, anchor="middle"))
        name = (TextRun(example.names[index], Role.MUTED),)
        marks.append(Text(x=x + width / 2, y=BOTTOM + 26, runs=name, size=24, anchor="middle", opacity=share))
    return marks


def _stack(example: Example, steps: Steps) -> list[AnyMark]:
    """The stretched bars on top of each other, with their sum, then with their shares."""
    cut = ease(steps.cut.motion * 2)
    marks: list[AnyMark] = []
    if steps.changing:
        marks += _before(example, steps)
    ends = stacked(steps.scores.p)
    for index in range(example.count):
        share = steps.stack.part(example.count - 1 - index, example.count)
        if share <= 0:
            continue
        x, width = column(STRETCHED, index, example.count)
        top, bottom = ends[index]
        height = max(bottom - top - 2 * cut, 1.5)
        box = Rect(
            x=between(x, STACK[0], share), y=between(BOTTOM - height, top, share),
            width=between(width, STACK[1] - STACK[0], share), height=height, radius=4, fill=0.85,
            role=Role.PRODUCT, opacity=1.0 - cut,
        )  # fmt: skip
        marks.append(box)
        if cut > 0:
            marks.append(Rect(
                x=STACK[0], y=top, width=STACK[1] - STACK[0], height=height, radius=4, fill=0.85, role=Role.OUTPUT,
                opacity=cut, name=f"share of {example.names[index]}", value=float(steps.scores.p[index]),
            ))  # fmt: skip
    landed = ease((steps.stack.motion - 0.85) / 0.15)
    total = (TextRun("S = ", Role.MUTED), TextRun(plain(steps.scores.total), Role.PRODUCT, bold=True))
    marks.append(Text(x=STACK[1], y=HEADINGS, runs=total, size=28, anchor="end", opacity=landed))
    marks += _labels(example, steps, cut)
    return marks


def _labels(example: Example, steps: Steps, cut: float) -> list[AnyMark]:
    """The ruler from 0 to 1, and the share of every class beside it."""
    if cut <= 0:
        return []
    marks: list[AnyMark] = [
        Text(
            x=LABELS,
            y=HEADINGS,
            runs=(TextRun("shares p", Role.OUTPUT, bold=True), TextRun("  sum 1", Role.MUTED)),
            size=24,
        )
    ]
    if steps.changing:
        marks.append(lettering(CURVE[1], HEADINGS, "before", Role.MUTED, size=22, anchor="end"))
    ends = stacked(steps.scores.p)
    places = label_places(steps.scores.p)
    for index, ((top, bottom), y) in enumerate(zip(ends, places, strict=True)):
        middle = (top + bottom) / 2
        marks.append(Path(points=((STACK[1] + 6, middle), (LABELS - 10, y)), line=2.0, role=Role.OUTPUT))
        words = (
            TextRun(f"{example.names[index]}  ", Role.TEXT),
            TextRun(_share(steps.scores, index), Role.OUTPUT, bold=True),
        )
        marks.append(Text(x=LABELS, y=y, runs=words, size=30))
        if steps.changing:
            was = (TextRun(_share(example.before, index), Role.MUTED),)
            marks.append(Text(x=CURVE[1], y=y, runs=was, size=24, anchor="end"))
    return [Group(marks=tuple(marks), opacity=cut)]


def _before(example: Example, steps: Steps) -> list[AnyMark]:
    """The shares before the change, as outlines beside the bar."""
    marks: list[AnyMark] = []
    for top, bottom in stacked(example.before.p):
        marks.append(Rect(
            x=STACK[0] - 58, y=top, width=44, height=max(bottom - top - 2, 1.5), radius=4, fill=0.12, line=2.0,
            role=Role.OUTPUT,
        ))  # fmt: skip
    marks.append(lettering(STACK[0] - 36, BOTTOM + 26, "before", Role.MUTED, size=22, anchor="middle"))
    marks.append(lettering((STACK[0] + STACK[1]) / 2, BOTTOM + 26, "now", Role.MUTED, size=22,
                           anchor="middle"))  # fmt: skip
    return marks


def _share(found: Scores, index: int) -> str:
    return share_text(float(found.p[index]))
