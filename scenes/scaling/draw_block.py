"""A block of layers that gets longer, thicker and larger, and what that costs."""

from __future__ import annotations

from math import log2

from scenes.scaling.computed import BASE, CHANNELS, LAYERS, SIDE, Scaled
from scenes.scaling.knobs import Knobs
from scenes.scaling.story import Moment
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Group, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.draw.blocks import between, brief, cuboid, heading, options
from scenes.stage.numbers.values import format_number

FOOT = 716.0
FACE, THICK = 96.0, 34.0
"""The height of a map and the thickness of all channels, before they are scaled."""
LEAN = (0.5, -0.38)
"""How far the back of a map is to the right and up, as shares of its height."""
ROOM, HEIGHT = 960.0, 470.0
"""The space for the whole block."""
GAP, LEAST_GAP = 40.0, 14.0
LARGEST = 1.9
GAUGE_X, RIGHT = 1090.0, 1544.0
DOUBLINGS = 9
TARGETS = {"deeper": Scaled(2, 1, 1), "wider": Scaled(1, 2, 1), "finer": Scaled(1, 1, 2)}
PHIS = (0.0, 1.0, 2.0, 3.0, 5.0, 7.0)
COLOURS = {"depth": Role.FIRST, "width": Role.KERNEL, "resolution": Role.OUTPUT}


def target(of: Scaled, now: Moment) -> Scaled:
    """What the block becomes in the present step: one factor of 2, or what the knobs say."""
    return TARGETS.get(now.name, of)


def draw_block(stage: Stage, of: Scaled, knobs: Knobs, now: Moment) -> None:
    """Draw the block on its way to its factors, and the gauge beside it."""
    share, end = now.span.motion, target(of, now)
    factors = (end.depth, end.width, end.resolution)
    here = Scaled(*(between(1.0, factor, share) for factor in factors))
    ends = [end] if now.name == "together" else [*TARGETS.values()]
    zoom = min(_zoom(each) for each in ends)
    marks = [*_slabs(here, zoom, whole=share >= 1), *_counts(here, end, share), *_gauge(here)]
    if now.name == "together":
        marks += [
            lettering(GAUGE_X, 712, "φ", Role.HIGHLIGHT, bold=True, size=28),
            *options(GAUGE_X + 40, 688, 60, "phi", [(f"{phi:g}", phi) for phi in PHIS],
                     knobs.phi if knobs.compound else None),
        ]  # fmt: skip
    stage.add(*marks, opacity=now.arriving)


def _zoom(end: Scaled) -> float:
    """How large everything can be drawn for a block to fit, with its layers close together if need be."""
    height, thick = FACE * end.resolution, THICK * end.width
    width = (end.layers - 1) * (thick + LEAST_GAP) + thick + LEAN[0] * height
    return min(LARGEST, ROOM / width, HEIGHT / (height * (1 - LEAN[1])))


def _slabs(here: Scaled, zoom: float, *, whole: bool) -> list[AnyMark]:
    """The layers from left to right, each hiding what is behind it; dashed, a layer as it is at the start.

    While a block grows its last layer fades in; in the end only `whole` layers stand there.
    """
    count = here.layers
    height, thick = zoom * FACE * here.resolution, zoom * THICK * here.width
    lean = (LEAN[0] * height, LEAN[1] * height)
    pitch = min(thick + zoom * GAP + lean[0] * 0.6, (ROOM - thick - lean[0]) / max(count - 1, 1))
    marks: list[AnyMark] = []
    for index in range(count):
        x = LEFT + 20 + index * pitch
        fresh = 1.0 if whole or index < LAYERS else min(LAYERS * here.depth - index, 1.0)
        slab = cuboid((x, FOOT - height), thick, height, lean, role=Role.OUTPUT, fill=0.5, name=f"layer {index + 1}")
        marks.append(Group(marks=(_ground(x, thick, height, lean), *slab), opacity=max(fresh, 0.15)))
    start = Rect(
        x=LEFT + 20, y=FOOT - zoom * FACE, width=zoom * THICK, height=zoom * FACE, line=2.5, dashed=True,
        role=Role.TEXT, name="layer at the start",
    )  # fmt: skip
    return [*marks, start]


