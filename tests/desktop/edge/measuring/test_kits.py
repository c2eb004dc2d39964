"""Networks of the course with weights that ship, those of a folder, or none of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

import assets
from desktop.edge.measuring import kits
from desktop.edge.measuring.kits import KitError
from desktop.edge.measuring.words import OfKit
from scenes.stage.data import published
from scenes.stage.data.published import LITE


def weights(source: OfKit) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    model = onnx.load_from_string(kits.written(source))
    return {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}


def test_the_weights_that_ship_are_those_that_scenes_show() -> None:
    found = weights(OfKit(LITE))
    np.testing.assert_array_equal(found["stem.conv1.weight"], published.weights(LITE, "stem.conv1").astype(np.float32))
    assert kits.classes(OfKit(LITE)) == published.labels(LITE)
    assert kits.shape(OfKit(LITE)) == (3, 224, 224)


def test_a_folder_is_read_in_the_same_way(tmp_path: Path) -> None:
    for file in assets.path("published", "").glob(f"{LITE}.*"):
        shutil.copy(file, tmp_path)
    assert kits.written(OfKit(LITE, str(tmp_path))) == kits.written(OfKit(LITE))


def test_weights_by_chance_are_the_same_for_the_same_seed() -> None:
    first, again, other = (weights(OfKit("lenet-5", drawn=seed)) for seed in (1, 1, 2))
    names = [name for name, values in first.items() if values.std() > 0 and "/" not in name]
    assert names
    assert all(np.array_equal(first[name], again[name]) for name in names)
    assert not all(np.array_equal(first[name], other[name]) for name in names)
    assert kits.classes(OfKit("lenet-5", drawn=1)) == ()


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (OfKit("resnet-18"), "No weights of ResNet-18 ship"),
        (OfKit(LITE, "nowhere"), "Open the network again"),
        (OfKit("resnet-19", drawn=0), "resnet-19"),
    ],
)
def test_what_cannot_be_had_is_a_sentence(source: OfKit, sentence: str) -> None:
    with pytest.raises(KitError, match=sentence):
        kits.written(source)
