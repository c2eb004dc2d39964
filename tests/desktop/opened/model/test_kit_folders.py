from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.opened.model.kit_folders import FOLDER, KitFolders, sweep


@pytest.fixture
def around(home: Path) -> Path:
    return home / FOLDER


def test_folders_are_new_and_go_in_the_end(around: Path) -> None:
    kits = KitFolders()
    first, second = kits.fresh(), kits.fresh()
    assert first != second
    (first / "weights").write_bytes(b"1")
    kits.close()
    assert list(around.iterdir()) == []


def test_what_a_killed_window_has_left_goes_and_what_a_living_one_has_stays(around: Path) -> None:
    kits = KitFolders()
    living = kits.fresh()
    killed = "from desktop.opened.model.kit_folders import KitFolders as K; import os; K().fresh(); os._exit(9)"
    subprocess.run([sys.executable, "-c", killed], check=False)
    assert len([each for each in around.iterdir() if each.is_dir()]) == 2
    sweep()
    assert living.is_dir()
    assert [each for each in around.iterdir() if each.is_dir()] == [living.parent]
    kits.close()


def test_one_like_it_shares_the_weights_and_nothing_of_the_first_changes() -> None:
    kits = KitFolders()
    kit = kits.fresh()
    (kit / "n.safetensors").write_bytes(b"weights")
    (kit / "n.reads.json").write_text('{"mean": [1.0], "deviation": [2.0]}')
    like = kits.like(kit, (3.0,), (4.0,), ("a", "b"))
    assert (like / "n.safetensors").samefile(kit / "n.safetensors")
    assert (like / "n.reads.json").read_text() == '{"mean": [3.0], "deviation": [4.0]}'
    assert (like / "n.labels.txt").read_text() == "a\nb\n"
    assert (kit / "n.reads.json").read_text().startswith('{"mean": [1.0]')
    assert not (kit / "n.labels.txt").exists()
    kits.close()


def test_nothing_is_made_before_it_is_needed(home: Path) -> None:
    KitFolders().close()
    sweep()
    assert not home.exists()
