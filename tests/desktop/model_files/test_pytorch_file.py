"""What is told of files that PyTorch saved."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
import torch

from desktop.model_files.errors import FileError
from desktop.model_files.pytorch_file import LARGEST, PROBLEMS, Unpacking, notes
from engine.contract.unpacked import Problem, Unpacked
from tests import network_files


def test_every_problem_has_a_sentence() -> None:
    assert {"", *PROBLEMS} == set(get_args(Problem))
    assert all(sentence.endswith(".") and "  " not in sentence for sentence in PROBLEMS.values())


def test_nothing_is_told_of_a_plain_state_dict() -> None:
    assert notes(Unpacked()) == ()


def test_what_was_found_and_left_out_is_told() -> None:
    found = Unpacked("", "model", ("epoch", "lr"), 2, ("a", "b", "c", "d"), 9, True)
    assert notes(found) == (
        "The weights lie in the file under “model”.",
        "Every name began with “module.” or “_orig_mod.”; that is left out.",
        "Beside weights the file holds “epoch” and “lr”; that is left out.",
        "Numbers of a kind that can’t be shown are left out: “a”, “b”, “c”, “d” and 5 more.",
    )


def test_names_of_entries_are_told_on_one_line() -> None:
    (note,) = notes(Unpacked(ignored=("two\nlines" + "x" * 300,), ignored_count=1))
    assert len(note) < 150
    assert "\n" not in note


def test_a_file_that_is_too_large_is_not_unpacked(tmp_path: Path) -> None:
    path = network_files.saved(tmp_path / "net.pt", {"weight": torch.ones(2)})
    with path.open("r+b") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(FileError, match=r"net\.pt is larger than 2 GiB\. In Python, convert it"):
        Unpacking(path, tmp_path / "out")


def test_a_process_that_breaks_down_is_one_sentence(tmp_path: Path) -> None:
    unpacking = Unpacking(network_files.saved(tmp_path / "net.pt", {"weight": torch.ones(2)}), tmp_path / "out")
    unpacking._process.kill()
    with pytest.raises(FileError, match=r"net\.pt is cut off or damaged"):
        unpacking.wait()
