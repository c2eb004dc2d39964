"""SqueezeNet 1.0 and 1.1: narrow 1x1 convolutions in front of wider ones, and no dense layer.

Source: Iandola, Han, Moskewicz, Ashraf, Dally and Keutzer, SqueezeNet: AlexNet-level accuracy with 50x fewer
parameters (2016).
"""

from collections import OrderedDict

from torch import nn

from engine.models.architectures.parts import Branches, conv_relu, row
from engine.models.layers import Mean, Parts

FIRES = {2: (16, 64), 3: (16, 64), 4: (32, 128), 5: (32, 128), 6: (48, 192), 7: (48, 192), 8: (64, 256), 9: (64, 256)}
"""Channels behind the squeezing convolution and behind each of the two expanding ones."""


def squeezenet(version: str) -> nn.Module:
    """Return version 1.0, or 1.1, which sees smaller patches at first and pools earlier."""
    if version == "1.0":
        first, channels, pooled = conv_relu("1", 3, 96, 7, 2, 0), 96, (1, 4, 8)
    else:
        first, channels, pooled = conv_relu("1", 3, 64, 3, 2, 0), 64, (1, 3, 5)
    stages: Parts = OrderedDict(stem=row(first, maxpool1=_halve()))
    for number, (squeezed, expanded) in FIRES.items():
        stages[f"fire{number}"] = _fire(channels, squeezed, expanded)
        channels = 2 * expanded
        if number in pooled:
            stages[f"maxpool{number}"] = _halve()
    head: Parts = OrderedDict(drop=nn.Dropout(0.5))
    stages["head"] = row(head, conv_relu("10", channels, 1000, 1), gap=Mean())
    return row(stages)


def _fire(before: int, squeezed: int, expanded: int) -> nn.Sequential:
    expand = Branches(
        expand1x1=row(conv_relu("", squeezed, expanded, 1)), expand3x3=row(conv_relu("", squeezed, expanded, 3))
    )
    return row(conv_relu("_squeeze", before, squeezed, 1), expand=expand)


def _halve() -> nn.Module:
    return nn.MaxPool2d(3, 2, ceil_mode=True)
