from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from desktop.runs import journal as journals
from desktop.runs import storage as recordings
from desktop.runs.folder import Run
from desktop.runs.journal import Journal
from desktop.runs.library import Library
from engine.contract import events, tape
from engine.contract.columns import packed
from engine.contract.spec import PRESETS
from scenes.stage.data.recording import Recording

TITLE = PRESETS["race"].title

Noted = Callable[[Recording], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "runs"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was broken off is saved at once, for nobody opens it meanwhile."""
    monkeypatch.setattr("desktop.runs.library.LATER_MS", 0)


@pytest.fixture
def run(story: SimpleNamespace) -> Recording:
    return story.recording_of(story.run_events(60))  # type: ignore[no-any-return]


@pytest.fixture
def note(library: Library) -> Noted:
    """Return a function that notes a run and waits until that is done."""

    def noted(recording: Recording) -> None:
        library.note(recording)
        if library._noting is not None:
            library._noting.result()

    return noted


def own(library: Library) -> list[Run]:
    return [run for run in library.runs if not run.shipped]


def endings(folder: Path) -> list[str]:
    return sorted(path.suffix for path in folder.iterdir())


def adopted(folder: Path, qtbot: QtBot) -> tuple[Library, str]:
    """A library at the next start, once it has saved a run that was broken off, and what it says."""
    library = Library(folder)
    with qtbot.waitSignal(library.rescued) as told:
        library.adopt()
    qtbot.waitUntil(lambda: all(run.label.size for run in own(library)))
    return library, told.args[0]


def test_a_journal_holds_what_was_written_last(folder: Path, run: Recording) -> None:
    journal = Journal(folder / "now.journal", run.plan)
    for step in (3, 4, 20, 59, 60):
        journal.write(run.upto(step))
        assert Journal(journal.path).read() == run.upto(step)
    journal.remove()
    assert list(folder.iterdir()) == []


def test_an_event_that_was_half_written_costs_itself_only(folder: Path, run: Recording) -> None:
    journal = Journal(folder / "now.journal", run.plan)
    journal.write(run.upto(19))
    size = journal.path.stat().st_size
    journal.write(run)
    whole = journal.path.read_bytes()
    for torn in (whole[: size + 40], whole[:size] + bytes(4096)):
        journal.path.write_bytes(torn)
        assert journal.read() == run.upto(19)
    journal.release()


def test_a_journal_is_not_compressed(folder: Path, run: Recording) -> None:
    journal = Journal(folder / "now.journal", run.plan)
    journal.write(run)
    assert packed(run.loss(0)) in journal.path.read_bytes()
    journal.remove()


def test_snapshots_in_a_journal_become_sparser(folder: Path, story: SimpleNamespace) -> None:
    said = [story.started(), *(one for step in range(1, 201) for one in (story.tick(step), story.snapshot(step)))]
    journal, run = Journal(folder / "now.journal"), story.recording_of(said)
    journal.write(run.upto(150))
    journal.write(run)
    found = journal.read()
    steps = [each.step for each in found.snapshots]
    assert (steps[:20], len(steps), steps[-1]) == (list(range(1, 21)), 59, 191)
    assert found.ticks == run.ticks
    journal.release()


def test_a_journal_holds_weights(folder: Path, story: SimpleNamespace) -> None:
    said = story.run_events(40)
    said.insert(-1, story.checkpoint(20))
    said.append(story.checkpoint(40))
    journal, run = Journal(folder / "now.journal"), story.recording_of(said)
    for step in (10, 30, 40):
        journal.write(run.upto(step))
    assert [each.step for each in journal.read().checkpoints] == [20, 40]
    assert journal.read() == run
    journal.release()


def test_a_run_in_progress_has_a_journal_until_it_is_saved(
    library: Library, folder: Path, run: Recording, note: Noted, qtbot: QtBot
) -> None:
    note(run.upto(2))
    assert not folder.exists()
    note(run.upto(10))
    assert endings(folder) == [".journal", ".lock"]
    assert own(library) == []
    library.keep(run)
    qtbot.waitUntil(lambda: all(run.label.size for run in own(library)))
    assert endings(folder) == [".json", ".tape"]


def test_a_journal_of_a_living_window_is_left_alone(folder: Path, run: Recording, note: Noted) -> None:
    note(run)
    assert list(journals.left(folder)) == []
    other = Library(folder)
    other.adopt()
    other.close()
    assert endings(folder) == [".journal", ".lock"]


WINDOW = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop.runs import storage
from desktop.runs.library import Library

application = QCoreApplication([])
library, run = Library(Path(sys.argv[1])), storage.bundled("twins-8")
for step in (50, 120, 121):
    library.note(run.upto(step))
    library._noting.result()
print("noted", flush=True)
time.sleep(600)
"""


def test_a_run_whose_window_was_killed_is_in_the_list_as_broken_off(folder: Path, root: Path, qtbot: QtBot) -> None:
    with subprocess.Popen([sys.executable, "-c", WINDOW, str(folder)], stdout=subprocess.PIPE, cwd=root) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == b"noted\n"
        window.kill()
        assert window.wait() != 0
    assert endings(folder) == [".journal", ".lock"]
    library, told = adopted(folder, qtbot)
    (kept,) = own(library)
    name = f"{PRESETS['twins-8'].title} · 1"
    assert told == (
        f"A run was broken off at step 121 when Convoscope ended. What it had recorded is kept in the lab as “{name}”."
    )
    assert (kept.label.name, kept.label.steps, kept.label.broken_off) == (name, 121, True)
    shipped, found = recordings.bundled("twins-8"), library.recording(kept.key)
    assert shipped is not None
    assert found.ticks == shipped.upto(121).ticks
    assert found.ending is None
    assert endings(folder) == [".json", ".tape"]
    library.close()
    assert own(Library(folder)) == [kept]


def left_behind(folder: Path, run: Recording, key: str = "20240309-150000-000000") -> Path:
    """The journal of a run whose window is gone."""
    journal = Journal(folder / f"{key}{journals.SUFFIX}", run.plan)
    journal.write(run)
    journal.release()
    return journal.path


def test_a_run_that_was_broken_off_can_be_looked_at_before_it_is_saved(
    folder: Path, run: Recording, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.runs.library.LATER_MS", 3_600_000)
    path = left_behind(folder, run)
    library = Library(folder)
    with qtbot.waitSignal(library.rescued):
        library.adopt()
    (found,) = own(library)
    assert library.recording(found.key) == run
    assert endings(folder) == [".journal", ".lock"]
    assert list(journals.left(folder)) == []
    library.close()
    assert endings(folder) == [".json", ".tape"]
    assert recordings.load(path.with_suffix(tape.SUFFIX)) == run


def test_runs_that_were_broken_off_stand_by_their_age(
    folder: Path, run: Recording, story: SimpleNamespace, qtbot: QtBot
) -> None:
    first = Library(folder)
    first.keep(story.recording_of(story.run_events(5)))
    first.close()
    left_behind(folder, run, "20200309-150000-000000")
    left_behind(folder, run.upto(30), "29990309-150000-000000")
    library = Library(folder)
    library.adopt()
    qtbot.waitUntil(lambda: [run.label.steps for run in own(library)] == [30, 5, 60])
    assert sorted(run.label.name for run in own(library)) == [f"{TITLE} · {number}" for number in (1, 2, 3)]
    library.close()


def test_a_run_that_was_saved_before_its_window_ended_comes_once(folder: Path, run: Recording, qtbot: QtBot) -> None:
    path = left_behind(folder, run)
    recordings.save(path.with_suffix(tape.SUFFIX), run)
    library = Library(folder)
    library.adopt()
    qtbot.waitUntil(lambda: not path.exists())
    assert len(own(library)) == 1
    library.close()


def test_a_journal_that_cannot_be_read_is_listed_and_can_be_deleted(folder: Path, run: Recording, qtbot: QtBot) -> None:
    path = left_behind(folder, run)
    path.write_bytes(b"Convoscope tape\n and then nothing that makes sense")
    library = Library(folder)
    with qtbot.waitSignal(library.changed):
        library.adopt()
    (found,) = own(library)
    assert "is damaged" in found.trouble
    library.delete(found.key)
    library.close()
    assert list(folder.iterdir()) == []


def test_a_full_disk_is_told_once_and_the_run_goes_on(
    library: Library, folder: Path, run: Recording, note: Noted, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentences: list[str] = []
    library.told.connect(sentences.append)
    note(run.upto(10))

    def full(writer: tape.Writer, event: events.Event) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(tape.Writer, "add", full)
        note(run.upto(20))
    note(run.upto(30))
    qtbot.waitUntil(lambda: bool(sentences))
    (path,) = folder.glob("*.journal")
    assert Journal(path).read() == run.upto(10)
    library.keep(run)
    qtbot.waitUntil(lambda: all(run.label.size for run in own(library)))
    assert endings(folder) == [".json", ".tape"]
    assert sentences == [
        f"The run in progress can't be written down as it grows (No space left on device: {folder}). "
        "It goes on, and it is saved when it is over if there is room by then."
    ]


def test_a_run_that_could_not_be_saved_leaves_its_journal_to_the_next_start(
    folder: Path, run: Recording, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(folder)

    def full(path: Path, recording: Recording) -> None:
        raise recordings.RecordingError("There is no room.")

    with monkeypatch.context() as broken:
        broken.setattr(recordings, "save", full)
        library.note(run)
        library.keep(run)
        library.close()
    again, _ = adopted(folder, qtbot)
    assert [run.label.steps for run in own(again)] == [60]
    again.close()


def test_what_was_said_of_all_pictures_is_written_ever_more_sparsely(
    library: Library, note: Noted, story: SimpleNamespace
) -> None:
    said = [story.started()]
    for step in range(1, 121):
        said.append(story.tick(step))
        if step % 2 == 0:
            said.append(story.predicted(step, {}, {}))
    note(story.recording_of(said))
    (path,) = library.folder.glob(f"*{journals.SUFFIX}")
    steps = [each.step for each in Journal(path).read().predicted]
    assert steps[:3] == [2, 4, 6]
    assert len(steps) < 40
    assert max(after / before for before, after in pairwise(steps) if before > 40) < 1.12
