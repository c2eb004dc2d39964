"""Maps that are made larger or smaller: what the units of the result see, as far as that is alike all over it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from onnx import NodeProto

from desktop.model_files.onnx_graphs.graph import Graph, attribute
from desktop.model_files.onnx_graphs.shapes import Shapes
from desktop.model_files.onnx_graphs.spans import MOST_ALIKE, Spans, around, nearest, resized

RESIZES = ("Resize", "Upsample")
_HALF_A_PIXEL = ("half_pixel", "pytorch_half_pixel")
_PLACED = (*_HALF_A_PIXEL, "asymmetric")
"""What ONNX calls the ways to place one map on another that are the same all over the map."""
_READ = {"linear": 2, "cubic": 4}
"""How many units in a row an interpolation reads."""
_SCALES_THIRD = 11
"""Since this opset the scales are the third of what a resizing reads."""

Ways = tuple[Spans | None, Spans | None]


def larger(graph: Graph, shapes: Shapes, node: NodeProto, seen: tuple[Spans, Spans]) -> Ways | None:
    """What units see down and across behind a resizing of maps; None where the file doesn't say by how much, or how."""
    scales = _scales(graph, shapes, node)
    mode = _word(node, "mode", "nearest")
    old = node.op_type == "Upsample" or graph.opset < _SCALES_THIRD
    placed = _word(node, "coordinate_transformation_mode", "asymmetric" if old else "half_pixel")
    rounded = _word(node, "nearest_mode", "floor" if old else "round_prefer_floor")
    if scales is None or any(scale != 1 for scale in scales[:2]):
        return None
    if placed not in _PLACED or attribute(node, "antialias"):
        return None
    reads = around(_READ[mode]) if mode in _READ else nearest(rounded) if mode == "nearest" else None
    if reads is None:
        return None
    shifts = ((1 / scale - 1) / 2 if placed in _HALF_A_PIXEL else Fraction(0) for scale in scales[2:])
    down, across = (
        resized(way, scale, shift, reads) for way, scale, shift in zip(seen, scales[2:], shifts, strict=True)
    )
    return down, across


def _word(node: NodeProto, name: str, usual: str) -> str:
    """A word that a node has as an attribute; "" where that is no word."""
    found = attribute(node, name)
    return usual if found is None else found.decode(errors="replace") if isinstance(found, bytes) else ""


def _scales(graph: Graph, shapes: Shapes, node: NodeProto) -> tuple[Fraction, ...] | None:
    """How many times as long maps become along each of their four axes; None where that isn't known."""
    if attribute(node, "axes"):
        return None
    at = 1 if node.op_type == "Upsample" or graph.opset < _SCALES_THIRD else 2
    given = graph.few(node.input[at]) if len(node.input) > at and node.input[at] else None
    if given is not None and given.size == 4 and given.dtype.kind == "f":
        if not (np.isfinite(given) & (given > 0)).all():
            return None
        return tuple(Fraction(float(scale)).limit_denominator(MOST_ALIKE) for scale in given.ravel())
    before, after = shapes.known(node.input[0]), shapes.known(node.output[0])
    if before is None or after is None or len(before) != 4 or len(after) != 4:
        return None
    return tuple(Fraction(long, short) for long, short in zip(after, before, strict=True))
