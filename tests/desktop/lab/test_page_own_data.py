from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from desktop.lab.page import LabPage
from desktop.runs.library import Library
from desktop.theme.appearance import Appearance
from desktop.training.session import TrainingSession
from engine.contract import events, own_data
from engine.contract.spec import PRESETS, Altered, OwnData
from tests.desktop import fake_runs
from tests.own_pictures import prepared


@pytest.fixture
def page(qtbot: QtBot, looks: Appearance, session: TrainingSession, library: Library) -> Iterator[LabPage]:
    made = LabPage(looks, session, library)
    qtbot.addWidget(made)
    yield made
    made.shutdown()


def stored(page: LabPage, seed: int = 1) -> OwnData:
    """Put a set of the user's own into the store of a page."""
    made = prepared(seed=seed)
    data = own_data.described(made, "Pets", ("cat", "dog"))
    own_data.write(page.own_data.store.folder, data, made)
    page.own_data.store.add(data)
    return data


def test_a_set_of_ones_own_is_offered_chosen_and_shown(page: LabPage) -> None:
    data = stored(page)
    field = page.controls.data.field
    assert [field.itemText(row) for row in range(field.count())][-1] == "Pets"
    page.controls.data.wanted.emit(field.count() - 1)
    assert (page.wanted.spec.data, page.wanted.spec.batch) == (data, 16)
    assert field.currentText() == "Pets"
    assert page.intro.what.text() == "Pets: 16 pictures to learn from, 4 others to be judged by, 2 classes."
    assert page.intro.samples._pictures.shape == (2, 28, 28, 3)
    page.changes.undo()
    assert page.wanted.spec.data == "animals"


def test_a_set_that_was_just_brought_in_is_wanted(page: LabPage) -> None:
    page.show()
    data = stored(page)
    page.own_data.chosen.emit(data)
    assert page.wanted.spec.data == data
    assert page.stack.currentWidget() is page.intro


def test_where_a_run_was_shown_the_page_of_the_next_one_comes(
    page: LabPage, client: Any, story: SimpleNamespace
) -> None:
    """“Start again” beside the old run would not say which pictures it takes."""
    page.show()
    page.session.start(story.SPEC)
    client.say(*story.run_events(5), story.finished(5))
    assert page.stack.currentWidget() is page.splitter
    page.own_data.chosen.emit(stored(page))
    assert page.recording is None
    assert page.stack.currentWidget() is page.intro


def test_a_run_in_progress_goes_on_while_a_set_is_brought_in(
    page: LabPage, client: Any, story: SimpleNamespace
) -> None:
    page.show()
    page.session.start(story.SPEC)
    client.say(*story.run_events(5))
    data = stored(page)
    page.own_data.chosen.emit(data)
    assert page.session.active
    assert page.recording is not None
    assert page.wanted.spec.data == data


def test_a_set_that_is_gone_says_so_and_shows_what_a_run_has_kept(page: LabPage, library: Library) -> None:
    data = stored(page)
    spec = msgspec.structs.replace(PRESETS["race"].spec, data=data, batch=16)
    examples = events.Array.of(prepared().x[[8, 18]])
    started = msgspec.structs.replace(fake_runs.started(spec), examples=examples)
    library.keep(fake_runs.recording_of([started, *map(fake_runs.tick, range(1, 4))]))
    key = library.runs[0].key
    assert page._runs_of(data) == (library.runs[0].label.name,)
    page.own_data.store.delete(data)
    own_data.path_of(page.own_data.store.folder, data).unlink()
    page.selection.open(key)
    page.kept.settings_wanted.emit()
    page.selection.close()
    assert page.wanted.spec.data == data
    assert page.controls.data.field.currentText() == "Pets (gone)"
    assert "not stored here any more" in page.intro.what.text()
    assert page.intro.samples._pictures.shape == (2, 28, 28, 3)


def test_what_is_done_to_pictures_waits_for_the_next_run_and_is_said(page: LabPage) -> None:
    page.controls.altering.wanted.emit("noise", 0.2)
    page.controls.altering.wanted.emit("share", 0.01)
    assert page.wanted.spec.altered == Altered(noise=0.2, share=0.01)
    assert "85 pictures to learn from" in page.intro.what.text()
    assert "20 % wrong labels, 1 % of the pictures" in page.intro.what.text()
