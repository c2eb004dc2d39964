"""The point map of a run: what is asked and when, dots that glide, pictures picked out, and back in time."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.lab.drawing.answering import NO_WEIGHTS
from desktop.lab.mistakes.wall import PictureButton
from desktop.lab.page import LabPage
from desktop.lab.points.chart import SECONDS
from desktop.lab.points.maps import PICTURES
from desktop.lab.points.painting import pixels
from desktop.lab.points.view import GONE, HINT, SLOWLY, PointsView
from desktop.lab.points.wanted import LAST, LAYER, THE_PIXELS
from desktop.lab.views import NETWORKS, POINTS
from desktop.runs.mistakes import NOT_KEPT
from desktop.window.actions import lab_actions
from engine.contract import events, pictures
from engine.contract.numbers import Array
from engine.contract.pace import Pace
from engine.contract.questions import BreakOff, MapPoints, NoReply, PointsMapped, Present, Query, Reply, Stored

DENSE = {0: (1, 2.0), 10: (1, 3.0), 4: (0, 0.5)}
LAYERS = [("fc1", "relu1", ""), ("conv1", "relu1")]
"""What the two contestants are asked for: the first one also for the pixels."""


class Clock:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def view(page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot) -> PointsView:
    """The view of points of a run in progress after 40 steps; nothing is answered yet."""
    page.toggle()
    said = story.run_events(40)
    client.say(*said[:3], story.checkpoint(0), *said[3:])
    client.say(story.predicted(40, DENSE, {}), story.checkpoint(40))
    client.sent.clear()
    page.turns.all()
    page.show_view(POINTS)
    qtbot.waitUntil(lambda: page.points.pictures.pictures is not None)
    return page.points


def asked(client: Any) -> list[Query]:
    return [each for each in client.sent if isinstance(each, Query) and isinstance(each.question, MapPoints)]


def cloud(seed: int) -> np.ndarray:
    """Points of ten classes that take turns, each class in a place of its own."""
    places = np.random.default_rng(seed).permutation(10)
    angle = 2 * np.pi * places[np.arange(PICTURES) % 10] / 10
    middle = 9 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    found: np.ndarray = (middle + np.random.default_rng(seed + 1).normal(0, 0.3, middle.shape)).astype(np.float32)
    return found


def answer(client: Any, seed: int = 0, step: int | None = 40, share: float | None = None) -> list[Query]:
    """Answer all that was asked, with maps at once."""
    queries = asked(client)
    client.sent.clear()
    for query in queries:
        assert isinstance(query.question, MapPoints)
        layers, when = query.question.layers, step if isinstance(query.about, Present) else None
        for part, layer in enumerate(layers):
            mapped = PointsMapped(layer, Array.of(cloud(seed)), share=share)
            client.say(Reply(query.token, part, len(layers), mapped, when))
    return queries


def questions(queries: list[Query]) -> list[MapPoints]:
    return [each.question for each in queries if isinstance(each.question, MapPoints)]


def settle(view: PointsView) -> None:
    """Let all dots come to where they belong."""
    view.chart._clock = Clock()
    for way in view.chart._ways.values():
        way.since = -10.0


def dot(view: PointsView, place: int, index: int) -> QPoint:
    """Where a picture's dot is on the map at a place."""
    shown, sheet = view.chart.shown, view.chart.sheet
    assert shown is not None
    assert sheet is not None
    xs, ys = pixels(sheet.maps[place], view.chart.position(shown.maps[place]))
    return QPointF(xs[index], ys[index]).toPoint()


def hung(view: PointsView) -> list[PictureButton]:
    return [each for each in view.wall.buttons if not each.isHidden()]


def words(view: PointsView) -> list[str]:
    assert view.chart.shown is not None
    return [each.words for each in view.chart.shown.maps]


