from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.lab.networks import opening
from desktop.lab.networks.links import Place
from desktop.lab.networks.pointing import Pointed
from desktop.lab.networks.probe import LEAST, NAMES
from desktop.lab.page import LabPage
from desktop.lab.views import VIEWS
from desktop.theme.appearance import Appearance
from engine.contract.questions import Forwarded, Present, Query, Reply, Stored
from scenes.stage.output.theme import DARK, PROJECTOR, Theme


@pytest.fixture
def drawing(page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot) -> LabPage:
    """The page with a run of 40 steps in progress, and an empty pad."""
    page.toggle()
    said = story.run_events(40)
    client.say(*said[:3], story.checkpoint(0), *said[3:], story.checkpoint(40))
    qtbot.waitUntil(lambda: page.probe.inside.snapshot is not None)
    page.probe.source.picked.emit(1)
    return page


def stroke(page: LabPage) -> None:
    pad = page.probe.drawing.pad
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    QTest.mouseMove(pad, QPoint(90, 90))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(90, 90))


def answer(client: Any, story: SimpleNamespace, step: int | None = 40) -> list[Query]:
    """Answer all that has been asked and was not answered yet."""
    answered: set[int] = set()
    queries: list[Query] = []
    while waiting := [each for each in client.sent if isinstance(each, Query) and each.token not in answered]:
        for query in waiting:
            answered.add(query.token)
            queries.append(query)
            index = len(queries) % 2 - 1
            client.say(Reply(query.token, 0, 1, Forwarded(story.snapshot(0).views[index]), step))
    client.sent.clear()
    return queries


def test_an_empty_pad_shows_no_answer(drawing: LabPage) -> None:
    assert drawing.probe.inside.snapshot is None
    assert drawing.probe.answer.text() == "Draw something"
    assert not drawing.probe.number.isVisible()


def test_a_stroke_is_answered_by_every_network_and_becomes_what_they_look_at(
    drawing: LabPage, client: Any, story: SimpleNamespace
) -> None:
    stroke(drawing)
    assert {type(query.about) for query in answer(client, story)} == {Present}
    snapshot = drawing.probe.inside.snapshot
    assert snapshot is not None
    assert drawing.probe.answer.text() == "Your drawing"
    assert drawing.probe.origin.text() == "after step 40"
    assert snapshot.picture.array.max() > 200
    assert drawing.recording is not None
    inside = drawing.probe.inside
    assert inside.moment is not None
    found = opening.opened(drawing.recording, snapshot, inside.moment.nets[1], Pointed(1, Place(0, 0), 3, 3))
    assert "your drawing" in str(found.knobs["picture"])


def test_looking_back_the_last_weights_by_then_answer_and_that_is_said(
    drawing: LabPage, client: Any, story: SimpleNamespace
) -> None:
    stroke(drawing)
    answer(client, story)
    drawing.scrub(15)
    assert {type(query.about) for query in answer(client, story, None)} == {Stored}
    assert drawing.probe.origin.text() == "after step 0, the last kept up to step 15"
    drawing.scrub(0)
    assert answer(client, story, None) == [], "the same networks have answered"
    assert drawing.probe.inside.snapshot is not None


@pytest.mark.parametrize("view", ["Both", "Networks"])
def test_beside_the_pad_every_network_answers_in_sight(
    drawing: LabPage, client: Any, story: SimpleNamespace, view: str
) -> None:
    drawing.show_view(VIEWS.index(view))
    QApplication.processEvents()
    panel = drawing.probe.drawing
    assert panel.answers.words == ()
    stroke(drawing)
    answer(client, story)
    assert len(panel.answers.words) == 2
    assert panel.pad.width() == panel.pad.height()
    for part in (panel.pad, panel.answers):
        seen = part.visibleRegion().boundingRect()
        assert (seen.width(), seen.height()) == (part.width(), part.height())
    assert panel.answers.height() >= panel.pad.height()
    assert panel.answers.x() > panel.pad.geometry().right()
    panel.clear.click()
    assert panel.answers.words == ()


