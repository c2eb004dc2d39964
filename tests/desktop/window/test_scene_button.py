"""Buttons that lead from a scene to a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.player.session import SceneSession
from desktop.theme.appearance import TextSize
from desktop.window.scene_button import MEASURES, TEACHES, SceneButton, scene_buttons
from scenes.real_network.knobs import Knobs
from scenes.stage.core.catalogue import catalogue
from scenes.stage.data.reading import Kit


def test_a_button_is_there_at_its_scene_only(session: SceneSession, qtbot: QtBot) -> None:
    heard: list[bool] = []
    button = SceneButton(session, "other", "Try it", "What it is", lambda: heard.append(True))
    qtbot.addWidget(button)
    assert button.isHidden()
    session.open("other")
    assert not button.isHidden()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard == [True]
    session.open("mini")
    assert button.isHidden()


@pytest.mark.parametrize(("place", "scene", "action"), [(0, TEACHES, "teach"), (1, MEASURES, "edge")])
def test_each_leads_from_a_scene_of_the_course(
    session: SceneSession, qtbot: QtBot, place: int, scene: str, action: str
) -> None:
    heard: list[str] = []
    buttons = scene_buttons(session, heard.append)
    for each in buttons:
        qtbot.addWidget(each)
    buttons[place].click()
    assert heard == [action]
    assert scene in {each.name for each in catalogue().scenes}


@pytest.mark.parametrize("text", ["normal", "large", "largest"])
def test_it_stays_in_a_small_window_with_large_letters(
    open_application: Callable[..., Application], qtbot: QtBot, text: TextSize
) -> None:
    workspace = open_application(catalogue=catalogue(), size=(1280, 720)).workspace
    workspace.appearance.text = text
    workspace.session.open(MEASURES)
    (button,) = (each for each in workspace.findChildren(SceneButton) if each.text() == "On the edge")
    qtbot.waitUntil(button.isVisible)
    QApplication.processEvents()
    place = button.mapTo(workspace, QPoint())
    assert workspace.width() == 1280
    assert place.x() + button.width() <= workspace.width()
    assert button.width() == button.sizeHint().width()


class Showing(QObject):
    """A session that shows a network, as far as a button sees it."""

    opened, turned = Signal(), Signal()
    scene = SimpleNamespace(name=TEACHES)

    def __init__(self, knobs: Knobs) -> None:
        super().__init__()
        self.knobs = knobs


def test_nobody_is_sent_to_teach_another_network_than_the_one_that_is_shown(qtbot: QtBot) -> None:
    session = Showing(Knobs())
    button = SceneButton(session, TEACHES, "Teach it", "It learns", lambda: None)  # type: ignore[arg-type]
    qtbot.addWidget(button)
    session.opened.emit()
    assert not button.isHidden()
    session.knobs = Knobs(of=Kit("resnet-18", "/opened"))
    session.opened.emit()
    assert button.isHidden()
    session.knobs = Knobs()
    session.turned.emit()
    assert not button.isHidden(), "undo has brought back the one that learns"
