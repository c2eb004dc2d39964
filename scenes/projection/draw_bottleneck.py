"""The bottleneck block: wide, narrow, wide; what its three convolutions weigh, and what the like would."""

from __future__ import annotations

from scenes.projection.knobs import WIDTHS, Knobs
from scenes.projection.places import Bottleneck
from scenes.stage.core.marks import AnyMark, Arrow, Group, Path, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span
from scenes.stage.draw.blocks import cuboid, options, plus_sign

BOXES = (LEFT + 4.0, 500.0, 800.0, 1100.0)
"""Where the four volumes begin; each is as wide as it has channels."""
WIDE, HIGH, DEEPER = 190.0, 190.0, (62.0, -46.0)
LANE = 300.0
PLUS = (1452.0, LANE)
ROAD = 560.0
KERNELS = ("1×1", "3×3", "1×1")
CHIPS_Y = 722.0
TOP, PITCH, BAR = 128.0, 148.0, 84.0
LONGEST = RIGHT - LEFT - 340.0


def block(span: Span, narrow: Bottleneck, knobs: Knobs) -> list[AnyMark]:
    """The block from left to right, the shortcut below it, and the weights that are counted on the way."""
    came = [span.part(index, 5) for index in range(5)]
    counted = round(sum(part * share for part, share in zip(narrow.parts, came[1:], strict=False)))
    return [
        *_road(came[4]),
        *(mark for index in range(4) for mark in _volume(index, narrow, came[index])),
        lettering(LEFT, 700, f"{counted:,}", Role.KERNEL, bold=True, size=104, name="counted"),
        lettering(LEFT, 616, "weights", Role.KERNEL, size=44, name="what is counted"),
        *_chips(knobs),
    ]


def _volume(index: int, narrow: Bottleneck, share: float) -> list[AnyMark]:
    """A volume, and the convolution that leads to it with its weights."""
    count = (narrow.wide, narrow.width, narrow.width, narrow.wide)[index]
    x, width = BOXES[index], WIDE * count / narrow.wide
    role = Role.PRODUCT if index else Role.INPUT
    marks = [
        *cuboid((x, LANE - HIGH / 2), width, HIGH, DEEPER, role=role, fill=0.45, line=3.0, name=f"volume {index + 1}"),
        lettering(x + (width + DEEPER[0]) / 2, LANE + HIGH / 2 + 40, str(count), role, bold=True, size=52,
                  anchor="middle", name=f"channels {index + 1}"),
    ]  # fmt: skip
    if index:
        before = BOXES[index - 1] + WIDE * (narrow.width if index > 1 else narrow.wide) / narrow.wide + DEEPER[0]
        middle = (before + x) / 2
        marks += [
            Arrow(start=(before + 14, LANE), end=(x - 14, LANE), role=Role.MUTED, line=6.0, head=22.0),
            lettering(middle, LANE - 56, KERNELS[index - 1], Role.KERNEL, bold=True, size=56, anchor="middle",
                      name=f"kernel {index}"),
            lettering(middle, LANE + 50, f"{narrow.parts[index - 1]:,}", Role.KERNEL, size=38, anchor="middle",
                      name=f"weights {index}"),
        ]  # fmt: skip
    return [Group(marks=tuple(marks), opacity=share if index else 1.0, name=f"part {index + 1}")]


def _road(share: float) -> list[AnyMark]:
    """The shortcut under the block, the plus, and what follows it."""
    start = BOXES[0] + 60
    road = ((start, LANE + HIGH / 2 + 76), (start, ROAD), (PLUS[0], ROAD))
    marks: list[AnyMark] = [
        Path(points=road, line=8.0, role=Role.INPUT),
        Arrow(start=(PLUS[0], ROAD), end=(PLUS[0], LANE + 40), role=Role.INPUT, line=8.0, head=24.0),
        lettering(740, ROAD + 46, "identity, 0 weights", Role.INPUT, bold=True, size=44, anchor="middle"),
        Arrow(start=(BOXES[3] + WIDE + DEEPER[0] + 12, LANE), end=(PLUS[0] - 36, LANE), role=Role.MUTED, line=6.0,
              head=22.0),
        *plus_sign(PLUS, Role.OUTPUT),
        Arrow(start=(PLUS[0] + 38, LANE), end=(RIGHT, LANE), role=Role.OUTPUT, line=6.0, head=22.0),
    ]  # fmt: skip
    return [Group(marks=tuple(marks), opacity=share, name="the shortcut")]


def _chips(knobs: Knobs) -> list[AnyMark]:
    chips = [(each, each) for each in WIDTHS]
    return [
        lettering(RIGHT - 626, CHIPS_Y + 32, "w =", Role.MUTED, size=40, anchor="end"),
        *options(RIGHT - 606, CHIPS_Y, 92, "width", chips, knobs.width, size=32),
    ]


def saved(span: Span, narrow: Bottleneck, knobs: Knobs) -> list[AnyMark]:
    """The weights of the block beside those of others, on one scale."""
    rows = (
        ("bottleneck", sum(narrow.parts), Role.KERNEL),
        (f"projected shortcut, {narrow.wide} → {narrow.wide}", narrow.shortcut, Role.HIGHLIGHT),
        (f"two 3×3 on {narrow.width} channels", narrow.basic, Role.FIRST),
        (f"two 3×3 on {narrow.wide} channels", narrow.direct, Role.WARNING),
    )
    marks: list[AnyMark] = []
    for index, (label, count, role) in enumerate(rows):
        share, y = span.part(index, len(rows)), TOP + index * PITCH
        length = max(LONGEST * count / narrow.direct * share, 3.0)
        marks += [
            lettering(LEFT, y, label, role, bold=index == 0, size=40, name=f"label of {label}"),
            Rect(x=LEFT, y=y + 30, width=length, height=BAR, radius=6, fill=0.85, role=role, name=label,
                 value=float(count)),
            lettering(LEFT + length + 20, y + 30 + BAR / 2, f"{round(count * share):,}", role, bold=True, size=56,
                      name=f"weights of {label}"),
        ]  # fmt: skip
    if span.motion >= 1:
        times = f"{narrow.direct / sum(narrow.parts):.0f} ×"
        marks += [
            lettering(RIGHT, 226, times, Role.WARNING, bold=True, size=140, anchor="end", name="times"),
            lettering(RIGHT, 350, "the weights", Role.WARNING, size=44, anchor="end", name="of what"),
        ]
    return [*marks, *_chips(knobs)]
