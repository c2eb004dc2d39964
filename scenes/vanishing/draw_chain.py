"""The chain: layers in a row, the pulse on its way back, and the gradient's size behind each layer on a log axis."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from scenes.stage.charts.axes import Axes
from scenes.stage.charts.curves import decades
from scenes.stage.core.grips import EditCell, Scrub
from scenes.stage.core.lattice import Lattice
from scenes.stage.core.marks import AnyMark, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import heading, options
from scenes.stage.numbers.values import figures_text, superscript
from scenes.vanishing.computed import Chain
from scenes.vanishing.knobs import Knobs
from scenes.vanishing.story import Steps

LEFT, RIGHT = 150.0, 1130.0
ROW, BLOCK = 196.0, 54.0
TOP, HEIGHT = 330.0, 380.0
PANEL = 1236.0
PULSE = 17.0
MOST = 140
"""So many powers of ten are enough for all factors and layers."""
NARROW = 62.0
"""Layers narrower than this have no number in them."""


def draw_chain(stage: Stage, of: Chain, now: Steps, knobs: Knobs) -> None:
    """Draw the layers, the pulse as far as it has come, and a bar at every place where it has been."""
    opacity = now.alone("back")
    if opacity <= 0:
        return
    reach = now.even("back") * of.layers
    marks = [*_layers(of), *_bars(of, reach), *_pulse(of, reach, now), *_plates(of, reach, knobs)]
    stage.add(*marks, opacity=opacity)


def _place(of: Chain, done: float) -> float:
    """Where a gradient is that has gone back through so many layers."""
    return RIGHT - done / of.layers * (RIGHT - LEFT)


def _layers(of: Chain) -> list[AnyMark]:
    """A box for each layer; its factor can be typed over, or dragged up and down."""
    pitch = (RIGHT - LEFT) / of.layers
    gap = min(0.18 * pitch, 8.0)
    marks: list[AnyMark] = [
        lettering(LEFT - 20, ROW + BLOCK / 2, "input", Role.INPUT, size=24, anchor="end"),
        lettering(RIGHT + 20, ROW + BLOCK / 2, "loss", Role.GRADIENT, size=24),
    ]
    usual = max(set(of.factors), key=of.factors.count)
    for index, factor in enumerate(of.factors):
        x = _place(of, index + 1)
        role = Role.KERNEL if factor == usual else Role.HIGHLIGHT
        marks.append(
            Rect(
                x=x + gap / 2, y=ROW, width=pitch - gap, height=BLOCK, radius=min(8.0, pitch / 4), fill=0.3, role=role,
                name=f"factor of layer {of.layers - index}", value=factor, line=1.5 if pitch > 12 else 0.0,
                grip=EditCell("factors", (index,), low=0.0, high=4.0, step=0.05),
            )
        )  # fmt: skip
        if pitch >= NARROW:
            words = (TextRun(f"×{factor:g}", role, bold=True),)
            marks.append(Text(x=x + pitch / 2, y=ROW + BLOCK / 2, runs=words, size=22, anchor="middle"))
    return marks


def _bars(of: Chain, reach: float) -> list[AnyMark]:
    """The gradient's size at each place it has come to, the loss at the right."""
    low, high = decades([np.array(of.sizes) * (1 - 1e-6)], MOST)
    pitch = (RIGHT - LEFT) / of.layers
    box = (LEFT - pitch / 2, TOP, RIGHT - LEFT + pitch, HEIGHT)
    if pitch > 120:
        box = (LEFT - 60, TOP, RIGHT - LEFT + 120, HEIGHT)
    edge = (box[2] / (RIGHT - LEFT) - 1) / 2 * of.layers
    axes = Axes(box, (-edge, of.layers + edge), (min(low, 0.1), high), log_y=True, whole_x=True)
    come = math.floor(reach + 1e-9)
    sizes = {of.layers - done: size for done, size in enumerate(of.sizes[: come + 1]) if size > 0}
    bars = axes.bars(sizes, sizes.values(), Role.GRADIENT, "", width=min(0.7, 40 / pitch))
    return [
        heading(LEFT, TOP - 42, "size of the gradient", "behind each layer, on a logarithmic axis", Role.GRADIENT),
        *axes.frame("layer", size=22),
        *(
            replace(bar, name=f"gradient behind layer {layer}" if layer else "gradient at the input")
            for layer, bar in zip(sizes, bars, strict=True)
        ),
    ]


def _pulse(of: Chain, reach: float, now: Steps) -> list[AnyMark]:
    """The pulse at its place over the layers, and how large it is just now; a hand can pull it along."""
    x, span = _place(of, reach), now.spans["back"]
    size = of.sizes[math.floor(reach + 1e-9)]
    pitch = (RIGHT - LEFT) / of.layers
    places = Lattice((RIGHT, ROW - 50), (-pitch, 0.0), (0.0, 40.0), 1, of.layers)
    near = min(max(x, LEFT + 70), RIGHT - 70)
    return [
        Rect(
            x=LEFT, y=ROW - 14, width=RIGHT - LEFT, height=5, radius=2.5, fill=0.8, role=Role.SURFACE, name="way back",
            grip=Scrub(places, span.start, 0.8 * span.seconds),
        ),
        Rect(
            x=x - PULSE, y=ROW - 12 - PULSE, width=2 * PULSE, height=2 * PULSE, radius=PULSE, fill=1.0,
            role=Role.GRADIENT,
        ),
        lettering(near, ROW - 50, figures_text(size), Role.GRADIENT, bold=True, size=30, anchor="middle",
                  name="pulse"),
    ]  # fmt: skip


def _plates(of: Chain, reach: float, knobs: Knobs) -> list[AnyMark]:
    """What a click can change, and what is left at the first layer."""
    gains = [(f"{gain:g}", gain) for gain in (0.25, 0.5, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0)]
    counts = [(str(count), count) for count in (5, 10, 50, 100)]
    chosen = None if knobs.factors else knobs.gain
    marks: list[AnyMark] = [
        lettering(PANEL, 196, "factor g of each layer", Role.MUTED, size=24),
        *options(PANEL, 220, 70, "gain", gains[:4], chosen),
        *options(PANEL, 280, 70, "gain", gains[4:], chosen),
        lettering(PANEL, 376, "layers L", Role.MUTED, size=24),
        *options(PANEL, 400, 70, "layers", counts, knobs.layers),
    ]
    if reach >= of.layers:
        words = figures_text(of.left)
        marks += [
            lettering(PANEL, 506, "arrives at the first layer", Role.MUTED, size=24),
            lettering(PANEL, 556, words, Role.GRADIENT, bold=True, size=min(56.0, 480 / len(words)),
                      name="arrives"),
        ]  # fmt: skip
    return marks if knobs.factors else marks + _powers(knobs.gain)


def _powers(gain: float) -> list[AnyMark]:
    """What the same factor leaves after other numbers of layers."""
    marks: list[AnyMark] = []
    for index, depth in enumerate((10, 50, 100)):
        runs = (
            TextRun(f"{gain:g}{superscript(depth)} = ", Role.MUTED),
            TextRun(figures_text(gain**depth), Role.TEXT, bold=True),
        )  # fmt: skip
        marks.append(Text(x=PANEL, y=634 + 42 * index, runs=runs, size=28, name=f"after {depth} layers"))
    return marks
