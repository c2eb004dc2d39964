"""What the small pictures of the page say in numbers."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.teaching.model.comparing import Band
from desktop.teaching.model.head import Voice
from desktop.teaching.view.bars import Bars
from desktop.teaching.view.diagram import Diagram
from desktop.teaching.view.lines import Lines
from desktop.teaching.view.matrix import Matrix
from desktop.teaching.view.sight import STRONGEST, overlay
from desktop.teaching.view.voices import VoicesView
from desktop.theme.appearance import Appearance
from desktop.theme.paint import percent, signed
from scenes.stage.data.networks import network
from scenes.stage.output.theme import THEMES


def test_what_stays_and_what_learns_is_counted(qtbot: QtBot, looks: Appearance) -> None:
    diagram = Diagram(looks)
    qtbot.addWidget(diagram)
    published = network("efficientnet-lite0")
    assert diagram.frozen == published.parameters - published.layer("head.fc").parameters
    diagram.show_classes(3)
    assert diagram.learning == 3 * 1280 + 3
    assert "3,843 learn" in diagram.accessibleDescription()


def test_a_click_or_an_arrow_chooses_the_class_that_is_explained(qtbot: QtBot, looks: Appearance) -> None:
    bars = Bars(looks)
    qtbot.addWidget(bars)
    bars.resize(300, 120)
    bars.show_classes(("cup", "pen", "key"), np.array([0.2, 0.7, 0.1]), 1)
    assert bars.words == "pen 70 %, cup 20 %, key 10 %"
    picked: list[str] = []
    bars.picked.connect(picked.append)
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(100, 10))
    down = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    assert bars.take_key(down)
    assert picked == ["cup", "key"]
    bars.show_classes(("cup", "pen", "key"), None)
    assert bars.words == ""
    assert not bars.grab().isNull()


@pytest.mark.parametrize("names", [("cup", "pen"), ("a mug without a handle", "a fountain pen")])
def test_the_matrix_tells_each_cell_and_stays_within_itself(
    qtbot: QtBot, looks: Appearance, names: tuple[str, str]
) -> None:
    matrix = Matrix(looks)
    qtbot.addWidget(matrix)
    matrix.resize(240, 190)
    matrix.show_counts(names, np.array([[3, 1], [0, 4]]))
    assert matrix.words(0, 1) == f"1 of 4 pictures of {names[0]} were taken for {names[1]}."
    assert matrix.words(1, 1) == f"4 of 4 pictures of {names[1]} are right."
    last = matrix._box(1, 1)
    assert last.right() <= matrix.width()
    assert last.bottom() + matrix._foot[0] <= matrix.height() + 1
    assert not matrix.grab().isNull()


def test_the_strongest_cell_covers_most_and_zero_covers_nothing() -> None:
    sight = np.array([[0.0, 2.0], [-2.0, 0.5]], np.float32)
    image = overlay(sight, THEMES["dark"])
    assert image.format() == QImage.Format.Format_RGBA8888
    alpha = [[image.pixelColor(x, y).alpha() for x in range(2)] for y in range(2)]
    assert alpha == [[0, STRONGEST], [STRONGEST, STRONGEST // 2]]
    warm, cold = image.pixelColor(1, 0), image.pixelColor(0, 1)
    assert warm.red() > warm.blue()
    assert cold.blue() > cold.red()


def test_voices_and_lines_tell_their_numbers(qtbot: QtBot, looks: Appearance) -> None:
    voices, lines = VoicesView(looks), Lines(looks)
    for each in (voices, lines):
        qtbot.addWidget(each)
        each.resize(300, 240)
    voices.show_voices((Voice(7, 2.0, -0.5),))
    assert voices.accessibleDescription() == "map 7: +2.00 times −0.50 is −1.00"
    lines.show_bands({"frozen": (Band(5, 0.7, 0.74, 0.8),), "raw": ()}, 0.1)
    assert lines.words == "frozen network, new layer: 5 pictures 74 %"
    assert not voices.grab().isNull()
    assert not lines.grab().isNull()
    assert (signed(-0.126), percent(0.746)) == ("−0.13", "75 %")
