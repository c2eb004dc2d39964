"""The bottleneck: a large kernel on all channels, and below it the detour by a 1×1 that reduces them first."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.pointwise.computed import Bottleneck
from scenes.pointwise.knobs import Knobs
from scenes.stage.core.marks import AnyMark, Arrow, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span, ease
from scenes.stage.draw.blocks import brief, cuboid, options
from scenes.stage.draw.kinds import MACS, PARAMETERS

DEEPER, FRONT = (46.0, -32.0), 112.0
STRETCH, WIDEST = 150.0, 420.0
"""The room between two boxes, with an arrow in it; all boxes together are so wide."""
LANES = (142.0, 480.0)
LABEL, COUNTS, BAR, HIGH = 142.0, 208.0, 246.0, 56.0
"""How far below the fronts of a lane the words stand, the counts and the bar; the height of a bar."""
CHOICES_X, CHOICES_PITCH = 1090.0, 110.0


def draw_bottleneck(span: Span, knobs: Knobs, counts: Bottleneck) -> list[AnyMark]:
    """The direct way fills its bar, then the detour; at last how many times fewer weights that are."""
    c, r, n = knobs.channels_in, knobs.reduced, knobs.channels_out
    weights, macs = counts.weights, counts.macs
    longest = max(weights[0], sum(weights[1:]))
    direct, detour = span.part(0, 2), span.part(1, 2)
    marks = [
        *_lane(knobs, 0, (c, n), (knobs.kernel,), direct), *_counts(0, weights[0], macs[0], direct),
        *_bar(0, (weights[0],), longest, direct),
        *_lane(knobs, 1, (c, r, n), ("1×1", knobs.kernel), detour),
        *_counts(1, sum(weights[1:]), sum(macs[1:]), detour), *_bar(1, weights[1:], longest, detour),
    ]  # fmt: skip
    kinds, sizes = [(size, size) for size in ("3×3", "5×5", "7×7")], [(str(size), size) for size in (8, 16, 32, 64)]
    marks += [
        *_choices(0.0, "kernel", 142.0, "kernel", kinds, knobs.kernel),
        *_choices(CHOICES_PITCH, "reduce to", 104.0, "reduced", [each for each in sizes if each[1] < c], r),
    ]  # fmt: skip
    if detour >= 1:
        factor, word = (counts.saving, "fewer") if counts.saving >= 1 else (1 / counts.saving, "more")
        times = f"{factor:.{2 if factor < 1.1 else 1 if factor < 100 else 0}f} ×"
        marks += [
            lettering(RIGHT, LANES[1] + 70, times, Role.HIGHLIGHT, bold=True, size=112.0, anchor="end", name="saving"),
            lettering(RIGHT, LANES[1] + 176, f"{word} weights", Role.HIGHLIGHT, bold=True, size=52.0, anchor="end"),
        ]
    return marks


def _lane(knobs: Knobs, lane: int, channels: Sequence[int], kernels: Sequence[str], share: float) -> list[AnyMark]:
    """Boxes as wide as they have channels, with arrows from one to the next."""
    unit = WIDEST / (knobs.channels_in + knobs.reduced + knobs.channels_out)
    x, y = LEFT + 4, LANES[lane]
    marks: list[AnyMark] = []
    for index, count in enumerate(channels):
        width, role = max(count * unit, 4.0), Role.INPUT if index == 0 else Role.OUTPUT
        drawn = [*cuboid((x, y), width, FRONT, DEEPER, role=role, fill=0.5, line=3.0, solid=True,
                         name=f"lane {lane + 1}, {count} channels")]  # fmt: skip
        middle = max(x + width / 2, LEFT + 50)
        drawn.append(lettering(middle, y + LABEL, str(count), role, bold=True, size=44.0, anchor="middle"))
        x += width + DEEPER[0]
        if index < len(kernels):
            kernel = Role.HIGHLIGHT if kernels[index] == "1×1" else Role.KERNEL
            drawn += [
                Arrow(start=(x + 10, y + 64), end=(x + STRETCH - 16, y + 64), role=Role.MUTED, line=6.0, head=24.0),
                lettering(x + STRETCH / 2 - 3, y + 26, kernels[index], kernel, bold=True, size=44.0, anchor="middle"),
            ]
            x += STRETCH
        seen = 1.0 if index == 0 else ease(share * 3 - index + 1)
        marks.append(Group(marks=tuple(drawn), opacity=seen))
    return marks


def _choices(
    below: float, words: str, width: float, knob: str, choices: Sequence[tuple[str, object]], chosen: object
) -> list[AnyMark]:  # fmt: skip
    """What a click can change: the kernel of both lanes, and how far the second reduces."""
    y = LANES[0] - 10 + below
    return [lettering(CHOICES_X, y, words, Role.MUTED, size=34.0),
            *options(CHOICES_X, y + 26, width, knob, choices, chosen, size=32.0)]  # fmt: skip


def _counts(lane: int, weights: int, macs: int, share: float) -> list[AnyMark]:
    """How many weights a way has, and how many multiply-accumulates it takes."""
    runs = (
        TextRun(f"{brief(weights * share)} weights", PARAMETERS, bold=True), TextRun("     "),
        TextRun(f"{brief(macs * share)} MACs", MACS, bold=True),
    )  # fmt: skip
    return [Text(x=LEFT, y=LANES[lane] + COUNTS, runs=runs, size=52.0, name=f"counts {lane + 1}")]


def _bar(lane: int, parts: Sequence[int], longest: int, share: float) -> list[AnyMark]:
    """The weights as a bar, one part after the other; those of the 1×1 are white."""
    x, marks = LEFT, list[AnyMark]()
    for index, count in enumerate(parts):
        width = count / longest * (RIGHT - LEFT) * share
        role = Role.HIGHLIGHT if index < len(parts) - 1 else PARAMETERS
        marks.append(Rect(x=x, y=LANES[lane] + BAR, width=max(width, 1.0), height=HIGH, fill=0.85, role=role,
                          name=f"weights {lane + 1}.{index + 1}", value=float(count)))  # fmt: skip
        x += width
    return marks
