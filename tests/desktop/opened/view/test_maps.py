from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.opened.view.large_map import LargeMap
from desktop.opened.view.maps import AT_ONCE, Maps
from desktop.theme.appearance import Appearance
from scenes.stage.data.networks import Layer
from tests.desktop.opened.fakes import LAYERS

MANY = 60


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(640, 480)
    return made


@pytest.fixture
def maps(qtbot: QtBot, looks: Appearance, page: QWidget) -> Maps:
    made = Maps(looks)
    made.setParent(page)
    made.resize(330, 200)
    with qtbot.waitExposed(page):
        page.show()
    return made


@pytest.fixture
def large(looks: Appearance, page: QWidget, maps: Maps) -> LargeMap:
    return LargeMap(looks, page, maps)


def given(layer: Layer = LAYERS[0], sign: float = 1.0) -> tuple[Layer, np.ndarray]:
    """Maps of which each is stronger than the one before it."""
    found = np.arange(MANY, dtype=np.float32)[:, None, None] * np.ones((1, 4, 4), np.float32)
    found[:, 0, 0] = -1
    return layer, sign * found


def click(maps: Maps, tile: int) -> None:
    at = maps.wall.boxes()[tile].center().toPoint()
    QTest.mouseClick(maps.wall, Qt.MouseButton.LeftButton, pos=at)


def press(large: LargeMap, key: Qt.Key) -> bool:
    return large.take_key(QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))


def test_all_maps_can_be_seen_by_turning_pages_the_strongest_first(maps: Maps) -> None:
    maps.show_maps(given())
    assert maps.heading.text() == "60 maps, 4×4"
    seen: list[str] = []
    while True:
        read: list[str] = []
        maps.wall.read.connect(read.append)
        for tile in range(len(maps.wall.boxes())):
            maps.wall.read.emit(maps.wall._told(tile, 1, 1))
        seen += read
        if not maps.after.isEnabled():
            break
        maps.after.click()
    assert maps.which.text() == "49–60"
    assert [int(each.split()[1].strip(",")) for each in seen] == list(range(MANY, 0, -1))
    maps.before.click()
    assert maps.which.text() == f"{AT_ONCE + 1}–{2 * AT_ONCE}"
    maps.show_maps(given(sign=-1.0))
    assert maps.which.text() == f"{AT_ONCE + 1}–{2 * AT_ONCE}", "another picture turns no page"
    maps.show_maps(given(LAYERS[2]))
    assert maps.which.text() == f"1–{AT_ONCE}"


def test_a_colour_is_the_same_number_on_all_pages(maps: Maps) -> None:
    maps.show_maps(given())
    before = maps.wall._limit
    maps.after.click()
    assert maps.wall._limit == before


def test_few_maps_have_no_pages(maps: Maps) -> None:
    layer, found = given()
    maps.show_maps((layer, found[:4]))
    assert not maps.after.isVisible()
    maps.show_maps(None, "fc gives no maps for a picture.")
    assert maps.heading.text() == "fc gives no maps for a picture."
    assert maps.wall.boxes() == []


def test_a_map_is_seen_large_until_escape(maps: Maps, large: LargeMap, page: QWidget) -> None:
    maps.show_maps(given())
    maps.after.click()
    click(maps, 1)
    number = MANY - AT_ONCE - 1
    assert large.isVisible()
    assert large.geometry() == page.rect()
    assert large.heading.text() == f"Map {number} of conv1"
    assert large.values.text() == f"It has 4×4 numbers. The smallest is −1.00, and the largest is {number - 1}.0."
    page.resize(700, 500)
    assert large.geometry() == page.rect()
    assert press(large, Qt.Key.Key_Right)
    assert large.heading.text() == f"Map {number - 1} of conv1"
    large.before.click()
    assert large.heading.text() == f"Map {number} of conv1"
    QTest.mouseMove(large.tile, large.tile.rect().center())
    assert not press(large, Qt.Key.Key_T), "the window's keys go on"
    assert press(large, Qt.Key.Key_Escape)
    assert not large.isVisible()


def test_it_follows_the_picture_and_goes_with_its_layer(maps: Maps, large: LargeMap) -> None:
    maps.show_maps(given())
    click(maps, 0)
    maps.show_maps(None)
    assert large.isVisible(), "another picture is asked about"
    maps.show_maps(given(sign=-2.0))
    assert large.heading.text() == f"Map {MANY} of conv1"
    assert "The smallest is −118" in large.values.text()
    maps.show_maps(given(LAYERS[2]))
    assert not large.isVisible()


def test_numbers_that_are_not_finite_are_told(maps: Maps, large: LargeMap) -> None:
    layer, found = given()
    found[3, 1] = np.nan
    found[4] = np.inf
    maps.show_maps((layer, found[:5]))
    for number, said in ((4, "is 3.00. 4 are not finite."), (5, "none of them finite.")):
        assert maps.given is not None
        click(maps, maps.given.order.index(number - 1))
        assert large.values.text().endswith(said)
        large.close_button.click()


def test_keys_open_a_map_too(maps: Maps, large: LargeMap) -> None:
    maps.show_maps(given())
    enter = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    assert maps.wall.take_key(enter)
    assert large.isVisible()
    assert press(large, Qt.Key.Key_Return)
    assert not large.isVisible()
