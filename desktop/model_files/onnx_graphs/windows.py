"""What the operators of ONNX move over maps, and what a unit of their output sees of the picture."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from onnx import NodeProto

from desktop.model_files.onnx_graphs.graph import Graph, attribute
from desktop.model_files.onnx_graphs.resizing import RESIZES, larger
from desktop.model_files.onnx_graphs.shapes import Shapes, Sides
from desktop.model_files.onnx_graphs.spans import PIXEL, Spans, behind, joined, spread
from engine.contract.geometry import Pair, Window

CONVOLUTIONS = ("Conv", "QLinearConv", "ConvInteger", "FusedConv")
POOLS = ("MaxPool", "AveragePool", "LpPool")
TRANSPOSED = "ConvTranspose"
PRODUCTS = ("Mul", "QLinearMul")
"""Where one factor may be a gate."""
_MOVING = (*CONVOLUTIONS, *POOLS, TRANSPOSED, *RESIZES, "Pad", "Slice")
_CONCATS = ("Concat", "QLinearConcat")
_REDUCTIONS = ("ReduceMean", "ReduceMax", "ReduceMin", "ReduceSum", "ReduceL2")
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
    """What the units of a value see of the picture down and across, whose height and width lie on the axes `sides`."""

    down: Spans
    across: Spans
    sides: Pair

    def told(self) -> tuple[Pair, Pair, Pair | None]:
        """How many pixels a unit sees at most, how far apart units lie, and where the first begins to see.

        The last isn't told where neighbours don't see alike.
        """
        alike = self.down.period == self.across.period == 1
        return (
            (self.down.longest, self.across.longest),
            (self.down.jump, self.across.jump),
            (self.down.first[0], self.across.first[0]) if alike else None,
        )


def of_picture(channels_last: bool) -> Seen:
    """What the pixels of the picture see."""
    return Seen(PIXEL, PIXEL, (1, 2) if channels_last else _USUAL)


def _joined(ways: Collection[Seen]) -> Seen | None:
    """What a unit sees that reads others on several ways; None where they don't lie above each other."""
    if len({way.sides for way in ways}) != 1:
        return None
    return _both(joined(way.down for way in ways), joined(way.across for way in ways), next(iter(ways)).sides)


def _both(down: Spans | None, across: Spans | None, sides: Pair) -> Seen | None:
    return None if down is None or across is None else Seen(down, across, sides)


