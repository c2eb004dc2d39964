"""What operators of ONNX are as layers: what each is called, what is its own, and what it costs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper

from desktop.model_files.onnx_graphs.onnx_file import MERGED
from desktop.model_files.words import Tensor
from tests.desktop.model_files.small_onnx import (
    array,
    classifier,
    contents,
    model,
    node,
    numbers,
    only,
    recurrent,
)


def test_names_are_made_unique_and_printable(tmp_path: Path) -> None:
    nodes = [
        node("Relu", ["x"], ["a"], name="input"),
        node("Relu", ["a"], ["b"], name="same"),
        node("Relu", ["b"], ["c"], name="same"),
        node("Relu", ["c"], ["d\x1b[31m"]),
        node("Relu", ["d\x1b[31m"], ["y"], name="long" * 1000),
    ]
    found = contents(model(nodes), tmp_path).layers
    assert [layer.name for layer in found[:4]] == ["input (2)", "same", "same (2)", "d?[31m"]
    assert len(found[4].name) == 120
    assert found[1].inputs == ("input (2)",)


def test_groups(tmp_path: Path) -> None:
    nodes = [
        node("Conv", ["x", "a"], ["u"], group=3, kernel_shape=[1, 1]),
        node("Conv", ["u", "b"], ["y"], group=3, kernel_shape=[1, 1]),
    ]
    found = contents(model(nodes, [numbers("a", 6, 1, 1, 1), numbers("b", 9, 2, 1, 1)]), tmp_path).layers
    assert [(layer.kind, layer.groups, layer.parameters, layer.macs) for layer in found] == [
        ("depthwise conv", 3, 6, 6 * 64),
        ("grouped conv", 3, 18, 18 * 64),
    ]


@pytest.mark.parametrize(("low", "high", "kind"), [(0.0, 6.0, "relu6"), (-1.0, 1.0, "clip")])
def test_clip(low: float, high: float, kind: str, tmp_path: Path) -> None:
    bounds = [array("low", np.float32(low)), array("high", np.float32(high))]
    assert only(model([node("Clip", ["x", "low", "high"], ["y"])], bounds), tmp_path, kind).r == 1
    old = model([node("Clip", ["x"], ["y"], min=low, max=high)], opset=10)
    assert only(old, tmp_path, kind).inputs == ("input",)


def test_uses_of_the_weights_of_other_layers(tmp_path: Path) -> None:
    nodes = [
        node("ConvTranspose", ["x", "w", "b"], ["a"], strides=[2, 2], kernel_shape=[2, 2]),
        node("Transpose", ["a"], ["t"], perm=[0, 2, 3, 1]),
        node("MatMul", ["t", "v"], ["m"]),
        node("Add", ["m", "c"], ["n"]),
        node("MatMul", ["n", "n"], ["y"]),
    ]
    weights = [numbers("w", 3, 16, 2, 2), numbers("b", 16), numbers("v", 16, 16), numbers("c", 16)]
    up, _, dense, add, product = contents(model(nodes, weights), tmp_path).layers
    assert (up.kind, up.shape, up.parameters, up.macs) == ("transposed conv", (16, 16, 16), 3 * 16 * 4 + 16, 192 * 64)
    assert (dense.kind, dense.parameters, dense.macs) == ("dense", 256, 256 * 16 * 16)
    assert (add.kind, add.parameters, add.macs) == ("add", 16, 0)
    assert (product.kind, product.macs) == ("matmul", 0)


def test_an_array_that_two_layers_share_is_counted_once(tmp_path: Path) -> None:
    nodes = [node("Conv", ["x", "w"], ["a"]), node("Conv", ["a", "w"], ["y"])]
    found = contents(model(nodes, [numbers("w", 3, 3, 1, 1)]), tmp_path)
    assert [(layer.parameters, layer.macs) for layer in found.layers] == [(9, 9 * 64), (0, 9 * 64)]
    assert found.parameters == 9


def test_what_standardises_the_picture_is_not_learned(tmp_path: Path) -> None:
    nodes = [node("Sub", ["x", "m"], ["a"]), node("Mul", ["a", "d"], ["b"]), node("Conv", ["b", "w"], ["y"])]
    constants = [numbers("m", 3, 1, 1), numbers("d", 3, 1, 1), numbers("w", 5, 3, 3, 3)]
    assert [layer.parameters for layer in contents(model(nodes, constants), tmp_path).layers] == [0, 0, 135]


def test_weights_behind_dequantisation(tmp_path: Path) -> None:
    nodes = [
        node("QuantizeLinear", ["x", "s", "z"], ["q"]),
        node("DequantizeLinear", ["q", "s", "z"], ["d"]),
        node("DequantizeLinear", ["w8", "s", "z"], ["w"]),
        node("Conv", ["d", "w"], ["y"], name="conv", kernel_shape=[3, 3]),
    ]
    arrays = [array("w8", np.ones((5, 3, 3, 3), np.int8)), array("s", np.float32(0.1)), array("z", np.int8(0))]
    found = contents(model(nodes, arrays), tmp_path)
    assert [layer.kind for layer in found.layers] == ["quantize linear", "dequantize linear", "conv"]
    assert found.tensors == {"conv": (Tensor("w8", "I8", (5, 3, 3, 3)),)}
    assert (found.parameters, found.macs, found.layers[-1].r) == (135, 135 * 36, 3)


def test_loops_are_one_layer(tmp_path: Path) -> None:
    inside = helper.make_graph(
        [node("Relu", ["x"], ["r"])], "inside", [], [helper.make_tensor_value_info("r", TensorProto.FLOAT, None)]
    )
    made = model([node("If", ["yes"], ["y"], then_branch=inside, else_branch=inside)], [array("yes", np.array(True))])
    found = contents(made, tmp_path)
    assert [(layer.kind, layer.inputs) for layer in found.layers] == [("choice", ("input",))]
    assert found.notes == ("Some layers are choices or loops with layers inside, which are not shown.",)


def test_a_product_that_lacks_a_factor_is_listed(tmp_path: Path) -> None:
    nodes = [node("Conv", ["x", "w"], ["a"]), node("Mul", ["a"], ["y"])]
    assert [layer.kind for layer in contents(model(nodes, [numbers("w", 5, 3, 3, 3)]), tmp_path).layers] == [
        "conv",
        "mul",
    ]


def test_layers_with_weights_of_other_kinds_are_not_counted(tmp_path: Path) -> None:
    found = contents(recurrent(), tmp_path)
    assert (found.macs, found.counted, found.uncounted) == (None, True, ("lstm",))
    assert "The multiply-accumulates of 1 layer (“lstm”) are not counted." in found.notes
    foreign = node("Fancy", ["x"], ["y"], name="fancy", domain="my.domain")
    found = contents(model([foreign], output=["batch", 3, 8, 8], domains=["my.domain"]), tmp_path)
    assert (found.macs, found.uncounted) == (None, ("fancy",))
    for inner, uncounted in (("Relu", ()), ("Conv", ("choice",))):
        nodes = [node(inner, ["x", *(["w"] if inner == "Conv" else [])], ["r"])]
        inside = helper.make_graph(nodes, "inside", [], [helper.make_tensor_value_info("r", TensorProto.FLOAT, None)])
        choice = node("If", ["yes"], ["y"], name="choice", then_branch=inside, else_branch=inside)
        arrays = [array("yes", np.array(True)), numbers("w", 3, 3, 1, 1)]
        assert contents(model([choice], arrays), tmp_path).uncounted == uncounted, inner


@pytest.mark.parametrize(("biases", "norm", "told"), [(2, False, True), (1, False, False), (2, True, False)])
def test_batch_norms_that_may_have_been_merged_are_told_of(biases: int, norm: bool, told: bool, tmp_path: Path) -> None:
    nodes = [
        node("Conv", ["x", "w", "b"], ["a"]),
        node("Conv", ["a", "v", *["b"] * (biases - 1)], ["c" if norm else "y"]),
        *[node("BatchNormalization", ["c", *"bbbb"], ["y"])] * norm,
    ]
    weights = [numbers("w", 3, 3, 1, 1), numbers("v", 3, 3, 1, 1), numbers("b", 3)]
    assert (MERGED in contents(model(nodes, weights), tmp_path).notes) == told


def test_operators_of_others_are_listed_and_run_if_onnx_runtime_knows_them(tmp_path: Path) -> None:
    nodes, weights = list(classifier().graph.node), classifier().graph.initializer
    nodes[1] = node("FancyRelu", ["conv"], ["relu"], domain="my.domain")
    found = contents(model(nodes, weights, output=["batch", 4], domains=["my.domain"]), tmp_path)
    assert (found.layers[1].kind, found.layers[1].shape, found.layers[1].inputs) == ("fancy relu", (), ("first",))
    assert found.macs is None, "nobody knows what it costs"
    assert found.runs == ""
    assert found.why == "ONNX Runtime can’t run model.onnx: it has no operator “my.domain:FancyRelu”."
    nodes[1] = node("QuickGelu", ["conv"], ["relu"], domain="com.microsoft")
    found = contents(model(nodes, weights, output=["batch", 4], domains=["com.microsoft"]), tmp_path)
    assert (found.runs, found.why, found.classes, found.macs) == ("onnx", "", 4, 5 * 27 * 64 + 20)
    assert (
        "Some layers are not of ONNX itself but of “com.microsoft”: only what is known of these is counted."
        in found.notes
    )
