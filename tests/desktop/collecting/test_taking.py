"""One picture for a scene, taken with the camera or drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.collecting import camera
from desktop.collecting.camera import INSTEAD
from desktop.collecting.strokes import Stroke
from desktop.collecting.taking import TakePicture
from desktop.theme.appearance import Appearance

PICTURE = "lavfi|testsrc=size=320x240:rate=30,realtime"


@pytest.fixture
def dialog(qtbot: QtBot, looks: Appearance, monkeypatch: pytest.MonkeyPatch) -> Iterator[TakePicture]:
    monkeypatch.setenv(INSTEAD, PICTURE)
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(1280, 720)
    page.show()
    made = TakePicture(looks, page)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    yield made
    made.camera.close()


@pytest.fixture
def taken(dialog: TakePicture) -> list[Any]:
    found: list[Any] = []
    dialog.taken.connect(lambda picture, name: found.append((picture, name)))
    return found


def test_what_the_camera_sees_is_taken(dialog: TakePicture, taken: list[Any], qtbot: QtBot) -> None:
    dialog.choose(films=True)
    dialog.open()
    assert not dialog.take.isEnabled(), "there is nothing to take yet"
    qtbot.waitUntil(dialog.take.isEnabled, timeout=20_000)
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    ((picture, name),) = taken
    assert picture.shape == (3, 240, 240), "the square that was seen"
    assert picture.max() > 200
    assert name == "Taken with the camera"
    assert not dialog.isVisible()
    assert not dialog.camera.on


def test_a_drawing_is_taken_as_it_is_seen(dialog: TakePicture, taken: list[Any], qtbot: QtBot) -> None:
    dialog.choose(films=True)
    dialog.open()
    dialog.source.picked.emit(1)
    assert not dialog.camera.on
    assert not dialog.take.isEnabled()
    dialog.pad._record((Stroke(((0.2, 0.2), (0.8, 0.8)), 0.1),))
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    ((picture, name),) = taken
    assert picture.shape == (1, 256, 256)
    assert (picture[0, 128, 128], picture[0, 20, 230]) == (255, 0)
    assert name == "Drawn by hand"


def test_without_a_camera_one_sentence_says_what_can_be_done(
    dialog: TakePicture, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(INSTEAD)
    monkeypatch.setattr(camera, "cameras", tuple)
    dialog.choose(films=True)
    dialog.open()
    qtbot.waitUntil(lambda: bool(dialog.refusal.text()))
    assert dialog.refusal.text() == "No camera was found. Plug one in and press Try again, or draw one here."
    assert dialog.again.isVisible()
    assert not dialog.take.isEnabled()
    monkeypatch.undo()
    monkeypatch.setenv(INSTEAD, PICTURE)
    QTest.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.take.isEnabled, timeout=20_000)
    assert dialog.refusal.text() == ""


def test_going_to_and_fro_makes_it_no_higher(
    dialog: TakePicture, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(INSTEAD)
    monkeypatch.setattr(camera, "cameras", tuple)
    dialog.choose(films=True)
    dialog.open()
    qtbot.waitUntil(lambda: bool(dialog.refusal.text()))
    before = dialog.height()
    for films in (False, True, False, True):
        dialog.choose(films=films)
        qtbot.waitUntil(lambda films=films: bool(dialog.refusal.text()) == films)  # type: ignore[misc]
        qtbot.wait(50)
        assert dialog.height() < 660
    assert dialog.height() <= before


def test_leaving_turns_the_camera_off(dialog: TakePicture, taken: list[Any], qtbot: QtBot) -> None:
    dialog.choose(films=True)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.camera.frame is not None, timeout=20_000)
    QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    assert not dialog.camera.on
    assert taken == []
    assert np.all(dialog.pad.ink == 0)
