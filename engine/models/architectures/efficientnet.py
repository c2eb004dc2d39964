"""EfficientNet B0 to B7: one network, scaled in depth, width and resolution together.

Source: Tan and Le, EfficientNet: rethinking model scaling for convolutional neural networks (ICML, 2019); the
coefficients are those of the released networks, which are rounded powers of the paper's.
"""

from collections import OrderedDict
from dataclasses import replace
from math import ceil
from typing import NamedTuple

from torch import nn

from engine.models.architectures.inverted import Stage, Style, ends, stage
from engine.models.architectures.parts import row
from engine.models.layers import Mean, Parts

DIVISOR = 8
STEM, HEAD = 32, 1280
STAGES = (
    Stage(1, 3, 1, 16, 1),
    Stage(6, 3, 2, 24, 2),
    Stage(6, 5, 2, 40, 2),
    Stage(6, 3, 2, 80, 3),
    Stage(6, 5, 1, 112, 3),
    Stage(6, 5, 2, 192, 4),
    Stage(6, 3, 1, 320, 1),
)


class Scaling(NamedTuple):
    """How much wider and deeper than B0, the side of the pictures, and what goes with it."""

    width: float
    depth: float
    resolution: int
    dropout: float
    eps: float = 1e-5


SCALINGS = (
    Scaling(1.0, 1.0, 224, 0.2),
    Scaling(1.0, 1.1, 240, 0.2),
    Scaling(1.1, 1.2, 260, 0.3),
    Scaling(1.2, 1.4, 300, 0.3),
    Scaling(1.4, 1.8, 380, 0.4),
    Scaling(1.6, 2.2, 456, 0.4, 1e-3),
    Scaling(1.8, 2.6, 528, 0.5, 1e-3),
    Scaling(2.0, 3.1, 600, 0.5, 1e-3),
)
"""B0 to B7."""


def efficientnet(scaling: Scaling) -> nn.Module:
    """Return the network of a scaling."""
    style = Style("silu", nn.SiLU, gated=True, eps=scaling.eps)
    channels = widened(STEM, scaling.width)
    stages: Parts = OrderedDict(stem=row(ends("1", 3, channels, 3, 2, style)))
    for number, plan in enumerate(STAGES, start=1):
        scaled = replace(
            plan, channels=widened(plan.channels, scaling.width), repeats=ceil(plan.repeats * scaling.depth)
        )
        stages[f"stage{number}"] = stage(channels, scaled, style)
        channels = scaled.channels
    last = widened(HEAD, scaling.width)
    stages["head"] = row(
        ends("2", channels, last, 1, 1, style), gap=Mean(), drop=nn.Dropout(scaling.dropout), fc=nn.Linear(last, 1000)
    )
    return row(stages)


def widened(channels: int, width: float) -> int:
    """Return channels times width as a multiple of 8, but never less than nine tenths of it."""
    wanted = channels * width
    rounded = max(DIVISOR, int(wanted + DIVISOR / 2) // DIVISOR * DIVISOR)
    return rounded + DIVISOR if rounded < 0.9 * wanted else rounded
