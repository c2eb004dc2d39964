"""Whose time it is: from what the runtime has made of a network back to the layers of the file.

The runtime fuses layers, and names what it makes of them after one of them, mostly the last. So the time of a batch
normalisation that became part of a convolution is counted with the convolution, or with the activation behind both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from engine.contract.edge import Layers

if TYPE_CHECKING:
    from onnx import ModelProto

_TURNS = {"QuantizeLinear", "DequantizeLinear"}
"""Operators that turn numbers into whole ones, and back."""
_AFTER = "_/."
"""What stands behind a node's name where the runtime has added something to it."""


def summed(nodes: Iterable[tuple[str, float]], layer_of: Callable[[str], str]) -> Layers:
    """The seconds of all nodes that belong to a layer together, in the order in which layers come first."""
    found: dict[str, float] = {}
    for name, seconds in nodes:
        layer = layer_of(name)
        found[layer] = found.get(layer, 0.0) + seconds
    return tuple(found.items())


def finder(model: ModelProto) -> Callable[[str], str]:
    """What tells the layer of a node of the runtime; what is no layer's keeps its name.

    To turn the numbers of a layer into whole ones, and back, is counted with the layer that gives them, or whose
    weights they are.
    """
    nodes = {node.name: node for node in model.graph.node if node.name}
    given = {name: node.name for node in model.graph.node for name in node.output}
    read = {name: node.name for node in reversed(model.graph.node) for name in node.input}

    def own(name: str) -> str:
        """The layer that a node of the file belongs to."""
        node, seen = nodes[name], {name}
        while node.op_type in _TURNS:
            name = given.get(node.input[0]) or read.get(node.output[0], "")
            if name not in nodes or name in seen:
                break
            seen.add(name)
            node = nodes[name]
        return _whole(node.name, nodes.keys())

    def layer_of(name: str) -> str:
        if name in nodes:
            return own(name)
        ends = [end for end, letter in enumerate(name) if letter in _AFTER and name[:end] in nodes]
        return own(name[: max(ends)]) if ends else name

    return layer_of


def _whole(name: str, names: Iterable[str]) -> str:
    """The layer that a node stands for: one of several has the layer's name before a stroke."""
    names = set(names)
    while "/" in name and name.rpartition("/")[0] in names:
        name = name.rpartition("/")[0]
    return name
