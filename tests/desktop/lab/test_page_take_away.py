"""From the lab's page and from the list of runs, networks are taken at the step that is looked at."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from desktop.lab.page import LabPage
from desktop.lab.take_away.kept_weights import NOT_KEPT


def words(menu: QMenu) -> list[str]:
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions() if action.text()]


def taken(menu: QMenu, contestant: str, form: str) -> None:
    menu.aboutToShow.emit()
    inside = next(action.menu() for action in menu.actions() if action.text() == contestant)
    assert isinstance(inside, QMenu)
    next(action for action in inside.actions() if form in action.text()).trigger()


def test_the_lab_and_the_list_of_runs_offer_the_step_that_is_looked_at(
    page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    page.toggle()
    client.say(*story.run_events(20), story.checkpoint(20), *story.run_events(40)[-22:], story.checkpoint(40))
    client.say(story.finished(40))
    qtbot.waitUntil(lambda: page.library.runs != () and page.selection.key != "")
    page.aside.show_page(1)
    page.runs.list.choose(page.selection.key)
    for step, headline in ((None, "With the weights after step 40:"), (20, "With the weights after step 20:")):
        page.scrub(step)
        for menu in (page.own.take_away, page.runs.take_away.menu()):
            found = words(menu)
            at = found.index(headline)
            assert found[at : at + 3] == [headline, "Dense net", "CNN"]
    ordered: list[Any] = []
    monkeypatch.setattr(page.own.writing, "write", ordered.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "cnn.onnx"), "ONNX (*.onnx)"))
    for menu in (page.own.take_away, page.runs.take_away.menu()):
        taken(menu, "CNN", "ONNX")
    assert [(order.form, order.kept.step) for order in ordered] == [("onnx", 20)] * 2


def test_what_is_written_is_told(
    page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    """The weights of this story are no network's, which a sentence says."""
    page.toggle()
    client.say(*story.run_events(20), story.checkpoint(20))
    path = tmp_path / "cnn.safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "safetensors (*.safetensors)"))
    with qtbot.waitSignal(page.message, timeout=30_000) as told:
        taken(page.own.take_away, "CNN", "safetensors")
    assert told.args == ["These weights belong to another network, so they can't be taken along."]
    assert not path.exists()


def test_a_run_without_weights_says_so(page: LabPage, qtbot: QtBot) -> None:
    page.aside.show_page(1)
    shipped = next(run.key for run in page.library.runs if run.shipped)
    page.selection.open(shipped)
    page.runs.list.choose(shipped)
    menu = page.runs.take_away.menu()
    assert words(menu) == ["From “Is anything yellow?”", NOT_KEPT]


def test_the_run_that_is_shown_is_the_one_that_is_taken_and_the_menu_names_it(page: LabPage, qtbot: QtBot) -> None:
    page.aside.show_page(1)
    first, second = [run for run in page.library.runs if run.shipped][:2]
    page.runs.list.choose(first.key)
    page.selection.open(second.key)
    for menu in (page.own.take_away, page.runs.take_away.menu()):
        assert f"From “{second.label.name}”" in words(menu)
    page.runs.list.choose(first.key)
    assert words(page.runs.take_away.menu())[0] == f"From “{first.label.name}”"
    assert f"From “{second.label.name}”" in words(page.own.take_away)
