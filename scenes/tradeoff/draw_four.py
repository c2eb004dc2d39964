"""The four accuracies that go by the name of ResNet-50, each with what makes it another."""

from __future__ import annotations

from scenes.stage.charts.number_line import NumberLine
from scenes.stage.core.marks import AnyMark, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.data.networks import network
from scenes.stage.draw.blocks import brief
from scenes.tradeoff.quoted import RESNET_50, SPLIT, TEN, Reported
from scenes.tradeoff.story import Steps

FIRST, PITCH = 286.0, 118.0
LINE = NumberLine(770.0, 1510.0, 75, 82)
FOOT = 716.0


def draw_four(stage: Stage, steps: Steps) -> None:
    """Draw a row for each number, its place on a line of percents beside its protocol."""
    title = (TextRun("top-1 accuracy of ResNet-50", bold=True), TextRun(f"   {SPLIT}, one network", Role.MUTED))
    stage.text(LEFT, 196, title, size=26, opacity=steps.arriving)
    percents = range(75, 83)
    scale = LINE.ticks(percents, FIRST - 40, FOOT - FIRST + 40, words="{} %".format, width=1.5, fill=0.35, size=22)
    stage.add(*scale, opacity=steps.arriving)
    for index, each in enumerate(RESNET_50):
        share = steps.four.part(index, len(RESNET_50))
        if share > 0.01:
            stage.add(Group(marks=tuple(_row(each, FIRST + index * PITCH, index)), opacity=share, dy=-20 * (1 - share)))


def _row(number: Reported, y: float, index: int) -> list[AnyMark]:
    """One number: whose it is, how it was got, and its dot."""
    role, net = (Role.WARNING if number.crop == TEN else Role.OUTPUT), network(number.network)
    crops = 10 if number.crop == TEN else 1
    work = f"{crops} × {brief(net.macs)} = {brief(crops * net.macs)} MACs" if crops > 1 else f"{brief(net.macs)} MACs"
    x = LINE.at(number.top1)
    right = number.top1 < (LINE.low + LINE.high) / 2 + 1
    return [
        lettering(LEFT, y - 32, number.whose, bold=True, size=27),
        lettering(LEFT, y, number.how, Role.MUTED, size=22),
        Text(x=LEFT, y=y + 30, runs=(TextRun(f"{number.crop}:  ", Role.MUTED), TextRun(work, role)), size=22,
             name=f"work of number {index + 1}"),
        Rect(x=LINE.left, y=y - 1, width=x - LINE.left, height=2, fill=0.5, role=role),
        Rect(x=x - 12, y=y - 12, width=24, height=24, radius=12, fill=1.0, role=role, value=number.top1,
             name=f"top-1 of {number.whose}"),
        lettering(x + 24 if right else x - 24, y - (0 if right else 30), f"{number.top1:.4g} %", role, bold=True,
                  anchor="start" if right else "end", size=30),
    ]  # fmt: skip
