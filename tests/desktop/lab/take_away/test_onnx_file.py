from __future__ import annotations

import json
from pathlib import Path

import onnx
import pytest

from desktop.lab.take_away import onnx_file, settings_file
from engine.contract.spec import DATA
from tests.desktop.lab.take_away.nets import DEVIATION, MEAN, preset_order


def test_a_file_says_what_it_is_and_how_it_is_used(tmp_path: Path) -> None:
    _, order = preset_order("race", 1, "onnx")
    assert order.kept is not None
    model = onnx.load_from_string(onnx_file.model(order, order.kept))
    for words in ("CNN, trained with Convoscope", "after step 240", "float32 (batch, 1, 28, 28)", "Opset 20"):
        assert words in model.doc_string
    said = {each.key: each.value for each in model.metadata_props}
    assert tuple(json.loads(said["classes"])) == DATA["animals"].classes
    assert (float(said["mean"]), float(said["deviation"]), said["step"]) == (MEAN, DEVIATION, "240")
    settings = tmp_path / "settings.json"
    settings.write_text(said["settings"], encoding="utf-8")
    assert settings_file.read(settings) == order.spec


def test_the_batch_may_have_any_size_and_old_readers_can_read_it() -> None:
    _, order = preset_order("race", 1, "onnx")
    assert order.kept is not None
    model = onnx.load_from_string(onnx_file.model(order, order.kept))
    first = model.graph.input[0].type.tensor_type.shape.dim
    assert (first[0].dim_param, [each.dim_value for each in first[1:]]) == ("batch", [1, 28, 28])
    assert (model.opset_import[0].version, model.ir_version) == (20, 9)
    assert [node.name for node in model.graph.node][:3] == ["centred", "standardised", "conv1"]


def test_without_the_extra_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert onnx_file.lacking() == ""
    monkeypatch.setattr(onnx_file, "find_spec", lambda name: None)
    assert onnx_file.lacking().startswith("A file in the format ONNX needs the extra edge: install it with")
