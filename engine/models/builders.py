"""Networks from their descriptions: one `build` entry for each kind of network in `engine.contract.spec.networks`."""

from collections import OrderedDict
from functools import singledispatch
from itertools import pairwise
from typing import Any

from torch import nn

from engine.contract import spec
from engine.models.assembling import assemble
from engine.models.layers import (
    Branches,
    Conv,
    Flatten,
    Gate,
    MapNorm,
    MaxPool,
    Mean,
    Parts,
    Projection,
    Residual,
    SideHead,
    Subsample,
    UnitNorm,
    activation,
    initialise,
)

Shape = tuple[int, int, int]
Convolved = spec.ConvStack | spec.StagedCNN | spec.HeadedCNN | spec.InceptionNet


@singledispatch
def build(network: Any, shape: Shape, classes: int) -> nn.Sequential:
    """Return the torch module for a network description.

    It maps standardised pictures (batch, *shape) to logits (batch, classes). Layers that are worth a look
    are leaf modules whose names say what they are and where: conv1, relu1, pool1, conv2... or block2.conv1,
    and the last of them gives the logits.
    """
    raise TypeError(f"there is no builder for {type(network).__name__}")


@build.register
def _dense(network: spec.DenseNet, shape: Shape, classes: int) -> nn.Sequential:
    layers: Parts = OrderedDict(flatten=Flatten())
    sizes = (shape[0] * shape[1] * shape[2], *network.hidden)
    for number, (before, after) in enumerate(pairwise(sizes), start=1):
        hidden: Parts = OrderedDict({f"fc{number}": nn.Linear(before, after, bias=network.norm == "none")})
        if network.norm == "batch":
            hidden[f"norm{number}"] = UnitNorm(after)
        hidden[f"{network.activation}{number}"] = activation(network.activation)
        if network.shortcut == "identity" and before == after:
            layers[f"block{number}"] = Residual(hidden)
        else:
            layers.update(hidden)
        if number in network.aux_behind:
            layers[f"aux{number}"] = SideHead(OrderedDict(fc=nn.Linear(after, classes)))
    layers[f"fc{len(sizes)}"] = nn.Linear(sizes[-1], classes)
    return _initialised(layers, network.init)


@build.register
def _small_cnn(network: spec.SmallCNN, shape: Shape, classes: int) -> nn.Sequential:
    layers: Parts = OrderedDict()
    depth, height, width = shape
    for number, channels in enumerate(network.channels, start=1):
        layers[f"conv{number}"] = _conv(depth, channels, network.kernel, norm=network.norm)
        if network.norm == "batch":
            layers[f"norm{number}"] = MapNorm(channels)
        layers[f"{network.activation}{number}"] = activation(network.activation)
        layers[f"pool{number}"] = MaxPool(2)
        depth, height, width = channels, height // 2, width // 2
    layers["flatten"] = Flatten()
    layers["fc"] = nn.Linear(depth * height * width, classes)
    return _initialised(layers, network.init)


@build.register
def _conv_stack(network: spec.ConvStack, shape: Shape, classes: int) -> nn.Sequential:
    layers: Parts = OrderedDict(stem=_stem(network, shape[0], network.widths[0]))
    for number, (before, after, stride) in enumerate(network.plan, start=1):
        layers[f"block{number}"] = _block(network, before, after, stride)
    layers["mean"] = Mean()
    layers["fc"] = nn.Linear(network.widths[-1], classes)
    return _initialised(layers, network.init)


def _block(network: spec.ConvStack, before: int, after: int, stride: int) -> nn.Module:
    """Return a block of two convolutions, with or without shortcut."""
    body: Parts = OrderedDict()
    body.update(_stage(network, _conv(before, after, 3, stride, norm=network.norm), "1"))
    body.update(_stage(network, _conv(after, after, 3, norm=network.norm), "2"))
    name, last = body.popitem()
    if network.shortcut == "none":
        body[name] = last
        return nn.Sequential(body)
    block = Residual(body, _shortcut(network.shortcut, before, after, stride), OrderedDict({name: last}))
    block.zero_start = network.zero_init
    return block


def _shortcut(kind: spec.Shortcut, before: int, after: int, stride: int) -> nn.Module | None:
    """Return what a shortcut does to a block's input so that it can be added; None if it fits as it is."""
    if before == after and stride == 1:
        return None
    if kind == "projection":
        return Projection(before, after, stride)
    return Subsample(after - before, stride)


@build.register
def _staged(network: spec.StagedCNN, shape: Shape, classes: int) -> nn.Sequential:
    layers: Parts = OrderedDict(stem=_stem(network, shape[0], network.stem))
    widths = pairwise((network.stem, *network.widths))
    for number, ((before, after), stride) in enumerate(zip(widths, network.strides, strict=True), start=1):
        stage = (
            _separable_stage(network, before, after, stride)
            if network.separable
            else _stage(network, _conv(before, after, 3, stride, norm=network.norm))
        )
        if network.squeeze:
            stage["gate"] = Gate(after, network.squeeze)
        layers[f"stage{number}"] = nn.Sequential(stage)
    layers["mean"] = Mean()
    layers["fc"] = nn.Linear(network.widths[-1], classes)
    return _initialised(layers, network.init)


