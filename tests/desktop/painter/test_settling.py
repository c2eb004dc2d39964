"""Whether the camera moves is told by what was seen a moment ago."""

from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.painter.settling import Settling
from scenes.stage.core.placing import WHOLE, Box

NEAR = Box(100.0, 100.0, 400.0)


def test_it_moves_when_another_part_is_seen_and_settles_when_it_stays(qtbot: QtBot, qapp: QObject) -> None:
    settling = Settling(qapp)
    assert not settling.moves(WHOLE), "nothing was seen before"
    assert not settling.moves(WHOLE)
    with qtbot.waitSignal(settling.settled):
        assert settling.moves(NEAR)
    assert not settling.moves(NEAR)


def test_another_picture_is_no_move(qapp: QObject) -> None:
    settling = Settling(qapp)
    settling.moves(WHOLE)
    settling.forget()
    assert not settling.moves(NEAR)
