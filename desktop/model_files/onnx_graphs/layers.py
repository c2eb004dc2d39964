"""The nodes of an ONNX graph as layers: what each is called here, what is its own, and what it costs.

Each use of a weight of convolutions and dense layers is one multiply-accumulate, and nothing else is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any

import numpy as np
from onnx import NodeProto

from desktop.model_files.onnx_graphs.arrays import kind_of
from desktop.model_files.onnx_graphs.graph import Graph, attribute, has_subgraphs, inside, own, reads
from desktop.model_files.onnx_graphs.shapes import RUNTIME, Shapes
from desktop.model_files.onnx_graphs.windows import (
    CONVOLUTIONS,
    TRANSPOSED,
    Seen,
    is_gate,
    of_picture,
    seen_by,
    window,
)
from desktop.model_files.words import Tensor
from scenes.stage.data.networks import INPUT, Layer

LONGEST_NAME = 120
"""So many letters of a name are kept."""
_PASSED_ON = frozenset(("Identity", "Cast", "Squeeze", "Unsqueeze"))
"""Operators that compute nothing."""
_DENSE = frozenset(("Gemm", "MatMul", "QLinearMatMul", "MatMulInteger", "QGemm", "FusedMatMul", "FusedGemm"))
_CALLED = {
    TRANSPOSED: "transposed conv",
    "BatchNormalization": "batch norm",
    "LRN": "local response norm",
    "InstanceNormalization": "instance norm",
    "LayerNormalization": "layer norm",
    "GroupNormalization": "group norm",
    "AveragePool": "average pool",
    "GlobalAveragePool": "global average pool",
    "QLinearGlobalAveragePool": "global average pool",
    "Sum": "add",
    "QLinearAdd": "add",
    "QLinearConcat": "concat",
    "Swish": "silu",
    "PRelu": "prelu",
    "LSTM": "lstm",
    "GRU": "gru",
    "RNN": "rnn",
    "If": "choice",
    "Loop": "loop",
    "Scan": "loop",
}
_LEARNED: dict[str, tuple[int, ...]] = {
    "Conv": (1, 2),
    "FusedConv": (1, 2),
    TRANSPOSED: (1, 2),
    "QLinearConv": (3, 8),
    "ConvInteger": (1,),
    "Gemm": (1, 2),
    "FusedGemm": (1, 2),
    "QGemm": (3, 6),
    "MatMul": (0, 1),
    "FusedMatMul": (0, 1),
    "QLinearMatMul": (0, 3),
    "MatMulInteger": (0, 1),
    "BatchNormalization": (1, 2),
    "InstanceNormalization": (1, 2),
    "LayerNormalization": (1, 2),
    "GroupNormalization": (1, 2),
    "PRelu": (1,),
    "LSTM": (1, 2, 3),
    "GRU": (1, 2, 3),
    "RNN": (1, 2, 3),
    "Gather": (0,),
    "Add": (0, 1),
    "Mul": (0, 1),
}
"""Which inputs of an operator are learned, if they are arrays of the file."""
_BUFFERS: dict[str, tuple[int, ...]] = {"BatchNormalization": (3, 4)}
"""Which are its own, but not learned."""
_WITH_BIAS = frozenset(("Conv", "FusedConv", TRANSPOSED, "QLinearConv", "Gemm", "FusedGemm", "QGemm"))
_UNCOUNTED = frozenset(("LSTM", "GRU", "RNN", "DeformConv", "Einsum"))
"""Operators with weights whose multiply-accumulates are not counted, but where nothing in them is a constant."""
_WITHOUT_WEIGHTS = frozenset(
    (
        *("Gelu", "QuickGelu", "FastGelu", "BiasGelu", "QLinearAdd", "QLinearMul", "QLinearConcat", "QLinearSoftmax"),
        *("QLinearAveragePool", "QLinearGlobalAveragePool", "QLinearLeakyRelu", "QLinearSigmoid", "QLinearReduceMean"),
        *("QuantizeLinear", "DequantizeLinear", "SkipLayerNormalization"),
    )
)
"""Operators of ONNX Runtime's own that use no weights of convolutions or dense layers."""
_ARITHMETIC = frozenset(("Add", "Mul"))
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass
class Layers:
    """The layers of a graph, the arrays that are each one's own, and by which value of the graph each is given."""

    layers: list[Layer] = field(default_factory=list)
    tensors: dict[str, tuple[Tensor, ...]] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    counted: bool = True
    """Whether the sizes are known that multiply-accumulates follow from."""
    uncounted: list[str] = field(default_factory=list)
    """Layers that have, or may have, weights whose use nobody counts here."""


