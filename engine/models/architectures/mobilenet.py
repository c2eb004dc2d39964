"""MobileNets: depthwise separable convolutions, and the same with inverted residuals.

Sources: Howard et al., MobileNets: efficient convolutional neural networks for mobile vision applications (2017);
Sandler, Howard, Zhu, Zhmoginov and Chen, MobileNetV2: inverted residuals and linear bottlenecks (CVPR, 2018).
"""

from collections import OrderedDict

from torch import nn

from engine.models.architectures.inverted import Stage, Style, ends, stage
from engine.models.architectures.parts import conv, conv_norm_relu, repeated, row
from engine.models.layers import Mean, Parts

V1 = ((64, 1, 1), (128, 2, 2), (256, 2, 2), (512, 6, 2), (1024, 2, 2))
"""Channels, blocks and first stride of each stage."""
SHALLOW = 1
"""Blocks that the shallow variant keeps of the long stage at 14x14."""
V2 = (
    Stage(1, 3, 1, 16, 1),
    Stage(6, 3, 2, 24, 2),
    Stage(6, 3, 2, 32, 3),
    Stage(6, 3, 2, 64, 4),
    Stage(6, 3, 1, 96, 3),
    Stage(6, 3, 2, 160, 3),
    Stage(6, 3, 1, 320, 1),
)


def mobilenet_v1(width: float = 1.0, separable: bool = True, shallow: bool = False) -> nn.Module:
    """Return the first MobileNet.

    `width` thins all layers. The paper compares it with one of ordinary 3x3 convolutions (not `separable`) and
    with one that lacks the five blocks of 512 to 512 channels (`shallow`).
    """
    channels = int(32 * width)
    stages: Parts = OrderedDict(stem=row(conv_norm_relu("1", 3, channels, 3, 2)))
    for number, (wide, blocks, stride) in enumerate(V1, start=1):
        after = int(wide * width)
        count = SHALLOW if shallow and wide == 512 else blocks
        reads = [channels, *[after] * (count - 1)]
        strides = [stride, *[1] * (count - 1)]
        make = _separable if separable else _ordinary
        stages[f"stage{number}"] = repeated([make(*each, after) for each in zip(reads, strides, strict=True)])
        channels = after
    stages["head"] = row(gap=Mean(), fc=nn.Linear(channels, 1000))
    return row(stages)


def mobilenet_v2() -> nn.Module:
    """Return the second MobileNet."""
    style = Style("relu", nn.ReLU6)
    stages: Parts = OrderedDict(stem=row(ends("1", 3, 32, 3, 2, style)))
    channels = 32
    for number, plan in enumerate(V2, start=1):
        stages[f"stage{number}"] = stage(channels, plan, style)
        channels = plan.channels
    last = ends("2", channels, 1280, 1, 1, style)
    stages["head"] = row(last, gap=Mean(), drop=nn.Dropout(0.2), fc=nn.Linear(1280, 1000))
    return row(stages)


def _separable(before: int, stride: int, after: int) -> nn.Module:
    """Return a depthwise and a pointwise convolution, each with its normalisation and ReLU."""
    return row(
        depthwise=conv(before, before, 3, stride, groups=before, bias=False),
        norm1=nn.BatchNorm2d(before),
        relu1=nn.ReLU(),
        pointwise=conv(before, after, 1, bias=False),
        norm2=nn.BatchNorm2d(after),
        relu2=nn.ReLU(),
    )


def _ordinary(before: int, stride: int, after: int) -> nn.Module:
    return row(conv_norm_relu("1", before, after, 3, stride))
