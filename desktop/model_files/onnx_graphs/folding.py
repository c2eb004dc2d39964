"""Small constants that an ONNX graph computes out of others, e.g. how much a padding adds, told as numbers.

Exporters leave such chains of nodes behind; they hide sizes that are fixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

FEW = 4096
"""So many numbers of a constant are looked at, and not more: axes, sides, bounds."""
_FOLDED = frozenset(
    (
        *("Add", "Cast", "Ceil", "Concat", "ConstantOfShape", "Div", "Equal", "Floor", "Gather", "Identity", "Max"),
        *("Min", "Mod", "Mul", "Neg", "Reshape", "Shape", "Slice", "Squeeze", "Sub", "Transpose", "Unsqueeze", "Where"),
    )
)
"""None of these makes much out of little, but for `ConstantOfShape`, which is told what to make."""


def folded(
    nodes: Iterable[NodeProto], known: Mapping[str, TensorProto], shapes: Mapping[str, tuple[int, ...]], opset: int
) -> dict[str, TensorProto]:
    """The small constants that follow from those that are known and from shapes; the nodes stand in their order."""
    numbers: dict[str, NDArray[Any]] = {}
    for name, array in known.items():
        if prod(array.dims) <= FEW and array.data_location != TensorProto.EXTERNAL:
            numbers[name] = numpy_helper.to_array(array)
    found: dict[str, TensorProto] = {}
    for node in nodes:
        if node.op_type not in _FOLDED or node.domain or node.output[0] in known:
            continue
        result = None
        if all(name in numbers for name in node.input if name):
            result = _computed(node, {name: numbers[name] for name in node.input if name}, opset)
        elif node.op_type == "Shape" and node.input[0] in shapes and not node.attribute:
            result = np.array(shapes[node.input[0]], np.int64)
        if result is not None:
            numbers[node.output[0]] = result
            found[node.output[0]] = numpy_helper.from_array(result, node.output[0])
    return found


def _computed(node: NodeProto, read: Mapping[str, NDArray[Any]], opset: int) -> NDArray[Any] | None:
    """What a node makes of what it reads; None where that is much, or can't be said."""
    if node.op_type == "ConstantOfShape" and prod(map(int, read[node.input[0]].ravel())) > FEW:
        return None
    given = [helper.make_empty_tensor_value_info(name) for name in read]
    wanted = [helper.make_empty_tensor_value_info(node.output[0])]
    model = helper.make_model(
        helper.make_graph([node], "one node", given, wanted), opset_imports=[helper.make_opsetid("", opset)]
    )
    try:
        with np.errstate(all="ignore"):
            results = ReferenceEvaluator(model).run(None, dict(read))
    except Exception:  # a foreign graph can be wrong in any way; then this stays unknown
        return None
    result = results[0] if isinstance(results, list) else None
    return result if isinstance(result, np.ndarray) and result.size <= FEW else None