def _separable_stage(network: spec.StagedCNN, before: int, after: int, stride: int) -> Parts:
    """Return a depthwise and a pointwise convolution, each with what follows it."""
    depthwise = _conv(before, before, 3, stride, groups=before, norm=network.norm)
    parts = _stage(network, depthwise, "1", "depthwise")
    parts.update(_stage(network, _conv(before, after, 1, norm=network.norm), "2", "pointwise"))
    return parts


def _stem(network: Convolved, channels: int, width: int) -> nn.Sequential:
    """Return the first convolution and what follows it."""
    return nn.Sequential(_stage(network, _conv(channels, width, 3, norm=network.norm)))


def _stage(network: Convolved, conv: nn.Conv2d, number: str = "", name: str | None = None) -> Parts:
    """Return a convolution and what follows it, under names that end in `number`."""
    parts: Parts = OrderedDict({name or f"conv{number}": conv})
    if network.norm == "batch":
        parts[f"norm{number}"] = MapNorm(conv.out_channels)
    parts[f"{network.activation}{number}"] = activation(network.activation)
    return parts


@build.register
def _headed(network: spec.HeadedCNN, shape: Shape, classes: int) -> nn.Sequential:
    layers: Parts = OrderedDict()
    depth, height, width = shape
    for number, channels in enumerate(network.channels, start=1):
        layers.update(_stage(network, _conv(depth, channels, network.kernel, norm=network.norm), str(number)))
        if number <= network.pools:
            layers[f"pool{number}"] = MaxPool(2)
        depth = channels
    if network.head == "mean":
        layers["mean"] = Mean()
    else:
        seen = depth * (height >> network.pools) * (width >> network.pools)
        layers["flatten"] = Flatten()
        layers["hidden"] = nn.Linear(seen, network.hidden)
        layers["hidden_" + network.activation] = activation(network.activation)
        depth = network.hidden
    layers["fc"] = nn.Linear(depth, classes)
    return _initialised(layers, network.init)


@build.register
def _inception(network: spec.InceptionNet, shape: Shape, classes: int) -> nn.Sequential:
    layers: Parts = OrderedDict(stem=_stem(network, shape[0], network.stem))
    depth = network.stem
    for number, widths in enumerate(network.modules, start=1):
        layers[f"pool{number}"] = MaxPool(2)
        layers[f"module{number}"] = _module(network, depth, widths)
        depth = network.width(widths)
        if network.aux and number < len(network.modules):
            layers[f"aux{number}"] = SideHead(OrderedDict(mean=Mean(), fc=nn.Linear(depth, classes)))
    layers["mean"] = Mean()
    layers["fc"] = nn.Linear(depth, classes)
    return _initialised(layers, network.init)


def _module(network: spec.InceptionNet, depth: int, widths: spec.InceptionWidths) -> Branches:
    """Return an Inception module for so many maps."""
    one, reduce3, three, reduce5, five, projected = widths

    def lane(*convolutions: tuple[int, int, int], pooled: bool = False) -> nn.Sequential:
        parts: Parts = OrderedDict(pool=MaxPool(3, stride=1, padding=1)) if pooled else OrderedDict()
        for number, (before, after, side) in enumerate(convolutions, start=1):
            parts.update(_stage(network, _conv(before, after, side, norm=network.norm), str(number)))
        return nn.Sequential(parts)

    return Branches(
        OrderedDict(
            one=lane((depth, one, 1)),
            three=lane((depth, reduce3, 1), (reduce3, three, 3)),
            five=lane((depth, reduce5, 1), (reduce5, five, 5)),
            pooled=lane((depth, projected, 1), pooled=True),
        )
    )


@build.register
def _colour(network: spec.ColourNet, shape: Shape, classes: int) -> nn.Sequential:
    layers: Parts = OrderedDict()
    depth = shape[0]
    for number, convolution in enumerate(network.convolutions, start=1):
        if convolution == "depthwise":
            layers[f"depthwise{number}"] = _conv(depth, depth, network.kernel, groups=depth)
        else:
            layers[f"pointwise{number}"] = _conv(depth, network.width, 1)
            depth = network.width
        layers[f"{network.activation}{number}"] = activation(network.activation)
    layers["mean"] = Mean()
    layers["fc"] = nn.Linear(depth, classes)
    return _initialised(layers, network.init)


@build.register
def _built(network: spec.Built, shape: Shape, classes: int) -> nn.Sequential:
    return _initialised(assemble(network.parts, shape, classes), network.init)


def _conv(
    before: int, after: int, kernel: int, stride: int = 1, groups: int = 1, norm: spec.Normalisation = "none"
) -> nn.Conv2d:
    """Return a convolution with same padding; a normalisation behind it makes its biases pointless."""
    return Conv(before, after, kernel, stride, kernel // 2, groups=groups, bias=norm == "none")


def _initialised(layers: Parts, how: spec.Initialisation) -> nn.Sequential:
    module = nn.Sequential(layers)
    initialise(module, how)
    for part in module.modules():
        if isinstance(part, Residual) and part.zero_start:
            part.start_as_identity()
    return module
