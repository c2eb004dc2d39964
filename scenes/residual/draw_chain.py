"""A chain of blocks in a model with one number: the gradient on its way back, on a logarithmic axis."""

from __future__ import annotations

import math

from scenes.residual.computed import Chain
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, lettering
from scenes.stage.core.stage import HEADING_Y, Stage
from scenes.stage.draw.blocks import heading, options
from scenes.stage.draw.kinds import PLAIN, RESIDUAL
from scenes.stage.numbers.values import power_text

LEFT, RIGHT, TOP, BOTTOM = 160.0, 960.0, 186.0, 716.0
ENDS = 992.0
PANEL = 1236.0
DOT = 7.0
DOTTED = 25
"""Chains of up to so many blocks have a dot for each."""
BELOW = 18.0
"""How far below the axis a 0 is drawn, which no power of ten reaches."""
CLOSE = 84.0
"""The labels at the ends of the two lines stay so far apart."""


def draw_chain(stage: Stage, line: Chain, share: float, opacity: float) -> None:
    """Draw both products block by block, as far as `share` says."""
    if opacity <= 0:
        return
    low, high, step = _axis(line)

    def at(done: float, value: float) -> Point:
        x = LEFT + done / line.blocks * (RIGHT - LEFT)
        if value == 0:
            return x, BOTTOM + BELOW
        return x, BOTTOM - (math.log10(abs(value)) - low) / (high - low) * (BOTTOM - TOP)

    marks: list[AnyMark] = [
        heading(LEFT, HEADING_Y, "size of the gradient", "after going back through so many blocks", Role.GRADIENT)
    ]
    for exponent in range(low, high + 1, step):
        y = at(0, 10.0**exponent)[1]
        strong = exponent == 0
        marks += [
            Path(points=((LEFT, y), (RIGHT, y)), line=2.0 if strong else 1.0, role=Role.MUTED, opacity=0.5),
            lettering(LEFT - 18, y, _power(exponent), Role.MUTED, size=24, anchor="end"),
        ]
    for done in {0, line.blocks // 2, line.blocks}:
        marks.append(lettering(at(done, 1)[0], BOTTOM + 46, str(done), Role.MUTED, size=24, anchor="middle"))
    ends = []
    for values, role in ((line.plain, PLAIN), (line.residual, RESIDUAL)):
        marks += _curve([at(done, value) for done, value in enumerate(values)], share, role)
        ends.append(at(line.blocks, values[-1])[1])
    if share >= 1:
        marks += _labels(line, ends)
    marks += _plates(line)
    stage.add(*marks, opacity=opacity)


def _axis(line: Chain) -> tuple[int, int, int]:
    """The lowest and the highest power of ten, and how many lie between two lines."""
    sizes = [math.log10(abs(value)) for value in (*line.plain, *line.residual) if value]
    low, high = min(-1, math.floor(min(sizes) + 1e-9)), max(1, math.ceil(max(sizes) - 1e-9))
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (high - low) / step <= 7)
    return step * math.floor(low / step), step * math.ceil(high / step), step


def _curve(points: list[Point], share: float, role: Role) -> list[AnyMark]:
    """The line from the last block as far back as it has come."""
    reach = max(0.0, min(share, 1.0)) * (len(points) - 1)
    whole = int(reach)
    shown = points[: whole + 1]
    if whole < len(points) - 1:
        (x0, y0), (x1, y1) = points[whole], points[whole + 1]
        shown = [*shown, (x0 + (x1 - x0) * (reach - whole), y0 + (y1 - y0) * (reach - whole))]
    marks: list[AnyMark] = [Path(points=tuple(shown), line=4.0, role=role)] if len(shown) > 1 else []
    if len(points) <= DOTTED + 1:
        marks += [
            Rect(x=x - DOT, y=y - DOT, width=2 * DOT, height=2 * DOT, radius=DOT, fill=1.0, role=role)
            for x, y in points[: whole + 1]
        ]
    return marks


def _labels(line: Chain, ends: list[float]) -> list[AnyMark]:
    """What is left at the first block, beside the ends of the lines."""
    plain, residual = ends
    middle = min(max((plain + residual) / 2, TOP + CLOSE / 2), BOTTOM - CLOSE / 2)
    if abs(plain - residual) < CLOSE:
        sign = 1 if plain >= residual else -1
        plain, residual = middle + sign * CLOSE / 2, middle - sign * CLOSE / 2
    marks: list[AnyMark] = []
    for name, value, y, role in (
        ("plain", line.plain[-1], plain, PLAIN),
        ("residual", line.residual[-1], residual, RESIDUAL),
    ):
        marks += [
            lettering(ENDS, y - 18, name, role, size=26),
            lettering(ENDS, y + 18, power_text(value), role, bold=True, size=36, name=f"{name} chain"),
        ]
    return marks


def _plates(line: Chain) -> list[AnyMark]:
    """What a click can change."""
    slopes = [(text, value) for text, value in (("−0.1", -0.1), ("0.1", 0.1), ("0.5", 0.5), ("0.9", 0.9))]
    counts = [(str(count), count) for count in (5, 10, 20, 50)]
    return [
        lettering(PANEL, 196, "slope f of each F", Role.MUTED, size=24),
        *options(PANEL, 220, 70, "slope", slopes, line.slope),
        lettering(PANEL, 320, "blocks L", Role.MUTED, size=24),
        *options(PANEL, 344, 70, "blocks", counts, line.blocks),
        *(
            lettering(PANEL, 480 + 36 * index, words, Role.MUTED, size=24)
            for index, words in enumerate(("Each block has its", "own shortcut, so 1 + f", "is multiplied L times."))
        ),
    ]


def _power(exponent: int) -> str:
    return "1" if exponent == 0 else power_text(10.0**exponent) if not -3 < exponent < 4 else f"{10.0**exponent:g}"
