"""The layers from left to right, and under each two bars: its parameters and its multiply-accumulates."""

from __future__ import annotations

from dataclasses import replace

from scenes.alexnet.computed import Build
from scenes.alexnet.knobs import Knobs
from scenes.alexnet.story import FLIGHT, Steps
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import BOTTOM, LEFT, RIGHT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.data.networks import Layer
from scenes.stage.draw.blocks import HEADING, brief, cuboid

MIDDLE = 280.0
LABEL_Y, SHAPE_Y, POOLED_Y = 404.0, 434.0, 480.0
BASE, TALLEST = BOTTOM, 250.0
BAR = 50.0
FIRST = 230.0
"""The width of the column of the picture."""
DEEP = 0.13
UNITS = 0.03
"""The depth of a map, and the height of a unit of a dense layer, in stage units."""


def middle(of: Build, index: int) -> float:
    """The middle of the column of a weight layer."""
    pitch = (RIGHT - LEFT - FIRST) / len(of.layers)
    return LEFT + FIRST + (index + 0.5) * pitch


def draw_columns(stage: Stage, of: Build, knobs: Knobs, now: Steps) -> None:
    """Draw the picture, and each layer with its bars as far as they have grown."""
    if not now.spans["conv1"].begun:
        return
    marks: list[AnyMark] = []
    came = ease((now.spans["conv1"].t - FLIGHT) / 0.1)
    if came > 0.01:
        head = _names(LEFT + of.face(of.network.shape[1]) / 2, "picture", of.network.shape, Role.INPUT)
        marks.append(Group(marks=(*head, *_legend()), opacity=came))
    for index, layer in enumerate(of.layers):
        grown = now.counts[index]
        if grown > 0.01:
            marks += [_layer(of, index, layer, grown), *_bars(of, index, layer, grown)]
            marks.append(replace(_picker(of, index, knobs, now), opacity=grown))
    stage.add(Group(marks=tuple(marks), opacity=now.bars))


def _names(x: float, name: str, shape: tuple[int, ...], role: Role) -> tuple[AnyMark, ...]:
    words = "×".join(str(n) for n in shape)
    return (
        lettering(x, LABEL_Y, name, role, bold=True, size=HEADING, anchor="middle"),
        lettering(x, SHAPE_Y, words, Role.MUTED, size=21, anchor="middle", name=f"shape of {name}"),
    )


def _layer(of: Build, index: int, layer: Layer, grown: float) -> Group:
    """A convolution's maps as a box, a dense layer as a bar of its units."""
    x = middle(of, index)
    if layer.convolves:
        maps, height, width = layer.shape
        deep = (DEEP * maps, -0.6 * DEEP * maps)
        w, h = of.face(width), of.face(height)
        corner = (x - (w + deep[0]) / 2, MIDDLE - (h + deep[1]) / 2)
        marks = cuboid(corner, w, h, deep, role=Role.OUTPUT, name=f"maps of {layer.label}")
    else:
        tall = min(max(UNITS * layer.shape[0], 4.0), 200.0)
        marks = (
            Rect(x=x - 13, y=MIDDLE - tall / 2, width=26, height=tall, fill=0.2, line=2.0, role=Role.OUTPUT,
                 name=f"units of {layer.label}"),
        )  # fmt: skip
    pooled = of.pooled(layer)
    below = () if pooled is None else (_pooled(x, pooled),)
    return Group(marks=(*marks, *_names(x, layer.label, layer.shape, Role.OUTPUT), *below), opacity=grown)


def _pooled(x: float, layer: Layer) -> Text:
    """What pooling leaves of the maps above."""
    _, height, width = layer.shape
    return lettering(x, POOLED_Y, f"pool: {height}×{width}", Role.MUTED, size=20, anchor="middle")


def _bars(of: Build, index: int, layer: Layer, grown: float) -> list[AnyMark]:
    """Parameters on the left, multiply-accumulates on the right; the longest of each kind has the full height."""
    x = middle(of, index)
    counts = ((layer.parameters, of.most_parameters, Role.KERNEL, "parameters", x - BAR - 6, x - 4, "end"),
              (layer.macs, of.most_macs, Role.OUTPUT, "MACs", x + 6, x + 4, "start"))  # fmt: skip
    marks: list[AnyMark] = []
    for count, most, role, unit, left, text_x, anchor in counts:
        height = max(grown * count / most * TALLEST, 2.0)
        marks += [
            Rect(x=left, y=BASE - height, width=BAR, height=height, fill=0.8, role=role, value=count,
                 name=f"{unit} of {layer.label}"),
            lettering(text_x, BASE - height - 18, brief(round(grown * count)), role, bold=True, size=20,
                      anchor="end" if anchor == "end" else "start"),
        ]  # fmt: skip
    return marks


def _picker(of: Build, index: int, knobs: Knobs, now: Steps) -> Rect:
    """The column as a whole: a click on it has the formula tell of this layer."""
    pitch = middle(of, 1) - middle(of, 0)
    chosen = index == told_of(knobs, now)
    return Rect(
        x=middle(of, index) - pitch / 2 + 4, y=LABEL_Y - 20, width=pitch - 8, height=70, radius=8,
        line=2.0 if chosen else 0.0, role=Role.HIGHLIGHT, name=f"tell of {of.layers[index].label}",
        grip=SetValue("layer", index),
    )  # fmt: skip


def told_of(knobs: Knobs, now: Steps) -> int:
    """The layer that the formula tells of: the one that is growing, then the one that was clicked."""
    span = now.spans[now.name]
    if now.name == "conv1":
        return 0
    return knobs.layer if span.t >= 0.98 and knobs.layer <= now.reached else max(now.reached, 0)


def _legend() -> list[AnyMark]:
    """What the bars mean, in the column of the picture."""
    return [
        Rect(x=LEFT, y=604, width=26, height=26, fill=0.8, role=Role.KERNEL),
        lettering(LEFT + 40, 617, "parameters", Role.KERNEL, size=24),
        Rect(x=LEFT, y=648, width=26, height=26, fill=0.8, role=Role.OUTPUT),
        lettering(LEFT + 40, 661, "MACs", Role.OUTPUT, size=24),
        lettering(LEFT, 704, "each to its own scale", Role.MUTED, size=20),
    ]


def draw_counters(stage: Stage, of: Build, now: Steps) -> None:
    """Add both kinds up at the top right, as far as the picture has come."""
    counts = list(zip(of.layers, now.counts, strict=True))
    totals = (("parameters", Role.KERNEL), ("macs", Role.OUTPUT))
    runs: list[TextRun] = []
    for kind, role in totals:
        total = sum(round(grown * getattr(layer, kind)) for layer, grown in counts)
        unit = "   MACs  " if kind == "macs" else "parameters  "
        runs += [TextRun(unit, Role.MUTED), TextRun(f"{total:,}", role, bold=True)]
    stage.text(RIGHT, 56, runs, size=27, anchor="end", opacity=now.bars, name="counters")
