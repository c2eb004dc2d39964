"""The doctor on the lab's page: found, shown in the charts, and tried as a twin."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from desktop.lab import views
from desktop.lab.page import LabPage
from desktop.runs import storage
from desktop.runs.library import Library
from desktop.runs.readings import spec_of
from engine.contract import events
from engine.contract.spec import RunSpec
from scenes.stage.data.recording import Recording
from tests.desktop.lab.doctor.causes import CAUSES, recorded


@pytest.fixture(scope="module")
def dying() -> Recording:
    return recorded(CAUSES["rate far too large"].spec)


@pytest.fixture(scope="module")
def healthy() -> Recording:
    return recorded(CAUSES["healthy, Adam"].spec)


@pytest.fixture
def kept(page: LabPage, library: Library, dying: Recording) -> str:
    """A kept run that is looked at, and its key."""
    library.keep(dying)
    key = library.key_of(dying)
    page.selection.open(key)
    page.watching.doctor.line.ask.click()
    return key


def test_a_kept_run_is_looked_at_at_the_step_that_is(page: LabPage, kept: str) -> None:
    doctor = page.watching.doctor
    assert doctor.line.isVisible()
    assert doctor.sheet.isVisible()
    page.scrub(0)
    assert "dead" not in doctor.line.words.text()
    page.scrub(None)
    assert "dead" in doctor.line.words.text()
    page.watching.show_home()
    assert not doctor.line.isVisible()


@pytest.mark.parametrize(("least", "said"), [(-10, views.BESIDE), (10, views.TOO_NARROW)])
def test_why_there_is_no_room_for_both_is_said(
    page: LabPage, kept: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, least: int, said: str
) -> None:
    monkeypatch.setattr(views, "ROOM_FOR_BOTH", page.width() - page.aside.width() + least)
    page.show_view(views.CHARTS)
    with qtbot.waitSignal(page.message) as told:
        page.views.picked.emit(views.BOTH)
    assert told.args == [said]
    assert page.board.isVisible()


@pytest.mark.parametrize("view", [views.CHARTS, views.NETWORKS, views.MISTAKES, views.POINTS])
def test_a_finding_is_shown_in_its_chart(page: LabPage, kept: str, view: int) -> None:
    page.show_view(view)
    page.watching.doctor.sheet.cards[0].show_in_chart.click()
    assert page.board.isVisible()
    assert (page.board.room.large, page.looking_at) == (2, 20)
    assert page.watching.doctor.sheet.cards[0].entry.finding.kind == "dead"


def test_the_beam_and_the_full_screen_say_nothing_of_it(page: LabPage, kept: str) -> None:
    page.present(True)
    assert not page.watching.doctor.line.isVisible()
    assert not page.watching.doctor.sheet.isVisible()
    page.present(False)
    assert page.watching.doctor.line.isVisible()


def test_a_twin_of_the_run_begins_and_the_run_is_laid_over_it(
    page: LabPage, kept: str, client: Any, dying: Recording
) -> None:
    page.watching.doctor.sheet.cards[0].try_twin.click()
    spec = begun(client)
    assert spec.lr == pytest.approx(0.03)
    assert spec.seed == CAUSES["rate far too large"].spec.seed
    client.say(replace(opening(dying), spec=spec))
    assert page.selection.compared == {kept}
    assert page.selection.opened is None


def test_a_twin_in_the_race_needs_nothing_laid_over_it(
    page: LabPage, library: Library, client: Any, dying: Recording
) -> None:
    doctor = page.watching.doctor
    library.keep(recorded(CAUSES["gain 8"].spec))
    page.selection.open(next(run.key for run in library.runs if not run.shipped))
    doctor.line.ask.click()
    doctor.sheet.cards[1].try_twin.click()
    spec = begun(client)
    assert [each.name for each in spec.contestants] == ["Dense net", "Dense net, batch normalisation"]
    first = opening(dying).contestants[0]
    client.say(replace(opening(dying), spec=spec, contestants=(first, first)))
    assert page.selection.compared == frozenset()


def test_a_scene_is_asked_for_with_its_knobs(qtbot: QtBot, page: LabPage, kept: str) -> None:
    with qtbot.waitSignal(page.open_in_scene) as asked:
        page.watching.doctor.sheet.cards[0].scene.click()
    assert asked.args == ["activation", {"function": "ReLU"}]


def test_after_a_run_of_ones_own_the_same_is_offered_with_another_seed(
    page: LabPage, client: Any, library: Library, healthy: Recording
) -> None:
    library.keep(healthy)
    key = library.key_of(healthy)
    page.selection.open(key)
    note = page.watching.result
    assert not note.isHidden()
    assert not note.next.isVisible(), "no card follows it"
    assert note.again.text() == f"Again with seed {spec_of(healthy.plan).seed + 1}"
    note.again.click()
    wanted = begun(client)
    assert wanted.seed == spec_of(healthy.plan).seed + 1
    assert wanted.contestants == spec_of(healthy.plan).contestants


def test_after_a_run_of_ones_own_its_networks_are_built_on(page: LabPage, library: Library, healthy: Recording) -> None:
    library.keep(healthy)
    page.selection.open(library.key_of(healthy))
    page.watching.result.build.click()
    assert page.own.dialog is not None
    assert page.own.dialog.isVisible()
    assert page.wanted.spec.contestants == spec_of(healthy.plan).contestants
    page.own.dialog.close()


def test_what_is_offered_after_a_sick_run_is_what_the_doctor_says(page: LabPage, kept: str) -> None:
    note, sheet = page.watching.result, page.watching.doctor.sheet
    assert not note.again.isHidden()
    assert note.again.text() == next(card.try_twin.text() for card in sheet.cards if card.entry.twin is not None)
    assert "seed" not in note.again.text()


def opening(recording: Recording) -> events.Started:
    _, started = storage.opening(recording.plan)
    assert isinstance(started, events.Started)
    return started


def begun(client: Any) -> RunSpec:
    return next(command.spec for command in reversed(client.sent) if isinstance(command, events.Start))
