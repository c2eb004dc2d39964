"""MobileNet thinned and given smaller pictures: its stacks of maps, and what becomes of its counts."""

from __future__ import annotations

from scenes.depthwise.knobs import ALPHAS, FULL, PICTURE_SIDES
from scenes.depthwise.mobile import Variant, variant
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import Span, ease, glide
from scenes.stage.draw.blocks import brief, cuboid, options
from scenes.stage.draw.kinds import MACS, PARAMETERS

BASE, CHOICES_Y = 686.0, 726.0
THICK, TALL, LEAN, GAP = 0.53, 3.9, (0.32, -0.26), 22.0
"""Units for each map and for each pixel, how far back a box reaches as shares of its height, and between boxes."""
ROWS = (150.0, 270.0, 390.0)
LABEL_X, NUMBER_X = 640.0, 1184.0


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
    macs = between(between(whole.network.macs, thin.network.macs, narrow), picked.network.macs, small)
    weights = between(whole.network.parameters, picked.network.parameters, narrow)
    assert whole.top1 is not None
    accuracy = f"{picked.top1[0]:.1f} %" if picked.top1 else "not quoted"
    rows = (("MACs", MACS, brief(macs), brief(whole.network.macs), 1.0),
            ("weights", PARAMETERS, brief(weights), brief(whole.network.parameters), 1.0),
            ("top-1", Role.TEXT, accuracy, f"{whole.top1[0]:.1f} %", ease((span.t - 0.75) * 8)))  # fmt: skip
    for y, (label, role, now, before, shown) in zip(ROWS, rows, strict=True):
        size = 84.0 if now[0].isdigit() else 52.0
        boxes += [
            lettering(LABEL_X, y, label, role, bold=True, size=52.0),
            lettering(NUMBER_X, y, now, role, bold=True, size=size, anchor="end", opacity=shown, name=label),
            lettering(RIGHT, y, f"from {before}", Role.MUTED, size=52.0, anchor="end"),
        ]
    stage.add(*outlines, *boxes, *_choices(picked))


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
