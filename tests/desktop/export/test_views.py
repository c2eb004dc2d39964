"""What a widget shows as a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.export import views
from desktop.export.still import ExportError

ROWS = [["name", "loss"], ["a, b", 0.1], ["c", None]]


@pytest.fixture
def widget(qtbot: QtBot) -> QLabel:
    made = QLabel("Something")
    qtbot.addWidget(made)
    made.resize(200, 100)
    return made


def test_the_ending_says_what_is_saved(widget: QLabel, tmp_path: Path) -> None:
    for name in ("a.png", "b.svg", "c.CSV"):
        views.save(tmp_path / name, widget, "A title", ROWS)
    assert QImage(str(tmp_path / "a.png")).size() == widget.size() * views.SHARP
    assert "A title" in (tmp_path / "b.svg").read_text(encoding="utf-8")
    assert (tmp_path / "c.CSV").read_bytes() == b'name,loss\r\n"a, b",0.1\r\nc,\r\n'


def test_what_cannot_be_saved_is_one_sentence(widget: QLabel, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"ends in \.png, \.svg or \.csv\.$"):
        views.save(tmp_path / "a.jpeg", widget, "", ROWS)
    with pytest.raises(ExportError, match="can't be written"):
        views.save(tmp_path / "nowhere" / "a.csv", widget, "", ROWS)
