"""Files that are written whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.contract.files import remove_partials, write_atomically


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that is there already, in a folder of its own."""
    found = tmp_path / "folder" / "notes.json"
    found.parent.mkdir()
    found.write_bytes(b"old")
    return found


def no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def files(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def test_the_new_file_takes_the_place_of_the_old_one_at_the_end(path: Path) -> None:
    with write_atomically(path) as file:
        file.write(b"new, ")
        file.write(b"and longer")
        file.flush()
        assert path.read_bytes() == b"old"
        assert sorted(files(path.parent)) == [f"notes.json.{os.getpid()}.partial", "notes.json"][::-1]
    assert files(path.parent) == {"notes.json": b"new, and longer"}


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_and_no_other(path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    monkeypatch.setattr(os, call, no_room)
    with pytest.raises(OSError, match="No space left on device") as caught, write_atomically(path) as file:
        file.write(b"new")
    assert caught.value.filename == str(path)
    assert files(path.parent) == {"notes.json": b"old"}


@pytest.mark.parametrize("error", [OSError(errno.EIO, "Input/output error"), ValueError("odd"), KeyboardInterrupt()])
def test_what_fails_in_the_middle_leaves_the_old_file_and_no_other(path: Path, error: BaseException) -> None:
    def fail_half_way() -> None:
        with write_atomically(path) as file:
            file.write(b"half of")
            raise error

    with pytest.raises(type(error)) as caught:
        fail_half_way()
    assert caught.value is error
    assert files(path.parent) == {"notes.json": b"old"}


def test_a_file_that_was_not_there_is_not_there_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="odd"), write_atomically(tmp_path / "new.json"):
        raise ValueError("odd")
    assert not list(tmp_path.iterdir())


def test_what_has_no_folder_or_is_one_is_an_error_that_names_it(tmp_path: Path, path: Path) -> None:
    for target in (tmp_path / "nowhere" / "notes.json", path.parent):
        with pytest.raises(OSError, match=target.name) as caught, write_atomically(target) as file:
            file.write(b"new")
        assert caught.value.filename == str(target)
    assert files(path.parent) == {"notes.json": b"old"}
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]


def test_what_killed_processes_left_half_written_is_deleted(path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    mine = f"notes.json.{os.getpid()}.partial"
    old = f"old.json.{os.getpid()}.partial"
    for name in (mine, old, f"notes.json.{gone.pid}.partial", f"notes.{gone.pid}.partial", "x.tape.partial"):
        (path.parent / name).write_bytes(b"half")
    (path.parent / f"y.{10**30}.partial").write_bytes(b"half")
    before = time.time() - 100_000
    os.utime(path.parent / old, (before, before))
    remove_partials(path.parent)
    assert sorted(files(path.parent)) == ["notes.json", mine]
    remove_partials(path.parent / "nowhere")
