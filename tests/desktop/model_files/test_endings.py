from __future__ import annotations

from pathlib import Path

import pytest

from desktop.model_files.endings import is_network


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        *(("a.safetensors", True), ("A.SafeTensors", True), ("b.onnx", True), ("c.pt", True), ("d.pth", True)),
        *(("e.npz", False), ("onnx", False), ("f.onnx.txt", False), ("a.lesson.toml", False)),
    ],
)
def test_its_ending_says_what_a_file_may_be(name: str, is_one: bool) -> None:
    assert is_network(Path(name)) is is_one
