"""Shapes of values: what inference tells, what graphs compute themselves, and what stays unknown."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.desktop.model_files.small_onnx import (
    array,
    contents,
    model,
    node,
    numbers,
)


def test_sizes_that_a_graph_computes_itself(tmp_path: Path) -> None:
    """As exporters flatten: the batch is read off the shape, the rest is what is left."""
    nodes = [
        node("Conv", ["x", "w"], ["a"]),
        node("Shape", ["a"], ["shape"]),
        node("Gather", ["shape", "zero"], ["batch"]),
        node("Unsqueeze", ["batch", "axis"], ["first"]),
        node("Concat", ["first", "rest"], ["wanted"], axis=0),
        node("Reshape", ["a", "wanted"], ["y"]),
    ]
    arrays = [numbers("w", 5, 3, 1, 1), array("zero", np.array(0)), array("axis", [0]), array("rest", [-1])]
    found = contents(model(nodes, arrays), tmp_path)
    assert [(layer.kind, layer.shape) for layer in found.layers] == [("conv", (5, 8, 8)), ("flatten", (320,))]


def test_sizes_that_inference_does_not_follow(tmp_path: Path) -> None:
    """Half of the channels, as the graph computes it, twice: the second follows from the first."""
    nodes = [node("Conv", ["x", "w"], ["0"])]
    for at in (0, 1):
        nodes += [
            node("Shape", [str(at)], [f"shape {at}"]),
            node("Gather", [f"shape {at}", "one"], [f"channels {at}"]),
            node("Div", [f"channels {at}", "two"], [f"half {at}"]),
            node("Slice", [str(at), "zero", f"half {at}", "one"], [str(at + 1)], name=f"slice {at}"),
        ]
    nodes.append(node("Conv", ["2", "v"], ["y"], name="last"))
    arrays = [numbers("w", 8, 3, 3, 3), numbers("v", 5, 2, 3, 3)]
    arrays += [array("one", [1]), array("two", [2]), array("zero", [0])]
    found = contents(model(nodes, arrays), tmp_path)
    assert [layer.shape for layer in found.layers] == [(8, 6, 6), (4, 6, 6), (2, 6, 6), (5, 4, 4)]
    assert [layer.r for layer in found.layers] == [3, 3, 3, 5]
    assert found.macs == 8 * 27 * 36 + 5 * 18 * 16


def test_whole_numbers_of_onnx_runtime_have_shapes_and_costs(tmp_path: Path) -> None:
    steps = ["s", "z"]
    nodes = [
        node("QuantizeLinear", ["x", *steps], ["q"], name="in"),
        node("QLinearConv", ["q", *steps, "w", *steps, *steps, "b"], ["c"], name="conv", kernel_shape=[3, 3]),
        node("QLinearGlobalAveragePool", ["c", *steps, *steps], ["m"], name="mean", domain="com.microsoft"),
        node("Flatten", ["m"], ["f"], name="flat"),
        node("QGemm", ["f", *steps, "v", *steps, "d", *steps], ["g"], name="last", domain="com.microsoft", transB=1),
        node("DequantizeLinear", ["g", *steps], ["y"], name="out"),
    ]
    arrays = [array("s", np.float32(0.1)), array("z", np.int8(0))]
    arrays += [array("w", np.ones((5, 3, 3, 3), np.int8)), array("b", np.ones(5, np.int32))]
    arrays += [array("v", np.ones((4, 5), np.int8)), array("d", np.ones(4, np.int32))]
    found = contents(model(nodes, arrays, domains=["com.microsoft"]), tmp_path)
    told = [(layer.name, layer.kind, layer.shape, layer.parameters, layer.macs) for layer in found.layers]
    assert told == [
        ("in", "quantize linear", (3, 8, 8), 0, 0),
        ("conv", "conv", (5, 6, 6), 140, 135 * 36),
        ("mean", "global average pool", (5, 1, 1), 0, 0),
        ("flat", "flatten", (5,), 0, 0),
        ("last", "dense", (4,), 24, 20),
        ("out", "dequantize linear", (4,), 0, 0),
    ]
    assert (found.runs, found.why, found.classes, found.layers[1].bias) == ("onnx", "", 4, True)


def test_shapes_that_contradict_each_other_are_not_known(tmp_path: Path) -> None:
    nodes = [node("Conv", ["x", "w"], ["a"]), node("Reshape", ["a", "s"], ["y"])]
    found = contents(model(nodes, [numbers("w", 5, 7, 3, 3), array("s", [3, 3, 3])]), tmp_path)
    assert [layer.kind for layer in found.layers] == ["conv", "reshape"]
    assert found.runs == ""


def test_a_constant_that_would_become_huge_stays_unmade(tmp_path: Path) -> None:
    nodes = [
        node("ConstantOfShape", ["sides"], ["huge"]),
        node("Concat", ["huge", "huge"], ["twice"], axis=0),
        node("Add", ["x", "twice"], ["y"]),
    ]
    found = contents(model(nodes, [array("sides", [10**6, 10**6])]), tmp_path)
    assert [layer.kind for layer in found.layers] == ["add"]
    assert found.parameters == 0
