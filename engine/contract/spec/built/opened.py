"""The networks with a name, opened: the parts that each is made of, so that it can be changed part by part."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from engine.contract.spec.built.network import Built
from engine.contract.spec.built.parts import (
    Activate,
    BatchNorm,
    Conv,
    Dense,
    Depthwise,
    Flatten,
    Joining,
    Lanes,
    Mean,
    Part,
    Parts,
    Pointwise,
    Pool,
    Residual,
    SideClassifier,
    SqueezeExcite,
)
from engine.contract.spec.choices import Activation, Normalisation
from engine.contract.spec.data import Shape
from engine.contract.spec.headed import HeadedCNN, InceptionNet
from engine.contract.spec.networks import ColourNet, ConvStack, DenseNet, SmallCNN, StagedCNN

LAST = Dense(None)


@singledispatch
def opened(network: Any, shape: Shape) -> Built:
    """The same network as parts, for pictures of a shape: the same layers in the same order, so the same weights."""
    raise TypeError(f"{type(network).__name__} can't be opened")


@opened.register
def _built(network: Built, shape: Shape) -> Built:
    return network


@opened.register
def _dense(network: DenseNet, shape: Shape) -> Built:
    parts: list[Part] = [Flatten()]
    before = shape[0] * shape[1] * shape[2]
    for number, units in enumerate(network.hidden, start=1):
        layer = _then((Dense(units, bias=network.norm == "none"),), network.norm, network.activation)
        fits = network.shortcut == "identity" and before == units
        parts += (Residual(layer),) if fits else layer
        parts += (SideClassifier(),) if number in network.aux_behind else ()
        before = units
    return Built((*parts, LAST), network.init)


@opened.register
def _small(network: SmallCNN, shape: Shape) -> Built:
    parts: list[Part] = []
    for filters in network.channels:
        parts += (*_conv(filters, network.kernel, network.norm, network.activation), Pool())
    return Built((*parts, Flatten(), LAST), network.init)


@opened.register
def _stack(network: ConvStack, shape: Shape) -> Built:
    norm, kind = network.norm, network.activation
    parts = list(_conv(network.widths[0], 3, norm, kind))
    for before, after, stride in network.plan:
        body: Parts = (*_conv(after, 3, norm, kind, stride), *_conv(after, 3, norm, kind))
        if network.shortcut == "none":
            parts += body
            continue
        changed: Joining = "projection" if network.shortcut == "projection" else "zeros"
        fits = before == after and stride == 1
        parts.append(Residual(body[:-1], "identity" if fits else changed, network.zero_init))
        parts.append(Activate(kind))
    return Built((*parts, Mean(), LAST), network.init)


@opened.register
def _staged(network: StagedCNN, shape: Shape) -> Built:
    norm, kind = network.norm, network.activation
    parts = list(_conv(network.stem, 3, norm, kind))
    for filters, stride in zip(network.widths, network.strides, strict=True):
        if network.separable:
            parts += _then((Depthwise(3, stride, 1, bias=norm == "none"),), norm, kind)
            parts += _pointwise(filters, norm, kind)
        else:
            parts += _conv(filters, 3, norm, kind, stride)
        parts += (SqueezeExcite(network.squeeze),) if network.squeeze else ()
    return Built((*parts, Mean(), LAST), network.init)


@opened.register
def _colour(network: ColourNet, shape: Shape) -> Built:
    parts: list[Part] = []
    for convolution in network.convolutions:
        depthwise = Depthwise(network.kernel, 1, network.kernel // 2)
        parts += (depthwise if convolution == "depthwise" else Pointwise(network.width), Activate(network.activation))
    return Built((*parts, Mean(), LAST), network.init)


@opened.register
def _headed(network: HeadedCNN, shape: Shape) -> Built:
    parts: list[Part] = []
    for number, filters in enumerate(network.channels, start=1):
        parts += _conv(filters, network.kernel, network.norm, network.activation)
        parts += (Pool(),) if number <= network.pools else ()
    hidden = (Flatten(), Dense(network.hidden), Activate(network.activation))
    return Built((*parts, *((Mean(),) if network.head == "mean" else hidden), LAST), network.init)


@opened.register
def _inception(network: InceptionNet, shape: Shape) -> Built:
    norm, kind = network.norm, network.activation
    parts = list(_conv(network.stem, 3, norm, kind))
    for number, (one, reduce3, three, reduce5, five, projected) in enumerate(network.modules, start=1):
        lanes = (
            _pointwise(one, norm, kind),
            (*_pointwise(reduce3, norm, kind), *_conv(three, 3, norm, kind)),
            (*_pointwise(reduce5, norm, kind), *_conv(five, 5, norm, kind)),
            (Pool("max", 3, 1, 1), *_pointwise(projected, norm, kind)),
        )
        parts += (Pool(), Lanes(lanes))
        parts += (SideClassifier(),) if network.aux and number < len(network.modules) else ()
    return Built((*parts, Mean(), LAST), network.init)


def _conv(filters: int, side: int, norm: Normalisation, kind: Activation, stride: int = 1) -> Parts:
    return _then((Conv(filters, side, stride, side // 2, bias=norm == "none"),), norm, kind)


def _pointwise(filters: int, norm: Normalisation, kind: Activation) -> Parts:
    return _then((Pointwise(filters, bias=norm == "none"),), norm, kind)


def _then(parts: Parts, norm: Normalisation, kind: Activation) -> Parts:
    """Parts with what stands behind them."""
    return (*parts, *((BatchNorm(),) if norm == "batch" else ()), Activate(kind))
