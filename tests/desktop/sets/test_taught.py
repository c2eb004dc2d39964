from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from desktop.sets.collection import Collection
from desktop.sets.heads import HeadError, read_head, write_head
from desktop.sets.taught import TaughtStore
from engine.contract.numbers import Array
from engine.contract.questions import Headed


def headed(classes: tuple[str, ...] = ("cup", "pen"), features: int = 6) -> Headed:
    rng = np.random.default_rng(1)
    shapes = ((len(classes), features), (len(classes),), (features,), (features,))
    return Headed("efficientnet-lite0", classes, *(Array.of(rng.normal(size=shape)) for shape in shapes))


def test_a_layer_comes_back_as_it_was_written(tmp_path: Path) -> None:
    write_head(tmp_path / "new" / "head.safetensors", headed(("naïve “cup”", "pen")))
    assert read_head(tmp_path / "new" / "head.safetensors") == headed(("naïve “cup”", "pen"))


def test_what_is_no_layer_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "head.safetensors"
    with pytest.raises(HeadError, match="can't be read as a taught layer"):
        read_head(file)
    file.write_bytes(b"no tensors")
    with pytest.raises(HeadError, match="can't be read as a taught layer"):
        read_head(file)
    save_file({"weights": np.zeros((2, 6), np.float32)}, file)
    with pytest.raises(HeadError, match="holds no layer that was taught here"):
        read_head(file)
    parts = {name: np.zeros(6, np.float32) for name in ("bias", "mean", "spread")}
    about = {"network": "efficientnet-lite0", "classes": '["cup", "pen"]'}
    save_file({"weights": np.zeros((2, 6), np.float32), **parts}, file, about)
    with pytest.raises(HeadError, match="does not fit its classes"):
        read_head(file)


def test_a_layer_goes_with_its_pictures_and_one_that_is_not_of_them_is_not_kept(qapp: object, tmp_path: Path) -> None:
    store = TaughtStore(tmp_path)
    collection = Collection("Mine").with_class("cup").with_pictures(0, [np.zeros((1, 28, 28), np.uint8)])
    key = store.keep(collection, headed())
    assert store.load(key) == collection
    assert read_head(store.head_path(key)) == headed()
    assert store.keep(collection, None, key) == key
    assert not store.head_path(key).exists()
    store.keep(collection, headed(), key)
    store.delete(store.drafts[0])
    assert store.head_path(key).exists(), "it can be brought back"
    store.close()
    assert list(tmp_path.iterdir()) == []
