"""What the class sees of the lab and of other pages: of a page with a made-up run, and of the real window."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.lab.page import LabPage
from desktop.lab.views import MISTAKES, POINTS
from desktop.publishing.pages.lab_pictures import LargeChart
from desktop.publishing.pages.mistakes_picture import mistakes_scene
from desktop.runs.mistakes import Cell
from desktop.theme.appearance import Appearance
from desktop.window.presenting.page_picture import PagePicture, charted, framed, large, photograph
from engine.contract.numbers import Array
from engine.contract.questions import MapPoints, PointsMapped, Query, Reply
from scenes.stage.core.catalogue import render
from scenes.stage.core.marks import HEIGHT, WIDTH, Image
from scenes.stage.core.stage import Frame
from scenes.stage.output.theme import THEMES
from tests.desktop.fake_runs import client, library, looks, page, script, session, story
from tests.desktop.painted import painted, pixels

__all__ = ["client", "library", "looks", "page", "script", "session", "story"]
LOSS, ACCURACY, HEAT = 0, 1, 3


@pytest.fixture
def lab(page: LabPage) -> LabPage:
    return page


@pytest.fixture
def hall() -> Appearance:
    return Appearance(THEMES["projector"])


@pytest.fixture
def places(lab: LabPage) -> SimpleNamespace:
    return SimpleNamespace(page=lab)


@pytest.fixture
def picture(places: SimpleNamespace, hall: Appearance, qtbot: QtBot) -> PagePicture:
    as_places: Any = places
    return PagePicture(as_places, hall, places.page)


def begin(lab: LabPage, client: Any, story: SimpleNamespace, steps: int = 40) -> None:
    lab.toggle()
    client.say(*story.run_events(steps))
    lab.turns.all()


def drawn(lab: LabPage, hall: Appearance, chart: int) -> Frame:
    assert lab.recording is not None
    return charted(LargeChart(chart), lab.recording, lab.looking_at, hall)


def test_it_is_the_large_chart_and_the_loss_where_all_have_the_same_size(
    lab: LabPage, picture: PagePicture, hall: Appearance, client: Any, story: SimpleNamespace
) -> None:
    begin(lab, client, story)
    for chart, seen in ((ACCURACY, ACCURACY), (HEAT, HEAT), (None, LOSS)):
        lab.board.room.show_large(chart)
        picture._look()
        assert picture.frame == drawn(lab, hall, seen)


def test_it_follows_the_run_and_the_look_back_and_tells_it(
    lab: LabPage, picture: PagePicture, hall: Appearance, client: Any, story: SimpleNamespace, qtbot: QtBot
) -> None:
    begin(lab, client, story, 20)
    picture.follow(True)
    first = picture.frame
    with qtbot.waitSignal(picture.changed):
        client.say(*story.run_events(40)[-20:])
    grown = picture.frame
    assert grown != first
    assert grown == drawn(lab, hall, LOSS)
    with qtbot.waitSignal(picture.changed):
        lab.scrub(12)
    assert picture.frame == drawn(lab, hall, LOSS) != grown


def test_nothing_is_drawn_anew_while_the_lab_stands_still(
    lab: LabPage, picture: PagePicture, client: Any, story: SimpleNamespace, qtbot: QtBot
) -> None:
    begin(lab, client, story)
    for view in (0, 2):
        lab.show_view(view)
        before = picture.frame
        picture._look()
        before = picture.frame
        with qtbot.assertNotEmitted(picture.changed):
            picture._look()
        assert picture.frame is before


@pytest.mark.parametrize("with_run", [False, True])
def test_what_is_no_chart_is_shown_as_it_is_in_the_middle_and_undistorted(
    lab: LabPage, picture: PagePicture, client: Any, story: SimpleNamespace, with_run: bool
) -> None:
    if with_run:
        begin(lab, client, story)
        lab.show_view(2)
    assert large(lab) is None or not with_run
    frame = picture.frame
    assert frame is not None
    (mark,) = frame.marks
    assert isinstance(mark, Image)
    height, width = mark.pixels.array.shape[:2]
    assert width / height == pytest.approx(lab.stack.width() / lab.stack.height(), rel=0.01)
    assert mark.u[0] == mark.v[1] == pytest.approx(min(WIDTH / width, HEIGHT / height))
    assert mark.origin == pytest.approx(((WIDTH - mark.u[0] * width) / 2, (HEIGHT - mark.u[0] * height) / 2))
    assert len(set(map(tuple, mark.pixels.array.reshape(-1, 3).tolist()))) > 10, "something is on it"


def test_mistakes_are_drawn_in_letters_for_a_hall_and_follow_what_is_picked(
    lab: LabPage, picture: PagePicture, hall: Appearance, client: Any, story: SimpleNamespace
) -> None:
    begin(lab, client, story)
    client.say(story.predicted(40, {0: (1, 2.0), 7: (3, 1.0)}, {}))
    lab.show_view(MISTAKES)
    lab.turns.all()
    picture._look()
    first = picture.frame
    assert lab.mistakes.shown is not None
    scene = mistakes_scene(lab.mistakes.shown, hall.theme)
    assert first == render(scene, scene.knobs(), 0.0, None)
    picture._look()
    assert picture.frame is first, "nothing is drawn anew while it stands still"
    lab.mistakes.matrix.picked.emit(Cell(0, 7, 3))
    picture._look()
    assert picture.frame != first


def test_point_maps_are_drawn_in_letters_for_a_hall_and_follow_the_dots(
    lab: LabPage, picture: PagePicture, hall: Appearance, client: Any, story: SimpleNamespace
) -> None:
    begin(lab, client, story)
    lab.show_view(POINTS)
    lab.turns.all()

    def answer(seed: int) -> None:
        queries = [each for each in client.sent if isinstance(each, Query) and isinstance(each.question, MapPoints)]
        client.sent.clear()
        points = Array.of(np.random.default_rng(seed).normal(size=(500, 2)))
        for query in queries:
            for part, layer in enumerate(query.question.layers):
                reply = Reply(query.token, part, len(query.question.layers), PointsMapped(layer, points), 40 + seed)
                client.say(reply)

    answer(0)
    picture._look()
    first = picture.frame
    assert first is not None
    (mark,) = first.marks
    assert isinstance(mark, Image)
    assert mark.pixels.array.shape == (1080, 1920, 3)
    assert tuple(mark.pixels.array[2, 2]) == QColor(hall.theme.background).getRgb()[:3]
    picture._look()
    assert picture.frame is first, "nothing is drawn anew while it stands still"
    lab.points.chart.still = lambda: True
    client.say(story.tick(41), story.validated(41))
    lab.turns.all()
    answer(1)
    picture._look()
    assert picture.frame != first


def test_elsewhere_it_is_none(places: SimpleNamespace, picture: PagePicture, qtbot: QtBot) -> None:
    assert picture.frame is not None
    places.page = None
    with qtbot.waitSignal(picture.changed):
        picture._look()
    assert picture.frame is None


def test_the_beam_shows_the_lab_while_the_laptop_does(application: Application) -> None:
    workspace = application.workspace
    presenting = workspace.presenting
    presenting.toggle_window()
    presenting.beam.resize(640, 360)

    def seen() -> object:
        return pixels(presenting.beam.grab().toImage()).tolist()

    scene = painted(workspace.classroom.over(workspace.canvas.picture), THEMES["projector"], (640, 360)).tolist()
    assert seen() == scene
    assert presenting.column.is_open
    workspace.places.show_lab()
    frame = presenting.page.frame
    assert frame is not None
    assert seen() == painted(frame, THEMES["projector"], (640, 360)).tolist() != scene
    assert not presenting.column.is_open, "the lab needs the room"
    workspace.places.show_scene()
    assert seen() == scene
    assert presenting.column.is_open


@pytest.mark.parametrize("room", ["edge", "opened", "teach"])
def test_the_beam_shows_a_page_that_takes_the_whole_window(application: Application, room: str, qtbot: QtBot) -> None:
    workspace = application.workspace
    presenting, places = workspace.presenting, workspace.places
    presenting.toggle_window()
    workspace.act(room)
    page = places.page
    assert page is places.currentWidget()
    assert not presenting.column.is_open, "the page needs the room"
    assert presenting.page.frame == framed(photograph(page))
    heading = page.findChildren(QLabel)[0]
    with qtbot.waitSignal(presenting.page.changed):
        heading.setText("A class sees this")
    assert presenting.page.frame == framed(photograph(page))
    workspace.act("home")
    assert presenting.page.frame is None
    places.go_on()
    assert presenting.page.frame is not None
    places.show_scene()
    assert presenting.page.frame is None
    assert presenting.column.is_open
