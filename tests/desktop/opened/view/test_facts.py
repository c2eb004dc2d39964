from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QStyle, QStyleOptionButton
from pytestqt.qtbot import QtBot

from desktop.opened.view.facts import Facts
from desktop.theme.appearance import Appearance, stylesheet
from scenes.stage.core.marks import Role
from scenes.stage.output.theme import THEMES
from tests.desktop.opened.fakes import contents


def unfolded(qtbot: QtBot, looks: Appearance, folder: Path) -> Facts:
    """The facts of a network, with its notes shown."""
    facts = Facts(looks)
    qtbot.addWidget(facts)
    facts.setStyleSheet(stylesheet(looks))
    facts.show_contents(contents(folder))
    facts.resize(900, 90)
    with qtbot.waitExposed(facts):
        facts.show()
    facts.fold.click()
    return facts


@pytest.mark.parametrize("theme", list(THEMES))
def test_the_button_of_the_notes_is_readable_while_they_are_shown(
    qtbot: QtBot, looks: Appearance, tmp_path: Path, theme: str
) -> None:
    looks.theme = THEMES[theme]
    facts = unfolded(qtbot, looks, tmp_path)
    assert facts.notes.isVisible()
    assert facts.notes.text() == "One thing.\nAnother."
    image = facts.fold.grab().toImage()
    ground = image.pixelColor(image.width() // 2, 3)
    assert ground == QColor(looks.theme.accent), "the ground on which letters of `on_accent` are seen"


@pytest.mark.parametrize("theme", list(THEMES))
def test_the_button_of_the_notes_shows_all_its_letters_while_it_is_down(
    qtbot: QtBot, looks: Appearance, tmp_path: Path, theme: str
) -> None:
    looks.theme = THEMES[theme]
    facts = unfolded(qtbot, looks, tmp_path)
    option = QStyleOptionButton()
    facts.fold.initStyleOption(option)
    room = facts.fold.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, facts.fold)
    assert room.width() >= facts.fold.fontMetrics().horizontalAdvance(facts.fold.text())


def test_notes_are_no_warning(qtbot: QtBot, looks: Appearance, tmp_path: Path) -> None:
    facts = unfolded(qtbot, looks, tmp_path)
    assert facts.notes.palette().windowText().color() == looks.colour(Role.MUTED)
