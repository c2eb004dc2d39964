"""A network with its weights as a file in the format ONNX; the extra `edge` brings what writes it."""

from __future__ import annotations

from importlib.util import find_spec

from desktop.lab.take_away.taken import Kept, Order, metadata, named_in_the_lab
from desktop.system.extras import missing
from engine.contract.spec import about, opened
from engine.contract.spec.built.survey import survey

_SAID = """{name}, trained with Convoscope, with its weights after step {step:,} of its run.

"{input}" takes float32 (batch, {shape}): pixels from 0 to 255, as they are. The first two nodes standardise them as in
training. "{output}" gives (batch, {count}): one number for each class, in the order of "classes" in the metadata; the
softmax of them are probabilities. Nodes are called as the layers in Convoscope's charts. Opset {opset}.
"""


def lacking() -> str:
    """The sentence that says how to get what writes ONNX; "" where it is there."""
    return "" if find_spec("onnx") is not None else missing("edge", "A file in the format ONNX")


def model(order: Order, kept: Kept) -> bytes:
    """The network as the bytes of a file; raises `UnfitLayersError`, and ImportError without the extra."""
    from onnx import helper, shape_inference

    from desktop.lab.take_away.network_onnx import Graph
    from desktop.model_files.onnx_nodes import INPUT, OPSET, OUTPUT

    data = about(order.spec.data)
    classes = len(data.classes)
    parts = opened(order.contestant.network, data.shape).parts
    graph = Graph(survey(parts, data.shape, classes), named_in_the_lab(order, kept), kept.numbers())
    graph.row(parts, graph.standardise(kept.mean, kept.deviation))
    said = _SAID.format(
        name=order.contestant.name,
        step=kept.step,
        input=INPUT,
        output=OUTPUT,
        shape=", ".join(map(str, data.shape)),
        count=classes,
        opset=OPSET,
    )
    made = graph.finished(data.shape, classes, said)
    helper.set_model_props(made, metadata(order, kept))
    return bytes(shape_inference.infer_shapes(made).SerializeToString())
