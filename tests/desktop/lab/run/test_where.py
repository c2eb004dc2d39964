"""The row that says where runs are trained."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from desktop.lab.run.where import ANOTHER, HERE, WhereRow
from desktop.theme.appearance import Appearance

FAR = "ssh far convoscope engine"


@pytest.fixture
def row(qtbot: QtBot, looks: Appearance) -> WhereRow:
    made = WhereRow(looks)
    qtbot.addWidget(made)
    made.show_where("")
    return made


def offered(row: WhereRow) -> list[str]:
    return [row.field.itemText(index) for index in range(row.field.count())]


def typing(monkeypatch: pytest.MonkeyPatch, text: str, agreed: bool = True) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: (text, agreed))


def test_a_command_is_typed(qtbot: QtBot, row: WhereRow, monkeypatch: pytest.MonkeyPatch) -> None:
    assert offered(row) == [HERE, ANOTHER]
    typing(monkeypatch, f" {FAR} ")
    with qtbot.waitSignal(row.moved) as moved:
        row.wanted.emit(1)
    assert moved.args == [FAR]
    row.show_where(FAR)
    assert offered(row) == [HERE, FAR, ANOTHER]
    assert row.field.currentText() == FAR
    with qtbot.waitSignal(row.moved) as moved:
        row.wanted.emit(0)
    assert moved.args == [""]


@pytest.mark.parametrize(("text", "agreed"), [(FAR, False), ("  ", True)])
def test_nothing_typed_moves_nothing(
    qtbot: QtBot, row: WhereRow, monkeypatch: pytest.MonkeyPatch, text: str, agreed: bool
) -> None:
    typing(monkeypatch, text, agreed)
    with qtbot.assertNotEmitted(row.moved):
        row.wanted.emit(1)
    assert row.field.currentText() == HERE
