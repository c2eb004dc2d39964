"""Whose time it is: from what the runtime has made of a network back to the layers of the file.

The runtime fuses layers: a convolution with the batch normalisation and the activation behind it, say, and what is
added to them. It names what it makes of them after one of them, or after what that one gives. Their time is counted
with the convolution or the dense layer among them, which does nearly all the work.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from desktop.edge.measuring.session import Node
from engine.contract.edge import Layers

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto

_TURNS = {"QuantizeLinear", "DequantizeLinear"}
"""Operators that turn numbers into whole ones, and back."""
_BEFORE, _AFTER = ("fused ", "InsertedPrecisionFreeCast_"), "_/."
"""What stands before and behind a name where the runtime has added something to it."""
_WORK = ("ConvTranspose", "Conv", "Gemm", "MatMul")
"""Operators that others are fused into: the runtime's own are called after them."""
STANDARDISING = "standardising the picture"
_STANDARDISE = {"centred", "standardised"}
"""The nodes that do so in files that we wrote."""
REST = "what is no layer in the file"
OWN = {
    "ReorderInput": "laying numbers out anew",
    "ReorderOutput": "laying numbers out anew",
    "Transpose": "laying numbers out anew",
    "Cast": "turning numbers into another kind",
    "QuantizeLinear": "turning numbers into whole ones",
    "DequantizeLinear": "turning whole numbers back",
}
"""What the runtime does beside the layers, by its operators; others are called as it calls them."""


class Times(NamedTuple):
    """The seconds of layers, in the order in which they come first, and of what belongs to no layer, by what it is."""

    layers: Layers
    own: Layers


class Place(NamedTuple):
    """Whose time it is: a layer's, or what else the runtime does."""

    name: str
    layer: bool = True


def by_layer(nodes: Iterable[Node], model: ModelProto | None, listed: Mapping[str, str] | None = None) -> Times:
    """The seconds of all nodes of a layer together.

    Without the graph of the file the runtime's names are all that is known. `listed` has the layers that the network is
    listed with, by what they give and by the names of their nodes; without it each node of the file is one.
    """
    graph = _Graph(model, listed or {}) if model is not None else None
    layers: dict[str, float] = {}
    own: dict[str, float] = {}
    for node in nodes:
        place = graph.place_of(node) if graph is not None else Place(node.name)
        found = layers if place.layer else own
        found[place.name] = found.get(place.name, 0.0) + node.seconds
    return Times(tuple(layers.items()), tuple(own.items()))


class _Graph:
    """The nodes of a file by their names, and by what they give and read."""

    def __init__(self, model: ModelProto, listed: Mapping[str, str]) -> None:
        nodes = model.graph.node
        self._listed = listed
        self._named: dict[str, NodeProto] = {node.name: node for node in nodes if node.name}
        self._nameless = {node.op_type for node in nodes if not node.name}
        self._gives: dict[str, NodeProto] = {name: node for node in nodes for name in node.output}
        self._reads: dict[str, NodeProto] = {name: node for node in reversed(nodes) for name in node.input}
        self._standardising = _STANDARDISE if self._named.keys() >= _STANDARDISE else set()

    def place_of(self, node: Node) -> Place:
        """The layer that a node of the runtime belongs to, or what it does that belongs to none.

        To turn numbers into whole ones, and back, belongs to the layer that gives them; weights and pictures, which no
        layer gives, belong to the one that reads them.
        """
        added = node.kind in OWN and node.kind not in _TURNS
        found = self._named.get(node.name) if added else self._in_file(node.name)
        if found is None:
            return Place(OWN.get(node.kind, node.kind), node.name == node.kind and node.kind in self._nameless)
        kind = next((each for each in _WORK if each in node.kind), "")
        layer = self._worker(found, kind) if kind else self._turned(found)
        if layer.name in self._standardising:
            return Place(STANDARDISING, layer=False)
        if not self._listed:
            return Place(self._whole(layer.name) or layer.op_type)  # a file need not name its nodes
        # Its name first: in a file in int8 a convolution gives what the activation behind it gave.
        listed = [self._listed[each] for each in (self._whole(layer.name), *layer.output) if each in self._listed]
        return Place(listed[0]) if listed else Place(REST, layer=False)

    def _in_file(self, name: str) -> NodeProto | None:
        """The node of a name, or that gives what has it; the runtime may have added something to it."""
        for added in _BEFORE:
            name = name.removeprefix(added)
        if name in self._named or name in self._gives:
            return self._named.get(name) or self._gives[name]
        ends = [end for end, letter in enumerate(name) if letter in _AFTER and self._known(name[:end])]
        return self._in_file(name[: max(ends)]) if ends else None

    def _known(self, name: str) -> bool:
        return name in self._named or name in self._gives

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
