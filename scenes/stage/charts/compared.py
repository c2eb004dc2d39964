"""Two nets of a run compared: for each quantity both bars with their numbers, and by how much they differ."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scenes.stage.charts.training import validated
from scenes.stage.core.marks import AnyMark, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import heading

PITCH = 146.0
"""From one row to the next."""
BAR = 36.0
BARS, LONGEST = 312.0, 680.0


@dataclass(frozen=True)
class Quantity:
    """One quantity of both nets: its name, a note, both values (NaN: not known yet), their texts, and the verdict.

    A bar of the value `most` is as long as can be.
    """

    title: str
    note: str
    values: tuple[float, float]
    texts: tuple[str, str]
    verdict: str
    most: float


def counts(title: str, note: str, one: int, other: int, subject: int = 1) -> Quantity:
    """A quantity that is counted; the verdict is about the net `subject`."""
    verdict = times(one, other, "fewer", "more") if subject else times(other, one, "fewer", "more")
    return Quantity(
        title, note, (float(one), float(other)), (f"{one:,}", f"{other:,}"), verdict, float(max(one, other))
    )


def rows(
    run: Recording, quantities: Sequence[Quantity], roles: Sequence[Role], top: float, subject: int = 1
) -> list[AnyMark]:
    """All quantities of a run's nets; verdicts are about the net `subject`."""
    return bars([each.name for each in run.plan.contestants], quantities, roles, top, subject)


def bars(
    names: Sequence[str], quantities: Sequence[Quantity], roles: Sequence[Role], top: float, subject: int = 1
) -> list[AnyMark]:
    """All quantities of two nets below each other, the first one's heading at `top`; verdicts are about `subject`."""
    marks: list[AnyMark] = []
    for index, quantity in enumerate(quantities):
        marks += _row(top + index * PITCH, quantity, names, roles)
        if quantity.verdict:
            verdict = (TextRun(quantity.verdict, roles[subject], bold=True),)
            marks.append(
                Text(
                    x=RIGHT, y=top + index * PITCH + 24 + BAR, runs=verdict, size=36, anchor="end",
                    name=f"{quantity.title} compared",
                )
            )  # fmt: skip
    return marks


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


def _row(y: float, quantity: Quantity, names: Sequence[str], roles: Sequence[Role]) -> list[AnyMark]:
    """Both bars of a quantity with their numbers."""
    marks: list[AnyMark] = [heading(LEFT, y, quantity.title, quantity.note)]
    for index, (name, role) in enumerate(zip(names, roles, strict=True)):
        value = quantity.values[index]
        top = y + 24 + index * (BAR + 6)
        text = TextRun(quantity.texts[index], role, bold=True)
        width = LONGEST * value / quantity.most if math.isfinite(value) else 0.0
        marks += [
            lettering(LEFT, top + BAR / 2, name, role, size=24),
            Rect(
                x=BARS, y=top, width=max(width, 1.0), height=BAR, radius=4, fill=0.85, role=role, value=value,
                name=f"{quantity.title}, {name}",
            ),
            Text(x=BARS + max(width, 1.0) + 16, y=top + BAR / 2, runs=(text,), size=26),
        ]  # fmt: skip
    return marks
