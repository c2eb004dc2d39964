"""Whatever can be built says in ONNX Runtime what it says in torch."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from hypothesis import given, settings
from torch import nn

from desktop.lab.take_away import onnx_file
from desktop.lab.take_away.taken import Order
from engine.contract.spec import Built
from engine.contract.spec.built import parts as p
from engine.contract.spec.choices import ACTIVATIONS
from tests.desktop.lab.take_away.nets import PRESET_NETS, built_order, logits, pictures, preset_order
from tests.desktop.lab.take_away.test_code import ODD
from tests.engine.models.test_assembling import nets, settled, shapes


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> None:
    """The nets are small, and several tests run at once."""
    torch.set_num_threads(1)


def in_onnx(order: Order) -> tuple[onnx.ModelProto, onnxruntime.InferenceSession]:
    assert order.kept is not None
    data = onnx_file.model(order, order.kept)
    model = onnx.load_from_string(data)
    onnx.checker.check_model(model, full_check=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return model, onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])


def require_equal(net: nn.Module, order: Order, session: onnxruntime.InferenceSession) -> None:
    for count in (1, 7):
        seen = pictures(count, order)
        (mine,) = session.run(None, {"pictures": seen.astype(np.float32)})
        theirs = logits(net, seen)
        assert np.abs(mine - theirs).max() <= 1e-5 * max(1.0, np.abs(theirs).max())


@pytest.mark.parametrize(("name", "index"), PRESET_NETS)
def test_every_preset_gives_its_logits(name: str, index: int) -> None:
    net, order = preset_order(name, index, "onnx")
    model, session = in_onnx(order)
    require_equal(net, order, session)
    assert order.kept is not None
    left_out = {each for each in order.kept.layers if "aux" in each or "dropout" in each}
    named = {node.name for node in model.graph.node}
    assert set(order.kept.layers) - left_out == {each for each in named if each in order.kept.layers}


@settings(max_examples=150)
@given(nets, shapes)
def test_whatever_is_built_gives_its_logits(parts: p.Parts, shape: tuple[int, int, int]) -> None:
    possible = settled(parts, shape)
    if possible is not None:
        net, order = built_order(Built(possible), shape, "onnx")
        require_equal(net, order, in_onnx(order)[1])


def test_every_kind_of_part_gives_its_logits() -> None:
    activations = tuple(part for kind in ACTIVATIONS for part in (p.Conv(5), p.Activate(kind)))
    zeros = p.Residual((p.Pool("max", 3, 2, 1), p.Pointwise(9)), "zeros")
    same = p.Residual((p.Conv(9),), "zeros")
    for parts in (ODD.parts, (*activations, zeros, same, p.Mean(), p.Dense(None))):
        net, order = built_order(Built(parts), (2, 12, 12), "onnx")
        require_equal(net, order, in_onnx(order)[1])
