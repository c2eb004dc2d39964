"""Small files in the format ONNX, built node by node, for the tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

from desktop.model_files.errors import FileError
from desktop.model_files.onnx_graphs.onnx_file import read
from desktop.model_files.words import Contents
from scenes.stage.data.networks import Layer

PICTURE: tuple[int | str | None, ...] = ("batch", 3, 8, 8)
node = helper.make_node


def picture(shape: Sequence[int | str | None] = PICTURE, kind: int = TensorProto.FLOAT) -> ValueInfoProto:
    """What a network takes."""
    return helper.make_tensor_value_info("x", kind, list(shape))


def numbers(name: str, *shape: int, seed: int = 0) -> TensorProto:
    """Drawn weights."""
    drawn = np.random.default_rng(seed).normal(size=shape).astype(np.float32)
    return numpy_helper.from_array(drawn, name)


def array(name: str, values: NDArray[np.generic] | np.generic | Sequence[float] | Sequence[int]) -> TensorProto:
    """An array of the file; whole numbers become int64, others float32."""
    found = np.asarray(values)
    if not isinstance(values, np.ndarray | np.generic):
        found = found.astype(np.int64 if found.dtype.kind == "i" else np.float32)
    return numpy_helper.from_array(found, name)


def model(
    nodes: Iterable[NodeProto],
    arrays: Iterable[TensorProto] = (),
    *,
    inputs: Sequence[ValueInfoProto] | None = None,
    output: Sequence[int | str] | None = None,
    opset: int = 17,
    domains: Sequence[str] = (),
) -> ModelProto:
    """A network whose output is "y", of a shape that the file says or not."""
    given = [picture()] if inputs is None else list(inputs)
    wanted = [helper.make_tensor_value_info("y", TensorProto.FLOAT, output)]
    versions = [helper.make_opsetid("", opset), *(helper.make_opsetid(domain, 1) for domain in domains)]
    graph = helper.make_graph(list(nodes), "network", given, wanted, list(arrays))
    return helper.make_model(graph, opset_imports=versions, ir_version=9)


def classifier() -> ModelProto:
    """A convolution, a ReLU, global pooling and a dense layer with four classes."""
    nodes = [
        node("Conv", ["x", "w", "b"], ["conv"], name="first", kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
        node("Relu", ["conv"], ["relu"], name="relu"),
        node("GlobalAveragePool", ["relu"], ["mean"], name="mean"),
        node("Flatten", ["mean"], ["flat"], name="flat"),
        node("Gemm", ["flat", "v", "c"], ["y"], name="last", transB=1),
    ]
    weights = [numbers("w", 5, 3, 3, 3), numbers("b", 5, seed=1), numbers("v", 4, 5, seed=2), numbers("c", 4, seed=3)]
    return model(nodes, weights)


def recurrent() -> ModelProto:
    """One step through an LSTM, and a dense layer behind it."""
    nodes = [
        node("LSTM", ["x", "w", "r", "b"], ["all"], name="lstm", hidden_size=5),
        node("Gather", ["all", "end"], ["one"], axis=0, name="end"),
        node("Reshape", ["one", "flat"], ["last"], name="flat"),
        node("MatMul", ["last", "v"], ["y"], name="last"),
    ]
    weights = [numbers("w", 1, 20, 3), numbers("r", 1, 20, 5), numbers("b", 1, 40), numbers("v", 5, 2)]
    return model(nodes, [*weights, array("end", np.array(0)), array("flat", [1, 5])], inputs=[picture((1, 1, 3))])


def saved(made: ModelProto, folder: Path, name: str = "model.onnx") -> Path:
    """The network as a file."""
    path = folder / name
    path.write_bytes(made.SerializeToString())
    return path


def contents(made: ModelProto, folder: Path) -> Contents:
    """What is read of a network."""
    return read(saved(made, folder))


def only(made: ModelProto, folder: Path, kind: str) -> Layer:
    """The one layer of a kind."""
    (found,) = (layer for layer in contents(made, folder).layers if layer.kind == kind)
    return found


def refusal(made: ModelProto | bytes, folder: Path) -> str:
    """What is said of a file that can't be read: one sentence or two, on one line."""
    path = folder / "model.onnx"
    path.write_bytes(made if isinstance(made, bytes) else made.SerializeToString())
    with pytest.raises(FileError) as caught:
        read(path)
    said = str(caught.value)
    assert "\n" not in said
    assert said.endswith(".")
    assert len(said) < 250
    return said
