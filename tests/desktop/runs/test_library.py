from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from desktop.runs import labels
from desktop.runs import storage as recordings
from desktop.runs.folder import Run
from desktop.runs.library import Library
from desktop.runs.storage import RecordingError
from desktop.training.session import TrainingSession
from engine.contract.spec import PRESETS
from engine.contract.tape import SUFFIX
from scenes.stage.data.recording import Recording

TITLE = PRESETS["race"].title


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "runs"


@pytest.fixture
def run_of(story: SimpleNamespace) -> Callable[[int], Recording]:
    """Return a function that makes a run of so many steps."""
    return lambda steps: story.recording_of(story.run_events(steps))  # type: ignore[no-any-return]


def own(library: Library) -> list[Run]:
    return [run for run in library.runs if not run.shipped]


def names(library: Library) -> list[str]:
    return [run.label.name for run in own(library)]


def written(library: Library, qtbot: QtBot) -> None:
    """Wait until the thread has written everything."""
    qtbot.waitUntil(lambda: all(run.label.size for run in own(library)))


def test_a_run_is_kept_for_the_next_start(
    library: Library, folder: Path, run_of: Callable[[int], Recording], qtbot: QtBot
) -> None:
    recording = run_of(40)
    library.keep(recording)
    assert names(library) == [f"{TITLE} · 1"]
    written(library, qtbot)
    assert sorted(path.suffix for path in folder.iterdir()) == [".json", SUFFIX]
    again = Library(folder)
    (run,) = own(again)
    assert run == own(library)[0]
    assert run.label.networks == ("Dense net", "CNN")
    assert run.label.data == "Animal silhouettes"
    assert run.label.steps == 40
    assert run.label.accuracies == (0.4, 0.8)
    assert run.label.when is not None
    assert datetime.now(UTC) - run.label.when < timedelta(minutes=1)
    assert again.recording(run.key) == recording
    again.close()


def test_runs_are_numbered_and_the_newest_is_first(
    library: Library, run_of: Callable[[int], Recording], qtbot: QtBot
) -> None:
    for steps in (5, 6, 7):
        library.keep(run_of(steps))
    written(library, qtbot)
    assert names(library) == [f"{TITLE} · {number}" for number in (3, 2, 1)]
    library.delete(own(library)[0].key)
    library.keep(run_of(8))
    assert names(library)[0] == f"{TITLE} · 4"  # for the third can come back
    assert [run.label.steps for run in own(library)] == [8, 6, 5]
    assert names(Library(library.folder))[-1] == f"{TITLE} · 1"


def test_hardly_a_run_is_not_kept(library: Library, run_of: Callable[[int], Recording]) -> None:
    library.keep(run_of(2))
    assert own(library) == []