def test_each_present_network_is_asked_for_some_layers_and_one_for_the_pixels(view: PointsView, client: Any) -> None:
    queries = asked(client)
    assert [query.about for query in queries] == [Present(0), Present(1)]
    assert [set(each.layers) for each in questions(queries)] == [set(layers) for layers in LAYERS]
    assert {(each.data, each.method, each.pictures) for each in questions(queries)} == {("animals", "t-sne", 500)}
    assert {start for each in questions(queries) for start in each.starts} == {None}
    assert words(view) == ["not there yet"] * 5
    assert view.progress.isVisible()
    answer(client)
    assert words(view) == ["10.0 of 10 neighbours alike"] * 5
    assert view.when.text() == "after step 40, 500 pictures"
    assert not view.progress.isVisible()
    assert asked(client) == []
    assert view.chart.shown is not None
    assert [int(each.wrong.sum()) for each in view.chart.shown.maps] == [0, 3, 3, 0, 0], "the pixels mistake nothing"


def test_it_moves_at_each_validation_from_the_map_that_is_seen(
    page: LabPage, view: PointsView, client: Any, story: SimpleNamespace
) -> None:
    answer(client)
    client.say(story.tick(41))
    page.turns.all()
    assert asked(client) == [], "nothing was measured anew"
    client.say(story.validated(41))
    page.turns.all()
    client.say(story.tick(42), story.validated(42))
    page.turns.all()
    queries = answer(client, seed=3, step=41)
    assert len(queries) == 2, "while an answer is on its way nothing else is asked"
    first = questions(queries)[0]
    assert first.layers == ("fc1", "relu1"), "the pixels stay"
    assert {start and start.data for start in first.starts} == {Array.of(cloud(0)).data}
    page.turns.all()
    assert len(asked(client)) == 2, "now the newest is asked about"


def test_dots_glide_and_where_motion_is_reduced_they_are_there_at_once(
    page: LabPage, view: PointsView, client: Any, story: SimpleNamespace
) -> None:
    clock = view.chart._clock = Clock()
    answer(client)
    assert not view.chart.gliding
    before = dot(view, 1, 7)
    client.say(story.tick(41), story.validated(41))
    page.turns.all()
    answer(client, seed=3, step=41)
    assert view.chart.gliding
    assert dot(view, 1, 7) == before
    clock.now += SECONDS / 2
    halfway = dot(view, 1, 7)
    clock.now += SECONDS
    after = dot(view, 1, 7)
    assert not view.chart.gliding
    assert (halfway - (before + after) / 2).manhattanLength() <= 2
    assert (after - before).manhattanLength() > 20
    view.chart.still = lambda: True
    client.say(story.tick(42), story.validated(42))
    page.turns.all()
    answer(client, seed=5, step=42)
    assert not view.chart.gliding
    assert dot(view, 1, 7) != after


def test_nothing_is_asked_where_nobody_looks_and_what_is_on_its_way_is_broken_off(
    page: LabPage, view: PointsView, client: Any, story: SimpleNamespace
) -> None:
    tokens = [each.token for each in asked(client)]
    page.show_view(NETWORKS)
    assert [each.token for each in client.sent if isinstance(each, BreakOff)] == tokens
    client.sent.clear()
    client.say(story.tick(41), story.validated(41))
    page.turns.all()
    assert asked(client) == []
    page.show_view(POINTS)
    assert len(asked(client)) == 2


def test_it_can_be_stopped_and_goes_on(view: PointsView, client: Any) -> None:
    view.stop.click()
    assert len([each for each in client.sent if isinstance(each, BreakOff)]) == 2
    assert view.stop.text() == "Go on"
    client.sent.clear()
    view.show_recording(*view._looked)
    assert asked(client) == []
    view.stop.click()
    assert len(asked(client)) == 2
    assert view.stop.text() == "Stop"


def test_a_map_on_its_way_is_shown(view: PointsView, client: Any) -> None:
    query = asked(client)[0]
    client.say(Reply(query.token, 0, 9, PointsMapped("fc1", Array.of(cloud(0)), 0.33), 40))
    assert words(view)[1] == "finding its neighbours…"
    assert view.progress.value() == round(100 / 18), "one ninth of one of two answers"


def test_looking_back_recorded_weights_are_asked_and_maps_are_kept(
    page: LabPage, view: PointsView, client: Any
) -> None:
    answer(client)
    page.scrub(20)
    queries = answer(client, seed=3)
    assert [type(query.about) for query in queries] == [Stored, Stored]
    assert {query.about.weights["fc.weight"].numpy().max() for query in queries if isinstance(query.about, Stored)} == {
        0.0
    }
    assert {start and start.data for each in questions(queries) for start in each.starts} == {Array.of(cloud(0)).data}
    assert view.when.text() == "after step 0 (the last weights kept up to step 20), 500 pictures"
    page.scrub(None)
    assert view.when.text() == "after step 40, 500 pictures"
    page.scrub(10)
    assert view.when.text() == "after step 0 (the last weights kept up to step 10), 500 pictures"
    assert asked(client) == []


