"""The four accuracies that go by the name of ResNet-50, each with what makes it another."""

from __future__ import annotations

from scenes.stage.core.marks import AnyMark, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.data.networks import network
from scenes.stage.draw.blocks import brief
from scenes.tradeoff.quoted import RESNET_50, SPLIT, TEN, Told
from scenes.tradeoff.story import Moment

FIRST, PITCH = 286.0, 118.0
SCALE_X, SCALE_W = 770.0, 740.0
LOW, HIGH = 75, 82
FOOT = 716.0


def draw_four(stage: Stage, now: Moment) -> None:
    """Draw a row for each number, its place on a line of percents beside its protocol."""
    title = (TextRun("top-1 accuracy of ResNet-50", bold=True), TextRun(f"   {SPLIT}, one network", Role.MUTED))
    stage.text(LEFT, 196, title, size=26, opacity=now.arriving)
    stage.add(*_scale(), opacity=now.arriving)
    for index, told in enumerate(RESNET_50):
        share = now.span.part(index, len(RESNET_50))
        if share > 0.01:
            stage.add(Group(marks=tuple(_row(told, FIRST + index * PITCH, index)), opacity=share, dy=-20 * (1 - share)))


def _x(percent: float) -> float:
    return SCALE_X + SCALE_W * (percent - LOW) / (HIGH - LOW)


def _scale() -> list[AnyMark]:
    marks: list[AnyMark] = []
    for percent in range(LOW, HIGH + 1):
        marks += [
            Rect(x=_x(percent) - 0.75, y=FIRST - 40, width=1.5, height=FOOT - FIRST + 40, fill=0.35, role=Role.MUTED),
            lettering(_x(percent), FOOT + 24, f"{percent} %", Role.MUTED, size=22, anchor="middle"),
        ]
    return marks


def _row(told: Told, y: float, index: int) -> list[AnyMark]:
    """One number: whose it is, how it was got, and its dot."""
    role, of = (Role.WARNING if told.crop == TEN else Role.OUTPUT), network(told.network)
    crops = 10 if told.crop == TEN else 1
    work = f"{crops} × {brief(of.macs)} = {brief(crops * of.macs)} MACs" if crops > 1 else f"{brief(of.macs)} MACs"
    x = _x(told.top1)
    right = told.top1 < (LOW + HIGH) / 2 + 1
    return [
        lettering(LEFT, y - 32, told.whose, bold=True, size=27),
        lettering(LEFT, y, told.how, Role.MUTED, size=22),
        Text(x=LEFT, y=y + 30, runs=(TextRun(f"{told.crop}:  ", Role.MUTED), TextRun(work, role)), size=22,
             name=f"work of number {index + 1}"),
        Rect(x=SCALE_X, y=y - 1, width=x - SCALE_X, height=2, fill=0.5, role=role),
        Rect(x=x - 12, y=y - 12, width=24, height=24, radius=12, fill=1.0, role=role, value=told.top1,
             name=f"top-1 of {told.whose}"),
        lettering(x + 24 if right else x - 24, y - (0 if right else 30), f"{told.top1:.4g} %", role, bold=True,
                  anchor="start" if right else "end", size=30),
    ]  # fmt: skip
