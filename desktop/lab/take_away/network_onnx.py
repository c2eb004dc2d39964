"""A network as the nodes of an ONNX graph, part by part; nodes and weights have the names of the lab's layers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatchmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

from engine.contract.spec.built.naming import names
from engine.contract.spec.built.parts import (
    Activate,
    BatchNorm,
    Conv,
    Dense,
    Depthwise,
    Dropout,
    Flatten,
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
from engine.contract.spec.built.shapes import Shape, pace_of
from engine.contract.spec.built.survey import Block, Place, Survey

_ACTIVATIONS: dict[str, tuple[str, dict[str, float]]] = {
    "relu": ("Relu", {}),
    "leaky-relu": ("LeakyRelu", {"alpha": 0.01}),
    "sigmoid": ("Sigmoid", {}),
    "tanh": ("Tanh", {}),
    "gelu": ("Gelu", {}),
}
_EPSILON = 1e-5
"""What batch normalisation adds to a variance in torch."""
_SIDES = (2, 3)
"""The axes of a map's height and width."""


class Graph:
    """Nodes one behind the other, and the numbers that they need.

    Each layer is one node of its name, or the last of some nodes whose names begin with it. What a node gives has the
    node's name. Dropout is nothing in use, and side classifiers are for training only; both are left out.
    """

    def __init__(self, survey: Survey, called: Mapping[str, str], weights: Mapping[str, NDArray[np.float32]]) -> None:
        self._blocks = {block.place: block for block in survey.blocks}
        self._called, self._weights = called, weights
        self.nodes: list[NodeProto] = []
        self.numbers: list[TensorProto] = []

    def standardise(self, x: str, mean: float, deviation: float) -> str:
        """(pictures - mean) / deviation."""
        centred = self._node("Sub", "centred", x, self._constant(f"{x}.mean", np.float32(mean)))
        return self._node("Div", "standardised", centred, self._constant(f"{x}.deviation", np.float32(deviation)))

    def row(self, row: Parts, x: str, around: Place = (), prefix: str = "") -> str:
        """Add a row of parts that sees `x`; returns what comes out of it."""
        for index, (name, part) in enumerate(zip(names(row), row, strict=True)):
            x = self._add(part, self._blocks[(*around, index)], prefix + name, x)
        return x

    @singledispatchmethod
    def _add(self, part: Part, block: Block, own: str, x: str) -> str:
        """Add a part that sees `x` and is called `own` among the parts; returns what comes out of it."""
        raise TypeError(f"ONNX has no node for {type(part).__name__}")

    @_add.register(Dropout)
    @_add.register(SideClassifier)
    def _nothing(self, part: Dropout | SideClassifier, block: Block, own: str, x: str) -> str:
        return x

    @_add.register
    def _add_conv(self, part: Conv, block: Block, own: str, x: str) -> str:
        return self._conv(self._called[own], x, part.stride, part.padding)

    @_add.register
    def _add_depthwise(self, part: Depthwise, block: Block, own: str, x: str) -> str:
        return self._conv(self._called[own], x, part.stride, part.padding, groups=_shape(block.before)[0])

    @_add.register
    def _add_pointwise(self, part: Pointwise, block: Block, own: str, x: str) -> str:
        return self._conv(self._called[own], x, part.stride)

    @_add.register
    def _add_pool(self, part: Pool, block: Block, own: str, x: str) -> str:
        window = {"kernel_shape": [part.kernel] * 2, "strides": [part.stride] * 2, "pads": [part.padding] * 4}
        if part.kind == "max":
            return self._node("MaxPool", self._called[own], x, **window)
        return self._node("AveragePool", self._called[own], x, **window, count_include_pad=1)

    @_add.register
    def _add_norm(self, part: BatchNorm, block: Block, own: str, x: str) -> str:
        name = self._called[own]
        numbers = [self._weight(name, each) for each in ("weight", "bias", "running_mean", "running_var")]
        return self._node("BatchNormalization", name, x, *numbers, epsilon=_EPSILON)

    @_add.register
    def _add_activation(self, part: Activate, block: Block, own: str, x: str) -> str:
        operator, options = _ACTIVATIONS[part.kind]
        return self._node(operator, self._called[own], x, **options)

    @_add.register
    def _add_dense(self, part: Dense, block: Block, own: str, x: str) -> str:
        return self._dense(self._called[own], x)

    @_add.register
    def _add_flatten(self, part: Flatten, block: Block, own: str, x: str) -> str:
        return self._node("Flatten", own, x, axis=1)  # the lab shows no such layer

    @_add.register
    def _add_mean(self, part: Mean, block: Block, own: str, x: str) -> str:
        return self._mean(self._called[own], x)

    @_add.register
    def _add_gates(self, part: SqueezeExcite, block: Block, own: str, x: str) -> str:
        mean, reduce, relu, restore, sigmoid, scale = (
            self._called[f"{own}.{each}"] for each in ("mean", "reduce", "relu", "restore", "sigmoid", "scale")
        )
        gates = self._node("Relu", relu, self._dense(reduce, self._mean(mean, x)))
        gates = self._node("Sigmoid", sigmoid, self._dense(restore, gates))
        sides = self._constant(f"{scale}/axes", np.array(_SIDES, np.int64))
        return self._node("Mul", scale, x, self._node("Unsqueeze", f"{scale}/gates", gates, sides))

    @_add.register
    def _add_lanes(self, part: Lanes, block: Block, own: str, x: str) -> str:
        ends = []
        for number, lane in enumerate(part.lanes):
            inside = f"{own}.lane{number + 1}"
            if lane:
                ends.append(self.row(lane, x, (*block.place, number), f"{inside}."))
            else:
                ends.append(self._node("Identity", self._called[inside], x))
        return self._node("Concat", self._called[f"{own}.join"], *ends, axis=1)

    @_add.register
    def _add_residual(self, part: Residual, block: Block, own: str, x: str) -> str:
        inside = self.row(part.parts, x, (*block.place, 0), f"{own}.")
        if part.shortcut != "identity":
            x = self._shortcut(part, self._called[f"{own}.shortcut"], _shape(block.before), _shape(block.after), x)
        return self._node("Add", self._called[f"{own}.add"], inside, x)

    def _shortcut(self, part: Residual, name: str, before: Shape, after: Shape, x: str) -> str:
        pace = pace_of(before, after) or 1
        if part.shortcut == "projection":
            return self._conv(name, x, pace)
        if pace > 1:
            numbers = {"starts": (0, 0), "ends": (2**31 - 1,) * 2, "axes": _SIDES, "steps": (pace, pace)}
            given = [self._constant(f"{name}/{what}", np.array(each, np.int64)) for what, each in numbers.items()]
            x = self._node("Slice", f"{name}/pixels", x, *given)
        pads = np.array((0, 0, 0, 0, 0, after[0] - before[0], 0, 0), np.int64)
        return self._node("Pad", name, x, self._constant(f"{name}/pads", pads))

    def _conv(self, name: str, x: str, stride: int, padding: int = 0, groups: int = 1) -> str:
        window = {"strides": [stride] * 2, "pads": [padding] * 4, "group": groups}
        return self._node("Conv", name, x, *self._weights_of(name), **window)

    def _dense(self, name: str, x: str) -> str:
        return self._node("Gemm", name, x, *self._weights_of(name), transB=1)

    def _mean(self, name: str, x: str) -> str:
        return self._node("ReduceMean", name, x, self._constant(f"{name}/axes", np.array(_SIDES, np.int64)), keepdims=0)

    def _weights_of(self, name: str) -> list[str]:
        """The weights of a layer, and its biases if it has any."""
        return [self._weight(name, each) for each in ("weight", "bias") if f"{name}.{each}" in self._weights]

    def _weight(self, layer: str, what: str) -> str:
        return self._constant(f"{layer}.{what}", self._weights[f"{layer}.{what}"])

    def _constant(self, name: str, values: NDArray[Any] | np.float32) -> str:
        self.numbers.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def _node(self, operator: str, name: str, *inputs: str, **options: Any) -> str:
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name=name, **options))
        return name


def _shape(shape: Shape | None) -> Shape:
    """A shape in a network that can be built, where none is open."""
    assert shape is not None
    return shape
