from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop.sets import arrays
from desktop.sets.gathered import SetError

X = np.random.default_rng(1).integers(0, 256, (12, 6, 6), np.uint8)
Y = np.repeat(np.arange(3), 4)


def silent(done: int, total: int) -> None:
    """Tell nobody."""


def saved(path: Path, **found: Any) -> Path:
    np.savez(path, **found)
    return path


def test_pictures_and_classes(tmp_path: Path) -> None:
    found = arrays.gather_npz(saved(tmp_path / "mine.npz", x=X, y=Y), silent)
    assert (found.title, found.classes, found.judging) == ("mine", ("0", "1", "2"), None)
    np.testing.assert_array_equal(found.pictures, X[:, None])
    assert found.labels.tolist() == Y.tolist()


def test_parts_that_are_split_already(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.npz", x_train=X[:9], y_train=Y[:9, None], x_test=X[9:], y_test=Y[9:, None])
    found = arrays.gather_npz(path, silent)
    assert found.judging is not None
    assert found.judging.tolist() == [False] * 9 + [True] * 3


def test_a_mask_says_which_judge(tmp_path: Path) -> None:
    mask = np.tile([0, 0, 0, 1], 3)
    found = arrays.gather_npz(saved(tmp_path / "a.npz", x=X, y=Y, validation=mask), silent)
    assert found.judging is not None
    assert int(found.judging.sum()) == 3
    assert len(found.pictures) == 12


@pytest.mark.parametrize(
    ("x", "shape"),
    [
        (X.reshape(12, 36), (1, 6, 6)),
        (np.stack([X] * 3, 3), (3, 6, 6)),
        (np.stack([X] * 3, 1), (3, 6, 6)),
        (np.stack([X] * 4, 3), (3, 6, 6)),
        (X[..., None], (1, 6, 6)),
        (X / 255, (1, 6, 6)),
    ],
)
def test_other_shapes_are_understood(tmp_path: Path, x: np.ndarray, shape: tuple[int, int, int]) -> None:
    found = arrays.gather_npz(saved(tmp_path / "a.npz", x=x, y=Y), silent)
    assert np.shape(found.pictures) == (12, *shape)
    np.testing.assert_array_equal(np.asarray(found.pictures)[:, 0], X)


def test_classes_can_have_names(tmp_path: Path) -> None:
    names = np.array(["zebra", "ant", "cow"])
    found = arrays.gather_npz(saved(tmp_path / "a.npz", x=X, y=Y, classes=names), silent)
    assert found.classes == ("ant", "cow", "zebra")
    assert found.labels.tolist() == [2] * 4 + [0] * 4 + [1] * 4
    assert (
        arrays.gather_npz(saved(tmp_path / "b.npz", x=X, y=names[Y]), silent).labels.tolist() == found.labels.tolist()
    )


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"a": X}, "It needs pictures named x"),
        ({"x": X}, "It needs pictures named x"),
        ({"x": X, "y": Y[:5]}, "12 pictures and 5 labels"),
        ({"x": X, "y": np.zeros(12, int)}, "only one class"),
        ({"x": X, "y": Y + 0.5}, "whole numbers or words"),
        ({"x": X[:, 0, :5], "y": Y}, "An array of the shape"),
        ({"x": np.full((12, 6, 6), np.nan), "y": Y}, "not finite"),
        ({"x": np.full((12, 6, 6), 1e9), "y": Y}, "numbers up to 1e\\+09"),
        ({"x": X.astype(complex), "y": Y}, "complex128"),
        ({"x": np.zeros((0, 6, 6)), "y": np.zeros(0)}, "none of pictures"),
        ({"x": X.astype(object), "y": Y}, "Python objects"),
        ({"x_train": X, "y_train": Y, "x_test": X[:, :5], "y_test": Y}, "different sizes"),
    ],
)  # fmt: skip
def test_arrays_that_are_no_set_are_one_sentence(tmp_path: Path, found: dict[str, Any], words: str) -> None:
    with pytest.raises(SetError, match=words) as caught:
        arrays.gather_npz(saved(tmp_path / "a.npz", **found), silent)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"PK\3\4", b"hello", None])
def test_a_damaged_file_is_one_sentence(tmp_path: Path, data: bytes | None) -> None:
    path = saved(tmp_path / "a.npz", x=X, y=Y)
    path.write_bytes(path.read_bytes()[:400] if data is None else data)
    with pytest.raises(SetError, match="damaged"):
        arrays.gather_npz(path, silent)


def test_a_file_that_unpacks_to_too_much_stays_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "_UNPACKED", 500)
    with pytest.raises(SetError, match="unpacked"):
        arrays.gather_npz(saved(tmp_path / "a.npz", x=X, y=Y), silent)


def idx(path: Path, array: np.ndarray) -> None:
    head = bytes([0, 0, 8, array.ndim]) + b"".join(length.to_bytes(4, "big") for length in array.shape)
    data = head + array.astype(np.uint8).tobytes()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_the_files_of_mnist_are_found_beside_each_other(tmp_path: Path, ending: str) -> None:
    idx(tmp_path / f"train-images-idx3-ubyte{ending}", X[:9])
    idx(tmp_path / f"train-labels-idx1-ubyte{ending}", Y[:9])
    idx(tmp_path / f"t10k-images-idx3-ubyte{ending}", X[9:])
    idx(tmp_path / f"t10k-labels-idx1-ubyte{ending}", Y[9:])
    assert arrays.holds_idx(tmp_path)
    for path in (tmp_path, tmp_path / f"train-labels-idx1-ubyte{ending}"):
        found = arrays.gather_idx(path, silent)
        np.testing.assert_array_equal(found.pictures, X[:, None])
        assert found.judging is not None
        assert found.judging.tolist() == [False] * 9 + [True] * 3


def test_a_missing_or_cut_file_of_mnist_is_one_sentence(tmp_path: Path) -> None:
    images = tmp_path / "train-images-idx3-ubyte"
    idx(images, X)
    with pytest.raises(SetError, match="classes of train-images"):
        arrays.gather_idx(images, silent)
    idx(tmp_path / "train-labels-idx1-ubyte", Y)
    images.write_bytes(images.read_bytes()[:100])
    with pytest.raises(SetError, match="84 of 432 bytes"):
        arrays.gather_idx(images, silent)
    images.write_bytes(b"\0\0\x08\3" + b"\xff" * 12)
    with pytest.raises(SetError, match="at most"):
        arrays.gather_idx(images, silent)
    images.write_bytes(b"hello, this is text")
    with pytest.raises(SetError, match="no idx file"):
        arrays.gather_idx(images, silent)
