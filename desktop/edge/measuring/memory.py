"""The memory of a network's activations: the most bytes alive at once while what it takes at once goes through.

Nodes run in the order of the file. While one runs, there must be what it reads, what it gives, and all that a later
node still reads or that is an answer. A number takes 4 bytes; where a network in eight bits keeps it as a whole number
(between a `QuantizeLinear` and its `DequantizeLinear`), 1. What only lays numbers out in another shape makes no new
ones. Weights don't count.

That is what the graph asks for, and not what a runtime takes: it may compute in place or fuse nodes, and need less, or
need more for the work within a node, or keep memory for later. In eight bits it may also go back to float32 where it
has no better way for a node.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto

_SAME_NUMBERS = {"Flatten", "Identity", "Reshape", "Squeeze", "Unsqueeze", "Dropout"}
"""Operators that give the numbers that they get."""


def most_alive(model: ModelProto, shape: tuple[int, ...], batch: int = 1) -> int | None:
    """The most bytes alive at once for a batch of pictures of a shape; None where the graph doesn't tell all shapes."""
    sizes = _sizes(model, (batch, *shape))
    weights = {each.name for each in model.graph.initializer}
    nodes = [node for node in model.graph.node if not _is_constant(node, weights)]
    place = _places(nodes, {each.name for each in model.graph.output})
    alive_until: dict[str, int] = {}
    for index, node in enumerate(nodes):
        for name in node.input:
            if name and name not in weights:
                alive_until[place.get(name, name)] = index
    for output in model.graph.output:
        alive_until[place.get(output.name, output.name)] = len(nodes)
    alive = {each.name for each in model.graph.input if each.name not in weights}
    most = 0
    for index, node in enumerate(nodes):
        alive |= {place.get(name, name) for name in node.output if name}
        if not alive <= sizes.keys():
            return None
        most = max(most, sum(sizes[name] for name in alive))
        alive = {name for name in alive if alive_until.get(name, -1) > index}
    return most


def _is_constant(node: NodeProto, weights: set[str]) -> bool:
    """Whether a node gives what is a weight; then what it gives is one from now on."""
    constant = node.op_type == "Constant" or (bool(node.input) and all(name in weights for name in node.input if name))
    if constant:
        weights.update(node.output)
    return constant


def _places(nodes: Iterable[NodeProto], outputs: set[str]) -> Mapping[str, str]:
    """In whose memory values lie that have none of their own."""
    nodes = list(nodes)
    readers: dict[str, list[NodeProto]] = {}
    for node in nodes:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    place: dict[str, str] = {}
    for node in nodes:
        if node.op_type in _SAME_NUMBERS or node.op_type == "DequantizeLinear":
            place[node.output[0]] = place.get(node.input[0], node.input[0])
        for name in node.output:
            read = readers.get(name, [])
            if name not in outputs and len(read) == 1 and read[0].op_type == "QuantizeLinear":
                place[name] = read[0].output[0]  # it is made into whole numbers as it comes out
    return place


def _sizes(model: ModelProto, shape: tuple[int, ...]) -> Mapping[str, int]:
    """The bytes of each value whose shape is known, for pictures of a shape with their batch."""
    from onnx import ModelProto, helper, shape_inference

    one = ModelProto()
    one.CopyFrom(model)
    sides = one.graph.input[0].type.tensor_type.shape.dim
    for side, length in zip(sides, shape, strict=True):
        side.dim_value = length
    del one.graph.value_info[:]
    for output in one.graph.output:
        output.type.tensor_type.ClearField("shape")
    found = shape_inference.infer_shapes(one, data_prop=True).graph
    sizes: dict[str, int] = {}
    for value in (*found.input, *found.value_info, *found.output):
        tensor = value.type.tensor_type
        if tensor.HasField("shape") and all(side.HasField("dim_value") for side in tensor.shape.dim):
            item = np.dtype(helper.tensor_dtype_to_np_dtype(tensor.elem_type)).itemsize
            sizes[value.name] = item * prod(side.dim_value for side in tensor.shape.dim)
    return sizes
