"""Several windows on one home, some of them in a process of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.system import sharing
from desktop.system.sharing import FileWatch, FolderWatch, OtherWindows


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "LOOK_MS", 50)


def test_two_windows_know_of_each_other_while_both_are_open(home: Path, qtbot: QtBot) -> None:
    one = OtherWindows(home)
    one.look()
    assert one.count == 0
    two = OtherWindows(home)
    with qtbot.waitSignal(one.changed):
        two.look()
    assert (one.count, two.count) == (1, 1)
    two.close()
    qtbot.waitUntil(lambda: one.count == 0)
    one.close()
    assert list(home.iterdir()) == []


WINDOW = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop.system.sharing import OtherWindows

application = QCoreApplication([])
others = OtherWindows(Path(sys.argv[1]))
others.look()
print(others.count, flush=True)
time.sleep(600)
"""


def test_a_window_that_is_killed_is_open_no_longer(home: Path, root: Path, qtbot: QtBot) -> None:
    here = OtherWindows(home)
    with subprocess.Popen([sys.executable, "-c", WINDOW, str(home)], stdout=subprocess.PIPE, cwd=root) as there:
        assert there.stdout is not None
        assert there.stdout.readline() == b"1\n"
        qtbot.waitUntil(lambda: here.count == 1)
        there.kill()
        there.wait()
        assert len(list(home.iterdir())) == 2, "it has left its lock"
        qtbot.waitUntil(lambda: here.count == 0)
    here.close()
    assert list(home.iterdir()) == []


def test_a_home_that_cannot_be_made_has_no_other_windows(home: Path, qtbot: QtBot) -> None:
    (home / "file").write_text("in the way")
    others = OtherWindows(home / "file" / "home")
    others.look()
    assert others.count == 0
    others.close()


def test_a_folder_is_watched_before_it_is_there_and_after_it_was_deleted(tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "deep" / "down"
    watch = FolderWatch(folder)
    for _ in range(2):
        with qtbot.waitSignal(watch.changed):
            folder.mkdir(parents=True)
        with qtbot.waitSignal(watch.changed):
            (folder / "file").touch()
        with qtbot.waitSignal(watch.changed):
            (folder / "other").touch()
            (folder / "other").replace(folder / "file")
        with qtbot.waitSignal(watch.changed):
            (folder / "file").unlink()
        with qtbot.waitSignal(watch.changed):
            folder.rmdir()
            folder.parent.rmdir()


@pytest.mark.parametrize("by_rename", [True, False])
def test_a_file_is_watched_though_another_takes_its_place(tmp_path: Path, qtbot: QtBot, by_rename: bool) -> None:
    path, beside = tmp_path / "file", tmp_path / "beside"
    path.touch()
    watch = FileWatch(path)
    for number in range(3):
        with qtbot.waitSignal(watch.changed):
            (beside if by_rename else path).write_text(str(number))
            if by_rename:
                beside.replace(path)
    with qtbot.waitSignal(watch.changed):
        path.unlink()
    with qtbot.waitSignal(watch.changed):
        path.touch()
    with qtbot.waitSignal(watch.changed):
        path.write_text("again")
    watch.close()


COUNTING = """
import sys
from pathlib import Path
from desktop.system import sharing
from desktop.system.sharing import alone

sharing.PATIENCE_MS = 60_000  # that is not what is tested here, on however slow a machine
path = Path(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for _ in range(100):
    with alone(path):
        path.write_text(str(int(path.read_text()) + 1))
"""


def test_two_windows_that_write_at_the_same_time_take_turns(home: Path, root: Path) -> None:
    path = home / "number"
    path.write_text("0")
    command = [sys.executable, "-c", COUNTING, str(path)]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root) as one,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root) as two,
    ):
        for window in (one, two):
            assert window.stdout is not None
            assert window.stdout.readline() == b"ready\n"
        for window in (one, two):
            assert window.stdin is not None
            window.stdin.close()
    assert path.read_text() == "200"
    assert [each.name for each in home.iterdir()] == ["number"]
