"""The block of MobileNet v2 and EfficientNet: widen, filter each map by itself, narrow again.

Source: Sandler, Howard, Zhu, Zhmoginov and Chen, MobileNetV2: inverted residuals and linear bottlenecks (CVPR, 2018).
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from torch import nn

from engine.models.architectures.gates import SqueezeExcite
from engine.models.architectures.parts import conv, repeated, row
from engine.models.layers import Parts, Residual


@dataclass(frozen=True)
class Style:
    """What the blocks of a network have in common.

    `name` is what the activation is called among the layers; with `gated`, each block has a squeeze-and-excitation
    whose waist is a quarter of the channels that the block reads. `convolution` makes every convolution, as
    `parts.conv` does.
    """

    name: str
    activation: type[nn.Module]
    gated: bool = False
    eps: float = 1e-5
    convolution: Callable[..., nn.Conv2d] = conv


@dataclass(frozen=True)
class Stage:
    """Repeated blocks, of which the first takes the stride; `expansion` is how much wider they are inside."""

    expansion: int
    kernel: int
    stride: int
    channels: int
    repeats: int


def stage(before: int, plan: Stage, style: Style) -> nn.Sequential:
    """Return the blocks of a stage that reads `before` channels."""
    first = block(before, plan, plan.stride, style)
    return repeated([first, *(block(plan.channels, plan, 1, style) for _ in range(plan.repeats - 1))])


def block(before: int, plan: Stage, stride: int, style: Style) -> nn.Module:
    """Return one block; its input is added where that has the shape of the output."""
    inside = before * plan.expansion
    body: Parts = OrderedDict()
    if plan.expansion > 1:
        body["expand"] = style.convolution(before, inside, 1, bias=False)
        body["norm1"] = nn.BatchNorm2d(inside, style.eps)
        body[f"{style.name}1"] = style.activation()
    body["depthwise"] = style.convolution(inside, inside, plan.kernel, stride, groups=inside, bias=False)
    body["norm2"] = nn.BatchNorm2d(inside, style.eps)
    body[f"{style.name}2"] = style.activation()
    if style.gated:
        body["se"] = SqueezeExcite(inside, max(1, before // 4), style.activation())
    body["project"] = style.convolution(inside, plan.channels, 1, bias=False)
    body["norm3"] = nn.BatchNorm2d(plan.channels, style.eps)
    return Residual(body) if stride == 1 and before == plan.channels else row(body)


def ends(mark: str, before: int, after: int, kernel: int, stride: int, style: Style) -> Parts:
    """Return the ordinary convolution in front of all blocks or behind them, normalised and activated."""
    return OrderedDict(
        {
            f"conv{mark}": style.convolution(before, after, kernel, stride, bias=False),
            f"norm{mark}": nn.BatchNorm2d(after, style.eps),
            f"{style.name}{mark}": style.activation(),
        }
    )
