"""Lists of arrays, true ones and ones that lie."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file

from desktop.model_files import safetensors_file
from desktop.model_files.errors import FileError
from desktop.model_files.safetensors_file import LARGEST_LIST, listed, numbers
from desktop.model_files.words import Tensor
from engine.contract.unpacked import LONGEST_NAME, MOST_TENSORS
from tests.network_files import entry, safetensors

KINDS = [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64]
KINDS += [torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool]
VALUES = torch.tensor([[0.0, 1.0, 3.0], [2.0, 5.0, 7.0]])
TWO = bytes(16)


def read(path: Path, name: str) -> NDArray[np.float32]:
    return numbers(path, next(place for place in listed(path).places if place.tensor.name == name))


def test_every_kind_of_number_is_read_as_it_was_saved(tmp_path: Path) -> None:
    saved = {str(kind): VALUES.to(kind) for kind in KINDS}
    save_file(saved, tmp_path / "a.safetensors")
    for name, values in saved.items():
        found = read(tmp_path / "a.safetensors", name)
        assert found.dtype == np.float32
        np.testing.assert_array_equal(found, values.float().numpy())


def test_arrays_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    path = safetensors(tmp_path / "a", {"b": entry(8, 16, 2), "a": entry(0, 8, 1, 2), "c": entry(16, 16, 0)}, TWO)
    assert listed(path).tensors == (Tensor("a", "F32", (1, 2)), Tensor("b", "F32", (2,)), Tensor("c", "F32", (0,)))


def test_what_the_file_says_of_itself_is_no_array(tmp_path: Path) -> None:
    path = safetensors(tmp_path / "a", {"__metadata__": {"format": "pt"}, "a": entry(0, 16, 4)}, TWO)
    assert [tensor.name for tensor in listed(path).tensors] == ["a"]


def test_numbers_that_cannot_be_shown_are_listed_and_told(tmp_path: Path) -> None:
    header = {"small": entry(0, 4, 4, kind="F8_E4M3"), "tiny": entry(4, 6, 4, kind="F4"), "a": entry(6, 10, 1)}
    path = safetensors(tmp_path / "a", header, bytes(10))
    assert [tensor.kind for tensor in listed(path).tensors] == ["F8_E4M3", "F4", "F32"]
    assert listed(path).notes == ("Numbers of the kind F4, F8_E4M3 are listed, but can’t be shown.",)
    with pytest.raises(FileError, match=r"F8_E4M3 can’t be shown\. Save"):
        read(path, "small")


def test_only_the_numbers_that_are_asked_for_are_read(tmp_path: Path) -> None:
    """A file with a hole of 100 GB, which no memory holds: it takes no room on the disk, and is listed all the same."""
    size = 100 * 2**30
    path = safetensors(tmp_path / "a", {"large": entry(0, size, size // 4), "small": entry(size, size + 8, 2)})
    with path.open("r+b") as file:
        file.seek(0, 2)
        file.seek(size, 1)
        file.write(np.array([1, 2], "<f4").tobytes())
    np.testing.assert_array_equal(read(path, "small"), [1, 2])


DEEP = b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
ONE = entry(0, 16, 4)
LIES: dict[str, tuple[object, int | None, str]] = {
    "its list is longer than the file": ({"a": ONE}, 2**40, "list of arrays is longer than the file"),
    "its list is of a negative length": ({"a": ONE}, 2**64 - 1, "list of arrays is longer than the file"),
    "numbers behind its end": ({"a": entry(0, 4096, 1024)}, None, "cut off"),
    "numbers before its beginning": ({"a": entry(-8, 8, 4)}, None, "can’t be right"),
    "turned around": ({"a": entry(16, 0, 4)}, None, "can’t be right"),
    "two on one place": ({"a": ONE, "b": ONE}, None, "two arrays share numbers"),
    "a gap": ({"a": entry(0, 4, 1), "b": entry(8, 16, 2)}, None, "bytes between"),
    "something behind": ({"a": entry(0, 8, 2)}, None, "bytes behind"),
    "another shape": ({"a": entry(0, 16, 5)}, None, "“a” claims 5 numbers and has 16 bytes"),
    "10^12 numbers": ({"a": entry(0, 16, 10**6, 10**6)}, None, "claims 1,000,000,000,000 numbers"),
    "10^27 numbers": ({"a": entry(0, 16, 10**9, 10**9, 10**9)}, None, "claims about 10.27 numbers"),
    "a negative shape": ({"a": entry(0, 16, -2, -2)}, None, "can’t be right"),
    "a shape of fractions": ({"a": {**ONE, "shape": [4.0]}}, None, "can’t be right"),
    "a shape of truth": ({"a": {**ONE, "shape": [4, True]}}, None, "can’t be right"),
    "too many axes": ({"a": entry(0, 16, 4, *[1] * 99)}, None, "can’t be right"),
    "an unknown kind": ({"a": entry(0, 16, 4, kind="NEW")}, None, "unknown kind"),
    "half a byte of nothing": ({"a": entry(0, 16, 10**12, kind="F4")}, None, "unknown kind"),
    "no kind": ({"a": {"shape": [4], "data_offsets": [0, 16]}}, None, "can’t be right"),
    "a name without end": ({"a" * (LONGEST_NAME + 1): ONE}, None, "can’t be right"),
    "a name of no letters": ({"\ud800": ONE}, None, "can’t be right"),
    "one name twice": (b'{"a":1,"a":2}', None, "list of arrays can’t be read"),
    "not JSON": (b'{"a": what', None, "list of arrays can’t be read"),
    "not UTF-8": (b'{"\xff": 1}', None, "list of arrays can’t be read"),
    "a number of 100,000 digits": (b'{"a":' + b"9" * 100_000 + b"}", None, "list of arrays can’t be read"),
    "100,000 lists in one another": (DEEP, None, "list of arrays can’t be read"),
    "a list": ([1, 2], None, "list of arrays can’t be read"),
    "an array that is none": ({"a": 7}, None, "can’t be right"),
    "nothing": ({}, None, "no arrays"),
}


@pytest.mark.parametrize("name", LIES)
def test_a_file_that_lies_is_one_sentence(tmp_path: Path, name: str) -> None:
    header, length, sentence = LIES[name]
    path = safetensors(tmp_path / "net.safetensors", header, TWO, length)
    with pytest.raises(FileError, match=sentence) as said:
        listed(path)
    words = str(said.value)
    assert words.startswith("net.safetensors")
    assert len(words) < 250
    assert "\n" not in words


@pytest.mark.parametrize("size", [0, 3, 8, 9, 40])
def test_a_file_that_is_cut_off_is_one_sentence(tmp_path: Path, size: int) -> None:
    path = safetensors(tmp_path / "net.safetensors", {"a": ONE}, TWO)
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(FileError, match=r"cut off|longer than the file|no arrays|can’t be read"):
        listed(path)


def test_too_many_arrays_and_too_long_a_list_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = safetensors(tmp_path / "a", {str(index): entry(0, 0, 0) for index in range(MOST_TENSORS + 1)})
    with pytest.raises(FileError, match="5,001 arrays"):
        listed(path)
    path.write_bytes((LARGEST_LIST + 1).to_bytes(8, "little"))
    with path.open("r+b") as file:
        file.truncate(2 * LARGEST_LIST)
    monkeypatch.setattr(json, "loads", None)  # it isn't read at all
    with pytest.raises(FileError, match="begins with a list of"):
        listed(path)


def test_a_file_that_has_changed_meanwhile_is_told(tmp_path: Path) -> None:
    path = safetensors(tmp_path / "a", {"a": ONE}, TWO)
    (place,) = listed(path).places
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(FileError, match="has changed"):
        safetensors_file.numbers(path, place)
