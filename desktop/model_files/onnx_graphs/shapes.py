"""The shapes of all values of an ONNX graph, for one picture, as far as the graph tells them."""

from __future__ import annotations

from math import prod
from typing import NamedTuple

from onnx import ModelProto, NodeProto, TensorShapeProto, TypeProto, shape_inference

from desktop.model_files.onnx_graphs.arrays import outside
from desktop.model_files.onnx_graphs.folding import FEW
from desktop.model_files.onnx_graphs.graph import Graph, own

Sides = tuple[int | None, ...]
"""The lengths of an array along its axes, None where one isn't known."""
_MOST_TRIED = 40_000
"""So many nodes are tried again in all: each time some further down become known."""
RUNTIME = "com.microsoft"
_LIKE = {
    "QLinearGlobalAveragePool": ("GlobalAveragePool", (0,)),
    "QLinearAveragePool": ("AveragePool", (0,)),
    "QLinearAdd": ("Add", (0, 3)),
    "QLinearMul": ("Mul", (0, 3)),
    "QLinearSigmoid": ("Sigmoid", (0,)),
    "QLinearLeakyRelu": ("LeakyRelu", (0,)),
    "QGemm": ("Gemm", (0, 3, 6)),
    "FusedGemm": ("Gemm", (0, 1, 2)),
    "FusedConv": ("Conv", (0, 1, 2)),
}
"""What ONNX Runtime has beside ONNX's operators, most of it for whole numbers: the like, and which inputs it shares."""
_MOST = 2**40
"""A longer side is no side."""


class Shapes(NamedTuple):
    """What is known of shapes: of each value, and how many pictures the graph wants at once."""

    of: dict[str, Sides]
    batch: int

    def known(self, value: str) -> tuple[int, ...] | None:
        """The whole shape of a value, None where a side isn't known."""
        sides = self.of.get(value)
        if sides is None:
            return None
        whole = tuple(side for side in sides if side is not None)
        return whole if len(whole) == len(sides) else None

    def of_one(self, value: str) -> tuple[int, ...]:
        """The shape of a value for one picture, () where it isn't known."""
        whole = self.known(value)
        if not whole:
            return ()
        return whole[1:] if len(whole) > 1 and whole[0] == self.batch else whole


def infer(model: ModelProto, graph: Graph) -> Shapes:
    """Infer the shapes of all values, for one picture where the graph takes any number of them.

    Some graphs compute sizes out of shapes in ways that inference doesn't follow; then what is known of shapes is
    folded, and it is tried again.
    """
    shapes = _inferred(model, graph)
    for _ in range(_MOST_TRIED // len(graph.nodes)):
        if all(shapes.known(name) for node in graph.nodes for name in node.output if name in graph.reached):
            break
        if not graph.fold({name: whole for name in shapes.of if (whole := shapes.known(name)) is not None}):
            break
        shapes = _inferred(model, graph)
    return shapes


def _inferred(model: ModelProto, graph: Graph) -> Shapes:
    bare = _without_numbers(model, graph)
    batch = 1
    for each in bare.graph.input:
        if graph.pictures and each.name == graph.pictures[0].name:
            dims = each.type.tensor_type.shape.dim
            if dims and not dims[0].dim_value > 0:
                dims[0].dim_value = 1
            batch = dims[0].dim_value if dims else 1
    try:
        inferred = shape_inference.infer_shapes(bare, check_type=False, strict_mode=False, data_prop=True)
    except (shape_inference.InferenceError, RuntimeError, ValueError):  # what can't be inferred is not known
        inferred = bare
    constants = {**graph.folded, **graph.arrays}
    shapes: dict[str, Sides] = {name: tuple(array.dims) for name, array in constants.items()}
    for each in (*inferred.graph.input, *inferred.graph.value_info, *inferred.graph.output):
        sides = sides_of(each.type)
        if sides is not None and each.name not in constants:
            shapes[each.name] = sides
    for result in graph.results:
        said = sides_of(result.type)
        if said and None in shapes.get(result.name, (None,)):  # what can't be inferred, the file may say
            shapes[result.name] = (said[0] or batch, *said[1:])
    return Shapes(shapes, batch)


def sides_of(kind: TypeProto) -> Sides | None:
    """The sides that a type says, None where it says nothing."""
    if not kind.HasField("tensor_type") or not kind.tensor_type.HasField("shape"):
        return None
    return tuple(_side(dim) for dim in kind.tensor_type.shape.dim)


def _side(dim: TensorShapeProto.Dimension) -> int | None:
    return dim.dim_value if dim.HasField("dim_value") and 0 < dim.dim_value < _MOST else None


def _without_numbers(model: ModelProto, graph: Graph) -> ModelProto:
    """The model without what inference doesn't need: long arrays keep their shapes only.

    What the file says of shapes inside is left out, too, where ONNX knows better: it may be of another batch, or wrong.
    """
    bare = ModelProto()
    bare.ir_version = model.ir_version
    bare.opset_import.extend(model.opset_import)
    bare.graph.name = model.graph.name
    bare.graph.input.extend(model.graph.input)
    for result in model.graph.output:
        bare.graph.output.add(name=result.name).type.tensor_type.elem_type = result.type.tensor_type.elem_type
    foreign = {name for node in graph.nodes if not own(node) for name in node.output}
    bare.graph.value_info.extend(each for each in model.graph.value_info if each.name in foreign)
    for array in model.graph.initializer:
        long = prod(array.dims) > FEW or outside(array)
        kept = bare.graph.initializer.add(name=array.name, data_type=array.data_type, dims=array.dims)
        if not long:
            kept.CopyFrom(array)
    bare.graph.initializer.extend(graph.folded.values())
    bare.graph.node.extend(
        _of_onnx(node) for node in graph.nodes if not node.output or node.output[0] not in graph.folded
    )
    return bare


def _of_onnx(node: NodeProto) -> NodeProto:
    """An operator of ONNX Runtime's as the one of ONNX that gives the same shape; any other as it is."""
    if node.domain != RUNTIME or node.op_type not in _LIKE:
        return node
    operator, inputs = _LIKE[node.op_type]
    found = NodeProto(op_type=operator, name=node.name, output=node.output, attribute=node.attribute)
    found.input.extend(node.input[at] for at in inputs if at < len(node.input))
    return found
