"""An ONNX file as a network for pictures: what it takes, what it gives, and its layers."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from pathlib import Path

from onnx import ModelProto, TensorProto

from desktop.model_files.onnx_graphs.graph import Graph, load
from desktop.model_files.onnx_graphs.layers import Layers, layers_of
from desktop.model_files.onnx_graphs.shapes import Shapes, Sides, infer

_COLOURS = (1, 3)
"""So many channels a picture has."""
NUMBERS = (TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.DOUBLE, TensorProto.UINT8)
"""What a picture may be made of."""

_STANDARDISING = ("Sub", "Div", "Mul")
_BEFORE = ("Cast", "Identity", "Transpose")
"""What may stand between the picture and what standardises it."""
_WHITE = 255
_SMALL = 0.1
"""Bytes are multiplied by less, so that they become numbers of about 1."""


@dataclass(frozen=True)
class Interface:
    """What a graph takes and gives.

    `value` is the name of the picture, `sides` are its own, with the batch; `kind` is that of its numbers, as ONNX
    counts them. `result` is the value that has a number for each of so many `classes`, "" where none has, and
    `probabilities` says that a softmax has made these. `white` is what it takes for white where it standardises
    pictures itself, 0 where it doesn't. `why` says in a sentence why it is no network for one picture.
    """

    value: str
    sides: Sides
    kind: int
    channels_last: bool
    result: str
    classes: int
    probabilities: bool
    white: int
    why: str

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the pictures, (channels, height, width); () where it isn't known."""
        if len(self.sides) != 4:
            return ()
        _, *rest = self.sides
        whole = tuple(side for side in rest if side is not None)
        if len(whole) < 3:
            return ()
        return (whole[2], *whole[:2]) if self.channels_last else whole


@dataclass(frozen=True)
class Network:
    """A file that has been read: its graph, the shapes of its values, its layers, and what it takes and gives."""

    path: Path
    model: ModelProto
    graph: Graph
    shapes: Shapes
    interface: Interface
    found: Layers


def open_network(path: Path) -> Network:
    """Read a file; raises FileError."""
    model = load(path)
    graph = Graph(model, path)
    shapes = infer(model, graph)
    interface = _interface(graph, shapes)
    return Network(path, model, graph, shapes, interface, layers_of(graph, shapes, interface.channels_last))


def _interface(graph: Graph, shapes: Shapes) -> Interface:
    first = graph.pictures[0] if graph.pictures else None
    value, kind = (first.name, first.type.tensor_type.elem_type) if first is not None else ("", 0)
    sides = shapes.of.get(value, ())
    last = len(sides) == 4 and sides[3] in _COLOURS and sides[1] not in _COLOURS
    result, classes = _result(graph, shapes)
    probabilities = any(node.op_type == "Softmax" and result in node.output for node in graph.nodes)
    known = any(shapes.known(each.name) for each in graph.results)
    why = _why(graph, sides, kind, last) or ("" if classes else _NO_CLASSES if known else _UNKNOWN)
    white = _WHITE if kind == TensorProto.UINT8 else _white(graph, value)
    return Interface(value, sides, kind, last, result, classes, probabilities, white, why)


_NO_CLASSES = "It doesn’t answer with one number for each class, so there is no answer to show."
_UNKNOWN = "What it answers doesn’t follow from the file, so there is no answer to show."


def _why(graph: Graph, sides: Sides, kind: int, channels_last: bool) -> str:
    """Why a graph is no network that takes one picture, in a sentence; "" where it is one."""
    count = len(graph.pictures)
    if count != 1:
        return f"It takes {count} inputs, and only networks that take one picture can run here."
    if len(sides) != 4:
        return "Its input is no picture with channels, a height and a width, so it can’t run here."
    channels = sides[3] if channels_last else sides[1]
    if channels is not None and channels not in _COLOURS:
        return f"Its pictures have {channels} channels, and the pictures here have one or three."
    if kind not in NUMBERS:
        return "Its pictures are made of numbers of a kind that pictures don’t have here, so it can’t run."
    return ""


def _white(graph: Graph, picture: str) -> int:
    """What a graph takes for white that begins with sums or products with constants; 0 where it doesn't.

    Means and deviations of bytes are larger than those of numbers up to 1, and what makes bytes small is small.
    """
    found = 0
    while len(readers := graph.readers.get(picture, [])) == 1:
        (node,) = readers
        if node.op_type in _STANDARDISING:
            constant = graph.few(node.input[1]) if node.input[0] == picture else None
            if constant is None or not constant.size:
                break
            most = float(abs(constant).max())
            of_bytes = most < _SMALL if node.op_type == "Mul" else most > 1
            found = max(found, _WHITE if of_bytes else 1)
        elif node.op_type not in _BEFORE:
            break
        picture = node.output[0]
    return found


def _result(graph: Graph, shapes: Shapes) -> tuple[str, int]:
    """The first output that has a number for each class, and how many classes; "" and 0 where there is none."""
    for result in graph.results:
        whole = shapes.known(result.name)
        if whole and len(whole) > 1 and whole[0] == shapes.batch and max(whole[1:]) == prod(whole[1:]):
            return result.name, max(whole[1:])
    return "", 0
