"""Whose time it is: from what the runtime has made of a network back to the layers of the file.

The runtime fuses layers: a convolution with the batch normalisation and the activation behind it, say, and what is
added to them. It names what it makes of them after one of them. Their time is counted with the convolution or the dense
layer among them, which does nearly all the work.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop.edge.measuring.session import Node
from engine.contract.edge import Layers

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto

_TURNS = {"QuantizeLinear", "DequantizeLinear"}
"""Operators that turn numbers into whole ones, and back."""
_FUSED, _AFTER = "fused ", "_/."
"""What stands before and behind a node's name where the runtime has added something to it."""
_WORK = ("Conv", "Gemm", "MatMul")
"""Operators that others are fused into: the runtime's own are called after them."""


def by_layer(nodes: Iterable[Node], model: ModelProto | None) -> Layers:
    """The seconds of all nodes of a layer together, in the order in which layers come first.

    Without the graph of the file the runtime's names are all that is known. What is no layer's keeps its name too: to
    lay numbers out anew, say.
    """
    layer_of = _Graph(model).layer_of if model is not None else lambda node: node.name
    found: dict[str, float] = {}
    for node in nodes:
        layer = layer_of(node)
        found[layer] = found.get(layer, 0.0) + node.seconds
    return tuple(found.items())


class _Graph:
    """The nodes of a file by their names, and by what they give and read."""

    def __init__(self, model: ModelProto) -> None:
        nodes = model.graph.node
        self._named: dict[str, NodeProto] = {node.name: node for node in nodes if node.name}
        self._gives: dict[str, NodeProto] = {name: node for node in nodes for name in node.output}
        self._reads: dict[str, NodeProto] = {name: node for node in reversed(nodes) for name in node.input}

    def layer_of(self, node: Node) -> str:
        """The layer that a node of the runtime belongs to.

        To turn numbers into whole ones, and back, belongs to the layer that gives them; weights and pictures, which no
        layer gives, belong to the one that reads them.
        """
        found = self._in_file(node.name)
        if found is None:
            return node.name
        kind = next((each for each in _WORK if each in node.kind), "")
        layer = self._worker(found, kind) if kind else self._turned(found)
        return self._whole(layer.name) or layer.op_type  # a file need not name its nodes

    def _in_file(self, name: str) -> NodeProto | None:
        """The node of a name; the runtime may have added something to it."""
        name = name.removeprefix(_FUSED)
        if name in self._named:
            return self._named[name]
        ends = [end for end, letter in enumerate(name) if letter in _AFTER and name[:end] in self._named]
        return self._named[name[: max(ends)]] if ends else None

    def _worker(self, node: NodeProto, kind: str) -> NodeProto:
        """The nearest node before one, or itself, that does work of a kind."""
        waiting, seen = deque([node]), set(node.output)
        while waiting:
            each = waiting.popleft()
            if each.op_type == kind:
                return each
            before = [self._gives[name] for name in each.input if name in self._gives and name not in seen]
            waiting += before
            seen |= {name for one in before for name in one.output}
        return node

    def _turned(self, node: NodeProto) -> NodeProto:
        """The node whose numbers one turns: it gives them or, where none does, reads them; itself if it turns none."""
        given: NodeProto | None = node
        while given is not None and given.op_type in _TURNS:
            given = self._gives.get(given.input[0])
        reader: NodeProto | None = node
        while reader is not None and reader.op_type in _TURNS:
            reader = self._reads.get(reader.output[0])
        return given or reader or node

    def _whole(self, name: str) -> str:
        """The layer that a node is a part of: our own parts have its name before a stroke."""
        while name.rpartition("/")[0] in self._named:
            name = name.rpartition("/")[0]
        return name
