"""Pages that take the whole window: ways in, ways out, and what is handed from one to another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, QUrl
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog
from safetensors.numpy import save_file

from desktop.app.composition import Application, StartOptions
from desktop.edge.model.subject import Subject
from desktop.home.index import Place
from desktop.model_files.words import Contents
from desktop.widgets.whole_page import WholePage
from desktop.window.menu import WayOut
from scenes.stage.core.grips import OpenScene

OF_A_FILE = Contents("/tmp/net.onnx", "onnx", 100, (), {}, 0, network="resnet-18", runs="onnx")


@pytest.fixture(autouse=True)
def _silent(use_engine: Callable[[str], None]) -> None:
    """An engine that is there and says nothing: no torch is loaded."""
    use_engine("say(hello, ready)\nfor each in hear(): pass\n")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of a network of one layer."""
    made = tmp_path / "net.safetensors"
    save_file({"fc.weight": np.zeros((2, 3), np.float32)}, made)
    return made


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that the page is asked to open, instead of their being opened."""
    found: list[Path] = []
    monkeypatch.setattr("desktop.opened.page.OpenedPage.open", lambda page, path: found.append(path))
    return found


@pytest.mark.parametrize(("name", "title"), [("opened", "A network from a file"), ("edge", "On the edge")])
def test_an_action_leads_there_and_back_and_the_start_page_leads_there_again(
    application: Application, name: str, title: str
) -> None:
    workspace, places = application.workspace, application.workspace.places
    assert workspace.act(name)
    assert places.alone
    assert workspace.window().windowTitle().startswith(title)
    workspace.act("home")
    assert workspace.start_page.home._place in ("the opened network", "the edge")
    places.go_on()
    assert places.title == title
    page = places.currentWidget()
    out = page.findChild(WayOut)
    assert isinstance(out, WayOut)
    assert out.scenes.toolTip() == "Back to the scenes"
    out.scenes.click()
    assert places.at_scene


@pytest.mark.parametrize(
    ("typed", "room"),
    [("safetensors", "opened"), ("torchvision", "opened"), ("weights", "opened"), ("int8", "edge"), ("milli", "edge")],
)
def test_the_finder_finds_them(application: Application, typed: str, room: str) -> None:
    start = application.workspace.start_page
    found = next(place for place in start._index().find(typed) if place.room)
    assert found.room == room
    start.go(found)
    assert application.workspace.places.title == {"opened": "A network from a file", "edge": "On the edge"}[room]


def test_the_finder_does_not_lead_out_again(application: Application) -> None:
    places = application.workspace.places
    for _ in range(2):
        application.workspace.start_page.go(Place("On the edge", "", room="edge"))
        assert places.shows(places.edge)


def test_the_menu_asks_for_a_file(
    application: Application, path: Path, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *words: asked.append(words) or (str(path), ""))
    entry = next(each for each in application.workspace.menu.actions() if each.text() == "Open a network…")
    entry.trigger()
    assert "*.safetensors *.onnx *.pt *.pth" in asked[0][3]
    assert opened == [path]


def test_a_dropped_file_is_opened(application: Application, path: Path, opened: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    assert application.workspace.arriving.take(data)
    assert opened == [path]
    places = application.workspace.places
    assert places.shows(places.opened)


def test_a_file_of_the_command_line_is_opened(
    open_application: Callable[..., Application], path: Path, opened: list[Path]
) -> None:
    places = open_application(StartOptions(file=path), home=True).workspace.places
    assert places.shows(places.opened)
    assert opened == [path]


def test_a_file_that_was_opened_can_be_opened_again(application: Application, path: Path, opened: list[Path]) -> None:
    workspace, places = application.workspace, application.workspace.places
    places.enter(places.opened).file_opened.emit(path)
    assert workspace.files.recent == (path,)
    places.show_scene()
    workspace._open_again(path)
    assert opened == [path]


def test_an_opened_network_goes_to_the_edge(application: Application, tmp_path: Path) -> None:
    places = application.workspace.places
    places.enter(places.opened).edge_wanted.emit(OF_A_FILE, tmp_path)
    assert places.shows(places.edge)
    page = places.edge.page
    assert page is not None
    assert page.bench.network.origin == Subject("net.onnx", "resnet-18", tmp_path, Path("/tmp/net.onnx"))


def test_the_edge_offers_what_is_open_and_leads_back_to_it(
    application: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = application.workspace.places
    page = places.enter(places.edge)
    assert page.now_open() is None
    places.enter(places.opened)
    monkeypatch.setattr("desktop.opened.page.OpenedPage.handed_on", lambda page: (OF_A_FILE, tmp_path))
    application.workspace.start_page.go(Place("On the edge", "", room="edge"))
    found = [each for each in page.bench.networks if each.group == "opened"]
    assert [each.title for each in found] == ["net.onnx"]
    assert not page.back.isVisible(), "another network is on the bench"
    page.bench.choose(found[0])
    assert page.back.isVisible()
    elsewhere = tmp_path / "with other names"
    monkeypatch.setattr("desktop.opened.page.OpenedPage.handed_on", lambda page: (OF_A_FILE, elsewhere))
    page.back.click()
    assert places.shows(places.opened)
    places.enter(places.edge)
    assert [each.origin for each in page.bench.networks if each.group == "opened"] == [page.bench.network.origin]
    assert page.bench.network.origin == Subject("net.onnx", "resnet-18", elsewhere, Path("/tmp/net.onnx"))


def test_from_a_scene_that_a_page_opens_a_way_leads_back(application: Application) -> None:
    places = application.workspace.places
    page = places.enter(places.opened)
    page.scene_wanted.emit(OpenScene("mini", (), "One kernel of it."))
    assert places.at_scene
    assert places.way_back.offered
    assert places.way_back.back.text() == "← Back to the opened network"
    assert places.way_back.words.text() == "One kernel of it."
    places.way_back.back.click()
    QApplication.processEvents()
    assert places.shows(places.opened)
    assert not places.way_back.offered


def test_a_scene_that_is_not_there_is_told_of(application: Application) -> None:
    places = application.workspace.places
    told: list[str] = []
    places.told.connect(told.append)
    places.enter(places.opened).scene_wanted.emit(OpenScene("nowhere"))
    assert places.shows(places.opened)
    assert told


def test_a_run_of_the_lab_goes_to_the_edge_and_keys_mean_what_they_mean_there(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, places = application.workspace, application.workspace.places
    shown: list[tuple[str, int, int | None]] = []
    monkeypatch.setattr("desktop.edge.page.EdgePage.show_run", lambda page, *run: shown.append(run))
    places.show_lab()
    assert places.lab is not None
    places.lab.own.edge_wanted.emit("key", 1, 20)
    assert places.shows(places.edge)
    assert shown == [("key", 1, 20)]
    page = places.edge.load()
    measured: list[bool] = []
    monkeypatch.setattr(page.bench, "measure", lambda: measured.append(True))
    assert workspace.act("train")
    assert measured == [True]
    assert not workspace.act("moment"), "there is no scene to take a moment of"


@pytest.mark.parametrize("name", ["opened", "edge", "teach"])
def test_what_a_page_says_lies_over_no_button_and_over_nothing_it_said_before(
    application: Application, name: str
) -> None:
    workspace, places = application.workspace, application.workspace.places
    assert workspace.act(name)
    page = places.currentWidget()
    assert isinstance(page, WholePage)
    for number in range(3):
        page.message.emit(f"The picture is copied: {number} × 578 pixels.")
    banner = workspace.banner
    assert banner.label.text() == "The picture is copied: 2 × 578 pixels."
    buttons = [each for each in page.findChildren(QAbstractButton) if each.isVisible()]
    assert buttons
    over = QRect(banner.mapToGlobal(QPoint()), banner.size())
    assert [each for each in buttons if over.intersects(QRect(each.mapToGlobal(QPoint()), each.size()))] == []
