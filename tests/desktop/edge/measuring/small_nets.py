"""Small networks as ONNX files, whose every number can be counted by hand, and one of a run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

from desktop.edge.measuring.words import OfRun
from tests.desktop.lab.take_away.nets import preset_order

SIDE, CHANNELS, CLASSES = 8, 3, 5
FILTERS = 4


def numbers(*shape: int) -> NDArray[np.float32]:
    return np.random.default_rng(sum(shape)).standard_normal(shape).astype(np.float32)


def node(kind: str, name: str, *inputs: str, **options: object) -> NodeProto:
    return helper.make_node(kind, list(inputs), [name], name=name, **options)


def written(
    path: Path,
    nodes: list[NodeProto],
    weights: dict[str, NDArray[np.float32]],
    shape: list[int | str],
    producer: str = "",
) -> Path:
    """A graph from "x" to "logits" as a file."""
    wanted = helper.make_tensor_value_info("logits", TensorProto.FLOAT, [shape[0], CLASSES])
    given = helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)
    numbers = [numpy_helper.from_array(values, name) for name, values in weights.items()]
    graph = helper.make_graph(nodes, "net", [given], [wanted], numbers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name=producer)
    model.ir_version = 9
    onnx.save(model, path)
    return path


def three_layers(path: Path, batch: int | str = "batch", producer: str = "") -> Path:
    """A convolution, its ReLU and a dense layer."""
    nodes = [
        node("Conv", "conv", "x", "w", pads=[1] * 4),
        node("Relu", "relu", "conv"),
        node("Flatten", "flat", "relu"),
        node("Gemm", "logits", "flat", "v", transB=1),
    ]
    weights = {"w": numbers(FILTERS, CHANNELS, 3, 3), "v": numbers(CLASSES, FILTERS * SIDE * SIDE)}
    return written(path, nodes, weights, [batch, CHANNELS, SIDE, SIDE], producer)


def of_run(preset: str = "race", index: int = 1) -> OfRun:
    """A contestant of a preset with weights by chance."""
    _, order = preset_order(preset, index, "onnx")
    return OfRun(order)
