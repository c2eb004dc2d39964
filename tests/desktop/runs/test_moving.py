from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from desktop.runs.moving import move


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "config" / "convoscope" / "runs"
    folder.mkdir(parents=True)
    (folder / "a.tape").write_bytes(b"first")
    (folder / "a.json").write_bytes(b"{}")
    return folder


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return tmp_path / "data" / "convoscope" / "runs"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_all_is_moved_once(old: Path, new: Path) -> None:
    assert move(old, new) == ""
    assert contents(new) == {"a.tape": b"first", "a.json": b"{}"}
    assert not old.exists()
    assert move(old, new) == ""


def test_nothing_is_overwritten(old: Path, new: Path) -> None:
    new.mkdir(parents=True)
    (new / "a.tape").write_bytes(b"mine")
    assert move(old, new) == ""
    assert contents(new) == {"a.tape": b"mine", "a.json": b"{}"}
    assert contents(old) == {"a.tape": b"first"}


def test_one_folder_for_all_and_one_that_is_linked_stay(old: Path, new: Path, tmp_path: Path) -> None:
    assert move(old, old) == ""
    link = tmp_path / "link"
    link.symlink_to(old)
    assert move(link, new) == ""
    assert contents(old) == {"a.tape": b"first", "a.json": b"{}"}
    assert not new.exists()


def test_to_another_disk_is_a_copy(old: Path, new: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(old / "a.tape", (1_700_000_000, 1_700_000_000))

    def rename(path: Path, to: Path) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "rename", rename)
    assert move(old, new) == ""
    assert contents(new) == {"a.tape": b"first", "a.json": b"{}"}
    assert (new / "a.tape").stat().st_mtime == 1_700_000_000
    assert not old.exists()


def test_what_cannot_be_moved_stays_and_is_one_sentence(old: Path, new: Path) -> None:
    new.parent.parent.mkdir()
    new.parent.write_text("in the way")
    assert move(old, new) == (
        f"The runs in {old} can't be moved to {new} (Not a directory), where Convoscope looks for them now; "
        "the next start tries it again."
    )
    assert contents(old) == {"a.tape": b"first", "a.json": b"{}"}
