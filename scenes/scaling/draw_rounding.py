"""How scaled channels and layers become whole: one width after the other, then all stages of a network."""

from __future__ import annotations

from itertools import pairwise

from scenes import reference
from scenes.reference.scaling import DIVISOR
from scenes.stage.charts.number_line import NumberLine
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Formula, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span, ease
from scenes.stage.data.efficientnets import MODELS, ScaledStage, efficientnet, scaled_stages
from scenes.stage.draw.blocks import number, options

EXAMPLES = (1.1, 1.4, 2.0)
"""Widths that the rule of eights is shown at."""
TEX = r"\textcolor{kernel}{c'} = 8 \left\lfloor \frac{c \, w + 4}{8} \right\rfloor \qquad" \
      r" +8 \;\; \mathrm{if} \;\; c' < 0.9 \, c \, w"  # fmt: skip
DOT = 22.0

FOOT, TALLEST = 634.0, 468.0
GAP = 30.0


def eights(span: Span, channels: int) -> list[AnyMark]:
    """A number line for each width, on which the product goes to the multiple of 8 that it becomes."""
    marks: list[AnyMark] = []
    for index, width in enumerate(EXAMPLES):
        marks += _rounded(channels, width, 174.0 + index * 186.0, span.part(index, len(EXAMPLES)))
    plain = "c' = 8 floor((c w + 4) / 8), and 8 more if that is less than 0.9 c w"
    return [*marks, Formula(tex=TEX, plain=plain, x=LEFT, y=744, size=48, name="formula")]


def _rounded(channels: int, width: float, y: float, share: float) -> list[AnyMark]:
    """A dot goes to the product, on to the nearest multiple, and to the next where that has lost too much."""
    product, result = channels * width, reference.scaled_channels(channels, width)
    low = max(int(product // DIVISOR - 1) * DIVISOR, 0)
    line = NumberLine(600.0, 1270.0, low, low + 4 * DIVISOR)
    stops = [low, product, reference.nearest_multiple(product), result]
    legs = [pair for pair in pairwise(stops) if pair[0] != pair[1]]
    leg = min(int(len(legs) * share), len(legs) - 1)
    x = between(line.at(legs[leg][0]), line.at(legs[leg][1]), ease(len(legs) * share - leg))
    words = (TextRun(f"{channels} · {width:g} = ", Role.MUTED), TextRun(number(product), bold=True))
    marks: list[AnyMark] = [
        Text(x=LEFT, y=y, runs=words, size=48, name=f"product at {width:g}"),
        Rect(x=line.left - 50, y=y - 54, width=line.right - line.left + 100, height=150, radius=20, fill=0.16,
             role=Role.MUTED),
        *line.ticks(range(low, low + 4 * DIVISOR + 1, DIVISOR), y - 54, 96, width=4, fill=0.8, size=36, below=28),
        Rect(x=x - DOT, y=y - DOT, width=2 * DOT, height=2 * DOT, radius=DOT, fill=1.0, role=Role.KERNEL,
             name=f"dot at {width:g}"),
    ]  # fmt: skip
    if share >= 1:
        marks.append(
            lettering(
                RIGHT, y, str(result), Role.KERNEL, bold=True, size=80, anchor="end", name=f"channels at {width:g}"
            )
        )
    return marks


def stages(span: Span, chosen: str) -> list[AnyMark]:
    """Each stage as a plate, as wide as it has layers and as high as it has channels; in it, the stage of B0."""
    found, model = scaled_stages(chosen), efficientnet(chosen)
    across = (RIGHT - LEFT - GAP * (len(found) - 1)) / sum(each.deeper for each in found)
    up = TALLEST / max(each.wider for each in found)
    marks: list[AnyMark] = [
        Text(
            x=LEFT, y=136, size=40, name="what the sides are",
            runs=(TextRun("height", Role.KERNEL, bold=True), TextRun(" channels", Role.MUTED),
                  TextRun("     width", Role.FIRST, bold=True), TextRun(" layers     grey is B0", Role.MUTED)),
        ),
    ]  # fmt: skip
    x = LEFT
    for index, each in enumerate(found):
        marks += _stage(each, x, across, up, span.part(index, len(found)))
        x += each.deeper * across + GAP
    marks += options(LEFT, 718, 96, "model", [(name, name) for name in MODELS], chosen, size=34)
    picture = f"picture {model.side}×{model.side}"
    return [*marks, lettering(RIGHT, 752, picture, Role.INPUT, bold=True, size=44, anchor="end", name="picture")]


def _stage(stage: ScaledStage, x: float, across: float, up: float, share: float) -> list[AnyMark]:
    """A stage on its way from B0: its plate, its channels over it, its layers under it."""
    wide = between(stage.layers, stage.deeper, share) * across
    high = between(stage.channels, stage.wider, share) * up
    done, middle = share >= 1, x + stage.deeper * across / 2
    channels, layers = (stage.wider, stage.deeper) if done else (stage.channels, stage.layers)
    return [
        Rect(x=x, y=FOOT - high, width=wide, height=high, fill=0.5, line=3.0, role=Role.OUTPUT,
             name=f"{stage.name} scaled", value=float(channels * layers)),
        Rect(x=x, y=FOOT - stage.channels * up, width=stage.layers * across, height=stage.channels * up, fill=0.8,
             role=Role.MUTED, name=f"{stage.name} in B0", value=float(stage.channels * stage.layers)),
        lettering(middle, FOOT - high - 28, str(channels), Role.KERNEL, bold=True, size=44, anchor="middle",
                  name=f"channels of {stage.name}"),
        lettering(middle, FOOT + 40, str(layers), Role.FIRST, bold=True, size=44, anchor="middle",
                  name=f"layers of {stage.name}"),
    ]  # fmt: skip
