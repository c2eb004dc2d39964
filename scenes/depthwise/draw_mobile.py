"""MobileNet thinned and given smaller pictures: its stacks of maps, and what becomes of its counts."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.depthwise.knobs import ALPHAS, FULL, PICTURE_SIDES
from scenes.depthwise.mobile import Variant, variant
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import Span, ease, glide
from scenes.stage.draw.blocks import brief, cuboid, options
from scenes.stage.draw.kinds import MACS, PARAMETERS

BASE, CHOICES_Y = 686.0, 726.0
THICK, TALL, LEAN, GAP = 0.53, 3.9, (0.32, -0.26), 22.0
"""Units for each map and for each pixel, how far back a box reaches as shares of its height, and between boxes."""
HEADS_Y, ROWS = 126.0, (206.0, 296.0, 386.0)
LABEL_X, COLUMNS = 590.0, (960.0, 1246.0, RIGHT)
"""Where the labels begin, and where the numbers end: before, thinner, and for smaller pictures."""
LEGEND = (1120.0, 510.0)


def draw_thinner(stage: Stage, picked: Variant, span: Span) -> None:
    """Draw the whole MobileNet in outline and in it the chosen one: it gets thinner, then its pictures smaller."""
    whole, thin = variant("1", FULL), variant(picked.alpha, FULL)
    narrow, small = glide(span.t / 0.35), glide((span.t - 0.4) / 0.35)
    outlines, boxes, x = list[AnyMark](), list[AnyMark](), LEFT + 10
    for index, ((maps, side), (fewer, less)) in enumerate(zip(whole.maps, picked.maps, strict=True), 1):
        width, height = maps * THICK, side * TALL
        outlines += _box(x, width, height, f"whole {index}", 0.06)
        boxes += _box(
            x, between(width, fewer * THICK, narrow), between(height, less * TALL, small), f"now {index}", 0.6
        )
        x += width + GAP + 0.5 * LEAN[0] * height
    stage.add(*outlines, *boxes, *_counts(whole, thin, picked, narrow, small, ease((span.t - 0.75) * 8)))
    stage.add(*_legend(), *_choices(picked))


def _counts(
    whole: Variant, thin: Variant, picked: Variant, narrow: float, small: float, told: float
) -> list[AnyMark]:  # fmt: skip
    """What is counted before, with thinner layers, and with smaller pictures as well: a column each."""
    macs = [each.network.macs for each in (whole, thin, picked)]
    weights = [each.network.parameters for each in (whole, thin, picked)]
    came = 1.0, ease(4.0 * narrow), ease(4.0 * small)
    marks: list[AnyMark] = []
    heads = "before", f"α = {picked.alpha}", f"{picked.side} pixels"
    for x, head, seen in zip(COLUMNS, heads, came, strict=True):
        marks.append(lettering(x, HEADS_Y, head, Role.MUTED, size=40.0, anchor="end", opacity=seen))
    for y, (label, role, counts) in zip(
        ROWS[:2], (("MACs", MACS, macs), ("weights", PARAMETERS, weights)), strict=True
    ):
        now = counts[0], between(counts[0], counts[1], narrow), between(counts[1], counts[2], small)
        marks += _row(y, label, role, [brief(each) for each in now], came)
    right = [f"{each.top1[0]:.1f} %" if each.top1 else "not quoted" for each in (whole, thin, picked)]
    return [*marks, *_row(ROWS[-1], "top-1", Role.TEXT, right, (1.0, told, told))]


def _row(y: float, label: str, role: Role, words: Sequence[str], seen: Sequence[float]) -> list[AnyMark]:
    """One row of the counts; the last number is the largest."""
    marks: list[AnyMark] = [lettering(LABEL_X, y, label, role, bold=True, size=48.0)]
    for index, (x, text, opacity) in enumerate(zip(COLUMNS, words, seen, strict=True)):
        size = (48.0, 60.0, 72.0)[index] if text[0].isdigit() else 40.0
        name = f"{label}, {('before', 'thinner', 'smaller')[index]}"
        marks.append(lettering(x, y, text, role if index else Role.MUTED, bold=index > 0, size=size, anchor="end",
                               opacity=opacity, name=name))  # fmt: skip
    return marks


def _legend() -> tuple[AnyMark, ...]:
    """What the outlines are, and the solid stacks."""
    (x, y), (wide, high) = LEGEND, (52.0, 40.0)
    return (
        Rect(x=x, y=y - high / 2, width=wide, height=high, fill=0.06, line=3.0, role=Role.MUTED),
        lettering(x + 68.0, y, "before", Role.MUTED, size=40.0, name="outlines"),
        Rect(x=x + 260.0, y=y - high / 2, width=wide, height=high, fill=0.6, line=3.0, role=Role.OUTPUT),
        lettering(x + 328.0, y, "now", Role.OUTPUT, bold=True, size=40.0, name="solid"),
    )


def _box(x: float, width: float, height: float, name: str, fill: float) -> tuple[AnyMark, ...]:
    """A stack of maps on the ground: as thick as there are maps, as high as a map."""
    back = LEAN[0] * height, LEAN[1] * height
    role = Role.OUTPUT if fill > 0.5 else Role.MUTED
    return cuboid((x, BASE - height), width, height, back, role=role, fill=fill, line=3.0, name=name, solid=fill > 0.5)


def _choices(picked: Variant) -> list[AnyMark]:
    """Plates to choose the width multiplier and the side of the pictures."""
    marks: list[AnyMark] = []
    rows = ((LEFT, "width α", 222.0, "alpha", ALPHAS, picked.alpha),
            (840.0, "pixels", 978.0, "picture_side", PICTURE_SIDES, str(picked.side)))  # fmt: skip
    for x, label, left, knob, values, value in rows:
        marks.append(lettering(x, CHOICES_Y + 32, label, Role.MUTED, size=36.0))
        marks += options(left, CHOICES_Y, 132.0, knob, [(each, each) for each in values], value, size=32.0)
    return marks
