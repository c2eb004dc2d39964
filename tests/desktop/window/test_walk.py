"""A walk through an opened network: who comes from its page is told it, and whoever else comes, the one that ships."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from desktop.app.composition import Application
from desktop.home.index import Place
from desktop.opened.model import doors
from desktop.player.session import SceneSession
from desktop.theme.appearance import TextSize
from desktop.window.scene_button import TEACHES, SceneButton
from scenes.real_network import real_network
from scenes.real_network.knobs import Knobs
from scenes.stage.core.catalogue import Catalogue, catalogue
from scenes.stage.core.grips import OpenScene
from scenes.stage.data.published import LITE
from tests.scenes.real_network.hollow import hollow

WORDS = "ResNet-18, with the weights of the opened file."


@pytest.fixture
def walking(open_application: Callable[..., Application], tmp_path: Path) -> Application:
    """A window that has come from the page of an opened network into the scene."""
    application = open_application(catalogue=catalogue(), size=(1280, 720))
    places = application.workspace.places
    places.enter(places.opened).scene_wanted.emit(doors.walk(hollow(tmp_path, "resnet-18"), "ResNet-18", None))
    assert isinstance(application.session.knobs, Knobs)
    assert application.session.knobs.foreign
    assert application.session.scene.name == TEACHES
    return application


def told(application: Application) -> str:
    """Which network the stage names, or "" where it is another scene."""
    marks = [mark for mark in application.session.frame.marks if mark.name == "what it is about"]
    return marks[0].text if marks else ""  # type: ignore[union-attr]


COMES_ALONG = "EfficientNet-Lite0, which comes along"


def buttons(application: Application) -> list[str]:
    """What the buttons of the scene say that are to be seen."""
    return [each.text() for each in application.workspace.findChildren(SceneButton) if each.isVisible()]


def test_the_walk_names_its_network_and_leads_back_to_its_page(walking: Application) -> None:
    places = walking.workspace.places
    assert told(walking) == "opened from mine.pth"
    assert buttons(walking) == ["Tell EfficientNet-Lite0"]
    assert places.way_back.words.text() == WORDS
    places.way_back.back.click()
    assert places.shows(places.opened)


@pytest.mark.parametrize("way", ["start page", "outline", "finder", "step", "next", "skipped", "back"])
def test_whoever_comes_from_elsewhere_is_told_the_network_that_ships(walking: Application, way: str) -> None:
    workspace, session = walking.workspace, walking.session
    places, names = workspace.places, [scene.name for scene in walking.session.catalogue.scenes]
    place = names.index(TEACHES)
    if way == "start page":
        places.show_home()
        workspace.start_page.start(TEACHES)
    elif way == "outline":
        session.open_afresh(names[0])
        workspace.outline.scene_wanted.emit(TEACHES)
    elif way in ("finder", "step"):
        step = 3 if way == "step" else None
        workspace.start_page.go(Place("A real network", "A scene", TEACHES, step))
    else:
        session.open(names[place + (1 if way == "back" else -1)])
        session.to_start() if way == "back" else session.to_end()
        for _ in range(2):
            workspace.next_scene.skip(1) if way == "skipped" else workspace.next_scene.step(-1 if way == "back" else 1)
            if session.scene.name == TEACHES:
                break
    assert session.scene.name == TEACHES
    assert isinstance(session.knobs, Knobs)
    assert session.knobs.of == LITE
    assert told(walking) == COMES_ALONG
    assert buttons(walking) == ["Teach it"]


@pytest.mark.parametrize("way", ["button", "reset"])
def test_one_click_brings_the_network_that_ships_back_and_it_can_be_undone(walking: Application, way: str) -> None:
    workspace, session = walking.workspace, walking.session
    if way == "reset":
        workspace.knobs.reset.click()
    else:
        (button,) = (each for each in workspace.findChildren(SceneButton) if each.isVisible())
        button.click()
    assert told(walking) == COMES_ALONG
    assert buttons(walking) == ["Teach it"]
    assert workspace.places.way_back.isVisible()
    assert workspace.places.way_back.words.text() == ""
    session.undo()
    assert told(walking) == "opened from mine.pth"
    assert workspace.places.way_back.words.text() == WORDS


def test_from_a_scene_that_the_walk_opens_both_ways_lead_back(walking: Application) -> None:
    places, session = walking.workspace.places, walking.session
    session.show_step(8)
    places.open_from_scene(OpenScene("pooling", (), "The scene about pooling."))
    places.way_back.back.click()
    assert (session.scene.name, session.step) == (TEACHES, 8)
    assert told(walking) == "opened from mine.pth"
    assert places.way_back.isVisible()
    assert places.way_back.words.text() == WORDS
    places.way_back.back.click()
    assert places.shows(places.opened)


def test_another_start_tells_the_network_that_ships(walking: Application) -> None:
    again = SceneSession(Catalogue((real_network,)))
    again.restore(walking.session.remember())
    assert isinstance(again.knobs, Knobs)
    assert again.knobs.of == LITE


def test_going_on_from_the_start_page_goes_on_with_the_walk(walking: Application) -> None:
    places = walking.workspace.places
    places.show_home()
    places.go_on()
    assert told(walking) == "opened from mine.pth"


def test_no_title_of_a_step_is_cut_by_a_button(open_application: Callable[..., Application]) -> None:
    workspace = open_application(catalogue=catalogue(), size=(1280, 720)).workspace
    session, title = workspace.session, workspace.step_title.title
    for scene in ("tradeoff", TEACHES):
        session.open_afresh(scene)
        for step in range(len(session.steps)):
            session.show_step(step)
            workspace.layout().activate()  # type: ignore[union-attr]
            QApplication.processEvents()
            assert title.fontMetrics().horizontalAdvance(title.text()) <= title.width(), title.text()


@pytest.mark.parametrize("text", ["normal", "large", "largest"])
def test_the_way_to_the_network_that_ships_is_there_with_all_letters(walking: Application, text: TextSize) -> None:
    workspace = walking.workspace
    workspace.appearance.text = text
    QApplication.processEvents()
    (button,) = (each for each in workspace.findChildren(SceneButton) if each.isVisible())
    assert button.mapTo(workspace, QPoint()).x() + button.width() <= workspace.width() == 1280
    assert button.width() >= button.sizeHint().width()
