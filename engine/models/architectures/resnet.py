"""ResNets for ImageNet and for CIFAR, their plain twins, and squeeze-and-excitation in them.

Sources: He, Zhang, Ren and Sun, Deep residual learning for image recognition (CVPR, 2016);
Hu, Shen and Sun, Squeeze-and-excitation networks (CVPR, 2018).
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Literal

from torch import nn

from engine.models.architectures.gates import SqueezeExcite
from engine.models.architectures.parts import conv_norm, conv_norm_relu, repeated, row
from engine.models.layers import Mean, Parts, Residual, Subsample

Shortcut = Literal["plain", "A", "B", "C"]
"""Without shortcuts; A: zeros for new channels; B: projections where the shape changes; C: projections everywhere."""

BLOCKS = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3)}
"""How many blocks each stage has, by the number of layers with weights on the longest path."""
WIDTHS = (64, 128, 256, 512)
BOTTLENECK_FROM = 50
EXPANSION = 4
"""A bottleneck gives 4 times as many channels as it is wide."""


@dataclass(frozen=True)
class Style:
    """How the blocks of a net are made.

    `early` puts the stride of a bottleneck into its first 1x1 convolution, as the paper does; torchvision and nearly
    all weights in use have it in the 3x3 one. `waist` divides the channels to get those of a gate's waist; 0 for none.
    """

    bottleneck: bool = False
    shortcut: Shortcut = "B"
    early: bool = False
    waist: int = 0


def resnet(depth: int, shortcut: Shortcut = "B", early: bool = False, waist: int = 0) -> nn.Module:
    """Return a net for pictures of 3x224x224; `Style` explains the choices."""
    style = Style(depth >= BOTTLENECK_FROM, shortcut, early, waist)
    stages: Parts = OrderedDict(stem=row(conv_norm_relu("1", 3, 64, 7, 2), maxpool=nn.MaxPool2d(3, 2, 1)))
    channels = 64
    for number, (width, count) in enumerate(zip(WIDTHS, BLOCKS[depth], strict=True), start=1):
        after = width * EXPANSION if style.bottleneck else width
        stages[f"layer{number}"] = _stage(channels, width, after, count, 1 if number == 1 else 2, style)
        channels = after
    stages["head"] = row(gap=Mean(), fc=nn.Linear(channels, 1000))
    return row(stages)


def cifar_resnet(depth: int, shortcut: Shortcut = "A") -> nn.Module:
    """Return a net of 6n + 2 layers for pictures of 3x32x32 and ten classes.

    Raises:
        ValueError: the depth is not 6n + 2.
    """
    count, rest = divmod(depth - 2, 6)
    if rest or count < 1:
        raise ValueError(f"a ResNet for CIFAR has 6n + 2 layers, not {depth}")
    stages: Parts = OrderedDict(stem=row(conv_norm_relu("1", 3, 16, 3)))
    for number, (before, after) in enumerate(((16, 16), (16, 32), (32, 64)), start=1):
        stages[f"layer{number}"] = _stage(
            before, after, after, count, 1 if number == 1 else 2, Style(shortcut=shortcut)
        )
    stages["head"] = row(gap=Mean(), fc=nn.Linear(64, 10))
    return row(stages)


def _stage(before: int, width: int, after: int, count: int, stride: int, style: Style) -> nn.Sequential:
    """Return the blocks of one stage, of which the first takes the stride and the change of channels."""
    first = _block(before, width, after, stride, style)
    return repeated([first, *(_block(after, width, after, 1, style) for _ in range(count - 1))])


def _block(before: int, width: int, after: int, stride: int, style: Style) -> nn.Module:
    """Return a basic block or a bottleneck, with a shortcut unless the net is plain."""
    if style.bottleneck:
        body, last = _bottleneck(before, width, after, stride, style.early), "3"
    else:
        body, last = conv_norm_relu("1", before, width, 3, stride) | conv_norm("2", width, after, 3), "2"
    if style.waist:
        body["se"] = SqueezeExcite(after, after // style.waist, nn.ReLU())
    end: Parts = OrderedDict({f"relu{last}": nn.ReLU()})
    if style.shortcut == "plain":
        return row(body, end)
    return Residual(body, _shortcut(before, after, stride, style.shortcut), end)


def _bottleneck(before: int, width: int, after: int, stride: int, early: bool) -> Parts:
    """Return a 1x1 convolution that reduces the channels, a 3x3 one and a 1x1 one that restores them."""
    return (
        conv_norm_relu("1", before, width, 1, stride if early else 1)
        | conv_norm_relu("2", width, width, 3, 1 if early else stride)
        | conv_norm("3", width, after, 1)
    )


def _shortcut(before: int, after: int, stride: int, option: Shortcut) -> nn.Module | None:
    """Return what makes a block's input fit its output; None where the input itself will do."""
    fits = stride == 1 and before == after
    if option == "C" or (option == "B" and not fits):
        return row(conv_norm("", before, after, 1, stride))
    return None if fits else row(subsample=Subsample(after - before, stride))
