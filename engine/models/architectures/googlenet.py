"""GoogLeNet: nine Inception modules, and two auxiliary classifiers while training.

Source: Szegedy et al., Going deeper with convolutions (CVPR, 2015).
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from torch import nn

from engine.models.architectures.parts import Auxiliary, Branches, WithHeads, conv_norm_relu, conv_relu, row
from engine.models.layers import Mean, Parts

Convolution = Callable[..., Parts]
"""`conv_relu` or `conv_norm_relu`."""


class Widths(NamedTuple):
    """Output channels of a module's convolutions."""

    one: int
    three_reduce: int
    three: int
    five_reduce: int
    five: int
    pool: int

    @property
    def total(self) -> int:
        """Channels of the concatenated output."""
        return self.one + self.three + self.five + self.pool


MODULES = {
    "3a": Widths(64, 96, 128, 16, 32, 32),
    "3b": Widths(128, 128, 192, 32, 96, 64),
    "4a": Widths(192, 96, 208, 16, 48, 64),
    "4b": Widths(160, 112, 224, 24, 64, 64),
    "4c": Widths(128, 128, 256, 24, 64, 64),
    "4d": Widths(112, 144, 288, 32, 64, 64),
    "4e": Widths(256, 160, 320, 32, 128, 128),
    "5a": Widths(256, 160, 320, 32, 128, 128),
    "5b": Widths(384, 192, 384, 48, 128, 128),
}
HEADS = {"aux1": "4a", "aux2": "4d"}
"""Behind which module each auxiliary classifier stands."""


def googlenet() -> nn.Module:
    """Return the published net: convolutions with biases, real 5x5 kernels, response normalisation."""
    stem = row(
        conv_relu("1", 3, 64, 7, 2),
        OrderedDict(maxpool1=_halve(), norm1=_response_norm()),
        conv_relu("2", 64, 64, 1),
        conv_relu("3", 64, 192, 3),
        norm2=_response_norm(),
        maxpool2=_halve(),
    )
    return _net(stem, _halve(), lambda: nn.AvgPool2d(5, 3), conv_relu, five=5, dropout=0.4)


def googlenet_torchvision() -> nn.Module:
    """Return the net as torchvision builds it: batch normalisation, and 3x3 kernels in the branch called 5x5."""
    convolution = partial(conv_norm_relu, eps=1e-3)
    stem = row(
        convolution("1", 3, 64, 7, 2),
        OrderedDict(maxpool1=_halve()),
        convolution("2", 64, 64, 1),
        convolution("3", 64, 192, 3),
        maxpool2=_halve(),
    )
    last_pool = nn.MaxPool2d(2, 2, ceil_mode=True)
    return _net(stem, last_pool, lambda: nn.AdaptiveAvgPool2d(4), convolution, five=3, dropout=0.2)


def inception(before: int, widths: Widths, convolution: Convolution = conv_relu, five: int = 5) -> Branches:
    """Return a module: four ways through the same maps, 1x1 convolutions making the wide ones cheap."""
    return Branches(
        branch1x1=row(convolution("", before, widths.one, 1)),
        branch3x3=row(
            convolution("_reduce", before, widths.three_reduce, 1),
            convolution("", widths.three_reduce, widths.three, 3),
        ),
        branch5x5=row(
            convolution("_reduce", before, widths.five_reduce, 1),
            convolution("", widths.five_reduce, widths.five, five),
        ),
        branchpool=row(
            OrderedDict(pool=nn.MaxPool2d(3, 1, 1, ceil_mode=True)), convolution("_project", before, widths.pool, 1)
        ),
    )


def _net(
    stem: nn.Module,
    last_pool: nn.Module,
    side_pool: Callable[[], nn.Module],
    convolution: Convolution,
    five: int,
    dropout: float,
) -> nn.Module:
    """Put the modules, the pools between them and the classifiers together."""
    stages: Parts = OrderedDict(stem=stem)
    channels = 192
    for name, widths in MODULES.items():
        stages[f"inception{name}"] = inception(channels, widths, convolution, five)
        channels = widths.total
        if name == "3b":
            stages["maxpool3"] = _halve()
        if name == "4e":
            stages["maxpool4"] = last_pool
    stages["head"] = row(gap=Mean(), drop=nn.Dropout(dropout), fc=nn.Linear(channels, 1000))
    heads = {
        name: (f"inception{module}", _auxiliary(MODULES[module].total, side_pool(), convolution))
        for name, module in HEADS.items()
    }
    return WithHeads(stages, heads)


def _auxiliary(before: int, pool: nn.Module, convolution: Convolution) -> Auxiliary:
    """Return an auxiliary classifier; `pool` leaves 4x4 of the 14x14 positions."""
    parts: Parts = OrderedDict(pool=pool)
    parts |= convolution("", before, 128, 1)
    parts |= {"flatten": nn.Flatten(), "fc1": nn.Linear(128 * 4 * 4, 1024), "relu1": nn.ReLU()}
    parts |= {"drop": nn.Dropout(0.7), "fc2": nn.Linear(1024, 1000)}
    return Auxiliary(parts)


def _halve() -> nn.Module:
    return nn.MaxPool2d(3, 2, ceil_mode=True)


def _response_norm() -> nn.Module:
    return nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75)
