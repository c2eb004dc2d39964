"""The digit that a hand can draw on: on its way into the network, and beside what the network says."""

from __future__ import annotations

from dataclasses import replace

from scenes.lenet.computed import BORDER, ENLARGED, Flow, modern
from scenes.lenet.knobs import BLANK, Knobs
from scenes.stage.core.grips import Brush
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Arrow, Grid, Rect, Role, Text, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span, glide
from scenes.stage.data.handwritten import FULL_INK
from scenes.stage.draw.blocks import heading, options, shape_text
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import underway
from scenes.stage.numbers.values import Values, format_number

FRAME = 8.0
"""How far outside of its cells the frame of a grid is."""
START = LEFT + FRAME
HEADING_Y, TOP = 120.0, 156.0
INK, PIXEL = 76.0, 19.0
"""The sides of a number of the digit and of a pixel of the picture, where both stand beside each other."""
SMALLER_INK, HALF = 66.0, 259.0
PEN_X, PEN_WIDTH = 693.0, 214.0
BARS_X, LONGEST, PITCH, BAR = 756.0, 510.0, 63.0, 46.0
SEEN = 0.001
"""Smaller probabilities are not printed."""


def digit(span: Span, flow: Flow, knobs: Knobs) -> list[AnyMark]:
    """The digit as it is stored, and the picture: a copy grows finer and goes to its place within the border."""
    goal, share, whole = (RIGHT - FRAME - 32 * PIXEL, TOP), glide((span.t - 0.1) / 0.6), flow.tiles["input"][0]
    marks: list[AnyMark] = [
        *_ink(flow, INK),
        shaped(goal[0], "input", Role.INPUT),
        picture(whole if share >= 1 else Values(0 * whole.array), goal),
        Arrow(start=(PEN_X + 12, 330), end=(PEN_X + PEN_WIDTH - 12, 330), role=Role.MUTED, line=5.0, head=24.0),
        *options(PEN_X, 470, PEN_WIDTH, "pixels", (("clear", BLANK),), knobs.pixels, size=34),
        *options(PEN_X, 554, PEN_WIDTH, "pixels", (("as written", ()),), knobs.pixels, size=34),
    ]
    if share < 1:
        # Beside the digit it has one pixel of the blurred edge; where it would hang over the picture it is cut.
        fine, top, left = INK / ENLARGED, BORDER - 1, BORDER - 1 + knobs.shift
        cut = Values(whole.array[top:-top, left : left + whole.shape[1] - 2 * top])
        end = (goal[0] + left * PIXEL, goal[1] + top * PIXEL), PIXEL
        corner, side = underway(((START - fine, TOP - fine), fine), end, share)
        copy = picture(cut, corner, side, "copy on its way")
        marks.append(replace(copy, framed=False, opacity=min(1.0, span.t / 0.1)))
    return marks


def picture(values: Values, corner: Point, cell: float = PIXEL, name: str = "input") -> Grid:
    """What the network reads, as a photograph."""
    return matrix(values, corner, cell, role=Role.INPUT, shade="grey", numbers=False, gap=0.0, name=name)


def shaped(x: float, name: str, role: Role = Role.OUTPUT) -> Text:
    """The heading of a layer's maps, with their size."""
    _, *sides = modern().shape if name == "input" else modern().layer(name).shape
    return heading(x, HEADING_Y, name, shape_text(sides), role, size=40)


def _ink(flow: Flow, cell: float) -> tuple[AnyMark, ...]:
    """The digit as it is stored, to be drawn on."""
    ink = matrix(
        Values(flow.ink), (START, TOP), cell, role=Role.INPUT, shade="pixel", name="handwritten digit",
        grip=Brush("pixels", shape=(8, 8), low=0, high=FULL_INK),
    )  # fmt: skip
    return heading(START, HEADING_Y, "handwritten", "drag to draw", Role.INPUT, size=40), ink


def answer(span: Span, flow: Flow, knobs: Knobs) -> list[AnyMark]:
    """The digit to draw in, and a bar for each of the ten probabilities."""
    marks: list[AnyMark] = [
        *_ink(flow, SMALLER_INK),
        *options(START, 714, HALF, "pixels", (("clear", BLANK), ("as written", ())), knobs.pixels, size=34),
        heading(BARS_X, HEADING_Y, "probability", "", Role.OUTPUT, size=40),
    ]
    wrong = flow.said != flow.answer and not knobs.pixels
    for number, share in enumerate(flow.probabilities.tolist()):
        said = number == flow.said
        role = Role.MUTED if not said else Role.WARNING if wrong else Role.OUTPUT
        marks += _bar(number, share, role, said, span)
    return marks


def _bar(number: int, share: float, role: Role, said: bool, span: Span) -> list[AnyMark]:
    """A digit, how probable it is, and that in figures."""
    y, length = TOP + (number + 0.5) * PITCH, span.motion * share * LONGEST
    # A network is never quite certain.
    percent = "> 99.9 %" if share > 0.999 else f"{format_number(100 * share, 1)} %"
    words = lettering(
        BARS_X + LONGEST + 20, y, percent, role, bold=said, size=50 if said else 40,
        opacity=span.rise(0.7), name=f"share of {number}",
    )  # fmt: skip
    return [
        lettering(BARS_X - 40, y, str(number), role if said else Role.TEXT, bold=said, size=60 if said else 40,
                  anchor="middle", name=f"digit {number}"),
        Rect(x=BARS_X, y=y - BAR / 2, width=LONGEST, height=BAR, radius=6, fill=0.2, role=Role.MUTED),
        Rect(x=BARS_X, y=y - BAR / 2, width=max(length, 4.0), height=BAR, radius=6, fill=0.85, role=role,
             name=f"probability of {number}", value=share),
        *((words,) if said or share >= SEEN else ()),
    ]  # fmt: skip
