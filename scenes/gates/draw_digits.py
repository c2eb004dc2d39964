"""Gates of a trained net: of two digits side by side, and of all ten."""

from __future__ import annotations

import numpy as np

from scenes.gates.computed import DEVIATIONS
from scenes.gates.knobs import STAGES, Knobs
from scenes.gates.layout import GATE
from scenes.gates.story import Steps
from scenes.gates.trained import SAMPLES_EACH, Answer, digits, pair, prepare, weights
from scenes.stage.core.grips import PickCell
from scenes.stage.core.lattice import Lattice
from scenes.stage.core.marks import AnyMark, Grid, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import REST, Span
from scenes.stage.data.handwritten import DIGITS
from scenes.stage.draw.blocks import heading, options
from scenes.stage.numbers.series import percent_text
from scenes.stage.numbers.values import Values, format_number

CANVAS_CELL = 10.5
FIRST_Y, SECOND_Y = 212.0, 518.0
BARS_X, BARS_HEIGHT = 420.0, 200.0
MUCH = 0.1
"""Gates that differ by more are lit."""
ROWS_X, ROWS_Y, ROW = 190.0, 214.0, 18.0


def draw_digit(stage: Stage, knobs: Knobs, now: Steps) -> None:
    """Draw both digits with the gates of the chosen stage; those that differ much are lit."""
    both, known, span = pair(knobs), weights(), now.spans["digit"]
    which = int(knobs.stage) - 1
    prepare(span.t, knobs.place)
    apart = np.abs(both[0].gates[which] - both[1].gates[which])
    marks: list[AnyMark] = []
    for index, (one, y) in enumerate(zip(both, (FIRST_Y, SECOND_Y), strict=True)):
        marks += _canvas(one, y, ("first", "second")[index])
        marks += _bars(one, which, apart > MUCH, y, span, ("first", "second")[index])
    marks += [
        heading(BARS_X, 182, f"gates of stage {knobs.stage}", f"{len(apart)} maps", GATE),
        *options(RIGHT - 4 * 70 + 10, 158, 60, "stage", [(each, each) for each in STAGES], knobs.stage),
        lettering(RIGHT - 4 * 70 - 8, 182, "stage", Role.MUTED, size=24, anchor="end"),
    ]
    stage.add(Group(marks=tuple(marks), opacity=now.arriving))
    tex = (
        r"\textcolor{third}{s(x)} \;\neq\; \textcolor{third}{s(x')}"
        r" \qquad \textcolor{output}{\tilde u_c} = \textcolor{third}{s_c(x)} \; u_c"
    )
    numbers = [
        TextRun(f"{int((apart > MUCH).sum())} of {len(apart)}", Role.HIGHLIGHT, bold=True),
        TextRun(f" gates differ by more than {MUCH:g}, one by "),
        TextRun(format_number(float(apart.max()), 3), Role.HIGHLIGHT, bold=True),
        TextRun(f"      right on new pictures: {percent_text(known.accuracy)}", Role.MUTED),
    ]
    stage.formula(tex, "the gates s depend on the picture x", numbers)


def _canvas(one: Answer, y: float, name: str) -> list[AnyMark]:
    rows, columns = one.canvas.shape
    u, v = (CANVAS_CELL, 0.0), (0.0, CANVAS_CELL)
    share = float(one.probabilities[one.said])
    right = one.said == one.digit
    words = "> 99.9 %" if share > 0.999 else percent_text(share)
    return [
        Grid(values=one.canvas, origin=(LEFT, y), u=u, v=v, role=Role.INPUT, shade="glow", numbers=False,
             gap=0.0, name=f"{name} canvas", grip=PickCell("place", Lattice((LEFT, y), u, v, rows, columns))),
        Rect(x=LEFT, y=y, width=columns * CANVAS_CELL, height=rows * CANVAS_CELL, line=1.5, role=Role.INPUT),
        Text(x=LEFT, y=y - 24, runs=(TextRun(f"a {one.digit}, read as ", Role.INPUT),
                                     TextRun(str(one.said), Role.OUTPUT if right else Role.WARNING, bold=True),
                                     TextRun(f": {words}", Role.MUTED)),
             size=24, name=f"{name} answer"),
    ]  # fmt: skip


