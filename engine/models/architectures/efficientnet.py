"""EfficientNet B0 to B7: one network, scaled in depth, width and resolution together; and the smallest for phones.

Sources: Tan and Le, EfficientNet: rethinking model scaling for convolutional neural networks (ICML, 2019); the
coefficients are those of the released networks, which are rounded powers of the paper's. Liu, Higher accuracy on
vision models with EfficientNet-Lite (TensorFlow blog, 2020).
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from typing import NamedTuple

from torch import nn

from engine.models.architectures.inverted import Stage, Style, ends, stage
from engine.models.architectures.parts import SameConv, row
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
    plans = [
        replace(plan, channels=widened(plan.channels, scaling.width), repeats=ceil(plan.repeats * scaling.depth))
        for plan in STAGES
    ]
    style = Style("silu", nn.SiLU, gated=True, eps=scaling.eps)
    return _network(plans, style, widened(STEM, scaling.width), widened(HEAD, scaling.width), scaling.dropout)


def efficientnet_lite0() -> nn.Module:
    """Return EfficientNet-Lite0: B0 without gates, with ReLU6, padded as TensorFlow pads, as its weights need it."""
    return _network(STAGES, Style("relu", nn.ReLU6, eps=1e-3, convolution=SameConv), STEM, HEAD, 0.2)


def _network(plans: Sequence[Stage], style: Style, stem: int, head: int, dropout: float) -> nn.Module:
    stages: Parts = OrderedDict(stem=row(ends("1", 3, stem, 3, 2, style)))
    channels = stem
    for number, plan in enumerate(plans, start=1):
        stages[f"stage{number}"] = stage(channels, plan, style)
        channels = plan.channels
    last = ends("2", channels, head, 1, 1, style)
    stages["head"] = row(last, gap=Mean(), drop=nn.Dropout(dropout), fc=nn.Linear(head, 1000))
    return row(stages)


def widened(channels: int, width: float) -> int:
    """Return channels times width as a multiple of 8, but never less than nine tenths of it."""
    wanted = channels * width
    rounded = max(DIVISOR, int(wanted + DIVISOR / 2) // DIVISOR * DIVISOR)
    return rounded + DIVISOR if rounded < 0.9 * wanted else rounded
