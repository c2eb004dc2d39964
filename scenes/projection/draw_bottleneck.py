"""The bottleneck block: wide, narrow, wide; what its three convolutions weigh, and what the like would."""

from __future__ import annotations

from scenes.projection.knobs import WIDTHS, Knobs
from scenes.projection.places import Bottleneck
from scenes.stage.core.marks import AnyMark, Arrow, Group, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import cuboid, options, plus_sign

BOXES = (LEFT + 14.0, 430.0, 738.0, 1046.0)
"""Where the four volumes begin; each is as wide as it has channels."""
WIDE, HIGH, DEEPER = 160.0, 84.0, (36.0, -26.0)
LANE = 268.0
PLUS = (1334.0, LANE)
ROAD = 384.0
BAR_X, BAR_END, BARS, PITCH, BAR = 530.0, 1320.0, 456.0, 72.0, 42.0
CHIPS_Y = 742.0


def draw_bottleneck(stage: Stage, narrow: Bottleneck, knobs: Knobs, t: float, opacity: float) -> None:
    """Draw the block from left to right, then the bars."""
    if opacity <= 0:
        return
    marks = [*_block(narrow, t), *_bars(narrow, t)]
    marks.append(lettering(LEFT, CHIPS_Y + 24, "width w", Role.MUTED, size=26))
    marks += options(LEFT + 130, CHIPS_Y, 100, "width", [(each, each) for each in WIDTHS], knobs.width)
    stage.add(*marks, opacity=opacity)


def _block(narrow: Bottleneck, t: float) -> list[AnyMark]:
    """Four volumes with three convolutions between them, and the shortcut below."""
    channels = (narrow.wide, narrow.width, narrow.width, narrow.wide)
    kernels = [TextRun(size, Role.KERNEL, bold=True) for size in ("1×1", "3×3", "1×1")]
    marks: list[AnyMark] = []
    for index, (x, count) in enumerate(zip(BOXES, channels, strict=True)):
        share = ease(t * 8 - index * 0.8)
        width = WIDE * count / narrow.wide
        role = Role.INPUT if index == 0 else Role.PRODUCT
        drawn: list[AnyMark] = list(cuboid((x, LANE - HIGH / 2), width, HIGH, DEEPER, role=role))
        middle = x + (width + DEEPER[0]) / 2
        drawn.append(lettering(middle, LANE + HIGH / 2 + 24, str(count), role, bold=True, size=28, anchor="middle",
                               name=f"channels {index + 1}"))  # fmt: skip
        if index < len(kernels):
            start, end = x + width + DEEPER[0] + 12, BOXES[index + 1] - 12
            centre = (start + end) / 2
            drawn += [
                Arrow(start=(start, LANE), end=(end, LANE), role=Role.MUTED),
                Text(x=centre, y=LANE - 30, runs=(kernels[index],), size=32, anchor="middle"),
                lettering(centre, LANE + 32, f"{narrow.parts[index]:,}", Role.KERNEL, size=26, anchor="middle",
                          name=f"weights {index + 1}"),
            ]  # fmt: skip
        marks.append(Group(marks=tuple(drawn), opacity=share))
    start = BOXES[0] + 20
    road = ((start, LANE + HIGH / 2 + 46), (start, ROAD), (PLUS[0], ROAD))
    shortcut: list[AnyMark] = [
        Path(points=road, line=3.0, role=Role.INPUT),
        Arrow(start=(PLUS[0], ROAD), end=(PLUS[0], LANE + 34), role=Role.INPUT),
        lettering(700, ROAD + 26, "identity: 0 weights", Role.INPUT, bold=True, size=26, anchor="middle"),
        Arrow(start=(BOXES[3] + WIDE + DEEPER[0] + 10, LANE), end=(PLUS[0] - 32, LANE), role=Role.MUTED),
        *plus_sign(PLUS, Role.OUTPUT),
        Arrow(start=(PLUS[0] + 34, LANE), end=(PLUS[0] + 110, LANE), role=Role.OUTPUT),
        lettering(PLUS[0] + 122, LANE, "ReLU", Role.OUTPUT, bold=True, size=28),
    ]
    marks.append(Group(marks=tuple(shortcut), opacity=ease(t * 8 - 3)))
    return marks


def _bars(narrow: Bottleneck, t: float) -> list[AnyMark]:
    """The weights of the block beside those of others, on one scale."""
    rows = (
        ("bottleneck", sum(narrow.parts), Role.KERNEL),
        (f"projected shortcut, {narrow.wide} → {narrow.wide}", narrow.shortcut, Role.HIGHLIGHT),
        (f"two 3×3 on {narrow.width} channels", narrow.basic, Role.MUTED),
        (f"two 3×3 on {narrow.wide} channels", narrow.direct, Role.WARNING),
    )
    scale = (BAR_END - BAR_X) / narrow.direct
    marks: list[AnyMark] = []
    for index, (label, count, role) in enumerate(rows):
        share = ease(t * 8 - 4 - index * 0.6)
        y = BARS + index * PITCH
        marks.append(
            Group(
                marks=(
                    lettering(LEFT, y + BAR / 2, label, role, bold=index == 0, size=26),
                    Rect(x=BAR_X, y=y, width=max(count * scale * share, 1.0), height=BAR, fill=0.75, role=role,
                         name=label, value=float(count)),
                    lettering(RIGHT, y + BAR / 2, f"{count:,}", role, bold=True, size=30, anchor="end",
                              name=f"weights of {label}"),
                ),
                opacity=min(1.0, share * 2),
            )
        )  # fmt: skip
    return marks