def test_principal_components_say_what_they_hold(view: PointsView, client: Any) -> None:
    answer(client)
    view.methods.picked.emit(1)
    queries = answer(client, share=0.194)
    assert {each.method for each in questions(queries)} == {"components"}
    assert {start for each in questions(queries) for start in each.starts} == {None}, "t-SNE's maps are no start"
    assert words(view)[1] == "19.4 % of the spread, 10.0 of 10 neighbours alike"
    view.methods.picked.emit(0)
    assert words(view)[1] == "10.0 of 10 neighbours alike"
    assert asked(client) == []


def test_one_large_map_of_one_network_or_of_each(view: PointsView, client: Any) -> None:
    answer(client)
    assert view.chart.sheet is not None
    small = view.chart.sheet.maps[0].square.width
    keys = [each.key for each in view._choices]
    view.which.picked.emit(keys.index(LAST))
    assert [each.place.contestant for each in view.chart.shown.maps] == [0, 1]  # type: ignore[union-attr]
    view.whose.picked.emit(2)
    assert [each.heading for each in view.chart.shown.maps] == ["relu1, before the last layer"]  # type: ignore[union-attr]
    assert view.chart.sheet.maps[0].square.width > 1.5 * small
    assert f"{LAYER}fc1" not in [each.key for each in view._choices]
    view.which.picked.emit([each.key for each in view._choices].index(f"{LAYER}fc"))
    (question,) = questions(answer(client))
    assert question.layers == ("fc",)


def test_a_click_has_all_networks_look_at_the_picture(page: LabPage, view: PointsView, client: Any) -> None:
    answer(client)
    settle(view)
    QTest.mouseMove(view.chart, dot(view, 3, 10))
    pointed = view.chart.pointed()
    assert pointed is not None
    assert (pointed.map, pointed.index % 10) == (3, 0)
    name = page.recording.plan.classes[0]  # type: ignore[union-attr]
    assert view.chart.accessibleDescription().startswith(f"{name}. Dense net: ")
    view.grab()
    QTest.mouseClick(view.chart, Qt.MouseButton.LeftButton, pos=dot(view, 3, 10))
    assert page.splitter.wanted == NETWORKS
    assert events.SetProbe(pointed.index) in client.sent


