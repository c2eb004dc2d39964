"""Where a file is saved: names typed without an ending, and dialogs that were called off."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.saving import ask_where_to_save

KINDS = "PNG (*.png);;SVG (*.svg)"


@pytest.mark.parametrize(
    ("typed", "kind", "expected"),
    [
        ("mine.png", "PNG (*.png)", "mine.png"),
        ("mine.svg", "PNG (*.png)", "mine.svg"),
        ("mine", "SVG (*.svg)", "mine.svg"),
        ("mine", "", "mine.png"),
        ("mine.GIF", "PNG (*.png)", "mine.GIF"),
        ("run 1.5", "SVG (*.svg)", "run 1.5.svg"),
        ("no. 3", "PNG (*.png)", "no. 3.png"),
        ("there", "PNG (*.png)", "there"),
    ],
)
def test_a_name_without_an_ending_gets_that_of_its_kind_unless_a_file_is_in_the_way(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str, kind: str, expected: str
) -> None:
    (tmp_path / "there.png").touch()
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *words: asked.append(words) or (str(tmp_path / typed), kind)
    )
    window = QWidget()
    qtbot.addWidget(window)
    assert ask_where_to_save(window, "Save it", tmp_path / "suggested.png", KINDS) == tmp_path / expected
    assert asked == [(window, "Save it", str(tmp_path / "suggested.png"), KINDS)]


def test_a_dialog_that_is_called_off_names_no_file(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    window = QWidget()
    qtbot.addWidget(window)
    assert ask_where_to_save(window, "Save it", tmp_path, KINDS) is None
