"""Buttons that lead from a scene to a page of its own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.player.session import SceneSession
from desktop.window.scene_button import MEASURES, TEACHES, SceneButton, scene_buttons
from scenes.stage.core.catalogue import catalogue


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
