"""Ways to the page on which classes are taught, and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from desktop.app.composition import Application
from desktop.collecting.strokes import Stroke
from desktop.home.index import Place
from desktop.teaching import page as module
from tests.desktop.app.test_screen_reader import spoken_name

Press = Callable[..., None]


@pytest.fixture(autouse=True)
def _silent(use_engine: Callable[[str], None]) -> None:
    """An engine that is there and says nothing: no torch is loaded."""
    use_engine("say(hello, ready)\nfor each in hear(): pass\n")


def test_a_key_leads_there_and_back_and_the_start_page_leads_there_again(
    application: Application, press: Press
) -> None:
    places = application.workspace.places
    press("L", modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert places.shows(places.teaching)
    assert application.workspace.window().windowTitle().startswith("Teach it your classes")
    assert not any(drawer.is_open for drawer in application.workspace.drawers.values())
    press(Qt.Key.Key_H)
    assert places.at_home
    assert application.workspace.start_page.home._place == "your classes"
    places.go_on()
    assert places.shows(places.teaching)
    press("L", modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert places.at_scene


def test_from_the_lab_it_leads_back_to_the_lab(application: Application, press: Press) -> None:
    places = application.workspace.places
    places.show_lab()
    assert places.lab is not None
    places.lab.watching.home.teach.open.click()
    assert places.shows(places.teaching)
    press("L", modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert places.in_lab


def test_the_finder_finds_it(application: Application) -> None:
    start = application.workspace.start_page
    places = application.workspace.places
    (first, *_) = start._index().find("teach it")
    assert first == Place("Teach it your classes", "A page of its own", room="teach")
    start.go(first)
    assert places.shows(places.teaching)


def test_space_teaches_and_digits_add(application: Application, press: Press) -> None:
    places = application.workspace.places
    places.show_teaching()
    page = places.teaching.page
    assert page is not None
    page.sources.pad._record((Stroke(((0.2, 0.2), (0.7, 0.8)), 0.11),))
    page.setFocus()
    press(Qt.Key.Key_2)
    assert [len(pile.samples) for pile in page.teaching.collection.piles] == [0, 1]
    press("Z", modifiers=Qt.KeyboardModifier.ControlModifier)
    assert page.teaching.collection.count == 0
    press(Qt.Key.Key_Space)
    assert places.shows(places.teaching), "the scene behind it stands still"
    assert not application.session.player.playing


def test_closing_with_pictures_that_are_not_kept_asks(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = application.workspace.places
    places.show_teaching()
    page = places.teaching.page
    assert page is not None
    page.sources.pad._record((Stroke(((0.2, 0.2), (0.7, 0.8)), 0.11),))
    page.piles.add(0)
    asked: list[str] = []
    monkeypatch.setattr(module, "ask_before_loss", lambda count, parent, doing: asked.append(doing) or "stay")
    window = application.workspace.window()
    window.close()
    assert window.isVisible()
    assert asked == ["Close"]
    monkeypatch.setattr(module, "ask_before_loss", lambda count, parent, doing: "lose")


def test_every_control_has_a_name(application: Application) -> None:
    application.workspace.places.show_teaching()
    page = application.workspace.places.teaching.page
    assert page is not None
    QApplication.processEvents()
    controls = [each for kind in (QAbstractButton, QLineEdit) for each in page.findChildren(kind) if each.isVisible()]
    assert controls
    assert all(spoken_name(each)[:1].isalnum() for each in controls)
