"""One folder of runs, which several windows read and write."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from desktop.runs import folder as folders
from desktop.runs import library as libraries
from desktop.runs import storage as recordings
from desktop.runs.folder import Run
from desktop.runs.library import Library
from engine.contract.spec import PRESETS
from scenes.stage.data.recording import Recording

TITLE = PRESETS["race"].title

Libraries = tuple[Library, Library]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "runs"


@pytest.fixture
def run_of(story: SimpleNamespace) -> Callable[[int], Recording]:
    """Return a function that makes a run of so many steps."""
    return lambda steps: story.recording_of(story.run_events(steps))  # type: ignore[no-any-return]


@pytest.fixture
def two(folder: Path, qtbot: QtBot) -> Iterator[Libraries]:
    """The libraries of two windows, which have been looked at while there was no folder yet."""
    both = Library(folder), Library(folder)
    assert [own(library) for library in both] == [[], []]
    yield both
    for library in both:
        library.close()


def own(library: Library) -> list[Run]:
    return [run for run in library.runs if not run.shipped]


def names(library: Library) -> list[str]:
    return [run.label.name for run in own(library)]


def agree(both: Libraries, qtbot: QtBot, *expected: str) -> None:
    """Wait until both windows list the same, all of it written."""
    one, other = both
    qtbot.waitUntil(lambda: set(names(one)) == set(expected) and all(run.label.size for run in own(one)))
    qtbot.waitUntil(lambda: own(one) == own(other))


def test_a_run_of_another_window_appears_and_can_be_opened(
    two: Libraries, run_of: Callable[[int], Recording], qtbot: QtBot
) -> None:
    one, other = two
    one.keep(run_of(5))
    agree(two, qtbot, f"{TITLE} · 1")
    (run,) = own(other)
    assert other.recording(run.key) == run_of(5)
    other.keep(run_of(6))
    agree(two, qtbot, f"{TITLE} · 1", f"{TITLE} · 2")


def test_a_name_of_another_window_appears_and_a_deleted_run_goes_when_that_window_is_closed(
    two: Libraries, run_of: Callable[[int], Recording], qtbot: QtBot
) -> None:
    one, other = two
    one.keep(run_of(5))
    agree(two, qtbot, f"{TITLE} · 1")
    key = own(one)[0].key
    one.rename(key, "mine")
    agree(two, qtbot, "mine")
    one.delete(key)
    assert own(other) != [], "it can still be brought back"
    one.close()
    qtbot.waitUntil(lambda: own(other) == [])
    assert other.key_of(run_of(5)) == ""


def test_two_windows_that_save_at_the_same_moment_save_two_runs_under_two_names(
    two: Libraries, folder: Path, run_of: Callable[[int], Recording], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Still(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2024, 3, 9, 15, 0, tzinfo=UTC)

    monkeypatch.setattr(libraries, "datetime", Still)
    for library, steps in zip(two, (5, 6), strict=True):
        library.keep(run_of(steps))
    assert [names(library) for library in two] == [[f"{TITLE} · 1"]] * 2, "neither knows of the other yet"
    agree(two, qtbot, f"{TITLE} · 1", f"{TITLE} · 2")
    assert sorted(run.label.steps for run in own(two[0])) == [5, 6]
    assert sorted(path.suffix for path in folder.iterdir()) == [".json", ".json", ".tape", ".tape"]


def test_a_name_of_ones_own_is_left_alone_though_another_window_has_it_too(
    two: Libraries, run_of: Callable[[int], Recording], qtbot: QtBot
) -> None:
    for library in two:
        library.keep(run_of(5))
        library.rename(own(library)[0].key, "mine")
    agree(two, qtbot, "mine")
    assert names(two[0]) == ["mine", "mine"]


def test_a_tape_that_is_being_written_is_not_listed_until_it_has_its_label(
    two: Libraries, folder: Path, run_of: Callable[[int], Recording], qtbot: QtBot
) -> None:
    files = folders.RunFolder(folder)
    size = files.save("20240309-150000", run_of(5))
    seen = folders.RunFolder(folder)
    assert seen.news() == {}
    files.write_label("20240309-150000", folders.Label(name="theirs", size=size))
    assert list(seen.news()) == ["20240309-150000"]
    assert seen.news() == {}
    agree(two, qtbot, "theirs")


def test_a_run_that_is_found_damaged_stays_so_though_the_folder_changes(
    two: Libraries, folder: Path, run_of: Callable[[int], Recording], qtbot: QtBot
) -> None:
    one, _ = two
    one.keep(run_of(5))
    agree(two, qtbot, f"{TITLE} · 1")
    path = folder / f"{own(one)[0].key}.tape"
    path.write_bytes(path.read_bytes()[:-40] + bytes(40))
    late = Library(folder)
    with pytest.raises(recordings.RecordingError):
        late.recording(own(late)[0].key)
    one.keep(run_of(6))
    qtbot.waitUntil(lambda: len(own(late)) == 2)
    assert [bool(run.trouble) for run in own(late)] == [False, True]
    late.close()


WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop.runs import storage
from desktop.runs.library import Library

application = QCoreApplication([])
library, run = Library(Path(sys.argv[1])), storage.bundled("twins-8")
library.runs
print("ready", flush=True)
sys.stdin.readline()
for step in range(3, 13):
    library.keep(run.upto(step))
library.close()
"""


def test_a_process_that_saves_runs_while_this_one_does_costs_none_and_shares_no_name(
    folder: Path, root: Path, qtbot: QtBot
) -> None:
    run = recordings.bundled("twins-8")
    assert run is not None
    library = Library(folder)
    command = [sys.executable, "-c", WINDOW, str(folder)]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == b"ready\n"
        other.stdin.close()
        for step in range(103, 113):
            library.keep(run.upto(step))
        qtbot.waitUntil(lambda: len(own(library)) == 20 and all(run.label.size for run in own(library)), timeout=30_000)
    assert other.returncode == 0
    assert sorted(run.label.steps for run in own(library)) == [*range(3, 13), *range(103, 113)]
    title = PRESETS["twins-8"].title
    assert set(names(library)) == {f"{title} · {number}" for number in range(1, 21)}
    assert own(Library(folder)) == own(library)
    library.close()
