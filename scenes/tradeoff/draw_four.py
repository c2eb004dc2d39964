"""The four accuracies that go by the name of ResNet-50, each with what makes it another."""

from __future__ import annotations

from scenes.stage.charts.number_line import NumberLine
from scenes.stage.core.marks import AnyMark, Role, lettering
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import Span
from scenes.tradeoff.quoted import RESNET_50, SPLIT, TEN, Reported

FIRST, PITCH = 186.0, 142.0
LINE = NumberLine(796.0, 1490.0, 75, 81)
FOOT = 700.0


def four(span: Span) -> list[AnyMark]:
    """A row for each number: whose it is, how it was got, and its place on a line of percents."""
    marks = LINE.ticks(range(75, 82), 120, FOOT - 120, words="{} %".format, width=3, size=32, below=32)
    for index, each in enumerate(RESNET_50):
        marks += _row(each, FIRST + index * PITCH, span.part(index, len(RESNET_50)))
    source = f"top-1 accuracy of one network on {SPLIT}"
    return [*marks, lettering(LEFT, 790, source, Role.MUTED, size=24, note=True)]


def _row(number: Reported, y: float, share: float) -> list[AnyMark]:
    """One number: whose it is, how it was got, and its dot."""
    role = Role.WARNING if number.crop == TEN else Role.FIRST
    how = "mean of 10 crops, 10 times the work" if number.crop == TEN else number.how
    return [
        lettering(LEFT, y - 24, number.whose, bold=True, size=38, name=f"whose {number.whose}"),
        lettering(LEFT, y + 24, how, role if number.crop == TEN else Role.MUTED, size=32, name=f"how {number.whose}"),
        *LINE.track(y, number.top1, share, f"{number.top1:.4g} %", f"top-1 of {number.whose}", role),
    ]
