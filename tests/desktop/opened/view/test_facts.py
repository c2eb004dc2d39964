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


@pytest.mark.parametrize("theme", list(THEMES))
def test_the_button_of_the_notes_is_readable_while_they_are_shown(
    qtbot: QtBot, looks: Appearance, tmp_path: Path, theme: str
) -> None:
    looks.theme = THEMES[theme]
    facts = Facts(looks)
    qtbot.addWidget(facts)
    facts.setStyleSheet(stylesheet(looks))
    facts.show_contents(contents(tmp_path))
    with qtbot.waitExposed(facts):
        facts.show()
    facts.fold.click()
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
    facts = Facts(looks)
    qtbot.addWidget(facts)
    facts.setStyleSheet(stylesheet(looks))
    facts.show_contents(contents(tmp_path))
    facts.resize(900, 90)
    with qtbot.waitExposed(facts):
        facts.show()
    facts.fold.click()
    option = QStyleOptionButton()
    facts.fold.initStyleOption(option)
    room = facts.fold.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, facts.fold)
    assert room.width() >= facts.fold.fontMetrics().horizontalAdvance(facts.fold.text())


def test_notes_are_no_warning(qtbot: QtBot, looks: Appearance, tmp_path: Path) -> None:
    facts = Facts(looks)
    qtbot.addWidget(facts)
    facts.setStyleSheet(stylesheet(looks))
    facts.show_contents(contents(tmp_path))
    facts.show()
    facts.fold.click()
    assert facts.notes.palette().windowText().color() == looks.colour(Role.MUTED)
