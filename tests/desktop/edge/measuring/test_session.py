"""Networks in ONNX Runtime: what they take, how they are timed, and what they say."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from desktop.edge.measuring.memory import most_alive
from desktop.edge.measuring.session import Network, SessionError
from desktop.lab.take_away import onnx_file
from engine.contract.edge.timing import CLOSELY
from tests.desktop.edge.measuring.small_nets import CHANNELS, CLASSES, SIDE, node, numbers, three_layers, written
from tests.desktop.lab.take_away.nets import DEVIATION, MEAN, pictures, preset_order

PICTURES = np.random.default_rng(1).integers(0, 256, (7, CHANNELS, SIDE, SIDE), np.uint8)


def test_a_network_of_the_lab_says_what_torch_says(tmp_path: Path) -> None:
    net, order = preset_order("race", 1, "onnx")
    assert order.kept is not None
    path = tmp_path / "net.onnx"
    path.write_bytes(onnx_file.model(order, order.kept))
    seen = pictures(20, order)
    network = Network(path, 1, mean=(0.5,), deviation=(0.25,))
    assert network.as_they_are, "it standardises the pictures itself"
    with torch.no_grad():
        expected = net((torch.from_numpy(seen).float() - MEAN) / DEVIATION).numpy()
    np.testing.assert_allclose(np.stack(list(network.judge(seen))), expected, atol=1e-4, rtol=1e-4)


def test_somebody_elses_sees_pictures_standardised(tmp_path: Path) -> None:
    path, mean, deviation = three_layers(tmp_path / "net.onnx"), (0.5, 0.25, 0.125), (0.25, 0.5, 1.0)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    x = (PICTURES / 255 - np.reshape(mean, (3, 1, 1))) / np.reshape(deviation, (3, 1, 1))
    (expected,) = session.run(None, {"x": x.astype(np.float32)})
    network = Network(path, 1, mean, deviation)
    assert not network.as_they_are
    np.testing.assert_allclose(np.stack(list(network.judge(PICTURES))), expected, rtol=1e-4, atol=1e-4)
    (raw,) = session.run(None, {"x": PICTURES.astype(np.float32)})
    np.testing.assert_allclose(np.stack(list(Network(path, 1).judge(PICTURES))), raw, rtol=1e-4)


def test_what_a_file_leaves_open_is_assumed_and_told(tmp_path: Path) -> None:
    known = Network(three_layers(tmp_path / "net.onnx"), 1)
    assert (known.shape, known.assumed) == ((CHANNELS, SIDE, SIDE), False)
    nodes = [
        node("GlobalMaxPool", "pooled", "x"),
        node("Flatten", "flat", "pooled"),
        node("MatMul", "logits", "flat", "v"),
    ]
    path = written(tmp_path / "open.onnx", nodes, {"v": numbers(3, CLASSES)}, ["batch", 3, "height", "width"])
    found = Network(path, 1)
    assert (found.shape, found.assumed) == ((3, 224, 224), True)


def test_channels_may_stand_last(tmp_path: Path) -> None:
    first, turned = three_layers(tmp_path / "first.onnx"), tmp_path / "last.onnx"
    model = onnx.load(first)
    model.graph.node.insert(0, node("Transpose", "turned", "last", perm=[0, 3, 1, 2]))
    model.graph.node[1].input[0] = "turned"
    model.graph.input[0].CopyFrom(onnx.helper.make_tensor_value_info("last", 1, [1, SIDE, SIDE, CHANNELS]))
    onnx.save(model, turned)
    found = Network(turned, 1, (0.5,), (0.25,))
    assert (found.shape, found.taken) == ((CHANNELS, SIDE, SIDE), (SIDE, SIDE, CHANNELS))
    expected = np.stack(list(Network(first, 1, (0.5,), (0.25,)).judge(PICTURES)))
    np.testing.assert_allclose(np.stack(list(found.judge(PICTURES))), expected, rtol=1e-4, atol=1e-4)
    assert most_alive(onnx.load(turned), found.taken) == most_alive(onnx.load(first), found.shape)


def test_what_takes_bytes_gets_bytes(tmp_path: Path) -> None:
    first, bytewise = three_layers(tmp_path / "first.onnx"), tmp_path / "bytes.onnx"
    model = onnx.load(first)
    model.graph.node.insert(0, node("Cast", "cast", "bytes", to=1))
    model.graph.node[1].input[0] = "cast"
    shape = ["batch", CHANNELS, SIDE, SIDE]
    model.graph.input[0].CopyFrom(onnx.helper.make_tensor_value_info("bytes", onnx.TensorProto.UINT8, shape))
    onnx.save(model, bytewise)
    found = Network(bytewise, 1, (0.5,), (0.25,))
    assert found.as_they_are
    expected = np.stack(list(Network(first, 1).judge(PICTURES)))
    np.testing.assert_allclose(np.stack(list(found.judge(PICTURES))), expected, rtol=1e-4)


def test_as_many_passes_are_timed_as_are_enough(tmp_path: Path) -> None:
    network, ticks = Network(three_layers(tmp_path / "net.onnx"), 1), count()
    assert network.times(lambda: next(ticks) * 10.0) == (10.0,) * CLOSELY.fewest


def test_nodes_have_times_and_names(tmp_path: Path) -> None:
    nodes = Network(three_layers(tmp_path / "net.onnx"), 1).by_node()
    assert any("Conv" in each.kind for each in nodes)
    assert "logits" in {each.name for each in nodes}
    assert all(each.seconds >= 0 for each in nodes)
    assert sum(each.seconds for each in nodes) > 0


def test_nothing_of_the_profile_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = three_layers(tmp_path / "net.onnx")
    monkeypatch.chdir(tmp_path)
    Network(path, 1).by_node()
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_measured_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "no.onnx").write_text("no network")
    with pytest.raises(SessionError, match=r"^ONNX Runtime can’t run no\.onnx: [^\n]*\.$"):
        Network(tmp_path / "no.onnx", 1)
    path = written(
        tmp_path / "list.onnx", [node("MatMul", "logits", "x", "v")], {"v": numbers(4, CLASSES)}, ["batch", 4]
    )
    with pytest.raises(SessionError, match=r"^list\.onnx doesn’t take pictures"):
        Network(path, 1)
    path = written(tmp_path / "maps.onnx", [node("Relu", "logits", "x")], {}, ["batch", CHANNELS, SIDE, SIDE])
    with pytest.raises(SessionError, match=r"^maps\.onnx gives no number for each class"):
        list(Network(path, 1).judge(PICTURES))


def test_a_batch_that_a_file_demands_is_timed_and_answered_picture_by_picture(tmp_path: Path) -> None:
    one, eight = Network(three_layers(tmp_path / "1.onnx"), 1), Network(three_layers(tmp_path / "8.onnx", 8), 1)
    assert (one.batch, eight.batch) == (1, 8)
    for count_of in (len(PICTURES), 8, 17):
        seen = np.random.default_rng(2).integers(0, 256, (count_of, CHANNELS, SIDE, SIDE), np.uint8)
        said = np.stack(list(eight.judge(seen)))
        np.testing.assert_allclose(said, np.stack(list(one.judge(seen))), rtol=1e-4, atol=1e-3)
    ticks = count()
    assert eight.times(lambda: next(ticks) * 8.0) == (1.0,) * CLOSELY.fewest, "a pass of eight takes 8 seconds"
    assert most_alive(onnx.load(eight.path), eight.taken, 8) == 8 * (most_alive(onnx.load(one.path), one.taken) or 0)


def test_one_number_is_no_answer_that_could_change(tmp_path: Path) -> None:
    nodes = [node("Flatten", "flat", "x"), node("MatMul", "logits", "flat", "v")]
    for batch in (1, 8):
        weights = {"v": numbers(CHANNELS * SIDE * SIDE, 1)}
        path = written(tmp_path / "one.onnx", nodes, weights, [batch, CHANNELS, SIDE, SIDE])
        with pytest.raises(SessionError, match=r"^one\.onnx gives one number only, so its first answer can’t change"):
            list(Network(path, 1).judge(PICTURES))


def test_a_network_that_breaks_on_its_pictures_is_a_sentence_with_its_name(tmp_path: Path) -> None:
    nodes = [node("Flatten", "flat", "x"), node("MatMul", "logits", "flat", "v")]
    path = written(tmp_path / "temporary.onnx", nodes, {"v": numbers(10, CLASSES)}, ["n", CHANNELS, "h", "w"])
    network = Network(path, 1, title="mine.onnx")
    expected = r"^ONNX Runtime can’t run mine\.onnx on a picture of 3×224×224\. It says: [^\n]+\.$"
    with pytest.raises(SessionError, match=expected):
        network.times()
