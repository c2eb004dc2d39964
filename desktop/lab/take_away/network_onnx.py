"""A network as the nodes of an ONNX graph, part by part; nodes and weights have the names of the lab's layers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatchmethod

import numpy as np
from numpy.typing import NDArray

from desktop.model_files.onnx_nodes import Nodes
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


class Graph(Nodes):
    """The nodes of a network that is built of parts.

    Each layer is one node of its name, or the last of some nodes whose names begin with it. Dropout is nothing in use,
    and side classifiers are for training only; both are left out.
    """

    def __init__(self, survey: Survey, called: Mapping[str, str], weights: Mapping[str, NDArray[np.float32]]) -> None:
        super().__init__(weights.__getitem__)
        self._blocks = {block.place: block for block in survey.blocks}
        self._called, self._weights = called, weights

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
            return self.node("MaxPool", self._called[own], x, **window)
        return self.node("AveragePool", self._called[own], x, **window, count_include_pad=1)

    @_add.register
    def _add_norm(self, part: BatchNorm, block: Block, own: str, x: str) -> str:
        return self.normalise(self._called[own], x, _EPSILON)

    @_add.register
    def _add_activation(self, part: Activate, block: Block, own: str, x: str) -> str:
        operator, options = _ACTIVATIONS[part.kind]
        return self.node(operator, self._called[own], x, **options)

    @_add.register
    def _add_dense(self, part: Dense, block: Block, own: str, x: str) -> str:
        return self._dense(self._called[own], x)

    @_add.register
    def _add_flatten(self, part: Flatten, block: Block, own: str, x: str) -> str:
        return self.node("Flatten", own, x, axis=1)  # the lab shows no such layer

    @_add.register
    def _add_mean(self, part: Mean, block: Block, own: str, x: str) -> str:
        return self.mean(self._called[own], x)

    @_add.register
    def _add_gates(self, part: SqueezeExcite, block: Block, own: str, x: str) -> str:
        mean, reduce, relu, restore, sigmoid, scale = (
            self._called[f"{own}.{each}"] for each in ("mean", "reduce", "relu", "restore", "sigmoid", "scale")
        )
        gates = self.node("Relu", relu, self._dense(reduce, self.mean(mean, x)))
        return self.scale(scale, x, self.node("Sigmoid", sigmoid, self._dense(restore, gates)))

    @_add.register
    def _add_lanes(self, part: Lanes, block: Block, own: str, x: str) -> str:
        ends = []
        for number, lane in enumerate(part.lanes):
            inside = f"{own}.lane{number + 1}"
            if lane:
                ends.append(self.row(lane, x, (*block.place, number), f"{inside}."))
            else:
                ends.append(self.node("Identity", self._called[inside], x))
        return self.node("Concat", self._called[f"{own}.join"], *ends, axis=1)

    @_add.register
    def _add_residual(self, part: Residual, block: Block, own: str, x: str) -> str:
        inside = self.row(part.parts, x, (*block.place, 0), f"{own}.")
        if part.shortcut != "identity":
            x = self._shortcut(part, self._called[f"{own}.shortcut"], _shape(block.before), _shape(block.after), x)
        return self.node("Add", self._called[f"{own}.add"], inside, x)

    def _shortcut(self, part: Residual, name: str, before: Shape, after: Shape, x: str) -> str:
        pace = pace_of(before, after) or 1
        if part.shortcut == "projection":
            return self._conv(name, x, pace)
        return self.subsample(name, x, pace, after[0] - before[0])

    def _conv(self, name: str, x: str, stride: int, padding: int = 0, groups: int = 1) -> str:
        window = {"strides": [stride] * 2, "pads": [padding] * 4, "group": groups}
        return self.node("Conv", name, x, *self.weights(name, self._biased(name)), **window)

    def _dense(self, name: str, x: str) -> str:
        return self.dense(name, x, self._biased(name))

    def _biased(self, layer: str) -> bool:
        return f"{layer}.bias" in self._weights


def _shape(shape: Shape | None) -> Shape:
    """A shape in a network that can be built, where none is open."""
    assert shape is not None
    return shape
