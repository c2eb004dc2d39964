"""MobileNet thinned and given smaller pictures, and its accuracy and cost among those of other networks."""

from __future__ import annotations

from scenes.depthwise.knobs import ALPHAS, FULL, PICTURE_SIDES
from scenes.depthwise.mobile import Reached, Variant, reached, variant
from scenes.stage.charts.axes import Axes
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import Anchor, AnyMark, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import Span, ease, glide
from scenes.stage.draw.blocks import brief, cuboid, options
from scenes.stage.draw.kinds import MACS, PARAMETERS

BASE, CHOICES_Y = 686.0, 726.0
THICK, TALL, LEAN, GAP = 0.53, 3.9, (0.32, -0.26), 22.0
"""Units for each map and for each pixel, how far back a box reaches as shares of its height, and between boxes."""
ROWS = (150.0, 270.0, 390.0)
LABEL_X, NUMBER_X = 640.0, 1200.0
LOW, HIGH, WORK = 55.0, 80.0, (0.04, 50.0)
PLOT = (150.0, 172.0, 1380.0, 530.0)
RADIUS, ROLES = 15.0, (Role.FIRST, Role.OUTPUT)
"""Of points; MobileNets have a role of their own."""
PLACES: dict[str, tuple[float, float, Anchor]] = {
    "AlexNet": (-28.0, 0.0, "end"), "SqueezeNet": (28.0, 0.0, "start"), "GoogLeNet": (20.0, 40.0, "start"),
    "MobileNet": (0.0, -48.0, "end"), "half as wide, 160 px": (28.0, 0.0, "start"), "VGG-16": (20.0, 40.0, "start"),
    "MobileNet, standard": (0.0, -48.0, "middle"), "Inception v3": (0.0, -44.0, "end"),
}  # fmt: skip
"""Where the names of points stand, from the point."""


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
    rows = ((LEFT, "width α", 200.0, "alpha", ALPHAS, picked.alpha),
            (840.0, "pixels", 978.0, "picture_side", PICTURE_SIDES, str(picked.side)))  # fmt: skip
    for x, label, left, knob, values, value in rows:
        marks.append(lettering(x, CHOICES_Y + 32, label, Role.MUTED, size=36.0))
        marks += options(left, CHOICES_Y, 132.0, knob, [(each, each) for each in values], value, size=32.0)
    return marks


def draw_reach(stage: Stage, span: Span) -> None:
    """Draw a point for each network: how right it is over how much work it takes."""
    plane = Axes(PLOT, WORK, (LOW, HIGH), log_x=True, letters=32.0)
    marks: list[AnyMark] = [*plane.frame("billion MACs", "top-1 on ImageNet in %")]
    found = reached()
    for index, each in enumerate(found):
        share = span.part(index, len(found))
        if share > 0:
            marks += _point(plane, each, share)
    stage.add(*marks)


def _point(plane: Axes, each: Reached, share: float) -> list[AnyMark]:
    """The point of a network, which comes up from the axis, and its name."""
    (x, goal), foot = plane.at(each.network.macs / 1e9, each.top1), plane.at(1.0, LOW)[1]
    y, role, (dx, dy, anchor) = between(foot, goal, share), ROLES[each.ours], PLACES[each.label]
    runs = (TextRun(f"{each.label}  ", role), TextRun(f"{each.top1:.1f}", role, bold=True))
    size = 2 * RADIUS
    return [
        Rect(x=x - RADIUS, y=y - RADIUS, width=size, height=size, radius=RADIUS, fill=1.0, role=role, value=each.top1,
             opacity=min(1.0, 4 * share), name=f"top-1 of {each.label}"),
        Text(x=x + dx, y=goal + dy, runs=runs, size=36.0, anchor=anchor, opacity=ease(5 * share - 4),
             name=f"name of {each.label}"),
    ]  # fmt: skip
