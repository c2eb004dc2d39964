from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.lab.kept_runs.selection import MOST, Shelf
from desktop.runs.library import Library
from desktop.training.session import Session
from engine.contract.tape import SUFFIX


@pytest.fixture
def shelf(session: Session, library: Library) -> Shelf:
    return Shelf(session, library)


@pytest.fixture
def keys(library: Library, story: SimpleNamespace, qtbot: QtBot) -> list[str]:
    """The keys of five kept runs of 5 to 9 steps, newest first."""
    for steps in range(5, 10):
        library.keep(story.recording_of(story.run_events(steps)))
    qtbot.waitUntil(lambda: all(run.label.size for run in library.runs if not run.shipped))
    return [run.key for run in library.runs if not run.shipped]


def test_a_kept_run_is_looked_at_and_put_back(shelf: Shelf, keys: list[str], qtbot: QtBot) -> None:
    assert shelf.recording is None
    with qtbot.waitSignals([shelf.moved, shelf.changed]):
        shelf.open(keys[2])
    assert shelf.opened is not None
    assert shelf.key == keys[2]
    assert shelf.recording is not None
    assert shelf.recording.step == 7
    with qtbot.waitSignals([shelf.moved, shelf.changed]):
        shelf.close()
    assert shelf.opened is None
    assert shelf.recording is None


def test_a_new_run_comes_first(
    shelf: Shelf, keys: list[str], session: Session, client: Any, story: SimpleNamespace
) -> None:
    shelf.open(keys[0])
    shelf.compare(keys[1])
    session.start(story.SPEC)
    assert shelf.key == keys[0]
    client.say(*story.run_events(4))
    assert shelf.opened is None
    assert shelf.recording is session.recording
    assert shelf.compared == {keys[1]}


def test_the_last_run_is_opened_as_it_is_in_memory(
    shelf: Shelf, session: Session, library: Library, client: Any, story: SimpleNamespace
) -> None:
    session.start(story.SPEC)
    client.say(*story.run_events(10), story.finished(10))
    (run,) = [run for run in library.runs if not run.shipped]
    assert shelf.key == run.key
    shelf.open(run.key)
    assert shelf.opened is None
    assert shelf.recording is session.recording


def test_some_runs_are_laid_over_each_in_its_stroke(shelf: Shelf, keys: list[str], qtbot: QtBot) -> None:
    shelf.open(keys[0])
    for key in keys[1:4]:
        shelf.compare(key)
    assert [each.recording.step for each in shelf.overlays] == [8, 7, 6]
    looks = [each.look for each in shelf.overlays]
    assert len(set(looks)) == MOST == 3
    with qtbot.waitSignal(shelf.told) as told:
        shelf.compare(keys[4])
    assert told.args == ["3 runs can be laid over at once; untick one of them first."]
    shelf.compare(keys[2])
    assert shelf.compared == {keys[1], keys[3]}
    shelf.compare(keys[4])
    assert [each.look for each in shelf.overlays] == [looks[0], looks[2], looks[1]]  # others keep theirs


def test_there_must_be_something_to_lie_over(shelf: Shelf, keys: list[str], qtbot: QtBot) -> None:
    shelf.compare(keys[0])
    assert shelf.key == keys[0]
    assert shelf.compared == set()
    with qtbot.waitSignal(shelf.told):
        shelf.compare(keys[0])
    assert shelf.compared == set()


def test_a_run_that_is_opened_lies_over_nothing(shelf: Shelf, keys: list[str]) -> None:
    shelf.open(keys[0])
    shelf.compare(keys[1])
    shelf.open(keys[1])
    assert shelf.compared == set()


def test_what_is_deleted_is_put_away(shelf: Shelf, keys: list[str], library: Library) -> None:
    shelf.open(keys[0])
    shelf.compare(keys[1])
    library.delete(keys[1])
    assert shelf.compared == set()
    library.delete(keys[0])
    assert shelf.recording is None
    library.undo()
    assert shelf.recording is None


def test_a_new_name_is_followed(shelf: Shelf, keys: list[str], library: Library, qtbot: QtBot) -> None:
    shelf.open(keys[0])
    shelf.compare(keys[1])
    with qtbot.waitSignal(shelf.changed):
        library.rename(keys[1], "the other")
    assert [each.name for each in shelf.overlays] == ["the other"]
    with qtbot.waitSignal(shelf.changed):
        library.rename(keys[0], "the one")
    with qtbot.assertNotEmitted(shelf.changed):
        library.rename(keys[4], "nobody looks at it")


def test_a_damaged_run_is_one_sentence(
    session: Session, keys: list[str], library: Library, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "home" / "runs" / (keys[0] + SUFFIX)
    path.write_bytes(path.read_bytes()[:-40] + bytes(40))
    shelf = Shelf(session, Library(tmp_path / "home" / "runs"))
    for act in (shelf.open, shelf.compare):
        with qtbot.waitSignal(shelf.told) as told:
            act(keys[0])
        assert told.args == [f"The recording {path.name} is damaged; delete it and record the run again."]
        assert shelf.recording is None
