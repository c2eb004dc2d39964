"""A scene that is opened from another one: the numbers go along, and a way leads back."""

from __future__ import annotations

from desktop.app.composition import Application
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
