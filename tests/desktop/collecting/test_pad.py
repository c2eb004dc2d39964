from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.collecting.pad import RUBBER, WIDTHS, Pad
from desktop.theme.appearance import Appearance


@pytest.fixture
def pad(qtbot: QtBot, looks: Appearance) -> Pad:
    made = Pad(looks)
    qtbot.addWidget(made)
    made.resize(200, 200)
    return made


def stroke(pad: Pad, *points: tuple[int, int]) -> None:
    first, *rest = (QPoint(*point) for point in points)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=first)
    for point in rest:
        QTest.mouseMove(pad, point)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))


def test_ink_is_there_while_the_pen_still_draws(pad: Pad) -> None:
    seen: list[int] = []
    pad.changed.connect(lambda: seen.append(int(pad.ink.astype(int).sum())))
    stroke(pad, (20, 20), (60, 20), (100, 20), (100, 20))
    assert seen[0] > 0
    assert seen[:3] == sorted(set(seen[:3])), "every movement adds ink"
    assert [(each.points, each.width, each.rubber) for each in pad.drawing] == [
        (((0.1, 0.1), (0.3, 0.1), (0.5, 0.1)), WIDTHS[1], False)
    ]
    assert pad.ink[25, 25] == pad.ink[25, 128] == 255
    assert pad.ink[100].max() == 0


def test_a_click_is_a_dot_and_thick_pens_are_thick(pad: Pad) -> None:
    sums = []
    for pen in range(len(WIDTHS)):
        pad.pen = pen
        stroke(pad, (100, 100))
        sums.append(int(pad.ink.astype(int).sum()))
        pad.clear()
    assert 0 < sums[0] < sums[1] < sums[2]


def test_the_rubber_takes_ink_away(pad: Pad) -> None:
    stroke(pad, (20, 100), (180, 100))
    pad.pen = len(WIDTHS)
    stroke(pad, (100, 80), (100, 120))
    assert pad.drawing[-1].rubber
    assert pad.drawing[-1].width == RUBBER
    assert pad.ink[128, 128] == 0
    assert pad.ink[128, 26] == 255


def test_strokes_and_clearing_are_taken_back_one_by_one(pad: Pad, qtbot: QtBot) -> None:
    edits: list[None] = []
    pad.edited.connect(lambda: edits.append(None))
    stroke(pad, (20, 20), (60, 20))
    stroke(pad, (20, 60), (60, 60))
    pad.clear()
    pad.clear()
    assert len(edits) == 3, "an empty pad can't be cleared"
    assert pad.ink.max() == 0
    assert pad.undo()
    assert len(pad.drawing) == 2
    assert pad.undo()
    assert len(pad.drawing) == 1
    assert pad.ink[77].max() == 0
    assert pad.redo()
    assert pad.ink[77].max() == 255
    assert pad.undo()
    assert pad.undo()
    assert not pad.undo()
    assert pad.ink.max() == 0


def test_a_pen_that_leaves_the_pad_draws_along_its_edge(pad: Pad) -> None:
    stroke(pad, (100, 100), (300, 100), (300, -50))
    assert pad.drawing[0].points == ((0.5, 0.5), (1.0, 0.5), (1.0, 0.0))


def test_in_a_room_that_is_no_square_the_paper_is_one(pad: Pad) -> None:
    pad.resize(200, 100)
    stroke(pad, (60, 20), (140, 20), (140, 80), (140, 80))
    (first, second, third) = pad.drawing[0].points
    assert second[0] - first[0] == pytest.approx(0.8), "of the paper, which is 100 wide"
    assert third[1] - second[1] == pytest.approx(0.6)
    seen = pad.grab().toImage()
    assert seen.pixelColor(20, 50) != seen.pixelColor(60, 50), "beside the paper is none"
