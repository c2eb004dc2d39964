"""What becomes of a described network when its picture or its number of classes changes."""

from __future__ import annotations

from dataclasses import replace
from math import prod

from scenes import reference
from scenes.stage.data.networks import Layer, Network, Shape

SHAPELESS = ("relu", "relu6", "silu", "tanh", "sigmoid", "local response norm", "batch norm", "dropout")
"""Kinds of layers whose output has the shape of their input, whatever that is."""


def resized(network: Network, side: int, classes: int | None = None) -> Network:
    """Return a network in a single row as it would be for square pictures of another side, or with other classes.

    Convolutions keep their parameters; the first dense layer gets as many inputs as there are then numbers before it.

    Raises:
        ValueError: some layer's window would not fit, or the network is no single row of plain layers.
    """
    shape: Shape = (network.shape[0], side, side)
    picture, layers = shape, []
    last = network.weighted[-1].name
    for layer in network.inference:
        units = classes if classes is not None and layer.name == last else None
        layer = _after(layer, shape, units)
        layers.append(layer)
        shape = layer.shape
    return replace(network, shape=picture, layers=tuple(layers))


def _after(layer: Layer, before: Shape, classes: int | None) -> Layer:
    """Return a layer with the shape and the counts that it has behind an input of a shape."""
    if layer.kind in SHAPELESS:
        return replace(layer, shape=before)
    if layer.kind == "adaptive average pool":
        return layer
    if layer.kind == "global average pool":
        return replace(layer, shape=before[:1])
    if layer.kind == "flatten":
        return replace(layer, shape=(prod(before),))
    if layer.kind == "dense":
        units = layer.shape[0] if classes is None else classes
        parameters = reference.dense_parameters(before[0], units, bias=layer.bias)
        return replace(layer, shape=(units,), parameters=parameters, macs=before[0] * units)
    if layer.kind not in ("conv", "grouped conv", "depthwise conv", "max pool", "average pool") or layer.kernel is None:
        raise ValueError(f"A layer of kind {layer.kind!r} can't be given another size.")
    height, width = (
        reference.output_size(n, layer.kernel[axis], layer.stride[axis], layer.sides(axis), layer.dilation[axis],
                              ceil=layer.ceil)
        for axis, n in enumerate(before[1:])
    )  # fmt: skip
    after = replace(layer, shape=(layer.shape[0], height, width))
    if not layer.convolves:
        return after
    macs = reference.convolution_macs(height, width, before[0], layer.shape[0], layer.kernel, layer.groups)
    return replace(after, macs=macs)
