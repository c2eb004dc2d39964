"""Degradation told apart from vanishing gradients: the gradient norms of the deepest net as bars, others as lines."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from scenes.degradation.draw_race import title_of_chart
from scenes.degradation.knobs import KINDS, NORMS, Knobs
from scenes.degradation.nets import Net, of_kind
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.curves import curve
from scenes.stage.charts.layer_norms import Kind, latest_norms, norms_axis, risen
from scenes.stage.charts.training import Box
from scenes.stage.core.marks import AnyMark, Arrow, Group, Path, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import ease
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import options
from scenes.stage.numbers.growing import Numbers
from scenes.stage.numbers.series import number_text

CHART: Box = (150.0, 128.0, 1394.0, 480.0)
HEADROOM = 0.5
"""So much higher than the norms the axis is, for the numbers of the nets."""
MARGIN = 0.03
"""The axis of the depth goes so far beyond the first and the last layer."""
BAR = 0.78
"""The width of a bar, in layers."""
BOARD = ((174.0, 112.0), (760.0, 56.0), (1170.0, 56.0))
"""Where each net's name and number stand, from the deepest net to the shallowest, and how large the number is."""
SAMPLE = 44.0
"""How long the piece of its line is that stands before a net's name."""
BELOW_Y, PLATES_Y = 644.0, 688.0


def norms(run: Recording, whole: Recording, knobs: Knobs, share: float) -> list[AnyMark]:
    """Norms by layer; they come from the last layer back as far as `share` says, and the nets' numbers with them."""
    kind: Kind = "weights" if knobs.norms == "weights" else "activations"
    *others, deepest = of_kind(run, knobs.kind)
    low, high = norms_axis(whole, kind)
    axes = Axes(CHART, (-MARGIN, 1.0 + MARGIN), (low, high * (high / low) ** HEADROOM), log_y=True)
    marks: list[AnyMark] = [
        title_of_chart(f"gradients of {kind}, second ÷ last convolution"),
        *axes.frame(columns=False),
    ]
    marks += _bars(axes, latest_norms(run, deepest.index, kind), deepest, kind, share)
    for net in others:
        marks += _line(axes, latest_norms(run, net.index, kind), net, kind, share)
    for (x, size), net in zip(BOARD, (deepest, *others[::-1]), strict=False):
        marks += _number(x, size, latest_norms(run, net.index, kind), net, ease(2.0 * share - 1.0))
    return [*marks, *_back()]


def choices(knobs: Knobs) -> list[AnyMark]:
    """Whose gradients are drawn, and of what, at a click."""
    wide = 240.0
    right = RIGHT - 2 * wide - 10
    return [
        *options(LEFT, PLATES_Y, wide, "kind", [(kind, kind) for kind in KINDS], knobs.kind, size=32.0),
        *options(right, PLATES_Y, wide, "norms", [(norm, norm) for norm in NORMS], knobs.norms, size=32.0),
    ]


def _bars(axes: Axes, found: Numbers, net: Net, kind: Kind, share: float) -> list[AnyMark]:
    """A bar for each layer of the deepest net."""
    foot, apart = CHART[1] + CHART[3], 1.0 / max(len(found) - 1, 1)
    marks: list[AnyMark] = []
    for index, (norm, shown) in enumerate(zip(found.tolist(), risen(axes, found, share), strict=True)):
        if not math.isfinite(shown) or not math.isfinite(norm):
            continue
        (left, top), right = axes.at((index - BAR / 2) * apart, shown), axes.at((index + BAR / 2) * apart, shown)[0]
        top = max(top, CHART[1])
        marks.append(
            Rect(x=left, y=top, width=right - left, height=foot - top, radius=5, fill=0.75, role=Role.GRADIENT,
                 value=norm, name=f"{kind}, {net.name}, layer {index + 1}")
        )  # fmt: skip
    return marks


def _line(axes: Axes, found: Numbers, net: Net, kind: Kind, share: float) -> list[AnyMark]:
    """One net's norms over its whole depth, whose first layer is at 0 and whose last is at 1, as far as they came."""
    count = len(found)
    come = math.floor(min(max(share, 0.0), 1.0) * count + 1e-9)
    places, shown = np.linspace(0.0, 1.0, count)[count - come :], found[count - come :]
    drawn = curve(axes, places, shown, net.role, f"{kind}, {net.name}")
    return [replace(piece, dashed=not net.rank) for piece in drawn]


def _number(x: float, size: float, found: Numbers, net: Net, seen: float) -> list[AnyMark]:
    """A net's name behind a piece of its line or bar, and how many times the last layer's norm the second's is.

    Both layers have one shape; that of the first convolution is another. The last of all is the dense layer.
    """
    if len(found) < 3 or not math.isfinite(found[1] / found[-2]):
        return []
    y = 160.0
    middle = ((x, y), (x + SAMPLE, y))
    sample: AnyMark = (
        Rect(x=x, y=y - 18, width=SAMPLE, height=36, radius=5, fill=0.75, role=Role.GRADIENT) if net.rank == 1 else
        Path(points=middle, line=7.0, dashed=not net.rank, role=net.role)
    )  # fmt: skip
    text = lettering(
        x, y + 40.0 + size / 2, f"{number_text(float(found[1] / found[-2]))} ×", Role.GRADIENT if net.rank == 1 else
        net.role, bold=True, size=size, name=f"{net.name}, second to last",
    )  # fmt: skip
    name = lettering(x + SAMPLE + 18, y, net.name, net.role, bold=True, size=40.0)
    return [Group(marks=(sample, name, text), opacity=seen)]


def _back() -> list[AnyMark]:
    """The gradient's way under the bars, from the loss back to the input."""
    return [
        lettering(CHART[0], BELOW_Y, "input", Role.INPUT, bold=True, size=36.0),
        lettering(RIGHT, BELOW_Y, "loss", Role.GRADIENT, bold=True, size=36.0, anchor="end"),
        Arrow(start=(RIGHT - 96, BELOW_Y), end=(CHART[0] + 116, BELOW_Y), role=Role.GRADIENT, line=8.0, head=26.0),
    ]
