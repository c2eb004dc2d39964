"""Which numbers the weights of an ONNX file are: float32 as a rule, and then int8 can be made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnx import ModelProto, TensorProto

USUAL = "float32"
_CALLED = {"FLOAT": USUAL, "DOUBLE": "float64"}
"""What kinds of numbers are called that ONNX calls in another way."""
_WEIGHTS = {"FLOAT", "DOUBLE", "FLOAT16", "BFLOAT16", "INT8", "UINT8", "INT4", "UINT4"}
"""Kinds that weights have; shapes and places are of others."""


def numbers_of(model: ModelProto | None) -> str:
    """What kind most weights of a graph are of: "float32", "float16"; float32 where it has none, or nobody reads it."""
    if model is None:
        return USUAL
    from onnx import TensorProto

    counts: Counter[str] = Counter()
    for array in _arrays(model):
        kind = TensorProto.DataType.Name(array.data_type)
        if kind in _WEIGHTS:
            counts[kind] += prod(array.dims)
    most = max(counts, key=lambda kind: counts[kind], default="FLOAT")
    return _CALLED.get(most, most.lower())


def _arrays(model: ModelProto) -> Iterable[TensorProto]:
    """All arrays of numbers that a graph holds."""
    yield from model.graph.initializer
    for node in model.graph.node:
        if node.op_type == "Constant":
            yield from (each.t for each in node.attribute if each.HasField("t"))
