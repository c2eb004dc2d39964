"""A network of the course with given weights, in the format ONNX; the extra `edge` brings what writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from desktop.model_files.onnx_nodes import INPUT, OPSET, OUTPUT, Nodes, Numbers
from scenes.stage.data.networks import INPUT as PICTURE
from scenes.stage.data.networks import Layer, Network

_SAID = """{title}, written by Convoscope.

"{input}" takes float32 (batch, {shape}): pixels from 0 to 255, as they are. The first two nodes standardise them.
"{output}" gives (batch, {classes}): one number for each class. Nodes are called as the layers in Convoscope. Opset
{opset}.
"""
_PLAIN: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "relu": ("Relu", {}),
    "sigmoid": ("Sigmoid", {}),
    "add": ("Add", {}),
    "concat": ("Concat", {"axis": 1}),
    "flatten": ("Flatten", {"axis": 1}),
}
"""Kinds of layers that are one node without numbers."""
_SQUASH = 1.7159, 2 / 3
"""LeNet-5 squashes x to 1.7159 tanh(2x / 3)."""


class UnwritableLayerError(ValueError):
    """A layer that can't be written as ONNX; its words say which one and why, for a user."""


def model(
    network: Network,
    numbers: Numbers,
    mean: Sequence[float],
    deviation: Sequence[float],
    outputs: Sequence[str] = (),
) -> bytes:
    """The network as the bytes of a file, without auxiliary classifiers.

    It reads (pixels - `mean`) / `deviation`, a number for each channel or one for all, in units of bytes, 0 to 255.
    `numbers` gives "layer.weight", "layer.bias" and so on, laid out as torch does; `desktop.model_files.needed` says
    which. Each layer is one node of its name, or the last of some whose names begin with it; dropout is none. What the
    layers in `outputs` give can be asked for beside the logits.

    Raises:
        UnwritableLayerError: a layer has no form in ONNX.
        KeyError: `numbers` lacks some, or `outputs` names what is no node.
    """
    graph = _Described(network, numbers)
    channels = {"mean": mean, "deviation": deviation}
    graph.standardise(*(np.reshape(np.asarray(each, np.float32), (-1, 1, 1)) for each in channels.values()))
    for layer in network.inference:
        graph.add(layer)
    shape, classes = network.shape, network.inference[-1].shape[0]
    said = _SAID.format(
        title=network.title,
        input=INPUT,
        output=OUTPUT,
        shape=", ".join(map(str, shape)),
        classes=classes,
        opset=OPSET,
    )
    more = [graph.given(name) for name in outputs]
    return bytes(graph.finished(shape, classes, said, more).SerializeToString())