def _bars(one: Answer, which: int, lit: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], y: float, span: Span,
          name: str) -> list[AnyMark]:  # fmt: skip
    """A bar for each gate, between lines at 0 and 1."""
    gates, base = one.gates[which].tolist(), y + 24 + BARS_HEIGHT
    pitch = (RIGHT - BARS_X) / len(gates)
    marks: list[AnyMark] = []
    for level in (0, 0.5, 1):
        line = base - level * BARS_HEIGHT
        marks.append(Rect(x=BARS_X, y=line - 1, width=RIGHT - BARS_X, height=2, fill=0.35, role=Role.MUTED))
        marks.append(lettering(BARS_X - 10, line, f"{level:g}", Role.MUTED, size=20, anchor="end"))
    for index, gate in enumerate(gates):
        height = gate * BARS_HEIGHT * span.part(index, len(gates))
        role = Role.HIGHLIGHT if lit[index] else GATE
        marks.append(Rect(x=BARS_X + index * pitch + 3, y=base - height, width=pitch - 6, height=max(height, 1.5),
                          fill=0.8, role=role, name=f"{name}, gate {index + 1}", value=gate))  # fmt: skip
    return marks


def draw_digits(stage: Stage, knobs: Knobs, now: Steps) -> None:
    """Draw the gates of thirty pictures as a table of colours, row by row."""
    span = now.spans["digits"]
    found = digits(int(knobs.stage), knobs.place)
    table = found.deviations
    count, channels = table.shape
    cell = (RIGHT - ROWS_X) / channels
    written = round(min(span.t / REST, 1.0) * count)
    grid = Grid(
        values=Values(table), origin=(ROWS_X, ROWS_Y), u=(cell, 0), v=(0, ROW), role=GATE, numbers=False,
        gap=0.0, scale=DEVIATIONS, framed=False, shown=written * channels, name="gates of ten digits",
    )  # fmt: skip
    marks: list[AnyMark] = [
        heading(ROWS_X, 184, f"gates of stage {knobs.stage}",
                "one row for each picture", GATE),
        *options(RIGHT - 4 * 70 + 10, 158, 60, "stage", [(each, each) for each in STAGES], knobs.stage),
        grid,
    ]  # fmt: skip
    for digit in range(len(DIGITS)):
        y = ROWS_Y + digit * SAMPLES_EACH * ROW
        words = (TextRun(str(digit), Role.INPUT, bold=True),)
        marks.append(Text(x=ROWS_X - 22, y=y + SAMPLES_EACH * ROW / 2, runs=words, size=28, anchor="end"))
        if digit:
            marks.append(Rect(x=ROWS_X - 54, y=y - 1.5, width=RIGHT - ROWS_X + 54, height=3, fill=1, role=Role.SURFACE))
    marks.append(lettering(ROWS_X, 774, f"{channels} maps, from left to right", Role.MUTED, size=22))
    stage.add(Group(marks=tuple(marks), opacity=now.arriving))
    tex = (
        r"\textcolor{third}{\mathrm{share}} = \sum \, (\bar s_{\mathrm{digit}} - \bar s)^2"
        r" \; / \; \sum \, (s - \bar s)^2"
    )
    numbers = [
        TextRun(f"{100 * found.between:.0f} %", GATE, bold=True),
        TextRun(" of the variance of these gates lies between the digits"),
        TextRun(f"; {100 * found.by_chance:.0f} % would, if they paid no heed to the digit", Role.MUTED),
    ]
    stage.formula(tex, "share = variance between the digits' means / variance in all", numbers)
