"""What the operators of ONNX move over maps, and what a unit of their output sees of the picture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from onnx import NodeProto

from desktop.model_files.onnx_graphs.graph import Graph, attribute
from desktop.model_files.onnx_graphs.shapes import Shapes, Sides
from engine.contract.geometry import Geometry, Pair, Window, at_input, behind, join

CONVOLUTIONS = ("Conv", "QLinearConv", "ConvInteger", "FusedConv")
POOLS = ("MaxPool", "AveragePool", "LpPool")
POINTWISE = frozenset(
    (
        "Relu",
        "LeakyRelu",
        "Sigmoid",
        "Tanh",
        "HardSigmoid",
        "HardSwish",
        "Gelu",
        "Elu",
        "Selu",
        "Celu",
        "PRelu",
        "Softplus",
        "Softsign",
        "Swish",
        "Mish",
        "ThresholdedRelu",
        "Clip",
        "Add",
        "Sub",
        "Mul",
        "Div",
        "Sum",
        "Max",
        "Min",
        "Mean",
        "Pow",
        "Sqrt",
        "Exp",
        "Log",
        "Abs",
        "Neg",
        "Erf",
        "Floor",
        "Ceil",
        "Round",
        "Sign",
        "Reciprocal",
        "BatchNormalization",
        "LRN",
        "Dropout",
        "QuantizeLinear",
        "DequantizeLinear",
        "Where",
        "Equal",
        "Greater",
        "Less",
        "Not",
        "Cast",
        "Identity",
        "QLinearAdd",
        "QLinearMul",
        "QLinearSigmoid",
        "QLinearLeakyRelu",
    )
)
"""Operators whose units see no more than those they read."""

_USUAL = (2, 3)
"""The axes of height and width."""
_SOFTMAX_ALONG_ONE = 13
"""Since this opset a softmax works along one axis, and not along all from one on."""


class Seen(NamedTuple):
    """What the units of a value see, whose height and width lie on the axes `sides`."""

    geometry: Geometry
    sides: Pair


def of_picture(channels_last: bool) -> Seen:
    """What the pixels of the picture see."""
    return Seen(at_input(), (1, 2) if channels_last else _USUAL)


def joined(ways: Iterable[Seen]) -> Seen | None:
    """What a unit sees that reads others on several ways; None where they don't lie above each other."""
    found = list(ways)
    if not found or len({way.sides for way in found}) > 1:
        return None
    try:
        geometry = join([way.geometry for way in found])
    except ValueError:
        return None
    return None if geometry is None else Seen(geometry, found[0].sides)


def window(graph: Graph, shapes: Shapes, node: NodeProto) -> Window | None:
    """The window of a convolution, a pooling, a padding or a choice of pixels; None where it isn't known."""
    if node.op_type in CONVOLUTIONS or node.op_type in POOLS or node.op_type == "ConvTranspose":
        return _moved(shapes, node)
    if node.op_type == "Pad":
        return _padded(graph, shapes, node)
    if node.op_type == "Slice":
        return _chosen(graph, shapes, node)
    return None


def _moved(shapes: Shapes, node: NodeProto) -> Window | None:
    at = {"QLinearConv": 3}.get(node.op_type, 1)
    weights = shapes.known(node.input[at]) if node.op_type not in POOLS and len(node.input) > at else None
    kernel = _pair(attribute(node, "kernel_shape") or (None if weights is None else list(weights[2:])))
    stride = _pair(attribute(node, "strides") or [1, 1])
    dilation = _pair(attribute(node, "dilations") or [1, 1])
    if kernel is None or stride is None or dilation is None or min(*kernel, *stride, *dilation) < 1:
        return None
    before, after = (0, 0), (0, 0)
    pads = attribute(node, "pads")
    automatic = attribute(node, "auto_pad") or b"NOTSET"
    if automatic in (b"SAME_UPPER", b"SAME_LOWER"):
        found = _same(shapes.of.get(node.input[0], ()), kernel, stride, dilation, automatic == b"SAME_LOWER")
        if found is None:
            return None
        before, after = found
    elif automatic == b"NOTSET" and isinstance(pads, list):
        if len(pads) != 4:
            return None
        before, after = (pads[0], pads[1]), (pads[2], pads[3])
    ceil = bool(attribute(node, "ceil_mode"))
    return Window(kernel, stride, before, None if before == after else after, dilation, ceil)


