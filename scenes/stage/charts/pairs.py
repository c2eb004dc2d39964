"""Two nets compared for the last row: for each quantity both bars with their numbers, and by how much they differ."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scenes.stage.charts.training import validated
from scenes.stage.core.marks import AnyMark, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.data.recording import Recording

NAMES_Y, TOP, PITCH = 134.0, 176.0, 204.0
"""The line of the nets' names, where the first row begins, and from one row to the next."""
BAR, APART, OFF = 76.0, 8.0, 16.0
BARS, LONGEST, NAME = 290.0, 560.0, 300.0
"""Where bars begin, how long they can be, and the room for a net's name."""
WORDS, LONG_WORDS, VERDICT = 44.0, 38.0, 46.0
LONG = 8
"""A quantity with a longer name has it in smaller letters, so that it ends before the bars."""


@dataclass(frozen=True)
class Quantity:
    """One quantity of both nets: its name, both values (NaN: not known yet), their texts, and the verdict.

    A bar of the value `most` is as long as can be.
    """

    title: str
    values: tuple[float, float]
    texts: tuple[str, str]
    verdict: str
    most: float


def pairs(names: Sequence[str], quantities: Sequence[Quantity], roles: Sequence[Role]) -> list[AnyMark]:
    """Up to three quantities of two nets below each other, with the nets' names above.

    A bar whose number isn't known yet is a line. Verdicts are in the role of the second net, which they are about.
    """
    marks: list[AnyMark] = [
        lettering(BARS + index * NAME, NAMES_Y, name, role, bold=True, size=WORDS)
        for index, (name, role) in enumerate(zip(names, roles, strict=True))
    ]
    for index, quantity in enumerate(quantities):
        y = TOP + index * PITCH
        middle = y + BAR + APART / 2
        size = LONG_WORDS if len(quantity.title) > LONG else WORDS
        marks.append(lettering(LEFT, middle, quantity.title, bold=True, size=size))
        for each, (name, role) in enumerate(zip(names, roles, strict=True)):
            marks += _bar(quantity, each, name, role, y + each * (BAR + APART))
        if quantity.verdict:
            marks.append(lettering(RIGHT, middle, quantity.verdict, roles[1], bold=True, size=VERDICT, anchor="end",
                                   name=f"{quantity.title} compared"))  # fmt: skip
    return marks


def _bar(quantity: Quantity, index: int, name: str, role: Role, y: float) -> tuple[AnyMark, AnyMark]:
    """The bar of one net, and its number at the bar's end."""
    value, runs = quantity.values[index], (TextRun(quantity.texts[index], role, bold=True),)
    width = max(1.0, LONGEST * value / quantity.most) if math.isfinite(value) else 1.0
    return (
        Rect(
            x=BARS, y=y, width=width, height=BAR, radius=8.0, fill=0.85, role=role, value=value,
            name=f"{quantity.title}, {name}",
        ),
        Text(x=BARS + width + OFF, y=y + BAR / 2, runs=runs, size=WORDS),
    )  # fmt: skip


def accuracy(run: Recording, contestant: int) -> float:
    """The latest accuracy on the validation pictures, 0..1; NaN before the first one."""
    _, measured = validated(run, contestant)
    return float(measured[-1]) if measured.size else math.nan


def times(first: float, second: float, less: str, more: str) -> str:
    """By what factor the second has less than the first, or more; nothing where that isn't known."""
    if not (first > 0 and second > 0):
        return ""
    ratio = first / second
    return f"{ratio:.1f} times {less}" if ratio >= 1 else f"{1 / ratio:.1f} times {more}"


def points(first: float, second: float) -> str:
    """By how many points of a hundred the second share lies above or below the first."""
    change = 100 * (second - first)
    return f"{abs(change):.1f} points {'lower' if change < 0 else 'higher'}" if math.isfinite(change) else ""
