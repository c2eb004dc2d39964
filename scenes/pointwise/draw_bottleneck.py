"""The bottleneck: a large kernel on all channels, and the detour by a 1×1 that reduces them first, with their costs."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.pointwise.computed import Bottleneck
from scenes.pointwise.knobs import Knobs
from scenes.pointwise.story import Steps
from scenes.stage.core.marks import AnyMark, Arrow, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import cuboid, options

DEEPER = (56.0, -40.0)
FRONT = 104.0
STRETCH = 190.0
"""The room between two boxes, with an arrow in it."""
LANES = (204.0, 520.0)
BAR = RIGHT - LEFT
WIDEST = 520.0
"""All boxes of a lane together are so wide."""


@dataclass(frozen=True)
class Box:
    """A volume in a lane: its channels, and what makes the next one of it."""

    channels: int
    role: Role
    then: str = ""


def draw_bottleneck(stage: Stage, knobs: Knobs, macs: Bottleneck, steps: Steps) -> None:
    """Draw both lanes; their counters run while their steps are told."""
    direct, reduce = steps.direct.rise(0.2), steps.bottleneck.motion
    if min(direct, steps.lanes) <= 0.0:
        return
    ends = Box(knobs.channels_in, Role.INPUT, knobs.kernel), Box(knobs.channels_out, Role.OUTPUT)
    longest = max(macs.direct, macs.detour)
    marks = _lane(knobs, 0, ends, direct)
    marks += _bar(0, [(macs.direct, Role.KERNEL)], longest, direct, "")
    if reduce > 0:
        through = Box(knobs.channels_in, Role.INPUT, "1×1"), Box(knobs.reduced, Role.OUTPUT, knobs.kernel), ends[1]
        saving = f"{macs.saving:.1f} times fewer" if macs.saving >= 1 else f"{1 / macs.saving:.1f} times more"
        lane = _lane(knobs, 1, through, reduce)
        lane += _bar(1, [(macs.reduce, Role.HIGHLIGHT), (macs.after, Role.KERNEL)], longest, reduce, saving)
        marks.append(Group(marks=tuple(lane), opacity=ease(reduce * 4)))
    stage.add(*marks, opacity=steps.lanes * ease(direct * 4))


def _lane(knobs: Knobs, lane: int, boxes: tuple[Box, ...], share: float) -> list[AnyMark]:
    """Boxes as wide as they have channels, with arrows from one to the next, and plates to choose other sizes."""
    unit = WIDEST / (knobs.channels_in + knobs.reduced + knobs.channels_out)
    x, y = LEFT + 14, LANES[lane]
    marks: list[AnyMark] = []
    for index, box in enumerate(boxes):
        width, seen = max(box.channels * unit, 4.0), ease(share * 2.5 - index * 0.7)
        drawn = list(cuboid((x, y), width, FRONT, DEEPER, role=box.role, name=f"{box.channels} channels"))
        runs = (TextRun(f"{box.channels}", box.role, bold=True), TextRun(f"×{knobs.side}×{knobs.side}", Role.MUTED))
        drawn.append(Text(x=x + (width + DEEPER[0]) / 2, y=y + FRONT + 26, runs=runs, size=26, anchor="middle"))
        x += width + DEEPER[0]
        if box.then:
            middle = y + FRONT / 2 - 12
            word = (TextRun(box.then, Role.HIGHLIGHT if box.then == "1×1" else Role.KERNEL, bold=True),)
            drawn += [
                Arrow(start=(x + 18, middle), end=(x + STRETCH - 18, middle), role=Role.MUTED),
                Text(x=x + STRETCH / 2, y=middle - 30, runs=word, size=34, anchor="middle"),
            ]
            x += STRETCH
        marks.append(Group(marks=tuple(drawn), opacity=seen))
    return marks + _choices(knobs, lane)


def _choices(knobs: Knobs, lane: int) -> list[AnyMark]:
    """What a click can change: the kernel of both lanes, and how far the second reduces."""
    x, y = 1196.0, LANES[lane] - 8
    if lane == 0:
        kinds = [(size, size) for size in ("3×3", "5×5", "7×7")]
        return [_label(x, y, "kernel"), *options(x, y + 24, 108, "kernel", kinds, knobs.kernel)]
    sizes = [(str(size), size) for size in (8, 16, 32, 64) if size < knobs.channels_in]
    return [_label(x, y, "reduce to"), *options(x, y + 24, 78, "reduced", sizes, knobs.reduced)]


def _label(x: float, y: float, text: str) -> Text:
    return lettering(x, y, text, Role.MUTED, size=24)


def _bar(
    lane: int, parts: list[tuple[int, Role]], longest: int, share: float, saving: str
) -> list[AnyMark]:  # fmt: skip
    """The MACs as a bar, one part after the other, and written above it."""
    y = LANES[lane] + FRONT + 106
    marks: list[AnyMark] = []
    x, total = LEFT, sum(count for count, _ in parts)
    runs: list[TextRun] = []
    for index, (count, role) in enumerate(parts):
        width = count / longest * BAR * share
        marks.append(
            Rect(x=x, y=y, width=max(width, 1.0), height=34, fill=0.85, role=role, name=f"MACs {lane + 1}.{index + 1}",
                 value=float(count))
        )  # fmt: skip
        x += width
        runs += [TextRun(" + ", Role.MUTED)] if index else []
        runs.append(TextRun(f"{round(count * share):,}", role, bold=True))
    if len(parts) > 1:
        runs += [TextRun(" = ", Role.MUTED), TextRun(f"{round(total * share):,}", Role.TEXT, bold=True)]
    runs.append(TextRun(" MACs", Role.MUTED))
    marks.append(Text(x=LEFT, y=y - 30, runs=tuple(runs), size=32))
    if saving and share >= 1:
        end = max(x + 24, 0.0)
        place, anchor = (end, "start") if end < 1100 else (LEFT + BAR, "end")
        at = y + 17 if anchor == "start" else y - 30
        marks.append(
            lettering(place, at, saving, Role.HIGHLIGHT, bold=True, size=34, anchor=anchor)  # type: ignore[arg-type]
        )
    return marks
