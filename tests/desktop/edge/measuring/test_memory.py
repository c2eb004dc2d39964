"""The memory of activations, counted by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

from desktop.edge.measuring.memory import most_alive
from desktop.edge.measuring.quantising import quantised
from tests.desktop.edge.measuring.small_nets import (
    CHANNELS,
    CLASSES,
    FILTERS,
    SIDE,
    node,
    numbers,
    three_layers,
    written,
)

PICTURE = CHANNELS * SIDE * SIDE
MAPS = FILTERS * SIDE * SIDE
SHAPE = (CHANNELS, SIDE, SIDE)


@pytest.mark.parametrize("batch", [1, "batch"])
def test_three_layers(tmp_path: Path, batch: int | str) -> None:
    """Most while the ReLU runs: what the convolution gave, and what the ReLU gives. The picture is not needed then."""
    assert most_alive(onnx.load(three_layers(tmp_path / "net.onnx", batch)), SHAPE) == 4 * 2 * MAPS


def test_what_is_read_later_stays(tmp_path: Path) -> None:
    """The picture is added to the last maps: it is there all the time, beside the maps before and behind the ReLU."""
    nodes = [
        node("Conv", "conv", "x", "w", pads=[1] * 4),
        node("Relu", "relu", "conv"),
        node("Conv", "back", "relu", "u"),
        node("Add", "sum", "back", "x"),
        node("GlobalAveragePool", "mean", "sum"),
        node("Flatten", "flat", "mean"),
        node("Gemm", "logits", "flat", "v", transB=1),
    ]
    weights = {"w": numbers(FILTERS, CHANNELS, 3, 3), "u": numbers(CHANNELS, FILTERS, 1, 1), "v": numbers(CLASSES, 3)}
    path = written(tmp_path / "net.onnx", nodes, weights, ["batch", *SHAPE])
    assert most_alive(onnx.load(path), SHAPE) == 4 * (PICTURE + 2 * MAPS)


def test_an_answer_on_the_way_stays_to_the_end(tmp_path: Path) -> None:
    model = onnx.load(three_layers(tmp_path / "net.onnx"))
    model.graph.output.append(onnx.helper.make_tensor_value_info("conv", onnx.TensorProto.FLOAT, None))
    assert most_alive(model, SHAPE) == 4 * max(2 * MAPS, 2 * MAPS + CLASSES)


def test_whole_numbers_take_a_byte(tmp_path: Path) -> None:
    """Most while the picture, which comes as float32, is made into whole numbers, or its maps are made of these."""
    path = three_layers(tmp_path / "net.onnx")
    pictures = np.random.default_rng(0).standard_normal((10, *SHAPE)).astype(np.float32)
    quantised(path, pictures, tmp_path / "int8.onnx")
    assert most_alive(onnx.load(tmp_path / "int8.onnx"), SHAPE) == (4 + 1) * PICTURE


def test_weights_that_nodes_make_are_no_activations(tmp_path: Path) -> None:
    nodes = [
        helper_constant("w", numbers(FILTERS, CHANNELS, 3, 3)),
        node("Identity", "same", "w"),
        node("Conv", "conv", "x", "same", pads=[1] * 4),
        node("Relu", "relu", "conv"),
        node("Flatten", "flat", "relu"),
        node("Gemm", "logits", "flat", "v", transB=1),
    ]
    path = written(tmp_path / "net.onnx", nodes, {"v": numbers(CLASSES, MAPS)}, ["batch", *SHAPE])
    assert most_alive(onnx.load(path), SHAPE) == 4 * 2 * MAPS


def helper_constant(name: str, values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> onnx.NodeProto:
    return onnx.helper.make_node("Constant", [], [name], name=name, value=onnx.numpy_helper.from_array(values, name))


def test_where_a_shape_is_not_known_nothing_is(tmp_path: Path) -> None:
    nodes = [
        node("NonZero", "places", "x"),
        node("Cast", "numbers", "places", to=1),
        node("ReduceMax", "logits", "numbers"),
    ]
    path = written(tmp_path / "net.onnx", nodes, {}, ["batch", *SHAPE])
    assert most_alive(onnx.load(path), SHAPE) is None
