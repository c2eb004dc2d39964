"""The process that reads a network's file, waited for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from desktop.model_files import blocking
from desktop.model_files.blocking import opened
from desktop.model_files.errors import FileError
from desktop.model_files.words import Look, Looked, Ran, Refused, Run
from engine.contract.numbers import Array
from tests.desktop.model_files.small_onnx import classifier, saved


def test_one_order_after_the_other(tmp_path: Path) -> None:
    with opened(saved(classifier(), tmp_path)) as file:
        assert file.contents.parameters == 164
        looked = file.ask(Look("w"))
        assert isinstance(looked, Looked)
        assert looked.values.shape == (5, 3, 3, 3)
        assert isinstance(file.ask(Look("nothing")), Refused)
        ran = file.ask(Run(Array.of(np.zeros((3, 8, 8), np.uint8)), ("first",), (), ()))
        assert isinstance(ran, Ran)
        assert ran.maps[0].shape == (5, 8, 8)
        process = file._process
    assert process.poll() is not None, "nothing goes on"


def test_a_file_that_can_not_be_read_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(b"\x00" * 50)
    with pytest.raises(FileError, match=r"^model\.onnx ") as caught, opened(path):
        raise AssertionError("nothing is opened")
    assert "\n" not in str(caught.value)


def test_a_process_that_breaks_down_or_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(classifier(), tmp_path)
    with opened(path) as file:
        file._process.kill()
        file._process.wait()
        with pytest.raises(FileError, match="is no longer open: what reads it broke down"):
            file.ask(Look("w"))
    monkeypatch.setattr(blocking, "MODULE", "this")  # it says much, and nothing of files
    with pytest.raises(FileError, match="what reads it broke down"), opened(path):
        raise AssertionError("nothing is opened")
    monkeypatch.setattr(blocking, "MODULE", "http.server")  # its word is a wrong port: it ends without an answer
    with pytest.raises(FileError, match="what reads it broke down"), opened(path):
        raise AssertionError("nothing is opened")


def test_one_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    late = "is not read within 0.01 seconds, so it is given up. Save it as safetensors, and open that."
    with pytest.raises(FileError, match=late), opened(saved(classifier(), tmp_path), seconds=0.01):
        raise AssertionError("nothing is opened")
