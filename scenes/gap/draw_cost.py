"""What a head costs: its weights as rectangles of one scale, and the heads of real networks."""

from __future__ import annotations

from scenes.gap.computed import Cost, real_heads
from scenes.gap.knobs import CHANNELS, Knobs
from scenes.stage.charts.portions import portion
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import brief, options

WIDE, HIGH = RIGHT - LEFT, 216.0
FIRST, SECOND = 186.0, 456.0
HEADING_Y, PLATES_Y = 144.0, 718.0
MOST_LINES = 64
BAR, BAR_Y, PITCH = 132.0, 176.0, 222.0


def two_heads(span: Span, cost: Cost, knobs: Knobs) -> list[AnyMark]:
    """The weights of a head that reads all numbers; then those of one that reads means, a column of the same scale."""
    grown, folded = span.part(0, 3), span.part(1, 3)
    narrow = max(WIDE / cost.side**2, 3.0)
    beside = LEFT + (narrow if cost.side > 1 else 0.0) + 40.0
    middle = SECOND + HIGH / 2
    marks: list[AnyMark] = [
        lettering(LEFT, HEADING_Y, f"reads all {cost.channels * cost.side**2:,} numbers", Role.KERNEL, bold=True,
                  size=44, name="reads all"),
        lettering(RIGHT, HEADING_Y, brief(cost.flattened * grown), Role.KERNEL, bold=True, size=72, anchor="end",
                  name="parameters of all"),
        Rect(x=LEFT, y=FIRST, width=max(WIDE * grown, 3.0), height=HIGH, fill=0.55, line=4.0, role=Role.KERNEL,
             name="weights for all numbers", value=float(cost.flattened)),
        *_columns(cost, grown),
    ]  # fmt: skip
    if folded > 0:
        marks.append(
            Rect(x=LEFT, y=between(FIRST, SECOND, folded), width=between(WIDE, narrow, folded), height=HIGH, fill=0.55,
                 line=4.0, role=Role.OUTPUT, name="weights for means", value=float(cost.averaged))
        )  # fmt: skip
    told = span.part(2, 3)
    if told > 0:
        marks += [
            lettering(beside, middle - 48, f"reads {cost.channels:,} means", Role.OUTPUT, bold=True, size=44,
                      opacity=told, name="reads means"),
            lettering(beside, middle + 36, brief(cost.averaged), Role.OUTPUT, bold=True, size=72, opacity=told,
                      name="parameters of means"),
        ]  # fmt: skip
    if told > 0 and cost.side > 1:
        marks += [
            lettering(RIGHT, middle - 40, f"{cost.flattened / cost.averaged:.1f} ×", Role.OUTPUT, bold=True, size=112,
                      anchor="end", opacity=told, name="how many fewer"),
            lettering(RIGHT, middle + 66, "fewer parameters", size=44, anchor="end", opacity=told,
                      name="what is fewer"),
        ]  # fmt: skip
    return [
        *marks, lettering(LEFT, PLATES_Y + 32, "maps", Role.MUTED, size=40),
        *options(LEFT + 130, PLATES_Y, 170, "channels", [(count, count) for count in CHANNELS], knobs.channels,
                 size=34),
    ]  # fmt: skip


def _columns(cost: Cost, grown: float) -> list[AnyMark]:
    """Lines between the weights for one number of each map and those for the next, unless they are too many."""
    parts = cost.side**2 if cost.side**2 <= MOST_LINES else 1
    places = (LEFT + WIDE * part / parts for part in range(1, parts))
    return [
        Path(points=((x, FIRST), (x, FIRST + HIGH)), line=2.0, role=Role.SURFACE)
        for x in places if x < LEFT + WIDE * grown
    ]  # fmt: skip


def real(span: Span) -> list[AnyMark]:
    """Three real networks, each as a bar of all its parameters, and how much of it is the head."""
    marks: list[AnyMark] = []
    for index, head in enumerate(real_heads()):
        y, role = BAR_Y + index * PITCH, Role.OUTPUT if head.averages else Role.KERNEL
        reads = "the head reads means" if head.averages else "the head reads all numbers"
        marks += [
            lettering(LEFT, y - 34, head.title, bold=True, size=44, name=head.title),
            lettering(LEFT + 290, y - 34, reads, role, size=40, name=f"what {head.title} reads"),
            *portion(Area(LEFT, y, WIDE, BAR), head.parameters / head.total, role, f"head of {head.title}",
                     span.part(index, 3)),
        ]  # fmt: skip
    return marks
