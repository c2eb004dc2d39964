"""Published networks without torch: weights by layer, batch norms, labels, and the answers that ship."""

from __future__ import annotations

import numpy as np
import pytest

import assets
from scenes.stage.data import networks, published
from scenes.stage.data.published import LITE
from scenes.stage.data.reading import SIDE, Inquiry, Maps
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
