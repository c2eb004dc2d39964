"""What a file is, by what is in it."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from desktop.model_files.errors import FileError
from desktop.model_files.kinds import CAN, format_of
from tests import network_files

ONE = {"weight": torch.ones(2)}


@pytest.mark.parametrize("name", ["net.safetensors", "net.pt", "net.bin", "net"])
def test_the_content_decides_and_not_the_ending(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    save_file(ONE, path)
    assert format_of(path) == "safetensors"
    torch.save(ONE, path)
    assert format_of(path) == "pytorch"
    torch.save(ONE, path, _use_new_zipfile_serialization=False)
    assert format_of(path) == "pytorch"
    path.write_bytes(b"\x08\x07\x12\x07pytorch\x1a\x03" + bytes(range(200)))
    assert format_of(path) == "onnx"


def test_where_the_content_says_nothing_the_ending_does(tmp_path: Path) -> None:
    for name, kind in (("a.safetensors", "safetensors"), ("a.onnx", "onnx")):
        path = tmp_path / name
        path.write_bytes(b"\x01\x02\xff\x00" * 30)
        assert format_of(path) == kind


def archive(entries: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as written:
        for name, data in entries.items():
            written.writestr(name, data)
    return file.getvalue()


def array() -> bytes:
    file = io.BytesIO()
    np.save(file, np.ones(3))
    return file.getvalue()


TORCH_FILE = archive({"net/data.pkl": b"\x80\x02}.", "net/version": b"3"})
OTHERS: dict[str, tuple[str, bytes, str]] = {
    "nothing": ("net.pt", b"", "net.pt is empty"),
    "a text": ("net.pt", b"Dear reader,\nhere is my network.\n", "net.pt is a text, and can’t be opened as a network"),
    "a text that says otherwise": ("net.safetensors", b"hello " * 9, "net.safetensors is a text"),
    "an ONNX file that is a text": ("net.onnx", b"hello " * 9, "net.onnx is a text"),
    "a pointer": ("net.pt", b"version https://git-lfs.github.com/spec/v1\noid sha256:4\n", "Git LFS"),
    "a web page": ("net.pt", b"<!DOCTYPE html><html>\x00", "is a web page"),
    "a pickle": ("net.pt", b"\x80\x04\x95abc", "contains a program"),
    "Keras": (
        "net.h5",
        b"\x89HDF\r\n\x1a\n" + bytes(9),
        r"which Keras saves networks in, and can’t be opened here. Load it with Keras.*format='onnx'",
    ),
    "pictures": ("net.zip", archive({"a.png": b"1"}), "is a ZIP archive"),
    "a cut off file of PyTorch": ("net.pth", TORCH_FILE[:60], "net.pth is cut off or damaged"),
    "arrays": (
        "net.npz",
        archive({"a.npy": array()}),
        r"numpy arrays \(.npz\), and can’t be opened here. .*safetensors\.numpy\.save_file",
    ),
    "TensorFlow Lite": ("net.tflite", b"\x1c\0\0\0TFL3" + bytes(99), "TensorFlow Lite.*tf2onnx.convert --tflite"),
    "the same under another name": ("net.bin", b"\x1c\0\0\0TFL3" + bytes(99), "net.bin is .* TensorFlow Lite"),
    "Keras as an archive": (
        "net.keras",
        archive({"config.json": b"{}"}),
        "is by its name a network that Keras has saved.* Load it with Keras",
    ),
    "TensorFlow": (
        "net.pb",
        b"\x08\x01\xff\0" * 9,
        "is by its name a network of TensorFlow.*tf2onnx.convert --saved-model",
    ),
    "Core ML": ("net.mlmodel", b"\x08\x04\xff\0" * 9, "is by its name a network in the format Core ML.*as ONNX"),
    "GGUF": ("net.gguf", b"GGUF\3\0\0\0" + bytes(99), "is a language model in the format GGUF"),
    "a text with such a name": ("net.pb", b"node { name: 'x' }", "net.pb is a text"),
    "bytes by chance": ("net.pt", b"\x01\x02\xff\x00" * 9, "net.pt is cut off or damaged"),
    "bytes of no kind": ("net", b"\x01\x02\xff\x00" * 9, r"net is no network\. What can be opened is"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_network_is_one_sentence(tmp_path: Path, name: str) -> None:
    file, data, sentence = OTHERS[name]
    path = tmp_path / file
    path.write_bytes(data)
    with pytest.raises(FileError, match=sentence):
        format_of(path)


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is a folder"):
        format_of(tmp_path)
    with pytest.raises(FileError, match=r"There is no file gone\.pt"):
        format_of(tmp_path / "gone.pt")
    with pytest.raises(FileError, match="There is no file"):
        format_of(tmp_path / "a\0b.pt")


@pytest.mark.skipif(os.name == "nt", reason="there are no such files on Windows")
def test_what_never_ends_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "net.pt"
    os.mkfifo(pipe)
    link = tmp_path / "zero.safetensors"
    link.symlink_to("/dev/zero")
    for path in (pipe, link):
        with pytest.raises(FileError, match="is no file, and never ends") as said:
            format_of(path)
        assert str(said.value).endswith(CAN)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_one_sentence(tmp_path: Path) -> None:
    path = network_files.saved(tmp_path / "net.pt", ONE)
    path.chmod(0)
    with pytest.raises(FileError, match=r"can’t be read \(Permission denied\)"):
        format_of(path)


def test_a_refusal_of_the_system_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = network_files.saved(tmp_path / "net.pt", ONE)
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(FileError, match=r"net.pt can’t be read \(Permission denied\)\. Choose"):
        format_of(path)
