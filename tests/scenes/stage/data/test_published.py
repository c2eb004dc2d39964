"""Published networks without torch: weights by layer, batch norms, labels, and the answers that ship."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

import assets
from scenes.stage.data import networks, published
from scenes.stage.data.pictures import Picture
from scenes.stage.data.published import LITE, GoneError, Reads
from scenes.stage.data.reading import SIDE, Inquiry, Kit, Maps, Reading
from scenes.stage.numbers.values import Values

LARGEST = 3_000_000
"""So many bytes the answers that ship may take."""


def photo(name: str) -> Values:
    with np.load(assets.path("data", "photos.npz"), allow_pickle=False) as arrays:
        return Values(np.moveaxis(arrays[name], -1, 0))


def test_every_layer_has_as_many_weights_as_it_is_described_with() -> None:
    for layer in networks.network(LITE).layers:
        if layer.kind == "batch norm":
            norm = published.norm(LITE, layer.name)
            found = norm.gamma.size + norm.beta.size
        elif layer.kind == "dense":
            found = published.weights(LITE, layer.name).size + published.biases(LITE, layer.name).size
        elif layer.convolves:
            found = published.weights(LITE, layer.name).size
        else:
            continue
        assert found == layer.parameters, layer.name


def test_a_folded_norm_is_the_norm() -> None:
    norm, x = published.norm(LITE, "stem.norm1"), 0.7
    there = norm.gamma * (x - norm.mean) / np.sqrt(norm.variance + 1e-3) + norm.beta
    np.testing.assert_allclose(x * norm.factor + norm.shift, there)


def test_weights_are_never_changed_and_others_are_refused() -> None:
    with pytest.raises(ValueError, match="read-only"):
        published.weights(LITE, "stem.conv1")[0] = 0
    with pytest.raises(KeyError, match=r"stem\.relu1 of efficientnet-lite0 has no weight"):
        published.weights(LITE, "stem.relu1")


def test_there_is_a_name_for_each_class() -> None:
    names = published.labels(LITE)
    assert (len(names), names[0], names[967]) == (1000, "tench", "espresso")


def test_of_a_photo_that_ships_an_answer_is_kept_and_of_no_other_picture() -> None:
    asked = Inquiry(LITE, Maps(photo("coffee"), ("stem.relu1", "stage3.2.relu1", "stage7.1.relu1")))
    found = published.kept(asked)
    assert found is not None
    assert int(found.logits.array.argmax()) == 967
    assert set(found.maps) == {"stem.relu1", "stage3.2.relu1"}
    assert np.isfinite(found.maps["stem.relu1"].array).all()
    assert np.isfinite(found.maps["stage3.2.relu1"].array).all((1, 2)).sum() == 1
    assert published.kept(Inquiry(LITE, Maps(Values(np.zeros((3, SIDE, SIDE), np.uint8))))) is None
    assert published.kept(Inquiry(LITE, Maps(photo("coffee")), drawn=1)) is None


def test_what_ships_is_small() -> None:
    assert assets.path("published", f"{LITE}.readings.npz").stat().st_size < LARGEST


# Kits: folders with weights of somebody else --------------------------------------------------------------------------


def kit(folder: Path, classes: int = 3, **pages: object) -> Kit:
    """The network that ships with its last layer cut to some classes, as a kit whose tensors have our names."""
    ours = published._names(LITE)
    shapes = {
        f"{layer}.{part}": tuple(published._stored(LITE).parts[f"{theirs}.{part}"]["shape"])
        for layer, theirs in ours.items()
        for part in ("weight", "bias", "running_mean", "running_var")
        if f"{theirs}.{part}" in published._stored(LITE).parts
    }
    generator = np.random.default_rng(3)
    arrays = {
        name: generator.normal(size=(classes, *shape[1:]) if name.startswith("head.fc.") else shape).astype(np.float32)
        for name, shape in shapes.items()
    }
    save_file(arrays, folder / f"{LITE}.safetensors")
    said = {"mean": [1.0, 2.0, 3.0], "deviation": [4.0, 5.0, 6.0]}
    (folder / f"{LITE}.reads.json").write_text(json.dumps({**said, **pages}), encoding="utf-8")
    return Kit(LITE, str(folder))


def test_the_numbers_of_a_kit_are_those_of_its_file(tmp_path: Path) -> None:
    whose = kit(tmp_path)
    stored = load_file(tmp_path / f"{LITE}.safetensors")
    np.testing.assert_array_equal(published.weights(whose, "stem.conv1"), stored["stem.conv1.weight"])
    np.testing.assert_array_equal(published.unit_weights(whose, "stem.conv1", 7), stored["stem.conv1.weight"][7])
    np.testing.assert_array_equal(published.biases(whose, "head.fc"), stored["head.fc.bias"])
    norm = published.norm(whose, "stem.norm1")
    np.testing.assert_array_equal(norm.mean, stored["stem.norm1.running_mean"])
    np.testing.assert_array_equal(norm.variance, stored["stem.norm1.running_var"])
    assert norm.epsilon == 1e-3, "it is the described network's"
    assert published.reads(whose) == Reads((1.0, 2.0, 3.0), (4.0, 5.0, 6.0), SIDE)


def test_a_unit_of_a_layer_is_the_layers() -> None:
    all_of_it = published.weights(LITE, "head.fc")
    np.testing.assert_array_equal(published.unit_weights(LITE, "head.fc", 967), all_of_it[967])


def test_a_kit_is_described_with_its_own_classes(tmp_path: Path) -> None:
    whose = kit(tmp_path)
    found, plain = published.described(whose), networks.network(LITE)
    assert found.layers[:-1] == plain.layers[:-1]
    assert found.layers[-1] == replace(plain.layers[-1], shape=(3,), parameters=3 * 1281, macs=3 * 1280)
    assert published.described(LITE) is plain


def test_classes_without_a_name_are_numbered(tmp_path: Path) -> None:
    whose = kit(tmp_path)
    (tmp_path / f"{LITE}.labels.txt").write_text("cat\n\n", encoding="utf-8")
    assert published.labels(whose) == ("cat", "class 2", "class 3")
    reading = Reading(Values(np.array([0, 2, 1], np.float32)))
    assert [guess.name for guess in published.guesses(reading, whose)] == ["class 2", "class 3", "cat"]


def test_what_is_gone_is_told_of(tmp_path: Path) -> None:
    whose = kit(tmp_path)
    (tmp_path / f"{LITE}.safetensors").unlink()
    with pytest.raises(GoneError):
        published.weights(whose, "stem.conv1")
    with pytest.raises(GoneError):
        published.described(whose)


def test_no_answer_of_a_kit_ships(tmp_path: Path) -> None:
    assert published.kept(Inquiry(kit(tmp_path), Maps(photo("coffee")))) is None


def test_a_picture_is_brought_to_the_side_and_the_channels_of_a_network() -> None:
    assert published.read_as(Picture("cat"), 299).shape == (3, 299, 299)
    assert published.read_as(Picture("cat"), 32, 1).shape == (1, 32, 32)


def test_the_first_layer_reads_what_the_engine_computes(tmp_path: Path) -> None:
    picture = photo("coffee")
    np.testing.assert_allclose(published.standardised(picture).array, (picture.array - 127.0) / 128.0)
    found = published.standardised(picture, kit(tmp_path)).array
    np.testing.assert_allclose(found[2], (picture.array[2] - 3.0) / 6.0)
