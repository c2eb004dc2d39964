"""Nodes of an ONNX graph, one behind the other, and the numbers that they need; the extra `edge` brings the format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, TensorProto, helper, numpy_helper

OPSET = 20
"""The first with GELU; ONNX Runtime reads it since 1.17, of 2024."""
INPUT, OUTPUT = "pictures", "logits"
SIDES = (2, 3)
"""The axes of a map's height and width."""

Numbers = Callable[[str], npt.NDArray[np.float32]]
"""The numbers of a network, by their layer and what they are to it: "conv1.weight"."""


class Nodes:
    """A model that grows node by node; what a node gives has the node's name.

    Weights go straight into the model and are in memory once: those of VGG are half a gigabyte.
    """

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._model = ModelProto()

    def node(self, operator: str, name: str, *inputs: str, **options: Any) -> str:
        """Add a node; returns what it gives."""
        self._model.graph.node.append(helper.make_node(operator, list(inputs), [name], name=name, **options))
        return name

    def constant(self, name: str, values: npt.ArrayLike) -> str:
        """Add numbers of a name; returns the name."""
        self._model.graph.initializer.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def weight(self, layer: str, what: str) -> str:
        """Add the weights, the biases or what else `what` calls of a layer; returns their name."""
        name = f"{layer}.{what}"
        return self.constant(name, self._numbers(name))

    def weights(self, layer: str, biases: bool) -> list[str]:
        """Add the weights of a layer, and its biases if it has any; returns their names."""
        return [self.weight(layer, what) for what in ("weight", "bias")[: 1 + biases]]

    def standardise(self, mean: npt.ArrayLike, deviation: npt.ArrayLike) -> str:
        """(pictures - mean) / deviation; both broadcast to (channels, height, width)."""
        numbers = {"mean": mean, "deviation": deviation}
        given = {what: self.constant(f"{INPUT}.{what}", np.asarray(each, np.float32)) for what, each in numbers.items()}
        centred = self.node("Sub", "centred", INPUT, given["mean"])
        return self.node("Div", "standardised", centred, given["deviation"])

    def normalise(self, name: str, x: str, epsilon: float) -> str:
        """Batch normalisation in use."""
        numbers = [self.weight(name, each) for each in ("weight", "bias", "running_mean", "running_var")]
        return self.node("BatchNormalization", name, x, *numbers, epsilon=epsilon)

    def dense(self, name: str, x: str, biases: bool) -> str:
        """A dense layer."""
        return self.node("Gemm", name, x, *self.weights(name, biases), transB=1)

    def mean(self, name: str, x: str) -> str:
        """The mean of each map."""
        return self.node("ReduceMean", name, x, self.constant(f"{name}/axes", np.array(SIDES, np.int64)), keepdims=0)

    def scale(self, name: str, x: str, gates: str) -> str:
        """Each map times its gate."""
        sides = self.constant(f"{name}/axes", np.array(SIDES, np.int64))
        return self.node("Mul", name, x, self.node("Unsqueeze", f"{name}/gates", gates, sides))

    def subsample(self, name: str, x: str, pace: int, new: int) -> str:
        """Every `pace`-th pixel of every `pace`-th row, and so many new maps of zeros."""
        if pace > 1:
            numbers = {"starts": (0, 0), "ends": (2**31 - 1,) * 2, "axes": SIDES, "steps": (pace, pace)}
            given = [self.constant(f"{name}/{what}", np.array(each, np.int64)) for what, each in numbers.items()]
            x = self.node("Slice", f"{name}/pixels", x, *given)
        pads = np.array((0, 0, 0, 0, 0, new, 0, 0), np.int64)
        return self.node("Pad", name, x, self.constant(f"{name}/pads", pads))

    def finished(self, shape: Sequence[int], classes: int, said: str, more: Sequence[str] = ()) -> ModelProto:
        """The model: it takes pictures of a shape and gives what the last node does, and what `more` nodes do.

        `said` is what the file says of itself.
        """
        graph, model = self._model.graph, self._model
        graph.name = "network"
        graph.node[-1].output[0] = OUTPUT
        graph.input.append(helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["batch", *shape]))
        graph.output.append(helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["batch", classes]))
        graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in more)
        model.opset_import.append(helper.make_opsetid("", OPSET))
        model.ir_version = helper.find_min_ir_version_for(list(model.opset_import))
        model.producer_name = "Convoscope"
        model.doc_string = said
        return model
