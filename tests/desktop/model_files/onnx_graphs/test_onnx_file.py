"""What is read of foreign files in the format ONNX; `onnx_graphs` has the tests of its parts."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest
from onnx import ModelProto, TensorProto, helper

from desktop.model_files.errors import FileError
from desktop.model_files.onnx_graphs import onnx_file
from desktop.model_files.onnx_graphs.onnx_file import read, tensor
from desktop.model_files.words import Opened, Tensor, encode, read_answer
from tests.desktop.model_files.small_onnx import (
    classifier,
    contents,
    model,
    node,
    picture,
    saved,
)

TWO = helper.make_tensor_value_info("z", TensorProto.FLOAT, ["batch", 3, 8, 8])


def test_layers_with_what_is_their_own(tmp_path: Path) -> None:
    path = saved(classifier(), tmp_path)
    found = read(path)
    assert (found.file, found.format, found.bytes) == (str(path), "onnx", path.stat().st_size)
    assert [layer.name for layer in found.layers] == ["first", "relu", "mean", "flat", "last"]
    assert [layer.kind for layer in found.layers] == ["conv", "relu", "global average pool", "flatten", "dense"]
    assert [layer.shape for layer in found.layers] == [(5, 8, 8), (5, 8, 8), (5, 1, 1), (5,), (4,)]
    assert [layer.inputs for layer in found.layers] == [("input",), ("first",), ("relu",), ("mean",), ("flat",)]
    assert [layer.parameters for layer in found.layers] == [5 * 27 + 5, 0, 0, 0, 4 * 5 + 4]
    assert [layer.macs for layer in found.layers] == [5 * 27 * 64, 0, 0, 0, 20]
    assert [layer.r for layer in found.layers] == [3, 3, None, None, None]
    assert found.tensors == {
        "first": (Tensor("w", "F32", (5, 3, 3, 3)), Tensor("b", "F32", (5,))),
        "last": (Tensor("v", "F32", (4, 5)), Tensor("c", "F32", (4,))),
    }
    assert (found.parameters, found.macs) == (164, 5 * 27 * 64 + 20)
    assert (found.shape, found.classes, found.runs, found.why, found.notes) == ((3, 8, 8), 4, "onnx", "", ())


def test_one_array_by_its_name(tmp_path: Path) -> None:
    path = saved(classifier(), tmp_path)
    wanted = np.random.default_rng(0).normal(size=(5, 3, 3, 3)).astype(np.float32)
    assert np.array_equal(tensor(path, "w"), wanted)
    with pytest.raises(KeyError):
        tensor(path, "z")


@pytest.mark.parametrize("name", ["classes", "names", "labels"])
def test_labels_out_of_the_metadata(name: str, tmp_path: Path) -> None:
    made = classifier()
    helper.set_model_props(made, {name: json.dumps(["cat", "dog", "a\nhen", "cow"])})
    assert contents(made, tmp_path).labels == ("cat", "dog", "a?hen", "cow")
    helper.set_model_props(made, {name: json.dumps(["cat", "dog"])})
    found = contents(made, tmp_path)
    assert found.labels == ()
    assert found.notes == ("It names 2 classes, and doesn’t give so many numbers: the names are left out.",)
    for broken in ("{'0': 'cat'}", "[1, 2, 3, 4]", "[" * 100_000):
        helper.set_model_props(made, {name: broken})
        assert (contents(made, tmp_path).labels, contents(made, tmp_path).notes) == ((), ())


def test_files_with_changed_bytes_are_read_or_refused(tmp_path: Path) -> None:
    """Whatever bytes stand in a file, what comes out can be sent, or is a sentence."""
    chance, path = random.Random(3), tmp_path / "model.onnx"
    outcomes = {"read": 0, "refused": 0}
    for _ in range(400):
        changed = bytearray(classifier().SerializeToString())
        for _ in range(chance.randint(1, 4)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        path.write_bytes(changed)
        try:
            found = encode(Opened(read(path)))
        except FileError:
            outcomes["refused"] += 1
        else:
            assert isinstance(read_answer(found), Opened)
            outcomes["read"] += 1
    assert min(outcomes.values()) > 20


def test_without_the_extra_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_file, "find_spec", lambda name: None)
    with pytest.raises(FileError, match="A file in the format ONNX needs the extra edge: install it with"):
        read(tmp_path / "model.onnx")


@pytest.mark.parametrize(
    ("made", "timed"),
    [
        (classifier(), False),
        (model([node("Relu", ["x"], ["y"])]), True),
        (model([node("Relu", ["x"], ["y"])], inputs=[picture(("batch", 5, 8, 8))]), True),
        (model([node("Relu", ["x"], ["y"])], inputs=[picture(("batch", 5))]), False),
        (model([node("Odd", ["x"], ["y"], domain="odd.org")], domains=["odd.org"]), False),
        (model([node("Add", ["x", "z"], ["y"])], inputs=[picture(), TWO]), False),
    ],
)
def test_what_gives_no_classes_is_timed_where_it_takes_pictures(made: ModelProto, timed: bool, tmp_path: Path) -> None:
    found = read(saved(made, tmp_path))
    assert found.timed is timed
    assert found.measurable is (timed or found.runs == "onnx")
