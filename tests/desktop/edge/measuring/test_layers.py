"""Whose time it is that a node of the runtime takes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

from desktop.edge.measuring.layers import OWN, REST, STANDARDISING, by_layer
from desktop.edge.measuring.quantising import quantised
from desktop.edge.measuring.session import Network, Node
from desktop.lab.take_away import onnx_file
from tests.desktop.edge.measuring.small_nets import CHANNELS, SIDE, node, numbers, three_layers, written
from tests.desktop.lab.take_away.nets import preset_order


def test_fused_layers_count_with_the_one_that_works(tmp_path: Path) -> None:
    model = onnx.load(three_layers(tmp_path / "net.onnx"))
    nodes = (
        Node("relu_nchwc", "Conv", 0.25), Node("ReorderOutput_token_3", "ReorderOutput", 0.5),
        Node("flat", "Flatten", 0.125), Node("logits", "FusedGemm", 1.0), Node("conv", "Conv", 2.0),
    )  # fmt: skip
    found = by_layer(nodes, model)
    assert found.layers == (("conv", 2.25), ("flat", 0.125), ("logits", 1.0))
    assert found.own == (("laying numbers out anew", 0.5),), "that is the runtime’s own, and no layer"


def test_a_sum_that_is_fused_counts_with_the_nearest_convolution(tmp_path: Path) -> None:
    nodes = [
        node("Conv", "first", "x", "w", pads=[1] * 4),
        node("Conv", "second", "first", "w", pads=[1] * 4),
        node("Add", "add", "first", "second"),
        node("Relu", "relu", "add"),
        node("Flatten", "flat", "relu"),
        node("MatMul", "logits", "flat", "v"),
    ]
    weights = {"w": numbers(CHANNELS, CHANNELS, 3, 3), "v": numbers(CHANNELS * SIDE * SIDE, 5)}
    model = onnx.load(written(tmp_path / "net.onnx", nodes, weights, [1, CHANNELS, SIDE, SIDE]))
    assert by_layer([Node("relu_nchwc", "Conv", 1.0)], model).layers[0][0] in ("first", "second")
    assert by_layer([Node("relu", "Relu", 1.0)], model) == ((("relu", 1.0),), ())


def test_a_transposed_convolution_is_none_of_those_before_it(tmp_path: Path) -> None:
    nodes = [
        node("Conv", "conv", "x", "w", pads=[1] * 4),
        node("ConvTranspose", "up", "conv", "w", pads=[1] * 4),
        node("Flatten", "flat", "up"),
        node("MatMul", "logits", "flat", "v"),
    ]
    weights = {"w": numbers(CHANNELS, CHANNELS, 3, 3), "v": numbers(CHANNELS * SIDE * SIDE, 5)}
    path = written(tmp_path / "net.onnx", nodes, weights, [1, CHANNELS, SIDE, SIDE])
    assert {"conv", "up"} <= dict(by_layer(Network(path, 1).by_node(), onnx.load(path)).layers).keys()


def test_turning_numbers_counts_with_the_layer_whose_they_are(tmp_path: Path) -> None:
    path = three_layers(tmp_path / "net.onnx")
    shape = (10, CHANNELS, SIDE, SIDE)
    quantised(path, np.random.default_rng(0).standard_normal(shape).astype(np.float32), tmp_path / "int8.onnx")
    model = onnx.load(tmp_path / "int8.onnx")
    found = dict(by_layer((Node(each.name, each.op_type, 1.0) for each in model.graph.node), model).layers)
    assert {"conv", "logits"} <= found.keys() <= {"conv", "relu", "flat", "logits"}


def test_a_layer_without_a_name_is_called_after_its_operator(tmp_path: Path) -> None:
    path = three_layers(tmp_path / "net.onnx")
    model = onnx.load(path)
    for each in model.graph.node:
        each.name = ""
    onnx.save(model, path)
    shape = (10, CHANNELS, SIDE, SIDE)
    quantised(path, np.random.default_rng(0).standard_normal(shape).astype(np.float32), tmp_path / "int8.onnx")
    for file in (path, tmp_path / "int8.onnx"):
        timed = dict(by_layer(Network(file, 1).by_node(), onnx.load(file)).layers)
        assert "" not in timed
    turned = onnx.load(tmp_path / "int8.onnx")
    nodes = (Node(each.name, each.op_type, 1.0) for each in turned.graph.node if each.name)
    found = dict(by_layer(nodes, turned).layers)
    assert found.keys() >= {"Conv", "Gemm"}


def test_without_the_graph_the_runtimes_names_are_told() -> None:
    assert by_layer([Node("relu_nchwc", "Conv", 0.25), Node("a", "Add", 0.5)], None) == (
        (("relu_nchwc", 0.25), ("a", 0.5)), ()
    )  # fmt: skip


@pytest.mark.parametrize(("preset", "index"), [("race", 0), ("race", 1)])
def test_layers_of_the_lab_have_the_labs_names(tmp_path: Path, preset: str, index: int) -> None:
    _, order = preset_order(preset, index, "onnx")
    assert order.kept is not None
    path = tmp_path / "net.onnx"
    path.write_bytes(onnx_file.model(order, order.kept))
    nodes = Network(path, 1).by_node()
    found = by_layer(nodes, onnx.load(path))
    assert {name for name, _ in found.layers} <= {*order.kept.layers, "flatten"}
    assert STANDARDISING in dict(found.own)
    together = sum(seconds for part in found for _, seconds in part)
    assert together == pytest.approx(sum(each.seconds for each in nodes))


def test_layers_have_the_names_that_the_network_is_listed_with(tmp_path: Path) -> None:
    path = three_layers(tmp_path / "net.onnx")
    shape = (10, CHANNELS, SIDE, SIDE)
    quantised(path, np.random.default_rng(0).standard_normal(shape).astype(np.float32), tmp_path / "int8.onnx")
    listed = {"conv": "first", "relu": "then", "logits": "last"}
    for file in (path, tmp_path / "int8.onnx"):
        found = by_layer(Network(file, 1).by_node(), onnx.load(file), listed)
        assert {"first", "last"} <= dict(found.layers).keys() <= {"first", "then", "last"}, (
            "a flat map is listed nowhere"
        )
        assert dict(found.own).keys() <= {REST, *OWN.values()}


def test_what_the_runtime_calls_after_values_counts_with_the_layer_that_gives_them(tmp_path: Path) -> None:
    model = onnx.load(three_layers(tmp_path / "net.onnx"))
    model.graph.node[1].output[0] = model.graph.node[2].input[0] = "16"
    assert by_layer([Node("16_nchwc", "Conv", 1.0)], model) == ((("conv", 1.0),), ())
    assert by_layer([Node("InsertedPrecisionFreeCast_16_nchwc", "Conv", 1.0)], model) == ((("conv", 1.0),), ())
    assert by_layer([Node("Transpose_token_6", "Transpose", 1.0)], model).layers == ()
