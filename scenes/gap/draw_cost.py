"""What a head costs: parameters of three heads for the same maps, and the heads of real networks."""

from __future__ import annotations

from scenes.gap.computed import Cost, real_heads
from scenes.gap.knobs import CHANNELS, Knobs
from scenes.gap.story import Steps
from scenes.stage.core.marks import AnyMark, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.draw.blocks import heading, options

TOP, PITCH, BAR = 196.0, 128.0, 44.0
LONGEST = 1120.0
TABLE, LINE = 612.0, 44.0
COLUMNS = (LEFT, 420.0, 900.0, 1240.0)


def draw_cost(stage: Stage, cost: Cost, knobs: Knobs, steps: Steps) -> None:
    """Draw the three heads as bars of equal scale, and the table under them."""
    span = steps.cost
    values = f"{cost.channels} maps of {cost.side} × {cost.side}"
    rows = (
        ("all numbers of all maps, then a dense layer", f"{cost.channels * cost.side**2:,} numbers", cost.flattened,
         Role.KERNEL),
        ("the mean of each map, then a dense layer (ResNet)", f"{cost.channels:,} numbers", cost.averaged,
         Role.OUTPUT),
        ("a 1×1 convolution to class maps, then their means (NiN)", "0 parameters behind the means", cost.mapped,
         Role.PRODUCT),
    )  # fmt: skip
    marks: list[AnyMark] = [*_plates(knobs, cost)]
    most = max(row[2] for row in rows)
    for index, (title, note, parameters, role) in enumerate(rows):
        y = TOP + index * PITCH
        width = max(span.part(index, 4) * LONGEST * parameters / most, 1.0)
        marks += [
            heading(LEFT, y, title, note, role),
            Rect(x=LEFT, y=y + 26, width=width, height=BAR, radius=4, fill=0.85, role=role,
                 name=f"parameters: {title}", value=parameters),
            lettering(LEFT + width + 18, y + 26 + BAR / 2, f"{parameters:,}", role, bold=True, size=32,
                      opacity=span.part(index, 4)),
        ]  # fmt: skip
    if cost.side > 1 and span.part(1, 4) > 0:
        times = (TextRun(f"{cost.flattened / cost.averaged:.1f} times fewer", bold=True),)
        marks.append(
            Text(x=RIGHT, y=TOP + PITCH + 26 + BAR / 2, runs=times, size=36, anchor="end", name="how many fewer",
                 opacity=span.part(1, 4))
        )  # fmt: skip
    marks.append(Group(marks=tuple(_table(values)), opacity=span.part(3, 4)))
    stage.add(*marks, opacity=steps.seen(steps.cost, steps.canvas))


def _plates(knobs: Knobs, cost: Cost) -> list[AnyMark]:
    """How many maps the head is given, at a click."""
    x, y = 1180.0, 30.0
    words = (TextRun(f"{cost.side} × {cost.side}, {cost.classes:,} classes; maps", Role.MUTED),)
    return [
        Text(x=x - 16, y=y + 24, runs=words, size=22, anchor="end"),
        *options(x, y, 114, "channels", [(count, count) for count in CHANNELS], knobs.channels),
    ]


def _table(values: str) -> list[AnyMark]:
    """The heads of real networks, counted."""
    titles = ("real networks", "read by the first dense layer", "in dense layers", "of all parameters")
    marks: list[AnyMark] = [
        lettering(x, TABLE, title, Role.MUTED, size=24) for x, title in zip(COLUMNS, titles, strict=True)
    ]
    for index, head in enumerate(real_heads(), 1):
        role = Role.OUTPUT if head.averages else Role.KERNEL
        words = (
            head.title, "means of its maps" if head.averages else "all numbers of its maps", f"{head.parameters:,}",
            f"{100 * head.parameters / head.total:.1f} %",
        )  # fmt: skip
        marks += [
            lettering(x, TABLE + index * LINE, text, role if column > 1 else None, bold=column != 1, size=28,
                      name=f"{head.title}, {titles[column]}" if column > 1 else "")
            for column, (x, text) in enumerate(zip(COLUMNS, words, strict=True))
        ]  # fmt: skip
    return marks
