"""The scenes of stops in the window: the one player and the one stage serve them as they serve the course."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from desktop.app.composition import Application
from desktop.classroom.lessons.model import Stop
from desktop.classroom.stops.scene_of import scene_of
from scenes.stage.core.marks import Image as Picture
from scenes.stage.core.marks import Text


def entered(application: Application, stop: Stop, folder: Path) -> None:
    found = scene_of(stop, folder)
    application.session.enter(stop.id, found.scene, found.knobs)


def said(application: Application) -> list[str]:
    return [each.mark.text for each in application.session.frame.placed() if isinstance(each.mark, Text)]


def test_the_points_of_a_card_come_with_the_keys(application: Application, tmp_path: Path) -> None:
    entered(application, Stop(id="card", card="# Today\n\n- one\n- two"), tmp_path)
    for index, words in enumerate((["Today"], ["Today", "one"], ["Today", "one", "two"])):
        application.session.play_step(index)
        application.session.next_step()
        assert said(application) == words
    assert not application.workspace.canvas.grab().isNull()


def test_a_slide_fills_the_canvas(application: Application, tmp_path: Path) -> None:
    Image.new("RGB", (1600, 900), (255, 0, 0)).save(tmp_path / "slide.png")
    entered(application, Stop(id="slide", picture="slide.png"), tmp_path)
    application.session.to_end()
    assert [type(each.mark) for each in application.session.frame.placed()] == [Picture]
    canvas = application.workspace.canvas
    image, geometry = canvas.grab().toImage(), canvas.stage_geometry
    for point in ((20.0, 20.0), (1580.0, 20.0), (800.0, 450.0), (20.0, 790.0)):
        assert image.pixelColor(geometry.to_widget(point).toPoint()).name() == "#ff0000"


@pytest.mark.parametrize(("preset", "recorded"), [("twins-8", True), ("race", False)])
def test_a_run_is_found_as_it_is_for_scenes(
    application: Application, tmp_path: Path, preset: str, recorded: bool
) -> None:
    entered(application, Stop(id="run", lab=preset), tmp_path)
    application.session.play_step(1)
    application.session.next_step()
    assert ("Loss, mean cross-entropy in nats" in said(application)) == recorded
    assert (application.live.recording(preset) is not None) == recorded
    assert application.workspace.training.title.text()
