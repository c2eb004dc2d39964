from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.opened.view.wall import Wall, in_colours
from desktop.theme.appearance import Appearance


@pytest.fixture
def wall(qtbot: QtBot, looks: Appearance) -> Wall:
    made = Wall(looks, "Filters")
    qtbot.addWidget(made)
    made.resize(300, 200)
    with qtbot.waitExposed(made):
        made.show()
    return made


def told(tile: int, row: int, column: int) -> str:
    return f"{tile}"


def test_filters_in_colours_have_grey_at_zero() -> None:
    filters = np.zeros((2, 3, 1, 2), np.float32)
    filters[1, 0, 0, 1], filters[1, 1, 0, 1], filters[1, 2, 0, 1] = 5, -5, np.nan
    found = in_colours(filters, 2.0)
    assert found[0].tolist() == [[[128, 128, 128], [128, 128, 128]]]
    assert found[1, 0, 1].tolist() == [255, 0, 128]


def test_they_are_painted_in_their_colours(wall: Wall) -> None:
    filters = np.full((1, 3, 2, 2), -1, np.float32)
    filters[0, 0] = 1
    wall.show_filters(filters, 1.0, told, None)
    box = wall.boxes()[0]
    assert wall.grab().toImage().pixelColor(box.center().toPoint()).getRgb()[:3] == (255, 0, 0)
    wall.show_filters(filters, 1.0, told, 1)
    red, _, blue, _ = wall.grab().toImage().pixelColor(box.center().toPoint()).getRgb()
    assert blue > red, "one channel has the colours of signs, and this one is negative"


def test_a_click_or_the_keys_pick_one(wall: Wall) -> None:
    wall.show_filters(np.ones((6, 1, 3, 3), np.float32), 1.0, told, 0)
    picked: list[int] = []
    wall.picked.connect(picked.append)
    QTest.mouseClick(wall, Qt.MouseButton.LeftButton, pos=wall.boxes()[4].center().toPoint())

    def press(key: Qt.Key) -> bool:
        return wall.take_key(QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))

    assert press(Qt.Key.Key_Left)
    assert press(Qt.Key.Key_Return)
    assert not press(Qt.Key.Key_H)
    assert picked == [4, 3]


def test_an_empty_wall_takes_no_keys(wall: Wall) -> None:
    wall.show_filters(None, 1.0, told, None)
    assert not wall.take_key(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier))
    wall.grab()
