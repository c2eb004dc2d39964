"""An ONNX file as a graph that can be walked along: checked, in the order of its forward pass, and without its numbers.

Nothing in the file is executed. Subgraphs are not entered: a node that has some stands for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import heappop, heappush
from pathlib import Path
from typing import Any

import numpy as np
from google.protobuf.message import DecodeError
from numpy.typing import NDArray
from onnx import AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto, helper

from desktop.model_files.errors import FileError
from desktop.model_files.onnx_graphs.arrays import arrays_in, check, numbers
from desktop.model_files.onnx_graphs.folding import FEW, folded
from desktop.pictures.answers import called
from scenes.stage.numbers.reading import echoed

MOST_BYTES = 2**31 - 1
"""Protocol buffers can't be larger."""
MOST_NODES = 20_000
_OWN = ("", "ai.onnx")
_OF_SHAPES = ("Shape", "Size")
_LISTS = (AttributeProto.INTS, AttributeProto.FLOATS, AttributeProto.STRINGS)


def load(path: Path) -> ModelProto:
    """Read a file and check it; raises FileError."""
    name = called(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileError(
                f"{name} is larger than 2 GB. Save its weights in a file beside it, as ONNX's exporters can."
            )
        content = path.read_bytes()
    except OSError as error:
        raise FileError(f"{name} can’t be read ({error.strerror}).") from error
    if not content:
        raise FileError(f"{name} is empty.")
    model = ModelProto()
    try:
        model.ParseFromString(content)
    except (DecodeError, RecursionError) as error:
        raise FileError(f"{name} can’t be read as ONNX. It is another kind of file, cut off, or damaged.") from error
    if not all(isinstance(word, str) for word in _words(model)):  # what is no text comes as bytes
        raise FileError(f"{name} is damaged: some of the names in it are no text. Get it again from where it came.")
    if not model.graph.node:
        raise FileError(f"{name} holds no network. It is another kind of file, cut off, or damaged.")
    if len(model.graph.node) > MOST_NODES:
        raise FileError(f"{name} has more than {MOST_NODES:,} operations, which is more than can be shown.")
    for array in arrays_in(model):
        check(array, path)
    return model


def _words(model: ModelProto) -> Iterator[object]:
    """All names in a file that are looked at."""
    for opset in model.opset_import:
        yield opset.domain
    for said in model.metadata_props:
        yield from (said.key, said.value)
    yield from _words_of_graph(model.graph)


def _words_of_graph(graph: GraphProto) -> Iterator[object]:
    yield graph.name
    for each in (*graph.input, *graph.output, *graph.value_info, *graph.initializer):
        yield each.name
    for node in graph.node:
        yield from (node.name, node.op_type, node.domain, *node.input, *node.output)
        for attribute in node.attribute:
            yield attribute.name
            for inside in (*([attribute.g] if attribute.HasField("g") else []), *attribute.graphs):
                yield from _words_of_graph(inside)


class Graph:
    """The nodes of a file in the order of the forward pass, and what its values are.

    `pictures` are the values that come from outside, without those that the file gives itself. `reached` are the
    values that depend on the numbers of a picture; all others are constants, those made of its shape too. `foreign` are
    the domains of operators that aren't ONNX's own, `nested` says whether some nodes have graphs inside.
    """

    def __init__(self, model: ModelProto, path: Path) -> None:
        graph = model.graph
        self._path = path
        self.arrays = {array.name: array for array in graph.initializer}
        stored = {*self.arrays, *(each.values.name for each in graph.sparse_initializer)}
        self.pictures = tuple(each for each in graph.input if each.name not in stored)
        self.results = tuple(graph.output)
        self.nodes = _sorted(graph, stored | {each.name for each in self.pictures}, path)
        self.arrays |= {node.output[0]: array for node in graph.node for array in constant(node)}
        self.foreign = tuple(dict.fromkeys(node.domain for node in self.nodes if not own(node)))
        self.nested = any(has_subgraphs(node) for node in self.nodes)
        self.opset = next((each.version for each in model.opset_import if each.domain in _OWN), 0)
        self.folded: dict[str, TensorProto] = {}
        self.fold({})
        self.reached = {each.name for each in self.pictures}
        self._origins: dict[str, str] = {name: name for name in self.arrays}
        for node in self.nodes:
            if node.op_type not in _OF_SHAPES and any(name in self.reached for name in reads(node)):
                self.reached.update(filter(None, node.output))
            elif node.input and node.input[0] in self._origins and node.output:
                self._origins.setdefault(node.output[0], self._origins[node.input[0]])
        self.readers: dict[str, list[NodeProto]] = {}
        for node in self.nodes:
            for name in reads(node):
                self.readers.setdefault(name, []).append(node)

    def fold(self, shapes: Mapping[str, tuple[int, ...]]) -> bool:
        """Compute small constants out of others, and out of the shapes that are known; whether there are more now."""
        found = folded(self.nodes, {**self.arrays, **self.folded}, shapes, self.opset)
        self.folded |= found
        return bool(found)

    def origin(self, value: str) -> str:
        """The name of the array that a constant is made of, through casts and dequantisation; "" where none is."""
        return self._origins.get(value, "")

    def few(self, value: str) -> NDArray[Any] | None:
        """The numbers of a constant of the file, where these are few."""
        array = self.arrays.get(value, self.folded.get(value))
        if array is None or np.prod(array.dims, dtype=float) > FEW:
            return None
        return numbers(array, self._path)

    def whole(self, node: NodeProto, name: str, at: int) -> tuple[int, ...] | None:
        """Whole numbers that a node has as an attribute, or in later opsets reads as its input `at`."""
        found = attribute(node, name)
        if found is None and len(node.input) > at:
            read = self.few(node.input[at])
            found = None if read is None else read.ravel().tolist()
        if isinstance(found, list) and all(isinstance(each, int) for each in found):
            return tuple(found)
        return None


def attribute(node: NodeProto, name: str) -> Any:
    """An attribute of a node, None where it has none of that name."""
    found = next((each for each in node.attribute if each.name == name), None)
    if found is None or found.type in (AttributeProto.GRAPH, AttributeProto.GRAPHS, AttributeProto.UNDEFINED):
        return None
    value = helper.get_attribute_value(found)
    return list(value) if found.type in _LISTS else value


def own(node: NodeProto) -> bool:
    """Whether ONNX itself says what a node does."""
    return node.domain in _OWN


def constant(node: NodeProto) -> Iterator[TensorProto]:
    """The array that a node is, if it is a constant."""
    if node.op_type != "Constant" or not own(node) or not node.output:
        return
    for each in node.attribute:
        if each.name == "value" and each.type == AttributeProto.TENSOR:
            yield each.t
        elif each.name in ("value_int", "value_ints"):
            whole = [each.i] if each.name == "value_int" else list(each.ints)
            dims = [] if each.name == "value_int" else [len(whole)]
            yield helper.make_tensor(node.output[0], TensorProto.INT64, dims, whole)
        elif each.name in ("value_float", "value_floats"):
            broken = [each.f] if each.name == "value_float" else list(each.floats)
            dims = [] if each.name == "value_float" else [len(broken)]
            yield helper.make_tensor(node.output[0], TensorProto.FLOAT, dims, broken)


def reads(node: NodeProto) -> list[str]:
    """The values that a node reads; its subgraphs may read some of the graph around them."""
    found = [name for name in node.input if name]
    for each in node.attribute:
        for graph in (*([each.g] if each.HasField("g") else []), *each.graphs):
            found += _free(graph)
    return found


def has_subgraphs(node: NodeProto) -> bool:
    """Whether a node has networks inside: a choice or a loop."""
    return any(each.HasField("g") or each.graphs for each in node.attribute)


def inside(node: NodeProto) -> Iterator[NodeProto]:
    """The nodes of the networks that a node has inside, at any depth."""
    for each in node.attribute:
        for graph in (*([each.g] if each.HasField("g") else []), *each.graphs):
            for found in graph.node:
                yield found
                yield from inside(found)


def _free(graph: GraphProto) -> list[str]:
    """The values that a subgraph takes from around it."""
    made = {each.name for each in (*graph.input, *graph.initializer)}
    made |= {name for node in graph.node for name in node.output}
    return list(dict.fromkeys(name for node in graph.node for name in reads(node) if name not in made))


def _sorted(graph: GraphProto, given: set[str], path: Path) -> tuple[NodeProto, ...]:
    """The nodes, each behind those that it reads, otherwise as in the file; raises FileError where that can’t be."""
    makers = _makers(graph, given, path)
    behind: dict[int, list[int]] = {}
    waits = []
    for at, node in enumerate(graph.node):
        unknown = next((name for name in reads(node) if name not in makers and name not in given), None)
        if unknown is not None:
            raise FileError(f"{called(path)} is damaged: an operation reads “{echoed(unknown)}”, which nothing makes.")
        needed = {makers[name] for name in reads(node) if name in makers}
        waits.append(len(needed))
        for other in needed:
            behind.setdefault(other, []).append(at)
    ready = [at for at, count in enumerate(waits) if count == 0]  # sorted, and so a heap
    order = []
    while ready:
        at = heappop(ready)
        order.append(graph.node[at])
        for later in behind.get(at, ()):
            waits[later] -= 1
            if waits[later] == 0:
                heappush(ready, later)
    if len(order) < len(graph.node):
        raise FileError(f"In {called(path)} operations read each other in a circle, which no network can do.")
    return tuple(order)


def _makers(graph: GraphProto, given: set[str], path: Path) -> dict[str, int]:
    """Which node makes each value; raises FileError where two do, or one that comes from elsewhere."""
    makers: dict[str, int] = {}
    for at, node in enumerate(graph.node):
        for name in filter(None, node.output):
            if name in makers or name in given:
                raise FileError(
                    f"{called(path)} is damaged: two of its operations make the same value “{echoed(name)}”."
                )
            makers[name] = at
    return makers
