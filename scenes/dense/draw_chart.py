"""Parameters against the side of the picture, for the three layers, on logarithmic axes."""

from __future__ import annotations

import math

from scenes.dense.computed import Counts, curves, picture
from scenes.dense.draw_picture import memory
from scenes.dense.knobs import SIDES, Knobs
from scenes.dense.view import MODES
from scenes.stage.core.grips import PickCell
from scenes.stage.core.lattice import Lattice, Point
from scenes.stage.core.marks import KINDS, AnyMark, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import HEADING_Y, LEFT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading

CHART_X, CHART_END = LEFT + 150.0, 1130.0
TOP, BOTTOM = 176.0, 738.0
TICKS = (16, 32, 64, 128, 256, 512)
POWERS = ((0, "1"), (3, "thousand"), (6, "million"), (9, "billion"), (12, "trillion"), (15, "quadrillion"))
NUMBERS_X = 1176.0
DOT = 16.0


def draw_chart(stage: Stage, knobs: Knobs, share: float) -> None:
    """Draw the chart; its curves grow with the share, and the marker stands at the present side."""
    if share <= 0:
        return
    every, counts = curves(knobs), picture(knobs)
    top = max(power for power, _ in POWERS if power == 3 or 10 ** (power - 3) < every[-1].dense)
    marks: list[AnyMark] = [
        heading(LEFT, HEADING_Y, "parameters", "each line a thousand times more", Role.KERNEL),
        *_axes(top),
    ]
    for index in range(3):
        marks.append(_curve(every, index, top, share))
    marks += _marker(counts, top)
    marks += _numbers(counts)
    stage.add(*marks, opacity=ease(share * 4))


def _across(side: float) -> float:
    """Where a side lies on the horizontal axis."""
    first, last = math.log(SIDES[0]), math.log(SIDES[-1])
    return CHART_X + (CHART_END - CHART_X) * (math.log(side) - first) / (last - first)


def _up(count: float, top: int) -> float:
    """Where a count lies on the vertical axis, which ends at 10 to the power of `top`."""
    return BOTTOM - (BOTTOM - TOP) * math.log10(count) / top


def _axes(top: int) -> list[AnyMark]:
    """The ground of the chart, which the hand drags over, and its lines with words."""
    lattice = Lattice(
        (CHART_X, TOP), ((CHART_END - CHART_X) / len(SIDES), 0.0), (0.0, BOTTOM - TOP), 1, len(SIDES)
    )  # fmt: skip
    marks: list[AnyMark] = [
        Rect(
            x=CHART_X, y=TOP, width=CHART_END - CHART_X, height=BOTTOM - TOP, fill=0.35, role=Role.SURFACE,
            name="picture's side", grip=PickCell("picked", lattice),
        )
    ]  # fmt: skip
    for power, word in POWERS:
        if power <= top:
            y = _up(10.0**power, top)
            marks.append(Path(points=((CHART_X, y), (CHART_END, y)), line=1.0, role=Role.MUTED, opacity=0.6))
            marks.append(lettering(CHART_X - 14, y, word, Role.MUTED, size=22, anchor="end"))
    for side in TICKS:
        words = (TextRun(f"{side}", Role.MUTED),)
        marks.append(Text(x=_across(side), y=BOTTOM + 26, runs=words, size=22, anchor="middle"))
    side_of = (TextRun("side H of the picture", Role.MUTED),)
    return [*marks, Text(x=CHART_END + 40, y=BOTTOM + 26, runs=side_of, size=22)]


def _curve(every: tuple[Counts, ...], index: int, top: int, share: float) -> Path:
    """One layer's parameters, from the smallest picture as far as the curve has grown."""
    points: tuple[Point, ...] = tuple((_across(each.side), _up(each.all[index], top)) for each in every)
    return Path(points=points[: max(2, math.ceil(share * len(points)))], line=5.0, role=KINDS[index])


def _marker(counts: Counts, top: int) -> list[AnyMark]:
    """The line at the present side, with a dot on each curve."""
    x = _across(counts.side)
    marks: list[AnyMark] = [Path(points=((x, TOP), (x, BOTTOM)), line=3.0, role=Role.HIGHLIGHT)]
    for index, count in enumerate(counts.all):
        y = _up(count, top)
        marks.append(
            Rect(
                x=x - DOT / 2, y=y - DOT / 2, width=DOT, height=DOT, radius=DOT / 2, fill=1.0, role=KINDS[index],
                value=float(count), name=f"{MODES[index]} parameters",
            )
        )  # fmt: skip
    return marks


def _numbers(counts: Counts) -> list[AnyMark]:
    """The three counts at the present side, in words that can be compared, and the room that they take."""
    side = (TextRun("H = ", Role.MUTED), TextRun(str(counts.side), Role.HIGHLIGHT, bold=True))
    marks: list[AnyMark] = [Text(x=NUMBERS_X, y=TOP + 30, runs=side, size=40)]
    for index, (mode, count) in enumerate(zip(MODES, counts.all, strict=True)):
        y = TOP + 120 + index * 152
        shown = (TextRun(in_words(count), KINDS[index], bold=True),)
        marks += [
            lettering(NUMBERS_X, y, mode, KINDS[index], bold=True, size=28),
            Text(x=NUMBERS_X, y=y + 46, runs=shown, size=42, name=f"{mode} in words"),
            lettering(NUMBERS_X, y + 88, memory(count), Role.MUTED, size=24, name=f"{mode} memory"),
        ]
    return marks


def in_words(count: int) -> str:
    """A count to three digits with the word for its thousands; small ones exactly."""
    if count < 1_000_000:
        return f"{count:,}"
    power, word = next((power, word) for power, word in reversed(POWERS) if count >= 0.9995 * 10**power)
    digits = count / 10**power
    return f"{digits:.{2 if digits < 9.995 else 1 if digits < 99.95 else 0}f} {word}"
