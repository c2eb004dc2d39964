from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from desktop.lab.kept_runs.selection import MOST, RunSelection
from desktop.runs import library as libraries
from desktop.runs.library import Library
from desktop.training.session import TrainingSession
from engine.contract.tape import SUFFIX


@pytest.fixture
def selection(session: TrainingSession, library: Library) -> RunSelection:
    return RunSelection(session, library)


@pytest.fixture
def keys(library: Library, story: SimpleNamespace, qtbot: QtBot) -> list[str]:
    """The keys of five kept runs of 5 to 9 steps, newest first."""
    for steps in range(5, 10):
        library.keep(story.recording_of(story.run_events(steps)))
    qtbot.waitUntil(lambda: all(run.label.size for run in library.runs if not run.shipped))
    return [run.key for run in library.runs if not run.shipped]


def test_a_kept_run_is_looked_at_and_put_back(selection: RunSelection, keys: list[str], qtbot: QtBot) -> None:
    assert selection.recording is None
    with qtbot.waitSignals([selection.moved, selection.changed]):
        selection.open(keys[2])
    assert selection.opened is not None
    assert selection.key == keys[2]
    assert selection.recording is not None
    assert selection.recording.step == 7
    with qtbot.waitSignals([selection.moved, selection.changed]):
        selection.close()
    assert selection.opened is None
    assert selection.recording is None