def _ground(x: float, thick: float, height: float, lean: Point) -> Path:
    """The outline of a layer, filled, so that nothing shines through it."""
    right, top = x + thick, FOOT - height
    back_right, back_top, back_foot = right + lean[0], top + lean[1], FOOT + lean[1]
    points = (
        (x, FOOT), (x, top), (x + lean[0], back_top), (back_right, back_top), (back_right, back_foot), (right, FOOT)
    )  # fmt: skip
    return Path(points=points, closed=True, fill=1.0, line=0.0, role=Role.SURFACE)


def _counts(here: Scaled, end: Scaled, share: float) -> list[AnyMark]:
    """The three counts, before and after."""
    lines = (
        ("depth", f"{LAYERS} layers", f"{end.layers}", end.depth),
        ("width", f"{CHANNELS} channels", f"{end.channels}", end.width),
        ("resolution", f"maps of {SIDE}×{SIDE}", f"{end.side}×{end.side}", end.resolution),
    )
    marks: list[AnyMark] = [heading(LEFT, 186, "a block", "of 3×3 convolutions")]
    for index, (name, before, after, factor) in enumerate(lines):
        runs = [TextRun(before, COLOURS[name], bold=True)]
        if factor != 1 and share > 0.5:
            runs.append(TextRun(f" → {after}", COLOURS[name], bold=True))
        x = LEFT + (0.0, 250.0, 590.0)[index]
        marks.append(Text(x=x, y=766, runs=tuple(runs), size=27, name=f"{name} counted"))
    return marks


def _gauge(here: Scaled) -> list[AnyMark]:
    """The factors with their powers, the product, and a bar on which every mark is twice the one before."""
    marks: list[AnyMark] = [heading(GAUGE_X, 186, "cost", "times the block at the start", Role.PRODUCT)]
    factors = (("depth", "d", here.depth, 1), ("width", "w", here.width, 2), ("resolution", "r", here.resolution, 2))
    for index, (name, letter, factor, power) in enumerate(factors):
        y = 246.0 + 62 * index
        words = f"{letter} = {format_number(factor, 2)}"
        marks.append(lettering(GAUGE_X, y, name, COLOURS[name], bold=True, size=27))
        marks.append(lettering(GAUGE_X + 168, y, words, size=27))
        squared = f"{letter}² = " if power == 2 else f"{letter} = "
        runs = (TextRun(squared, Role.MUTED), TextRun(format_number(factor**power, 2), COLOURS[name], bold=True))
        marks.append(Text(x=RIGHT, y=y, runs=runs, size=27, anchor="end", name=f"factor of {name}"))
    marks += [
        Rect(x=GAUGE_X, y=412, width=RIGHT - GAUGE_X, height=2, fill=0.5, role=Role.MUTED),
        lettering(GAUGE_X, 458, "d · w² · r²", Role.MUTED, size=27),
        lettering(RIGHT, 458, f"{format_number(here.cost, 2)} ×", Role.PRODUCT, bold=True, size=40, anchor="end",
                  name="cost"),
    ]  # fmt: skip
    marks += _bar(here.cost)
    times = (TextRun(f"{format_number(here.macs / BASE.macs, 2)} ×", bold=True),)
    marks.append(lettering(GAUGE_X, 606, "in whole layers and eights", Role.MUTED, size=22))
    marks.append(Text(x=RIGHT, y=606, runs=times, size=24, anchor="end", name="cost as built"))
    macs = (TextRun(f"{brief(BASE.macs)} → {brief(here.macs)} MACs", Role.MUTED),)
    marks.append(Text(x=GAUGE_X, y=640, runs=macs, size=22))
    return marks


def _bar(cost: float) -> list[AnyMark]:
    y, step = 500.0, (RIGHT - GAUGE_X) / DOUBLINGS
    marks: list[AnyMark] = [
        Rect(x=GAUGE_X, y=y, width=RIGHT - GAUGE_X, height=30, radius=4, fill=0.15, role=Role.MUTED),
        Rect(x=GAUGE_X, y=y, width=max(step * log2(cost), 2.0), height=30, radius=4, fill=0.8, role=Role.PRODUCT,
             name="gauge", value=cost),
    ]  # fmt: skip
    for doubling in range(DOUBLINGS + 1):
        x = GAUGE_X + doubling * step
        marks.append(Rect(x=x - 1, y=y + 30, width=2, height=8, fill=1, role=Role.MUTED))
        marks.append(lettering(x, y + 56, str(2**doubling), Role.MUTED, size=20, anchor="middle"))
    return marks