class AtOnce(ThreadPoolExecutor):
    """Has done what it is given before it returns, as a thread may that is faster than the window."""

    def submit(self, act: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        future = super().submit(act, *args, **more)
        future.result()
        return future


def test_a_run_that_is_written_at_once_disturbs_nothing(
    library: Library, run_of: Callable[[int], Recording], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    library._writer.shutdown()
    monkeypatch.setattr(library, "_writer", AtOnce(1))
    library.keep(run_of(10))
    library.keep(run_of(20))
    written(library, qtbot)
    assert names(library) == [f"{TITLE} · 2", f"{TITLE} · 1"]


def test_a_run_that_is_no_preset_is_called_by_its_networks_and_data(story: SimpleNamespace) -> None:
    spec = msgspec.structs.replace(story.SPEC, seed=99)
    recording = story.recording_of([story.started(spec), story.tick(1)])
    assert labels.title(recording.plan) == "Dense net, CNN: Animal silhouettes"


def test_the_session_keeps_its_runs(
    session: TrainingSession, library: Library, client: Any, story: SimpleNamespace
) -> None:
    session.start(story.SPEC)
    client.say(*story.run_events(10))
    assert own(library) == []
    session.reset()
    assert [run.label.steps for run in own(library)] == [10]
    assert session.recording is None
    kept = library.recording(own(library)[0].key)
    assert kept.ending is not None
    assert (kept.ending.reason, kept.ending.step) == ("stopped", 10)


def test_a_name_survives_and_can_be_taken_back(
    library: Library, folder: Path, run_of: Callable[[int], Recording], qtbot: QtBot
) -> None:
    library.keep(run_of(5))
    key = own(library)[0].key
    library.rename(key, "  my   best ")  # maybe before it is written
    assert names(library) == ["my best"]
    written(library, qtbot)
    assert names(Library(folder)) == ["my best"]
    library.rename(key, "another")
    assert library.undoable == "Renamed “my best”"
    library.undo()
    assert names(library) == names(Library(folder)) == ["my best"]
    library.undo()
    assert names(Library(folder)) == [f"{TITLE} · 1"]
    assert library.undoable == ""


def test_what_was_taken_back_can_be_done_again(library: Library, run_of: Callable[[int], Recording]) -> None:
    library.keep(run_of(5))
    key = own(library)[0].key
    library.rename(key, "mine")
    library.delete(key)
    assert [library.undo() for _ in range(3)] == [True, True, False]
    assert library.redo()
    assert names(library) == ["mine"]
    assert library.redo()
    assert own(library) == []
    assert library.undoable == "Deleted “mine”"
    assert not library.redo()
    library.undo()
    library.rename(key, "another")
    assert not library.redo(), "a change drops what was taken back"
    assert names(library) == ["another"]


@pytest.mark.parametrize("name", ["", "   ", "\n\t"])
def test_nothing_is_no_name(library: Library, run_of: Callable[[int], Recording], name: str) -> None:
    library.keep(run_of(5))
    library.rename(own(library)[0].key, name)
    assert names(library) == [f"{TITLE} · 1"]
    assert library.undoable == ""


def test_a_deleted_run_comes_back_until_the_end(
    library: Library, folder: Path, run_of: Callable[[int], Recording], qtbot: QtBot
) -> None:
    for steps in (5, 6):
        library.keep(run_of(steps))
    written(library, qtbot)
    first, second = own(library)
    library.delete(first.key)
    library.delete(second.key)
    assert own(library) == []
    assert library.undoable == f"Deleted “{second.label.name}”"
    library.undo()
    assert own(library) == [second]
    assert len(list(folder.iterdir())) == 4  # nothing is gone yet
    library.close()
    assert {path.stem for path in folder.iterdir()} == {second.key}
    assert own(Library(folder)) == [second]


def test_a_run_deleted_before_it_is_written_leaves_nothing(
    library: Library, folder: Path, run_of: Callable[[int], Recording]
) -> None:
    library.keep(run_of(5))
    library.delete(own(library)[0].key)
    library.close()
    assert list(folder.iterdir()) == []


def test_closing_writes_what_is_not_written(library: Library, folder: Path, run_of: Callable[[int], Recording]) -> None:
    library.keep(run_of(5))
    library.close()
    (run,) = own(Library(folder))
    assert run.trouble == ""
    assert run.label.size == (folder / (run.key + SUFFIX)).stat().st_size


def test_a_folder_that_cannot_be_written_costs_nothing_that_is_in_memory(
    library: Library, folder: Path, run_of: Callable[[int], Recording], qtbot: QtBot
) -> None:
    folder.parent.parent.mkdir(parents=True, exist_ok=True)
    folder.parent.write_text("in the way")
    recording = run_of(5)
    with qtbot.waitSignal(library.told) as told:
        library.keep(recording)
    (sentence,) = told.args
    assert sentence.startswith(f"The folder {folder} can't be used (Not a directory).")
    assert f"“{TITLE} · 1” stays in the list until Convoscope is closed" in sentence
    (run,) = own(library)
    assert run.unsaved
    assert library.recording(run.key) is recording
    folder.parent.unlink()
    library.keep(run_of(6))  # there is room again
    written(library, qtbot)
    assert [run.unsaved for run in own(library)] == [False, False]
    assert [run.label.steps for run in own(Library(folder))] == [6, 5]


def test_a_full_disk_is_one_sentence(
    library: Library, run_of: Callable[[int], Recording], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, recording: Recording) -> None:
        raise RecordingError(f"The recording {path.name} can't be written (No space left on device).")

    with monkeypatch.context() as broken:
        broken.setattr(recordings, "save", full)
        with qtbot.waitSignal(library.told) as told:
            library.keep(run_of(5))
    assert "(No space left on device)" in told.args[0]
    assert own(library)[0].unsaved


def test_what_killed_windows_left_half_written_goes(folder: Path, library: Library) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "20260101-120000-000000.tape.4194305.partial").write_bytes(b"half")
    assert own(library) == []
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-100]), "is damaged"),
        (lambda path: path.write_bytes(b"no tape at all"), "is damaged"),
        (lambda path: path.unlink(), "is gone"),
    ],
)
def test_a_damaged_file_is_listed_and_can_be_deleted(
    folder: Path,
    library: Library,
    run_of: Callable[[int], Recording],
    qtbot: QtBot,
    damage: Callable[[Path], Any],
    says: str,
) -> None:
    library.keep(run_of(5))
    written(library, qtbot)
    damage(folder / (own(library)[0].key + SUFFIX))
    again = Library(folder)
    (run,) = own(again)
    assert says in run.trouble
    assert run.label.name == f"{TITLE} · 1"
    with pytest.raises(RecordingError):
        again.recording(run.key)
    again.delete(run.key)
    again.close()
    assert list(folder.iterdir()) == []


