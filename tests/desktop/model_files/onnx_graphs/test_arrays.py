"""Arrays that lie about their sizes, and those that lie in other files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from onnx import ModelProto, TensorProto

from desktop.model_files.onnx_graphs.onnx_file import tensor
from tests.desktop.model_files.small_onnx import (
    classifier,
    contents,
    model,
    node,
    refusal,
)


def with_array(change: Callable[[TensorProto], None]) -> ModelProto:
    made = classifier()
    change(made.graph.initializer[0])
    return made


@pytest.mark.parametrize(
    ("dims", "said"),
    [
        ([1_000_000, 1_000_000], "claims to hold 1,000,000,000,000 numbers, and doesn’t."),
        ([2**40, 2**40], "claims to hold 1.2e+24 numbers."),
        ([5, 3, 3, 4], "claims to hold 180 numbers, and doesn’t."),
        ([-5, 3, -3, 3], "has a side of less than nothing."),
    ],
)
def test_arrays_that_lie_about_their_sizes(dims: list[int], said: str, tmp_path: Path) -> None:
    def change(weights: TensorProto) -> None:
        del weights.dims[:]
        weights.dims.extend(dims)

    assert said in refusal(with_array(change), tmp_path)


def test_arrays_as_items_are_counted_too(tmp_path: Path) -> None:
    def change(weights: TensorProto) -> None:
        weights.ClearField("raw_data")
        weights.float_data.extend([0.0] * 134)

    assert "“w” of model.onnx claims to hold 135 numbers, and doesn’t." in refusal(with_array(change), tmp_path)
    inside = node("Constant", [], ["k"], value=TensorProto(data_type=TensorProto.INT64, dims=[10**12]))
    made = model([inside, node("Add", ["x", "k"], ["y"])])
    assert "claims to hold 1,000,000,000,000 numbers" in refusal(made, tmp_path)


def test_kinds_of_numbers_that_nobody_knows(tmp_path: Path) -> None:
    def change(weights: TensorProto) -> None:
        weights.data_type = 77

    assert "holds numbers of a kind that Convoscope doesn’t know" in refusal(with_array(change), tmp_path)


def outside(location: str, **more: str) -> ModelProto:
    """A network whose first weights lie in another file."""

    def change(weights: TensorProto) -> None:
        weights.ClearField("raw_data")
        weights.data_location = TensorProto.EXTERNAL
        for key, value in {"location": location, **more}.items():
            weights.external_data.add(key=key, value=value)

    return with_array(change)


@pytest.mark.parametrize(
    "location", ["/etc/passwd", "../secret.bin", "sub/../../secret.bin", "..\\secret.bin", "C:\\secret.bin", ""]
)
def test_numbers_outside_the_folder_are_not_read(location: str, tmp_path: Path) -> None:
    (tmp_path / "secret.bin").write_bytes(b"\x00" * 540)
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    assert "outside its own folder. That is refused" in refusal(outside(location), folder)


def test_links_to_elsewhere_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.bin").write_bytes(b"\x00" * 540)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "w.bin").symlink_to(tmp_path / "secret.bin")
    (folder / "sub").symlink_to(tmp_path)
    for location in ("w.bin", "sub/secret.bin"):
        assert "which is a link to another place. That is refused." in refusal(outside(location), folder)


def test_numbers_in_a_file_beside_it(tmp_path: Path) -> None:
    wanted = np.random.default_rng(5).normal(size=(5, 3, 3, 3)).astype(np.float32)
    made = outside("w.bin", offset="16", length="540")
    assert (
        refusal(made, tmp_path)
        == "The numbers of model.onnx lie in a file “w.bin”, which isn’t beside it. Put it there."
    )
    (tmp_path / "w.bin").write_bytes(b"\x00" * 16 + wanted.tobytes()[:-1])
    assert refusal(made, tmp_path) == "The file “w.bin” beside model.onnx is too short for its numbers. Get both again."
    (tmp_path / "w.bin").write_bytes(b"\x00" * 16 + wanted.tobytes())
    found = contents(made, tmp_path)
    assert (found.parameters, found.runs) == (164, "onnx")
    assert np.array_equal(tensor(tmp_path / "model.onnx", "w"), wanted)


@pytest.mark.parametrize(("offset", "length"), [("-8", "540"), ("0", "1"), ("0", str(10**15)), ("zero", "540")])
def test_places_in_a_file_beside_it_that_can_not_be(offset: str, length: str, tmp_path: Path) -> None:
    (tmp_path / "w.bin").write_bytes(b"\x00" * 600)
    assert "is too short for its numbers" in refusal(outside("w.bin", offset=offset, length=length), tmp_path)