def window(graph: Graph, shapes: Shapes, node: NodeProto) -> Window | None:
    """The window of a convolution, a pooling, a padding or a choice of pixels; None where it isn't known."""
    if node.op_type in CONVOLUTIONS or node.op_type in POOLS or node.op_type == TRANSPOSED:
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
    """What a padding adds to the sides of maps; None where that isn't known. Maps of zeros beside them move nothing."""
    pads = graph.whole(node, "pads", 1)
    axes = graph.whole(node, "axes", 3)
    if pads is None or (len(node.input) > 3 and node.input[3] and axes is None):
        return None
    rank = len(shapes.of.get(node.input[0], ()))
    axes = tuple(range(len(pads) // 2)) if axes is None else tuple(axis % max(rank, 1) for axis in axes)
    if len(pads) != 2 * len(axes):
        return None
    added = {axis: (pads[at], pads[at + len(axes)]) for at, axis in enumerate(axes)}
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
    """What the units of a node's output see; None where that isn't known, or where they see all.

    Gates are passed over: what they multiply says what is seen.
    """
    inputs = [name for name in dict.fromkeys(node.input) if name in graph.reached]
    if node.op_type in PRODUCTS:
        inputs = _weighed(shapes, inputs, read)
    if not inputs or any(name not in read for name in inputs):
        return None
    seen = _joined([read[name] for name in inputs]) if _lie_above(shapes, inputs, read) else None
    if seen is None or node.op_type in POINTWISE:
        return seen
    if node.op_type in _MOVING:
        return _behind(graph, shapes, node, seen) if seen.sides == _USUAL and len(inputs) == 1 else None
    if node.op_type in ("Transpose", "Reshape"):
        sides = _sides_behind(shapes, node, seen.sides)
        return None if sides is None else seen._replace(sides=sides)
    axes = _axes_within(graph, shapes, node) if len(inputs) == 1 or node.op_type in _CONCATS else None
    return None if axes is None or set(axes) & set(seen.sides) else seen


def _weighed(shapes: Shapes, inputs: Sequence[str], read: Mapping[str, Seen]) -> list[str]:
    """What of the factors of a product says what is seen: all but the gates, if others are there."""
    sides = next((read[name].sides for name in inputs if name in read), _USUAL)
    return [name for name in inputs if not is_gate(shapes, name, sides)] or list(inputs)


def _lie_above(shapes: Shapes, inputs: Sequence[str], read: Mapping[str, Seen]) -> bool:
    """Whether maps have the same height and width: a single row that is used for all rows lies above none of them."""
    sizes = {
        tuple(shapes.of[name][side] for side in read[name].sides)
        for name in inputs
        if len(shapes.of.get(name, ())) > max(read[name].sides)
    }
    return len(sizes) <= 1


def _behind(graph: Graph, shapes: Shapes, node: NodeProto, seen: Seen) -> Seen | None:
    """What units see whose windows, or whose places on a smaller map, lie on units that see `seen`."""
    if node.op_type in RESIZES:
        ways = larger(graph, shapes, node, (seen.down, seen.across))
        return None if ways is None else _both(*ways, seen.sides)
    moved = window(graph, shapes, node)
    if moved is None or (node.op_type == TRANSPOSED and not _says_its_padding(node)):
        return None
    step = spread if node.op_type == TRANSPOSED else behind
    down, across = (
        step(way, moved.kernel[axis], moved.stride[axis], moved.padding[axis], moved.dilation[axis])
        for axis, way in enumerate((seen.down, seen.across))
    )
    return _both(down, across, seen.sides)


def _says_its_padding(node: NodeProto) -> bool:
    """Whether a transposed convolution doesn't leave its padding to what comes out."""
    automatic = attribute(node, "auto_pad") in (b"SAME_UPPER", b"SAME_LOWER")
    return not automatic and attribute(node, "output_shape") is None


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


def is_gate(shapes: Shapes, value: str, at: Pair = _USUAL) -> bool:
    """Whether a value has maps of one number each, whose height and width lie on two axes."""
    sides = shapes.of.get(value, ())
    return len(sides) == 4 and max(at) < 4 and (sides[at[0]], sides[at[1]]) == (1, 1)


def _axes_within(graph: Graph, shapes: Shapes, node: NodeProto) -> tuple[int, ...] | None:
    """The axes that a node works along, if these are known: where none is a side, the sides stay."""
    rank = len(shapes.of.get(node.output[0], ()))
    if node.op_type in _REDUCTIONS:
        axes = graph.whole(node, "axes", 1)
        stay = attribute(node, "keepdims") in (None, 1)
        return tuple(axis % rank for axis in axes) if axes and stay and rank else None
    axis = _axis_within(graph, rank, node)
    return None if axis is None else (axis,)


def _axis_within(graph: Graph, rank: int, node: NodeProto) -> int | None:
    """The axis that a node works along, if it works along one only."""
    if node.op_type == "MatMul":
        return rank - 1
    axis = attribute(node, "axis")
    if node.op_type in ("Softmax", "LogSoftmax") and graph.opset < _SOFTMAX_ALONG_ONE:
        return None
    default = {"Split": 0, "Softmax": -1, "LogSoftmax": -1, "LayerNormalization": -1, **dict.fromkeys(_CONCATS)}
    if node.op_type not in default or not rank:
        return None
    axis = default[node.op_type] if axis is None else axis
    if node.op_type == "LayerNormalization" and axis not in (-1, rank - 1):  # it takes all axes from that one on
        return None
    return axis % rank if isinstance(axis, int) else None


def _pair(sides: object) -> Pair | None:
    return (sides[0], sides[1]) if isinstance(sides, list) and len(sides) == 2 else None