class _Described(Nodes):
    """The nodes of a network that is described layer by layer."""

    def __init__(self, network: Network, numbers: Numbers) -> None:
        super().__init__(numbers)
        self._network = network
        self._gives = {PICTURE: "standardised"}

    def given(self, name: str) -> str:
        """What a layer gives; raises KeyError where it is no node."""
        if self._gives[name] != name:
            raise KeyError(f"{name} does nothing at inference, so that it is no node.")
        return name

    def add(self, layer: Layer) -> None:
        """Add a layer; those that it reads are there."""
        inputs = [self._gives[name] for name in layer.inputs]
        if layer.kind in _PLAIN:
            operator, options = _PLAIN[layer.kind]
            self._gives[layer.name] = self.node(operator, layer.name, *inputs, **options)
        elif layer.kind in _BY_KIND:
            self._gives[layer.name] = _BY_KIND[layer.kind](self, layer, *inputs)
        else:
            raise UnwritableLayerError(f"“{layer.name}” is a layer of the kind “{layer.kind}”, which ONNX can’t hold.")

    def _nothing(self, layer: Layer, x: str) -> str:
        return x

    def _conv(self, layer: Layer, x: str) -> str:
        given = self.weights(layer.name, layer.bias)
        return self.node("Conv", layer.name, x, *given, **_window(layer), dilations=layer.dilation, group=layer.groups)

    def _table_conv(self, layer: Layer, x: str) -> str:
        """A convolution whose filters are 0 where a map does not read another."""
        links = self._numbers(f"{layer.name}.weight")
        before = self._network.read_by(layer)[0][0]
        filters = np.zeros((len(layer.connections), before, *links.shape[1:]), np.float32)
        ends = [(to, source) for to, sources in enumerate(layer.connections) for source in sources]
        filters[tuple(zip(*ends, strict=True))] = links
        weight = self.constant(f"{layer.name}.weight", filters)
        return self.node("Conv", layer.name, x, weight, self.weight(layer.name, "bias"), **_window(layer))

    def _subsampling(self, layer: Layer, x: str) -> str:
        """The weighted sums of windows are a depthwise convolution whose filters have the same weight everywhere."""
        window = _window(layer)
        weights = self._numbers(f"{layer.name}.weight")
        filters = np.tile(weights.reshape(-1, 1, 1, 1), (1, 1, *window["kernel_shape"]))
        given = self.constant(f"{layer.name}.weight", filters), self.weight(layer.name, "bias")
        return self.node("Conv", layer.name, x, *given, **window, group=len(weights))

    def _max_pool(self, layer: Layer, x: str) -> str:
        return self.node("MaxPool", layer.name, x, **_window(layer), ceil_mode=int(layer.ceil))

    def _average_pool(self, layer: Layer, x: str) -> str:
        """Zeros at the edge count, as in all networks of the course."""
        window = _window(layer) | {"ceil_mode": int(layer.ceil), "count_include_pad": 1}
        return self.node("AveragePool", layer.name, x, **window)

    def _adaptive_pool(self, layer: Layer, x: str) -> str:
        """A pooling whose windows have one size, where they have."""
        (before,) = self._network.read_by(layer)
        if any(long % short for long, short in zip(before[1:], layer.shape[1:], strict=True)):
            raise UnwritableLayerError(
                f"“{layer.name}” makes {layer.shape[1]}×{layer.shape[2]} means of a map of {before[1]}×{before[2]}, "
                "which doesn’t divide, and ONNX has no such pooling."
            )
        sides = [long // short for long, short in zip(before[1:], layer.shape[1:], strict=True)]
        return self.node("AveragePool", layer.name, x, kernel_shape=sides, strides=sides)

    def _norm(self, layer: Layer, x: str) -> str:
        return self.normalise(layer.name, x, layer.epsilon)

    def _response_norm(self, layer: Layer, x: str) -> str:
        size, alpha, beta, bias = layer.responses
        return self.node("LRN", layer.name, x, size=int(size), alpha=alpha, beta=beta, bias=bias)

    def _relu6(self, layer: Layer, x: str) -> str:
        ends = [self.constant(f"{layer.name}/{end}", np.float32(end)) for end in (0, 6)]
        return self.node("Clip", layer.name, x, *ends)

    def _silu(self, layer: Layer, x: str) -> str:
        return self.node("Mul", layer.name, x, self.node("Sigmoid", f"{layer.name}/sigmoid", x))

    def _tanh(self, layer: Layer, x: str) -> str:
        high, steep = (self.constant(f"{layer.name}/{each:.4g}", np.float32(each)) for each in _SQUASH)
        steeper = self.node("Mul", f"{layer.name}/steeper", x, steep)
        return self.node("Mul", layer.name, self.node("Tanh", f"{layer.name}/tanh", steeper), high)

    def _scale(self, layer: Layer, x: str, gates: str) -> str:
        return self.scale(layer.name, x, gates)

    def _mean(self, layer: Layer, x: str) -> str:
        return self.mean(layer.name, x)

    def _dense(self, layer: Layer, x: str) -> str:
        return self.dense(layer.name, x, layer.bias)

    def _subsample(self, layer: Layer, x: str) -> str:
        (before,) = self._network.read_by(layer)
        return self.subsample(layer.name, x, layer.stride[0], layer.shape[0] - before[0])

    def _radial_basis(self, layer: Layer, x: str) -> str:
        """The squared distance of all inputs together to the code of each class."""
        axes = {axis: self.constant(f"{layer.name}/{axis}", np.array([axis], np.int64)) for axis in (1, 2)}
        apart = self.node("Unsqueeze", f"{layer.name}/apart", x, axes[1])
        away = self.node("Sub", f"{layer.name}/away", apart, self.weight(layer.name, "codes"))
        squared = self.node("Mul", f"{layer.name}/squared", away, away)
        return self.node("ReduceSum", layer.name, squared, axes[2], keepdims=0)


_BY_KIND: Mapping[str, Callable[..., str]] = {
    "dropout": _Described._nothing,
    "conv": _Described._conv,
    "depthwise conv": _Described._conv,
    "grouped conv": _Described._conv,
    "table conv": _Described._table_conv,
    "subsampling": _Described._subsampling,
    "max pool": _Described._max_pool,
    "average pool": _Described._average_pool,
    "adaptive average pool": _Described._adaptive_pool,
    "batch norm": _Described._norm,
    "local response norm": _Described._response_norm,
    "relu6": _Described._relu6,
    "silu": _Described._silu,
    "tanh": _Described._tanh,
    "scale": _Described._scale,
    "global average pool": _Described._mean,
    "dense": _Described._dense,
    "subsample": _Described._subsample,
    "radial basis": _Described._radial_basis,
}
"""How the other kinds of layers are added: from the layer and what it reads to what it gives."""


def _window(layer: Layer) -> dict[str, Any]:
    """How a window moves, in ONNX's words."""
    return {
        "kernel_shape": layer.kernel,
        "strides": layer.stride,
        "pads": (*layer.padding, *(layer.behind or layer.padding)),
    }
