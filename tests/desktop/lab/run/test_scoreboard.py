"""The scoreboard: every name and number in full, however many contestants there are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot

from desktop.lab.run import scoreboard
from desktop.lab.run.scoreboard import Scoreboard, Standing
from desktop.theme.appearance import Appearance
from engine.contract.spec import PRESETS

Shown = list[tuple[str, float, QRectF]]


def shown(names: list[str], width: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """What is painted in so wide a scoreboard: words, how wide they are, and their room."""
    found: Shown = []

    def paint(words: scoreboard._Words, painter: QPainter, box: QRectF) -> None:
        found.append((words.text, words.width, box))

    monkeypatch.setattr(scoreboard._Words, "paint", paint)
    board = Scoreboard(Appearance())
    qtbot.addWidget(board)
    board.resize(width, board.sizeHint().height())
    board.show_standings(tuple(Standing(name, "17,938 parameters", 0.971, 0.984, 250, False) for name in names))
    board.grab()
    return found


@pytest.mark.parametrize("width", [720, 1360])
def test_six_names_and_accuracies_stand_there_in_full(
    width: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [each.name for each in PRESETS["degradation"].spec.contestants]
    found = shown(names, width, qtbot, monkeypatch)
    assert [text for text, _, _ in found if text in names] == names
    assert sum(text == "98.4 %" for text, _, _ in found) == 6
    assert all(needed <= box.width() + 1 for _, needed, box in found)


def test_two_contestants_stand_side_by_side(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    found = shown(["Dense net", "CNN"], 720, qtbot, monkeypatch)
    tops = {box.top() for text, _, box in found if text in ("Dense net", "CNN")}
    assert len(tops) == 1


@pytest.mark.parametrize("width", [500, 640, 720, 850, 1000, 1360])
def test_all_contestants_show_the_same_numbers(width: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [text for text, _, _ in shown(["Dense net", "my net", "CNN, twin"], width, qtbot, monkeypatch)]
    for words in ("97.1 %", "98.4 %", "training", "validation", "validation, step 250", "17,938 parameters"):
        assert found.count(words) in (0, 3)
    assert found.count("98.4 %") == 3


@pytest.mark.parametrize("width", range(380, 1000, 20))
def test_no_number_touches_the_bar_of_the_next(width: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    found = shown(["Dense net", "CNN", "CNN, twin"], width, qtbot, monkeypatch)
    for text, needed, box in found:
        if text.endswith("%"):
            end = (box.left() // (width / 3) + 1) * width / 3
            assert box.left() + needed <= end - 4
