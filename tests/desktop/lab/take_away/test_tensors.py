from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from safetensors import safe_open

from desktop.lab.take_away import settings_file, tensors
from desktop.lab.take_away.layers import UnfitLayersError
from engine.contract.spec import DATA
from tests.desktop.lab.take_away.nets import preset_order


def test_weights_come_back_under_the_names_of_the_code(tmp_path: Path) -> None:
    _, order = preset_order("inception", 0, "safetensors")
    assert order.kept is not None
    path = tmp_path / "net.safetensors"
    path.write_bytes(tensors.tensors(order, order.kept))
    with safe_open(path, "numpy") as file:
        said, found = file.metadata(), {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - no mapping
    in_lab = json.loads(said["layers"])
    assert in_lab["lanes1_lane2_conv"] == "module1.three.conv2"
    kept = order.kept.numbers()
    renamed = {f"{in_lab[name.rpartition('.')[0]]}.{name.rpartition('.')[2]}": name for name in found}
    assert renamed.keys() == kept.keys()
    for name, values in kept.items():
        assert np.array_equal(found[renamed[name]], values)
    assert tuple(json.loads(said["classes"])) == DATA[order.spec.data].classes
    settings = tmp_path / "settings.json"
    settings.write_text(said["settings"], encoding="utf-8")
    assert settings_file.read(settings) == order.spec


def test_weights_of_another_network_are_refused() -> None:
    _, order = preset_order("race", 1, "safetensors")
    assert order.kept is not None
    with pytest.raises(UnfitLayersError):
        tensors.tensors(order, replace(order.kept, layers=order.kept.layers[1:]))
