from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from pytestqt.qtbot import QtBot

from desktop.lab.networks.links import Place
from desktop.lab.page import LabPage
from desktop.runs.library import Library
from desktop.theme.appearance import Appearance, stylesheet
from desktop.training.session import TrainingSession
from engine.contract.spec.built.wiring import PICTURE


@pytest.fixture
def page(qtbot: QtBot, looks: Appearance, session: TrainingSession, library: Library) -> Iterator[LabPage]:
    made = LabPage(looks, session, library)
    qtbot.addWidget(made)
    made.setStyleSheet(stylesheet(looks))
    made.resize(1280, 720)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.shutdown()


def begin(page: LabPage, client: Any, story: SimpleNamespace, steps: int = 60) -> None:
    page.toggle()
    client.say(*story.run_events(steps))


def place_of(page: LabPage, contestant: int, layer: int, index: int) -> QPoint:
    """Where a map stands in the picture of networks."""
    box = page.probe.inside.sheet.bands[contestant].boxes[Place(layer, index)]
    return QPoint(int(box.x + box.width / 2), int(box.y + box.height / 2))


def test_a_click_on_a_map_opens_it_and_one_comes_back_to_it(
    page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot
) -> None:
    begin(page, client, story, 20)
    page.show_view(2)
    page.turns.all()
    inside = page.probe.inside
    page.watching.replay.play(page.recording, 0, page.watching.pacing.pace)
    with qtbot.waitSignal(page.open_in_scene) as opened:
        qtbot.mouseClick(inside.viewport(), Qt.MouseButton.LeftButton, pos=place_of(page, 1, 1, 2))
    name, knobs = opened.args
    assert name == "convolution"
    assert knobs["size"] == 5
    assert len(knobs["learned"]) == 25
    assert not page.watching.replay.playing
    assert "The numbers of CNN after step" in page.probe.take_words()
    assert page.probe.take_words() == ""
    page.scoreboard.setFocus()
    page.come_back()
    assert inside.found is not None
    assert inside.found.pointed.place == Place(1, 2)


def test_what_cannot_be_opened_says_why(page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot) -> None:
    begin(page, client, story, 20)
    page.show_view(2)
    page.turns.all()
    with qtbot.waitSignal(page.message) as said:
        qtbot.mouseClick(page.probe.inside.viewport(), Qt.MouseButton.LeftButton, pos=place_of(page, 1, PICTURE, 0))
    assert "This is the picture itself" in said.args[0]


def test_the_mouse_reads_numbers(page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot) -> None:
    begin(page, client, story, 20)
    page.show_view(2)
    page.turns.all()
    inside = page.probe.inside
    place = QPointF(place_of(page, 0, 2, 0))
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    move = QMouseEvent(QEvent.Type.MouseMove, place, inside.mapToGlobal(place), buttons, buttons, keys)
    QGuiApplication.sendEvent(inside.viewport(), move)
    assert page.probe.readout.text().startswith("fc2 (dense), unit 1: ")
    page.board._point(page.board.loss, 7)
    mean = np.mean(2.3 / np.arange(1, 14))  # the 6 before it, and as many behind it
    assert page.board.loss.header.reading.parts[0][0] == f"{mean:.2f}"
    assert page.board.heat._cursor.value() == 7


def test_the_hall_sees_the_picture_without_what_is_chosen(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    begin(page, client, story, 20)
    page.show_view(2)
    page.turns.all()
    before = page.probe.inside.sheet.letter
    page.present(True)
    assert page.probe.isVisible()
    assert not page.probe.source.isVisible()
    assert page.probe.inside.sheet.letter >= before
    page.present(False)
    assert page.probe.source.isVisible()