def test_a_line_around_dots_shows_their_pictures_the_worst_first(page: LabPage, view: PointsView, client: Any) -> None:
    answer(client)
    settle(view)
    view.whose.picked.emit(1)
    settle(view)
    middle = dot(view, 1, 10)
    corners = [middle + QPoint(x, y) for x, y in ((-26, -26), (26, -26), (26, 26), (-26, 26))]
    QTest.mousePress(view.chart, Qt.MouseButton.LeftButton, pos=corners[0])
    for corner in corners[1:]:
        QTest.mouseMove(view.chart, corner)
    QTest.mouseRelease(view.chart, Qt.MouseButton.LeftButton, pos=corners[-1])
    assert view.chart.shown is not None
    assert view.chart.shown.chosen == frozenset(range(0, PICTURES, 10)), "all pictures of the class, and no other"
    names = view.chart.shown.plan.classes
    assert view.count.text() == "50 pictures, the 24 worst of them."
    assert [each.accessibleName() for each in hung(view)[:2]] == [
        f"Dense net said {names[1]} (80 %), is {names[0]}, loss {loss}" for loss in ("3.00", "2.00")
    ]
    hung(view)[0].click()
    assert events.SetProbe(10) in client.sent
    page.show_view(POINTS)
    QTest.mouseClick(view.chart, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert view.chart.shown.chosen == frozenset()
    assert not view.wall.isVisible()


def test_a_class_of_the_legend_is_picked_by_a_click(view: PointsView, client: Any) -> None:
    answer(client)
    assert view.chart.sheet is not None
    chip = view.chart.sheet.legend[4]
    QTest.mouseClick(view.chart, Qt.MouseButton.LeftButton, pos=QPoint(int(chip.x + 8), int(chip.y + 8)))
    assert view.chart.shown is not None
    assert view.chart.shown.chosen == frozenset(range(4, PICTURES, 10))


def test_keys_go_from_dot_to_dot(view: PointsView, client: Any, page: LabPage) -> None:
    def key(pressed: Qt.Key) -> bool:
        return view.chart.take_key(QKeyEvent(QKeyEvent.Type.KeyPress, pressed, Qt.KeyboardModifier.NoModifier))

    assert not key(Qt.Key.Key_Right), "there is no dot yet"
    answer(client)
    settle(view)
    view.chart.setFocus()
    assert key(Qt.Key.Key_Right)
    first = view.chart.pointed()
    assert first is not None
    assert first.map == 0
    passed = [first]
    for _ in range(60):
        key(Qt.Key.Key_Right)
        at = view.chart.pointed()
        assert at is not None
        passed.append(at)
    assert passed[1] != first
    assert passed[-1].map > 0, "they go on to the next map"
    assert key(Qt.Key.Key_Return)
    assert page.splitter.wanted == NETWORKS


def test_whoever_has_left_says_so_and_is_not_asked(
    page: LabPage, view: PointsView, client: Any, story: SimpleNamespace
) -> None:
    answer(client)
    client.say(story.tick(41), events.Diverged(41, 1, "fc", 9e11, 40, "It broke."), story.validated(41))
    page.turns.all()
    assert [query.about for query in asked(client)] == [Present(0)]
    view.which.picked.emit([each.key for each in view._choices].index(f"{LAYER}fc"))
    assert words(view) == [GONE]


def test_a_refusal_is_one_sentence_and_is_not_asked_again(page: LabPage, view: PointsView, client: Any) -> None:
    for query in asked(client):
        client.say(NoReply(query.token, "There is not enough memory."))
    client.sent.clear()
    page.turns.all()
    assert asked(client) == []
    assert view.nothing.text() == "There is not enough memory."


def test_what_is_not_known_of_old_runs_is_said(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    page.toggle()
    client.say(replace(story.started(), labels=None), *story.run_events(20)[1:])
    page.show_view(POINTS)
    page.turns.all()
    assert page.points.nothing.text() == NOT_KEPT
    assert not page.points.chart.isVisible()
    page.reset()
    page.toggle()
    client.say(*story.run_events(20))
    page.scrub(10)
    assert page.points.nothing.text() == NO_WEIGHTS


def test_a_run_at_full_speed_says_why_the_maps_follow_slowly(page: LabPage, view: PointsView, client: Any) -> None:
    assert view.said.text() == HINT
    page.session.set_pace(Pace())
    view.show_recording(*view._looked)
    assert view.said.text() == SLOWLY
    answer(client)
    assert view.said.text() == HINT


def test_in_a_hall_it_stands_in_larger_letters_without_what_is_chosen(
    page: LabPage, view: PointsView, client: Any
) -> None:
    answer(client)
    before = view.chart.letter
    page.present(True)
    assert view.isVisible()
    assert not view.which.isVisible()
    assert view.chart.letter > 1.3 * before
    page.present(False)
    assert view.which.isVisible()
    assert view.chart.letter == before


def test_what_was_chosen_is_there_at_the_next_start(page: LabPage, view: PointsView, client: Any, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.state_changed):
        view.which.picked.emit([each.key for each in view._choices].index(THE_PIXELS))
    view.methods.picked.emit(1)
    state = page.state()
    assert state["points"] == {"layers": THE_PIXELS, "method": "components"}
    page.restore({"points": {"layers": 5, "method": "magic"}})
    page.restore({"points": None})
    assert page.state()["points"] == state["points"]
    page.restore({"points": {"layers": "layer gone", "method": "t-sne"}})
    page.turns.all()
    assert page.state()["points"] == {"layers": "some", "method": "t-sne"}, "this run has no such layer"


def test_its_key_is_7(page: LabPage, view: PointsView) -> None:
    page.show_view(NETWORKS)
    lab_actions(page)["digit-7"]()
    assert view.isVisible()
    assert np.array_equal(view._pixels(3), pictures.source("animals").validation_x[3])  # type: ignore[arg-type]
