from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from desktop.lab.page import LabPage
from desktop.runs.library import Library
from desktop.theme.appearance import Appearance
from desktop.training.session import TrainingSession
from engine.contract import events
from engine.contract.spec import RunSpec
from tests.desktop import fake_runs


@contextmanager
def lab_with_kept_runs() -> Iterator[LabPage]:
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder))
        for steps in (4, 5):
            library.keep(fake_runs.recording_of(fake_runs.run_events(steps)))
        page = LabPage(Appearance(), TrainingSession(fake_runs.FakeClient()), library)  # type: ignore[arg-type]
        try:
            yield page
        finally:
            page.shutdown()
            page.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            library.close()


def state(page: LabPage) -> tuple[RunSpec, tuple[str, ...]]:
    return page.wanted.spec, tuple(run.label.name for run in page.library.runs if not run.shipped)


def change(page: LabPage, kind: str, number: int) -> None:
    """Change a setting, or the first or the last of the kept runs that are left."""
    kept = [run.key for run in page.library.runs if not run.shipped]
    key = kept[-number % len(kept)] if kept else ""
    if kind == "delete":
        page.library.delete(key)
    elif kind == "rename":
        page.library.rename(key, f"named {number}")
    elif kind == "choose":
        page.wanted.choose(["race", "digits"][number])
    else:
        page.wanted.ask("seed", number)


CHANGES = st.tuples(st.sampled_from(["delete", "rename", "choose", "seed"]), st.integers(0, 1))
TURNS = st.tuples(st.sampled_from(["undo", "redo"]), st.just(0))


@settings(max_examples=30)
@given(st.lists(CHANGES | TURNS, max_size=25))
def test_settings_and_kept_runs_have_one_order_of_undo(qapp: object, acts: list[tuple[str, int]]) -> None:
    with lab_with_kept_runs() as page:
        states, at = [state(page)], 0
        for kind, number in acts:
            if kind == "undo":
                page.changes.undo()
                at = max(at - 1, 0)
            elif kind == "redo":
                page.changes.redo()
                at = min(at + 1, len(states) - 1)
            else:
                change(page, kind, number)
                if state(page) != states[at]:
                    states[at + 1 :] = [state(page)]
                    at += 1
            assert state(page) == states[at]


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[LabPage]:
    with lab_with_kept_runs() as made:
        yield made


def test_the_button_beside_a_deletion_takes_that_back_whatever_came_later(page: LabPage) -> None:
    before = state(page)
    page.wanted.ask("seed", 7)
    page.library.delete(page.library.runs[0].key)
    page.wanted.ask("seed", 8)
    page.runs.undo.click()
    assert state(page) == (page.wanted.spec, before[1])
    assert page.wanted.spec.seed == 8
    page.changes.undo()
    assert page.wanted.spec.seed == 7
    page.changes.undo()
    assert state(page) == before


def test_a_change_of_either_kind_drops_what_was_taken_back(page: LabPage) -> None:
    page.wanted.ask("seed", 7)
    page.changes.undo()
    page.library.delete(page.library.runs[0].key)
    after = state(page)
    page.changes.redo()
    assert state(page) == after


def test_a_picture_that_was_looked_at_is_looked_at_again(page: LabPage) -> None:
    client: Any = page.session.client
    page.toggle()
    client.say(*fake_runs.run_events(5))
    page.scrub(2)
    page.probe.number.more.click()
    assert page.looking_at is None
    page.scrub(2)
    page.changes.undo()
    assert client.sent[1:] == [events.SetProbe(1), events.SetProbe(0)]
    assert page.probe.number.number.text() == "0"
    assert page.looking_at is None


def test_what_was_deleted_before_there_was_a_lab_comes_back_too(page: LabPage, qtbot: QtBot) -> None:
    before = state(page)
    page.library.delete(page.library.runs[0].key)
    later = LabPage(Appearance(), page.session, page.library)
    qtbot.addWidget(later)
    later.wanted.ask("seed", 7)
    later.changes.undo()
    later.changes.undo()
    later.changes.undo()
    assert state(later) == before
    later.shutdown()