def layers_of(graph: Graph, shapes: Shapes, channels_last: bool) -> Layers:
    """Go along a graph, and tell its layers."""
    return _Walk(graph, shapes, channels_last).walk()


class _Walk:
    """One way through a graph, and what has been met on it."""

    def __init__(self, graph: Graph, shapes: Shapes, channels_last: bool) -> None:
        self._graph, self._shapes = graph, shapes
        self._found = Layers()
        self._names = {INPUT}
        self._called: defaultdict[str, int] = defaultdict(lambda: 1)
        """How many layers would have a name."""
        self._makers = {each.name: INPUT for each in graph.pictures}
        self._seen: dict[str, Seen] = {}
        self._owned: set[str] = set()
        self._halves: dict[str, str] = {}
        """What sigmoids read whose only use is to multiply just that."""
        self._learned = False
        """Whether a layer with weights has come by: numbers before it only standardise the picture."""
        for each in graph.pictures[:1]:
            if len(shapes.of.get(each.name, ())) == 4:
                self._seen[each.name] = of_picture(channels_last)

    def walk(self) -> Layers:
        """Go along all nodes that a picture reaches."""
        for node in self._graph.nodes:
            outputs = [name for name in node.output if name in self._graph.reached]
            if not outputs:
                continue
            seen = seen_by(self._graph, self._shapes, node, self._seen)
            if seen is not None:
                self._seen |= dict.fromkeys(outputs if node.op_type == "Split" else outputs[:1], seen)
            made_by = self._layer(node, outputs[0], seen) if self._is_layer(node) else self._inputs(node)[0]
            self._makers |= dict.fromkeys(outputs, made_by)
        return self._found

    def _is_layer(self, node: NodeProto) -> bool:
        """Whether a node computes something, and not only half of a SiLU: x times the sigmoid of x."""
        if not own(node) or node.op_type not in (*_PASSED_ON, "Sigmoid"):
            return True
        if node.op_type in _PASSED_ON:
            return False
        readers = self._graph.readers.get(node.output[0], [])
        half = len(readers) == 1 and readers[0].op_type == "Mul" and node.input[0] in readers[0].input
        if half and all(result.name != node.output[0] for result in self._graph.results):
            self._halves[node.output[0]] = node.input[0]
            return False
        return True

    def _layer(self, node: NodeProto, output: str, seen: Seen | None) -> str:
        """Add the layer that a node is; returns its name."""
        learned = self._own(node, self._learned_inputs(node))
        kind, macs = self._kind(node, output), self._macs(node, output)
        layer = Layer(
            name=self._unique(node.name or output),
            kind=kind,
            inputs=self._inputs(node),
            shape=self._shapes.of_one(output),
            parameters=sum(prod(each.shape) for each in learned),
            macs=macs,
            groups=self._groups(node),
            bias=kind == "batch norm" or any(at < len(node.input) and node.input[at] for at in _biases(node)),
            rate=self._rate(node),
            epsilon=_real(node, "epsilon", 1e-5),
            responses=_responses(node),
        )
        layer = replace(layer, **self._window_facts(node))
        if seen is not None and len(self._shapes.of.get(output, ())) == 4:
            field, jump, start = seen.told()
            layer = replace(layer, field=field, jump=jump, start=start)
        tensors = (*learned, *self._own(node, _BUFFERS.get(node.op_type, ())))
        if tensors:
            self._found.tensors[layer.name] = tuple(sorted(tensors, key=lambda each: -prod(each.shape)))
        if self._is_uncounted(node):
            self._found.uncounted.append(layer.name)
        self._found.layers.append(layer)
        self._found.values[layer.name] = output
        self._learned = self._learned or layer.weighted
        return layer.name

    def _unique(self, wanted: str) -> str:
        """A name on one line, not for lines on end, that no other layer has."""
        clean = _printable(wanted)
        name = clean
        while name in self._names:
            self._called[clean] += 1
            name = f"{clean} ({self._called[clean]})"
        self._names.add(name)
        return name

    def _inputs(self, node: NodeProto) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._makers[name] for name in reads(node) if name in self._makers))

    def _learned_inputs(self, node: NodeProto) -> tuple[int, ...]:
        """Which inputs of a node are learned, where they are constants.

        Of sums and products one that is a single number is not, and none before the first layer with weights.
        """
        found = _LEARNED.get(node.op_type, ())
        if node.op_type not in _ARITHMETIC:
            return found
        there = (at for at in found if at < len(node.input))
        many = (at for at in there if prod(self._shapes.known(node.input[at]) or ()) > 1)
        return tuple(many) if self._learned else ()

    def _own(self, node: NodeProto, inputs: Iterable[int]) -> tuple[Tensor, ...]:
        """The arrays that a node has as some of its inputs, and that no earlier one has."""
        found = []
        for at in inputs:
            origin = self._graph.origin(node.input[at]) if at < len(node.input) else ""
            if origin and origin not in self._owned:
                self._owned.add(origin)
                array = self._graph.arrays[origin]
                found.append(Tensor(origin, kind_of(array), tuple(array.dims)))
        return tuple(found)

    def _weights(self, node: NodeProto) -> tuple[int, tuple[int, ...] | None]:
        """Which input of a convolution or dense layer is the weights, and their shape; -1 where none is a constant."""
        if node.op_type not in (*CONVOLUTIONS, *_DENSE, TRANSPOSED):
            return -1, None
        at = next((at for at in _LEARNED[node.op_type][:2] if self._is_constant(node, at)), -1)
        return at, None if at < 0 else self._shapes.known(node.input[at])

    def _is_constant(self, node: NodeProto, at: int) -> bool:
        return at not in _biases(node) and at < len(node.input) and node.input[at] not in self._graph.reached

    def _macs(self, node: NodeProto, output: str) -> int:
        """How often the weights of a convolution or dense layer are used for one picture."""
        at, weights = self._weights(node)
        if at < 0:
            return 0
        after = self._shapes.of_one(output)
        before = self._shapes.of_one(node.input[0])
        if not weights or not after or (node.op_type == TRANSPOSED and not before):
            self._found.counted = False
            return 0
        if node.op_type in _DENSE:
            turned = bool(attribute(node, "transB" if at else "transA"))
            inner = -1 if turned == bool(at) or len(weights) == 1 else -2
            return prod(after) * weights[inner]
        return prod(weights) * prod((before if node.op_type == TRANSPOSED else after)[1:])

    def _is_uncounted(self, node: NodeProto) -> bool:
        """Whether a node uses weights, or may do so, in a way that isn't counted here."""
        operator = node.op_type
        if has_subgraphs(node):
            return any(each.op_type in (*CONVOLUTIONS, *_DENSE, TRANSPOSED, *_UNCOUNTED) for each in inside(node))
        if own(node):
            return operator in _UNCOUNTED and any(self._graph.origin(name) for name in node.input)
        return operator not in (*CONVOLUTIONS, *_DENSE, *_WITHOUT_WEIGHTS) or node.domain != RUNTIME

    def _kind(self, node: NodeProto, output: str) -> str:
        """What a node is called here; an operator without a name of its own by its operator's."""
        operator = node.op_type
        if operator in CONVOLUTIONS:
            return self._kind_of_convolution(node)
        if operator in _DENSE:
            return "dense" if self._weights(node)[0] >= 0 else "matmul"
        if operator in ("Flatten", "Reshape"):
            return "flatten" if len(self._shapes.of.get(output, ())) == 2 else operator.lower()
        if operator == "Clip":
            bounds = [self._number(node, name, at) for at, name in ((1, "min"), (2, "max"))]
            return "relu6" if bounds == [0, 6] else "clip"
        if operator == "Mul":
            return self._kind_of_product(node)
        if operator == "ReduceMean":
            return "global average pool" if self._is_over_sides(node) else "reduce mean"
        if operator == "Slice":
            moved = window(self._graph, self._shapes, node)
            return "subsample" if moved is not None and max(moved.stride) > 1 else "slice"
        return _CALLED.get(operator, _WORDS.sub(" ", _printable(operator)).lower())

    def _kind_of_convolution(self, node: NodeProto) -> str:
        groups, weights = self._groups(node), self._weights(node)[1]
        if groups == 1:
            return "conv"
        return "depthwise conv" if weights is not None and weights[1:2] == (1,) else "grouped conv"

    def _kind_of_product(self, node: NodeProto) -> str:
        if any(name in self._halves for name in node.input):
            return "silu"
        gates = [is_gate(self._shapes, name) for name in node.input if name in self._graph.reached]
        return "scale" if len(gates) == 2 and any(gates) and not all(gates) else "mul"

    def _is_over_sides(self, node: NodeProto) -> bool:
        axes, rank = self._graph.whole(node, "axes", 1), len(self._shapes.of.get(node.input[0], ()))
        sides = self._seen[node.input[0]].sides if node.input[0] in self._seen else (2, 3)
        return rank == 4 and axes is not None and {axis % rank for axis in axes} == set(sides)

    def _number(self, node: NodeProto, name: str, at: int) -> float | None:
        """A number that a node has as an attribute, or in later opsets reads as its input `at`."""
        found = attribute(node, name)
        if isinstance(found, float):
            return found
        read = self._graph.few(node.input[at]) if at < len(node.input) else None
        return float(read.ravel()[0]) if read is not None and read.size == 1 and read.dtype.kind in "iuf" else None

    def _groups(self, node: NodeProto) -> int:
        found = attribute(node, "group") if node.op_type in (*CONVOLUTIONS, TRANSPOSED) else 1
        return found if isinstance(found, int) and found > 0 else 1

    def _rate(self, node: NodeProto) -> float:
        if node.op_type != "Dropout":
            return 0.0
        found = self._number(node, "ratio", 1)
        return 0.5 if found is None else found

    def _window_facts(self, node: NodeProto) -> dict[str, Any]:
        """The window as the facts of a layer; a padding has no kernel, and a choice of pixels one pixel."""
        moved = window(self._graph, self._shapes, node)
        if moved is None or (node.op_type == "Slice" and max(moved.stride) == 1):
            return {}
        if node.op_type == "Pad":
            return {"padding": moved.padding, "behind": moved.behind}
        return moved._asdict()


def _responses(node: NodeProto) -> tuple[float, ...]:
    """Over how many maps a local response norm goes, and its three numbers."""
    if node.op_type != "LRN":
        return ()
    size = attribute(node, "size")
    numbers = (("alpha", 1e-4), ("beta", 0.75), ("bias", 1.0))
    return (size if isinstance(size, int) else 1, *(_real(node, name, usual) for name, usual in numbers))


def _real(node: NodeProto, name: str, usual: float) -> float:
    """A number that a node has as an attribute: of those that float32 takes for the same the shortest."""
    found = attribute(node, name)
    return float(str(np.float32(found))) if isinstance(found, float) else usual


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:LONGEST_NAME]


def _biases(node: NodeProto) -> tuple[int, ...]:
    """Which inputs of a convolution or dense layer are biases."""
    return _LEARNED[node.op_type][1:] if node.op_type in _WITH_BIAS else ()
