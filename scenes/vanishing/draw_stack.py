"""The random stack: how large what each layer gives is, and how large the gradient is behind each layer."""

from __future__ import annotations

import numpy as np

from scenes.reference import Floats
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.curves import curve, decades, dots
from scenes.stage.core.marks import AnyMark, Role, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import heading, options
from scenes.vanishing.computed import DEPTH, stack
from scenes.vanishing.knobs import ACTIVATIONS, RULES, Knobs
from scenes.vanishing.story import Steps

BOXES = ((150.0, 290.0, 600.0, 410.0), (930.0, 290.0, 600.0, 410.0))
PLATES_Y = 152.0
MOST = 24


def draw_stack(stage: Stage, now: Steps, knobs: Knobs) -> None:
    """Draw the signal from the input on, then the gradient from the loss back."""
    opacity = now.alone("stack")
    if opacity <= 0:
        return
    of, share = stack(knobs.activation, knobs.rule), now.even("stack")
    theory = of.gain ** np.arange(DEPTH + 1)
    forward = round(min(share * 2, 1.0) * (DEPTH + 1))
    back = round(max(share * 2 - 1, 0.0) * (DEPTH + 1))
    exact = knobs.activation == "ReLU"
    marks = [
        *_panel(0, of.forward, of.forward[0] * theory if exact else None, slice(0, forward)),
        *_panel(1, of.backward, of.backward[-1] * theory[::-1], slice(DEPTH + 1 - back, None)),
        *_plates(knobs),
    ]
    stage.add(*marks, opacity=opacity)


def _panel(side: int, sizes: Floats, theory: Floats | None, come: slice) -> list[AnyMark]:
    """One direction: the measured sizes as dots on a line, and what theory says, dashed."""
    box, role = BOXES[side], (Role.OUTPUT, Role.GRADIENT)[side]
    title, note = (("signal forwards", "root mean square, by layer"),
                   ("gradient backwards", "root mean square, by layer"))[side]  # fmt: skip
    low, high = decades([sizes] if theory is None else [sizes, theory], MOST)
    axes = Axes(box, (0.0, float(DEPTH)), (min(low, 0.01), max(high, 10.0)), log_y=True)
    layers = np.arange(DEPTH + 1, dtype=float)
    marks: list[AnyMark] = [heading(box[0], box[1] - 40, title, note, role), *axes.frame("layer", size=22)]
    if theory is not None:
        marks += axes.line(layers, theory, Role.MUTED, f"{title}, theory", line=3.0, dashed=True)
    if len(layers[come]):
        marks += [
            *curve(axes, layers[come], sizes[come], role, title),
            *dots(axes, layers[come], np.clip(sizes[come], *axes.y), role),
        ]
    return marks


def _plates(knobs: Knobs) -> list[AnyMark]:
    """What a click can change."""
    y = PLATES_Y + 24
    return [
        lettering(150, y, "activation", Role.MUTED, size=24),
        *options(282, PLATES_Y, 112, "activation", [(name, name) for name in ACTIVATIONS], knobs.activation),
        lettering(918, y, "first weights", Role.MUTED, size=24, anchor="end"),
        *options(932, PLATES_Y, 142, "rule", [(name, name) for name in RULES], knobs.rule),
    ]