@pytest.mark.parametrize("theme", [DARK, PROJECTOR], ids=["dark", "projector"])
def test_beside_the_charts_no_word_is_cut_and_the_networks_keep_their_room(
    drawing: LabPage, looks: Appearance, theme: Theme
) -> None:
    panel, probe = drawing.probe.drawing, drawing.probe
    for view in ("Both", "Networks", "Both"):
        drawing.show_view(VIEWS.index(view))
        looks.theme = theme
        QApplication.processEvents()
        assert panel.width() <= probe.width(), "nothing is wider than the room"
        buttons = [*panel.pens.findChildren(QPushButton), panel.undo, panel.clear, panel.add]
        assert [each.text() for each in buttons if each.width() < each.sizeHint().width()] == []
        assert probe.inside.height() >= looks.px(LEAST)


def test_in_the_least_room_what_is_chosen_stands_below_each_other(drawing: LabPage, looks: Appearance) -> None:
    looks.theme = PROJECTOR
    drawing.show_view(VIEWS.index("Both"))
    drawing.splitter.setSizes([2000, 1, 1000])
    QApplication.processEvents()
    probe = drawing.probe
    buttons = [each for row in (probe.columns, probe.source) for each in row.findChildren(QPushButton)]
    assert [each.text() for each in buttons if each.width() < each.sizeHint().width()] == []
    assert probe.only.width() >= looks.px(NAMES)


def test_strokes_are_taken_back_by_the_button_and_in_the_order_of_the_page(
    drawing: LabPage, client: Any, story: SimpleNamespace
) -> None:
    stroke(drawing)
    answer(client, story)
    drawing.wanted.ask("seed", 5)
    stroke(drawing)
    answer(client, story)
    pad = drawing.probe.drawing.pad
    drawing.changes.undo()
    assert len(pad.drawing) == 1
    drawing.changes.undo()
    assert drawing.wanted.spec.seed == 1
    drawing.probe.drawing.undo.click()
    assert pad.drawing == ()
    assert drawing.probe.inside.snapshot is None
    drawing.changes.redo()
    assert len(pad.drawing) == 1


def test_the_picture_of_the_data_comes_back(drawing: LabPage, client: Any, story: SimpleNamespace) -> None:
    stroke(drawing)
    drawing.probe.source.picked.emit(0)
    answer(client, story)
    assert drawing.probe.answer.text() == "cow"
    assert drawing.probe.number.isVisible()
    assert drawing.probe.inside.snapshot is not None
    assert drawing.probe.inside.snapshot.probe == 0


def test_a_run_without_weights_says_why_nobody_answers(drawing: LabPage, client: Any, story: SimpleNamespace) -> None:
    stroke(drawing)
    answer(client, story)
    drawing.selection.open("shipped:gap")
    assert "No weights were recorded of this run" in drawing.probe.refusal.text()
    assert drawing.probe.inside.snapshot is None


def test_coloured_pictures_cannot_be_drawn(drawing: LabPage, client: Any, story: SimpleNamespace) -> None:
    drawing.selection.open("shipped:yellow")
    drawing.probe.source.picked.emit(1)
    assert not drawing.probe.drawing.isVisible()
    assert "The pen has one colour" in drawing.probe.source._group.button(1).toolTip()
    assert drawing.probe.no_drawing.isVisible()
    assert drawing.probe.no_drawing.text() == "The pen has one colour: only grey pictures can be drawn."
    drawing.present(True)
    assert not drawing.probe.no_drawing.isVisible(), "nobody draws in a hall"
    drawing.present(False)
    drawing.selection.close()
    assert not drawing.probe.no_drawing.isVisible()


@pytest.mark.parametrize("height", [420, 520, 720, 1000])
def test_only_one_of_page_and_networks_scrolls_up_and_down(drawing: LabPage, qtbot: QtBot, height: int) -> None:
    drawing.show_view(VIEWS.index("Networks"))
    drawing.resize(1100, height)
    QApplication.processEvents()
    scrolls = [each.verticalScrollBar().maximum() for each in (drawing.probe._scroll, drawing.probe.inside)]
    assert min(scrolls) == 0
    if height == 420:
        assert scrolls[0] > 0


@pytest.mark.parametrize("width", [860, 1100, 1280, 1920])
def test_class_and_step_are_never_cut(drawing: LabPage, width: int) -> None:
    drawing.probe.source.picked.emit(0)
    for view in ("Both", "Networks"):
        drawing.show_view(VIEWS.index(view))
        drawing.resize(width, 720)
        QApplication.processEvents()
        for words in (drawing.probe.answer, drawing.probe.origin):
            if drawing.probe.isVisible():
                assert words.text()
                assert words.fontMetrics().horizontalAdvance(words.text()) <= words.width()