def test_a_new_run_comes_first(
    selection: RunSelection, keys: list[str], session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    selection.open(keys[0])
    selection.compare(keys[1])
    session.start(story.SPEC)
    assert selection.key == keys[0]
    client.say(*story.run_events(4))
    assert selection.opened is None
    assert selection.recording is session.recording
    assert selection.compared == {keys[1]}


def test_runs_of_other_pictures_are_taken_off_when_one_begins(
    selection: RunSelection,
    keys: list[str],
    session: TrainingSession,
    client: Any,
    story: SimpleNamespace,
    qtbot: QtBot,
) -> None:
    selection.open(keys[0])
    selection.compare(keys[1])
    other = replace(story.SPEC, data="fashion" if story.SPEC.data != "fashion" else "digits")
    with qtbot.waitSignal(selection.told) as told:
        session.start(other)
        client.say(replace(story.started(), spec=other))
    assert "other pictures" in told.args[0]
    assert selection.compared == frozenset()


def test_the_last_run_is_opened_as_it_is_in_memory(
    selection: RunSelection, session: TrainingSession, library: Library, client: Any, story: SimpleNamespace
) -> None:
    session.start(story.SPEC)
    client.say(*story.run_events(10), story.finished(10))
    (run,) = [run for run in library.runs if not run.shipped]
    assert selection.key == run.key
    selection.open(run.key)
    assert selection.opened is None
    assert selection.recording is session.recording


def test_some_runs_are_laid_over_each_in_its_stroke(selection: RunSelection, keys: list[str], qtbot: QtBot) -> None:
    selection.open(keys[0])
    for key in keys[1:4]:
        selection.compare(key)
    assert [each.recording.step for each in selection.overlays] == [8, 7, 6]
    looks = [each.look for each in selection.overlays]
    assert len(set(looks)) == MOST == 3
    with qtbot.waitSignal(selection.told) as told:
        selection.compare(keys[4])
    assert told.args == ["3 runs can be laid over at once; untick one of them first."]
    selection.compare(keys[2])
    assert selection.compared == {keys[1], keys[3]}
    selection.compare(keys[4])
    assert [each.look for each in selection.overlays] == [looks[0], looks[2], looks[1]]  # others keep theirs


def test_there_must_be_something_to_lie_over(selection: RunSelection, keys: list[str], qtbot: QtBot) -> None:
    selection.compare(keys[0])
    assert selection.key == keys[0]
    assert selection.compared == set()
    with qtbot.waitSignal(selection.told):
        selection.compare(keys[0])
    assert selection.compared == set()


def test_a_run_that_is_opened_lies_over_nothing(selection: RunSelection, keys: list[str]) -> None:
    selection.open(keys[0])
    selection.compare(keys[1])
    selection.open(keys[1])
    assert selection.compared == set()


def test_what_is_deleted_is_put_away(selection: RunSelection, keys: list[str], library: Library) -> None:
    selection.open(keys[0])
    selection.compare(keys[1])
    library.delete(keys[1])
    assert selection.compared == set()
    library.delete(keys[0])
    assert selection.recording is None
    library.undo()
    assert selection.recording is None


def test_a_new_name_is_followed(selection: RunSelection, keys: list[str], library: Library, qtbot: QtBot) -> None:
    selection.open(keys[0])
    selection.compare(keys[1])
    with qtbot.waitSignal(selection.changed):
        library.rename(keys[1], "the other")
    assert [each.name for each in selection.overlays] == ["the other"]
    with qtbot.waitSignal(selection.changed):
        library.rename(keys[0], "the one")
    with qtbot.assertNotEmitted(selection.changed):
        library.rename(keys[4], "nobody looks at it")


def test_a_damaged_run_is_one_sentence(
    session: TrainingSession, keys: list[str], library: Library, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "home" / "runs" / (keys[0] + SUFFIX)
    path.write_bytes(path.read_bytes()[:-40] + bytes(40))
    selection = RunSelection(session, Library(tmp_path / "home" / "runs"))
    for act in (selection.open, selection.compare):
        with qtbot.waitSignal(selection.told) as told:
            act(keys[0])
        assert told.args == [f"The recording {path.name} is damaged; delete it and record the run again."]
        assert selection.recording is None


def test_a_long_run_is_read_behind_the_window(
    library: Library, selection: RunSelection, keys: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    library._memory.clear()
    monkeypatch.setattr(libraries, "LONG", 0)
    with qtbot.assertNotEmitted(selection.told):
        selection.open(keys[0])
        assert selection.opened is None, "the window goes on meanwhile"
        qtbot.waitUntil(lambda: selection.opened is not None)
    assert selection.key == keys[0]
    selection.compare(keys[1])
    assert not selection.overlays
    qtbot.waitUntil(lambda: selection.compared == {keys[1]})


def test_that_a_run_is_being_read_is_told_only_while_it_is(
    library: Library, selection: RunSelection, keys: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    library._memory.clear()
    monkeypatch.setattr(libraries, "LONG", 0)
    read = library.fetch
    monkeypatch.setattr(library, "fetch", lambda key: None)
    with qtbot.waitSignal(selection.told) as told:
        selection.open(keys[0])
    assert told.args[0].endswith("is being read. It is shown as soon as that is done.")
    with qtbot.waitSignal(selection.taken_back) as taken_back:
        read(keys[0])
    assert taken_back.args == told.args
    assert selection.key == keys[0]


def test_of_long_runs_the_one_wanted_last_is_shown(
    library: Library, selection: RunSelection, keys: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    library._memory.clear()
    monkeypatch.setattr(libraries, "LONG", 0)
    with qtbot.waitSignals([library.fetched] * 2):
        selection.open(keys[0])
        selection.open(keys[1])
    assert selection.key == keys[1]


def test_a_long_run_gives_way_to_a_new_one(
    library: Library,
    selection: RunSelection,
    keys: list[str],
    session: TrainingSession,
    client: Any,
    story: SimpleNamespace,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library._memory.clear()
    monkeypatch.setattr(libraries, "LONG", 0)
    with qtbot.waitSignal(library.fetched):
        selection.open(keys[0])
        session.start(story.SPEC)
        client.say(*story.run_events(4))
    assert selection.opened is None


def test_a_long_run_that_is_damaged_is_one_sentence(
    library: Library, selection: RunSelection, keys: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    library._memory.clear()
    monkeypatch.setattr(libraries, "LONG", 0)
    path = library.folder / f"{keys[0]}{SUFFIX}"
    path.write_bytes(path.read_bytes()[:-9])
    with qtbot.waitSignal(library.told) as told:
        selection.open(keys[0])
    assert "is damaged" in told.args[0]
    assert selection.opened is None
    found = library.find(keys[0])
    assert found is not None
    assert "is damaged" in found.trouble
