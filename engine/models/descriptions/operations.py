"""What a layer does: its kind, its window, and how many multiply-accumulates it takes."""

from dataclasses import dataclass
from functools import singledispatch
from math import prod

from torch import nn

from engine.contract.geometry import Pair, Window
from engine.models.architectures.lenet import RadialBasis, ScaledTanh, Subsampling, TableConv
from engine.models.architectures.parts import Concat, SameConv, Scale
from engine.models.layers import Add, Mean, Subsample

Shape = tuple[int, ...]

POINTWISE: dict[type[nn.Module], str] = {
    nn.ReLU: "relu",
    nn.ReLU6: "relu6",
    nn.SiLU: "silu",
    nn.Sigmoid: "sigmoid",
    ScaledTanh: "tanh",
    Add: "add",
    Concat: "concat",
    Scale: "scale",
}
"""Layers whose units see no more than those they read."""

GLOBAL: dict[type[nn.Module], str] = {
    nn.Flatten: "flatten",
    Mean: "global average pool",
    RadialBasis: "radial basis",
    nn.AdaptiveAvgPool2d: "adaptive average pool",
}
"""Layers whose units see the whole map, or parts of different size."""


@dataclass(frozen=True)
class Operation:
    """What a layer does; `local` if each of its units sees a window of the input."""

    kind: str
    local: bool = True
    window: Window | None = None
    macs: int = 0
    groups: int = 1
    connections: tuple[tuple[int, ...], ...] = ()
    rate: float = 0.0
    epsilon: float = 1e-5
    responses: tuple[float, ...] = ()


@singledispatch
def operation(part: nn.Module, output: Shape) -> Operation:
    """Return what a layer does whose output for one picture has that shape.

    Raises:
        TypeError: nobody has said what this module does.
    """
    if type(part) in POINTWISE:
        return Operation(POINTWISE[type(part)], local=len(output) > 1)
    if type(part) in GLOBAL:
        return Operation(GLOBAL[type(part)], local=False)
    raise TypeError(f"{type(part).__name__} has no description yet; add it to engine.models.descriptions.operations")


@operation.register
def _convolution(part: nn.Conv2d, output: Shape) -> Operation:
    """Describe a convolution: each weight is used once for each position of its map."""
    kind = "conv"
    if part.groups > 1:
        kind = "depthwise conv" if part.groups == part.in_channels else "grouped conv"
    padding, behind = _pair(part.padding), None
    if isinstance(part, SameConv):
        padding = _pair(part.before)
        behind = None if part.behind == part.before else _pair(part.behind)
    window = Window(_pair(part.kernel_size), _pair(part.stride), padding, behind, _pair(part.dilation))
    return Operation(kind, window=window, macs=part.weight.numel() * prod(output[1:]), groups=part.groups)


@operation.register
def _table_convolution(part: TableConv, output: Shape) -> Operation:
    macs = part.weight.numel() * prod(output[1:])
    return Operation("table conv", window=Window(_pair(part.kernel)), macs=macs, connections=part.table)


@operation.register
def _dense(part: nn.Linear, _output: Shape) -> Operation:
    return Operation("dense", local=False, macs=part.weight.numel())


@operation.register
def _max_pooling(part: nn.MaxPool2d, _output: Shape) -> Operation:
    return Operation("max pool", window=_pooling(part))


@operation.register
def _average_pooling(part: nn.AvgPool2d, _output: Shape) -> Operation:
    return Operation("average pool", window=_pooling(part))


@operation.register
def _trained_subsampling(_part: Subsampling, _output: Shape) -> Operation:
    return Operation("subsampling", window=Window((2, 2), (2, 2)))


@operation.register
def _subsampled_shortcut(part: Subsample, _output: Shape) -> Operation:
    return Operation("subsample", window=Window((1, 1), _pair(part.stride)))


@operation.register
def _dropout(part: nn.Dropout, output: Shape) -> Operation:
    return Operation("dropout", local=len(output) > 1, rate=part.p)


@operation.register
def _batch_normalisation(part: nn.BatchNorm2d, output: Shape) -> Operation:
    return Operation("batch norm", local=len(output) > 1, epsilon=part.eps)


@operation.register
def _response_normalisation(part: nn.LocalResponseNorm, _output: Shape) -> Operation:
    return Operation("local response norm", responses=(part.size, part.alpha, part.beta, part.k))


def _pooling(part: nn.MaxPool2d | nn.AvgPool2d) -> Window:
    return Window(_pair(part.kernel_size), _pair(part.stride), _pair(part.padding), ceil=part.ceil_mode)


def _pair(sides: object) -> Pair:
    """Return a size that torch gives as one number or as two."""
    match sides:
        case int(side):
            return side, side
        case (int(height), int(width)):
            return height, width
    raise TypeError(f"{sides!r} is no size along two axes")
