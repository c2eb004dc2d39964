"""Sweeps in the lab: begun from the settings, opened from a folder, and a run of one looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.lab.page import LabPage
from desktop.lab.sweeps.desk import SEEDS, rates_around
from desktop.lab.sweeps.dialog import SweepDialog
from desktop.runs.library import Library
from desktop.theme.appearance import Appearance
from desktop.training.session import TrainingSession
from engine.contract.sweeps.folder import SweepFolder
from engine.contract.sweeps.messages import AllTrained, RunTrained, TrainAll
from engine.contract.sweeps.sweep import Sweep
from tests.desktop.fake_runs import FakeClient
from tests.desktop.lab.sweeps.conftest import Tape


@pytest.fixture
def page(
    qtbot: QtBot,
    looks: Appearance,
    session: TrainingSession,
    library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[LabPage]:
    monkeypatch.setenv("CONVOSCOPE_HOME", str(tmp_path / "home"))
    made = LabPage(looks, session, library)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.shutdown()


def dialog_of(page: LabPage) -> SweepDialog:
    assert page.experiments.sweeps.dialog is not None
    return page.experiments.sweeps.dialog


def opened(page: LabPage, full: SweepFolder, qtbot: QtBot) -> SweepDialog:
    page.experiments.sweeps.open(full.path)
    dialog = dialog_of(page)
    qtbot.waitUntil(lambda: not dialog.training.reading)
    return dialog


def test_the_menu_offers_all_ways(page: LabPage) -> None:
    assert page.controls.repeat.menu() is page.experiments.sweeps.menu
    assert [action.text() for action in page.experiments.sweeps.menu.actions() if action.text()] == [
        "Repeat over seeds…",
        "Repeat over learning rates…",
        "Repeat over both…",
        "Back to the sweep",
        "Open a sweep…",
    ]


@pytest.mark.parametrize(("rates", "seeds", "count"), [(False, True, 5), (True, False, 7), (True, True, 35)])
def test_a_run_is_repeated(page: LabPage, qtbot: QtBot, rates: bool, seeds: bool, count: int) -> None:
    page.experiments.sweeps.repeat(rates, seeds)
    dialog = dialog_of(page)
    assert dialog.isVisible()
    assert dialog.rates.text() == (rates_around(page.wanted.spec.lr) if rates else "")
    assert dialog.seeds.text() == (SEEDS if seeds else "")
    folder = dialog.training.folder
    assert folder is not None
    assert len(folder.runs) == count
    assert all(run.contestants == page.wanted.spec.contestants for run in folder.runs)
    client = FakeClient()
    dialog.training._engine = client  # type: ignore[assignment]
    qtbot.mouseClick(dialog.train, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(client.sent))
    command = client.sent[0]
    assert isinstance(command, TrainAll)
    assert command.runs == folder.runs
    assert not dialog.train.isEnabled()
    qtbot.mouseClick(dialog.stop, Qt.MouseButton.LeftButton)
    assert dialog.train.isEnabled()
    assert "0 runs are kept, and those that were not over are not" in dialog.status.text()


def test_wrong_values_are_one_sentence(page: LabPage) -> None:
    page.experiments.sweeps.repeat(True, False)
    dialog = dialog_of(page)
    dialog.rates.setText("quick")
    dialog.start()
    assert "'quick' is no number" in dialog.status.text()
    assert not dialog.training.running
    QTest.keyClicks(dialog.rates, "\b\b\b\b\b0.1")
    assert "no number" not in dialog.status.text()


def test_what_is_all_trained_is_not_trained_again(page: LabPage, full: SweepFolder, qtbot: QtBot) -> None:
    dialog = opened(page, full, qtbot)
    assert not dialog.train.isEnabled()
    dialog.seeds.setFocus()
    QTest.keyClicks(dialog.seeds, ",7")
    assert dialog.train.isEnabled()
    assert "Press Train" in dialog.status.text()


def test_what_is_said_stands_in_the_window_that_is_seen(
    page: LabPage, full: SweepFolder, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(page, full, qtbot)
    with qtbot.assertNotEmitted(page.message):
        dialog.save_as(tmp_path / "sweep.csv")
    assert "is saved as" in dialog.status.text()
    dialog.hide()
    with qtbot.waitSignal(page.message):
        dialog.save_as(tmp_path / "sweep.csv")


def test_a_sweep_is_opened_and_a_run_of_it_looked_at(
    page: LabPage, full: SweepFolder, library: Library, qtbot: QtBot
) -> None:
    dialog = opened(page, full, qtbot)
    assert dialog.rates.text() == "0.001,0.01,0.1"
    assert "All 6 runs are trained" in dialog.status.text()
    place = dialog.view.where(2)
    assert place is not None
    qtbot.mouseClick(dialog.view, Qt.MouseButton.LeftButton, pos=place.toPoint())
    run = page.selection.opened
    assert run is not None
    assert run.label.name.startswith("Learning rate 0.01, seed 1: ")
    assert dialog.isHidden()
    page.experiments.sweeps.back.trigger()
    assert dialog.isVisible()
    before = len(library.runs)
    dialog.view.chosen.emit(2)
    assert len(library.runs) == before
    assert page.selection.opened is not None


def test_a_folder_that_is_none_is_told(page: LabPage, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.message) as told:
        page.experiments.sweeps.open(tmp_path)
    assert "no sweep" in told.args[0]


@pytest.mark.parametrize("ending", [".png", ".svg", ".csv"])
def test_it_is_saved(page: LabPage, full: SweepFolder, tmp_path: Path, ending: str, qtbot: QtBot) -> None:
    dialog = opened(page, full, qtbot)
    path = tmp_path / f"saved{ending}"
    dialog.save_as(path)
    assert str(path) in dialog.status.text()
    if ending == ".png":
        assert QImage(str(path)).width() == 1920
    else:
        assert "learning rate" in path.read_text()


def test_another_ending_is_refused(page: LabPage, full: SweepFolder, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = opened(page, full, qtbot)
    dialog.save_as(tmp_path / "saved.docx")
    assert ".png, .svg or .csv" in dialog.status.text()
    assert not (tmp_path / "saved.docx").exists()


def test_more_seeds_go_into_the_same_folder(page: LabPage, full: SweepFolder, qtbot: QtBot, tape_of: Tape) -> None:
    dialog = opened(page, full, qtbot)
    dialog.seeds.setText("1..3")
    client = FakeClient()
    dialog.training._engine = client  # type: ignore[assignment]
    dialog.start()
    qtbot.waitUntil(lambda: bool(client.sent))
    assert isinstance(client.sent[0], TrainAll)
    assert [run.seed for run in client.sent[0].runs] == [3, 3, 3]
    assert dialog.training.folder is not None
    assert dialog.training.folder.path == full.path


def test_other_rates_are_another_sweep_with_a_folder_of_its_own(
    page: LabPage, qtbot: QtBot, tape_of: Tape, tmp_path: Path
) -> None:
    page.experiments.sweeps.repeat(False, True)
    dialog = dialog_of(page)
    client = FakeClient()
    dialog.training._engine = client  # type: ignore[assignment]
    client.received.connect(dialog.training._receive)
    dialog.start()
    qtbot.waitUntil(lambda: bool(client.sent))
    first = dialog.training.folder
    assert first is not None
    for index, run in enumerate(first.runs):
        client.say(RunTrained(index, tape_of(run)))
    client.say(AllTrained("done"))
    dialog.rates.setText("0.2,0.3")
    dialog.start()
    qtbot.waitUntil(lambda: len(client.sent) > 1 and isinstance(client.sent[-1], TrainAll))
    second = dialog.training.folder
    assert second is not None
    assert second.path != first.path
    assert "learning rate 0.2 and 0.3" in second.path.name
    assert len(SweepFolder.open(first.path).runs) == 5
    assert [each.path for each in page.own_data.sweeps.sweeps] == sorted((first.path, second.path))


def test_sweeps_are_listed_deleted_and_brought_back(page: LabPage, sweep: Sweep, qtbot: QtBot) -> None:
    store = page.own_data.sweeps
    kept = store.home_of(sweep)
    kept.begin()
    page.own_data.show_stored()
    stored = page.own_data.list
    assert stored is not None
    assert [row.title.text() for row in stored.rows] == [kept.path.name]
    assert "Your sweeps take" in stored.headline.text()
    stored.rows[0].delete.click()
    assert not stored.rows
    assert kept.path.name in stored.deleted.text()
    stored.undo.click()
    stored.rows[0].open.click()
    assert dialog_of(page).training.folder is not None
    assert dialog_of(page).isVisible()
    store.delete(store.sweeps[0])
    page.own_data.close()
    assert not kept.path.exists()


def test_rates_lie_around_the_wanted_one() -> None:
    assert rates_around(0.003) == "0.0001,0.0003,0.001,0.003,0.01,0.03,0.1"