def test_damage_that_nobody_sees_from_outside_is_found_when_it_is_opened(
    folder: Path, library: Library, run_of: Callable[[int], Recording], qtbot: QtBot
) -> None:
    library.keep(run_of(5))
    written(library, qtbot)
    path = folder / (own(library)[0].key + SUFFIX)
    data = path.read_bytes()
    path.write_bytes(data[:-40] + bytes(40))
    again = Library(folder)
    (run,) = own(again)
    assert run.trouble == ""
    with pytest.raises(RecordingError):
        again.recording(run.key)
    assert own(again)[0].trouble == f"The recording {path.name} is damaged; delete it and record the run again."


def test_a_file_that_claims_channels_without_end_is_one_sentence(folder: Path, root: Path) -> None:
    folder.mkdir(parents=True)
    shutil.copy(root / "tests" / "cases" / "many-channels.tape", folder)
    size = (folder / "many-channels.tape").stat().st_size
    labels.write(folder / "many-channels.json", labels.Label(name="Mine", steps=300, size=size))
    library = Library(folder)
    with pytest.raises(RecordingError) as refused:
        library.recording("many-channels")
    assert str(refused.value) == (
        "The recording many-channels.tape doesn't fit together (layer stage3.relu of Standard can't have the shape "
        "9223372036854775807×6×6); delete it and record the run again."
    )
    assert own(library)[0].trouble == str(refused.value)
    library.close()


@pytest.mark.parametrize("label", [None, b"", b"[]", b'{"name": 3}', b"\xff", b"[" * 100_000])
def test_a_label_that_is_missing_or_damaged_is_made_anew_from_the_tape(
    folder: Path, library: Library, run_of: Callable[[int], Recording], qtbot: QtBot, label: bytes | None
) -> None:
    library.keep(run_of(5))
    written(library, qtbot)
    path = folder / (own(library)[0].key + ".json")
    path.unlink() if label is None else path.write_bytes(label)
    (run,) = own(Library(folder))
    assert run.trouble == ""
    assert run.label.name == TITLE
    assert run.label.steps == 5
    assert json.loads(path.read_bytes())["steps"] == 5


def test_old_runs_make_room_unless_the_user_named_them(
    folder: Path, run_of: Callable[[int], Recording], qtbot: QtBot
) -> None:
    first = Library(folder)
    for steps in (5, 6, 7):
        first.keep(run_of(steps))
    written(first, qtbot)
    size = max(run.label.size for run in own(first))
    first.rename(own(first)[-1].key, "precious")
    first.close()
    library = Library(folder, room=3 * size)
    with qtbot.waitSignal(library.told) as told:
        library.keep(run_of(7))
    assert names(library) == [f"{TITLE} · 4", f"{TITLE} · 3", "precious"]
    assert f"“{TITLE} · 2”" in told.args[0]
    library.undo()
    assert len(own(library)) == 4
    library.close()


def test_what_ships_is_listed_last_and_cannot_be_changed(library: Library, run_of: Callable[[int], Recording]) -> None:
    shipped = [run for run in library.runs if run.shipped]
    assert PRESETS["yellow"].title in [run.label.name for run in shipped]
    run = next(run for run in shipped if run.label.name == PRESETS["twins-8"].title)
    assert run.label.networks == ("Plain", "Residual")
    library.rename(run.key, "mine")
    library.delete(run.key)
    assert library.find(run.key) == run
    assert library.undoable == ""
    library.keep(run_of(5))
    assert [run.shipped for run in library.runs] == [False, *[True] * len(shipped)]
    assert library.recording(run.key) == recordings.bundled("twins-8")


def test_what_ships_is_learned_one_by_one(library: Library) -> None:
    shipped = [run for run in library.runs if run.shipped]
    count = 0
    while library.learn():
        count += 1
    assert count == len(shipped)
    assert all(run.label.steps and run.label.accuracies for run in library.runs)


def test_few_recordings_are_held_in_memory(library: Library, run_of: Callable[[int], Recording], qtbot: QtBot) -> None:
    kept = [run_of(steps) for steps in range(5, 13)]
    for recording in kept:
        library.keep(recording)
    written(library, qtbot)
    assert library.key_of(kept[-1]) == own(library)[0].key
    assert library.key_of(kept[0]) == ""
    again = library.recording(own(library)[-1].key)
    assert again == kept[0]
    assert again is not kept[0]


NOW = datetime(2024, 3, 9, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (datetime(2024, 3, 9, 4, 5, tzinfo=UTC), "today, 4:05"),
        (datetime(2024, 3, 8, 23, 59, tzinfo=UTC), "8 March, 23:59"),
        (datetime(2023, 12, 31, 0, 0, tzinfo=UTC), "31 December 2023, 0:00"),
        (datetime(2024, 3, 9, 1, 30, tzinfo=timezone(timedelta(hours=2))), "8 March, 23:30"),
    ],
)
def test_a_moment_in_words(when: datetime, words: str) -> None:
    assert labels.when_words(when, NOW) == words