def _same(sides: Sides, kernel: Pair, stride: Pair, dilation: Pair, first: bool) -> tuple[Pair, Pair] | None:
    """What is added so that a map shrinks by the stride only; what can't be halved lies before it if `first`."""
    smaller, larger = [], []
    for axis, length in enumerate(sides[2:4]):
        if length is None:
            return None
        reach = dilation[axis] * (kernel[axis] - 1) + 1
        added = max((-(-length // stride[axis]) - 1) * stride[axis] + reach - length, 0)
        smaller.append(added // 2)
        larger.append(added - added // 2)
    if len(smaller) != 2:
        return None
    less, more = (smaller[0], smaller[1]), (larger[0], larger[1])
    return (more, less) if first else (less, more)


def _padded(graph: Graph, shapes: Shapes, node: NodeProto) -> Window | None:
    """What a padding adds to maps; None where it adds to other axes, too, or isn't known."""
    pads = graph.whole(node, "pads", 1)
    axes = graph.whole(node, "axes", 3)
    if pads is None or (len(node.input) > 3 and node.input[3] and axes is None):
        return None
    rank = len(shapes.of.get(node.input[0], ()))
    axes = tuple(range(len(pads) // 2)) if axes is None else tuple(axis % max(rank, 1) for axis in axes)
    if len(pads) != 2 * len(axes):
        return None
    added = {axis: (pads[at], pads[at + len(axes)]) for at, axis in enumerate(axes)}
    if any(sum(map(abs, both)) for axis, both in added.items() if axis not in (2, 3)):
        return None
    (top, bottom), (left, right) = added.get(2, (0, 0)), added.get(3, (0, 0))
    before, after = (top, left), (bottom, right)
    return Window((1, 1), padding=before, behind=None if before == after else after)


def _chosen(graph: Graph, shapes: Shapes, node: NodeProto) -> Window | None:
    """Which pixels a slice takes: every n-th, from one on; None where it isn't known, or goes backwards."""
    starts = graph.whole(node, "starts", 1)
    rank = len(shapes.of.get(node.input[0], ()))
    if starts is None or rank == 0:
        return None
    axes = graph.whole(node, "axes", 3) or tuple(range(len(starts)))
    steps = graph.whole(node, "steps", 4) or (1,) * len(starts)
    if not len(starts) == len(axes) == len(steps) or min(steps) < 1 or min(starts) < 0:
        return None
    first = {axis % rank: start for axis, start in zip(axes, starts, strict=True)}
    every = {axis % rank: step for axis, step in zip(axes, steps, strict=True)}
    return Window((1, 1), (every.get(2, 1), every.get(3, 1)), (-first.get(2, 0), -first.get(3, 0)), None)


def seen_by(graph: Graph, shapes: Shapes, node: NodeProto, read: dict[str, Seen]) -> Seen | None:
    """What the units of a node's output see, where it is known of some that it reads; None where they see all.

    Gates are passed over: what they multiply says what is seen.
    """
    ways = {name: read[name] for name in node.input if name in read}
    wide = {name: way for name, way in ways.items() if not is_gate(shapes, name)}
    seen = joined((wide if node.op_type in POINTWISE and wide else ways).values())
    if seen is None or node.op_type in POINTWISE:
        return seen
    if node.op_type in (*CONVOLUTIONS, *POOLS, "Pad", "Slice"):
        moved = window(graph, shapes, node)
        return Seen(behind(seen.geometry, moved), seen.sides) if moved is not None and seen.sides == _USUAL else None
    if node.op_type in ("Transpose", "Reshape"):
        sides = _sides_behind(shapes, node, seen.sides)
        return None if sides is None else Seen(seen.geometry, sides)
    axis = _axis_within(graph, shapes, node)
    return None if axis is None or axis in seen.sides else seen


def _sides_behind(shapes: Shapes, node: NodeProto, sides: Pair) -> Pair | None:
    """Where height and width lie behind a node that puts numbers elsewhere; None where they are no more."""
    if node.op_type == "Transpose":
        order = attribute(node, "perm")
        known = isinstance(order, list) and set(sides) <= set(order)
        return (order.index(sides[0]), order.index(sides[1])) if known else None
    before, after = shapes.known(node.input[0]), shapes.known(node.output[0])
    if before is None or after is None or len(after) < 3 or sides != (len(before) - 2, len(before) - 1):
        return None
    return (len(after) - 2, len(after) - 1) if before[-2:] == after[-2:] else None


def is_gate(shapes: Shapes, value: str) -> bool:
    """Whether a value has maps of one number each."""
    sides = shapes.of.get(value, ())
    return len(sides) == 4 and sides[2:] == (1, 1)


def _axis_within(graph: Graph, shapes: Shapes, node: NodeProto) -> int | None:
    """The axis that a node works along, if it works along one only: where that isn't a side, the sides stay."""
    rank = len(shapes.of.get(node.output[0], ()))
    if node.op_type == "MatMul":
        return rank - 1
    axis = attribute(node, "axis")
    if node.op_type in ("Softmax", "LogSoftmax") and graph.opset < _SOFTMAX_ALONG_ONE:
        return None
    default = {"Concat": None, "Split": 0, "Softmax": -1, "LogSoftmax": -1, "LayerNormalization": -1}
    if node.op_type not in default or not rank:
        return None
    axis = default[node.op_type] if axis is None else axis
    if node.op_type == "LayerNormalization" and axis not in (-1, rank - 1):  # it takes all axes from that one on
        return None
    return axis % rank if isinstance(axis, int) else None


def _pair(sides: object) -> Pair | None:
    return (sides[0], sides[1]) if isinstance(sides, list) and len(sides) == 2 else None
