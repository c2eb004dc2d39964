"""VGG: 3x3 convolutions in five stages, each of which ends by halving the maps, and three dense layers.

Source: Simonyan and Zisserman, Very deep convolutional networks for large-scale image recognition (ICLR, 2015).
"""

from collections import OrderedDict

from torch import nn

from engine.models.architectures.parts import conv, dense_head, row
from engine.models.layers import Parts

WIDTHS = (64, 128, 256, 512, 512)
CONVOLUTIONS = {11: (1, 1, 2, 2, 2), 13: (2, 2, 2, 2, 2), 16: (2, 2, 3, 3, 3), 19: (2, 2, 4, 4, 4)}
"""How many convolutions each stage has, by the number of layers with weights."""


def vgg(depth: int, norm: bool = False) -> nn.Module:
    """Return VGG-11, 13, 16 or 19; with `norm`, the later variant with batch normalisation behind each convolution.

    That variant keeps its convolutions' biases.
    """
    stages: Parts = OrderedDict()
    channels = 3
    for stage, (width, count) in enumerate(zip(WIDTHS, CONVOLUTIONS[depth], strict=True), start=1):
        parts: Parts = OrderedDict()
        for number in range(1, count + 1):
            parts |= _convolution(f"{stage}_{number}", channels, width, norm)
            channels = width
        stages[f"block{stage}"] = row(parts, **{f"pool{stage}": nn.MaxPool2d(2)})
    stages["classifier"] = dense_head(channels * 7 * 7)
    return row(stages)


def _convolution(mark: str, before: int, after: int, norm: bool) -> Parts:
    """Return a 3x3 convolution with its ReLU, named after the stage and the convolution's number in it."""
    parts: Parts = OrderedDict({f"conv{mark}": conv(before, after, 3)})
    if norm:
        parts[f"norm{mark}"] = nn.BatchNorm2d(after)
    parts[f"relu{mark}"] = nn.ReLU()
    return parts
