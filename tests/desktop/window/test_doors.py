"""A scene that is opened from another one: the numbers go along, and a way leads back."""

from __future__ import annotations

import pytest

from desktop.app.composition import Application
from desktop.window.places import Places
from scenes.stage.core.grips import OpenScene


def test_a_scene_that_another_opened_leads_back_to_it_as_it_was(application: Application) -> None:
    places, session = application.workspace.places, application.session
    session.open("mini")
    session.turn("n", 4)
    session.jump(3.0)
    places.open_from_scene(OpenScene("nowhere"))
    assert "no scene named 'nowhere'" in application.workspace.banner.label.text()
    application.workspace.canvas.opens.emit(OpenScene("other", (), "The same number."))
    assert session.scene.name == "other"
    assert places.way_back.isVisible()
    assert places.way_back.words.text() == "The same number."
    assert places.way_back.back.text() == "← Back to “Mini”"
    places.way_back.back.click()
    assert (session.scene.name, session.knobs.n, session.player.t) == ("mini", 4, 3.0)
    assert not places.way_back.isVisible()


def test_the_lab_takes_the_way_back_to_a_scene_away(application: Application) -> None:
    places = application.workspace.places
    lab, back = places.load_lab(), list[bool]()
    lab.come_back = lambda: back.append(True)  # type: ignore[method-assign]
    places.open_from_scene(OpenScene("mini", (("n", 5),)))
    assert application.session.knobs.n == 5
    places.show_lab()
    assert back == []
    assert not places.way_back.offered


def go_through(places: Places, door: str, grip: OpenScene) -> None:
    """Open what a grip says from a scene, from a page, or from the lab, which has the same words about it."""
    if door == "scene":
        places.open_from_scene(grip)
    elif door == "page":
        places.enter(places.opened).scene_wanted.emit(grip)
    else:
        lab = places.load_lab()
        lab.probe.take_words = lambda: grip.note  # type: ignore[method-assign]
        places.open_from_lab(grip.scene, dict(grip.values))


@pytest.mark.parametrize("door", ["scene", "page", "lab"])
def test_who_goes_on_to_another_scene_is_told_nothing_of_the_one_before(application: Application, door: str) -> None:
    places, session = application.workspace.places, application.session
    session.open("other")
    grip = OpenScene("mini", (("n", 5),), "Of the one before.")
    go_through(places, door, grip)
    assert places.way_back.offered
    session.turn("n", 4)
    session.jump(session.seconds)
    assert places.way_back.offered
    neighbour = session.neighbour(1) or session.neighbour(-1)
    assert neighbour is not None
    session.open_afresh(neighbour.name)
    assert not places.way_back.offered
    assert not places.way_back.isVisible()
    session.open("mini")
    assert not places.way_back.offered


@pytest.mark.parametrize("door", ["scene", "page", "lab"])
def test_what_was_brought_is_told_of_as_long_as_it_is_not_taken_back(application: Application, door: str) -> None:
    places, session = application.workspace.places, application.session
    session.open("mini")
    session.turn("n", 4)
    session.open("other")
    grip = OpenScene("mini", (("n", 5),), "It is 5.")
    go_through(places, door, grip)
    said = [places.way_back.words.text()]
    session.turn("n", 3)
    for change in (session.undo, session.undo, session.redo, session.undo, lambda: session.turn("n", 2)):
        change()
        said.append(places.way_back.words.text())
    assert said == ["It is 5.", "It is 5.", "", "It is 5.", "", ""]
    assert places.way_back.isVisible(), "the way is there all the same"


def test_a_lesson_that_has_the_same_scene_is_another_place(application: Application) -> None:
    places, session = application.workspace.places, application.session
    session.open("other")
    places.open_from_scene(OpenScene("mini"))
    session.enter("a stop", session.scene, session.knobs)
    assert not places.way_back.offered
