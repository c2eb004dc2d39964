from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.publishing.asking.menu import ENTRIES, ExportMenu


def test_each_entry_does_its_action_and_the_lesson_is_offered_where_one_is_open(qtbot: QtBot) -> None:
    window, done, has = QWidget(), list[str](), [False]
    qtbot.addWidget(window)
    actions = {name: lambda name=name: done.append(name) for _, name in ENTRIES}
    menu = ExportMenu(actions, lambda: has[0], window)
    for entry in menu.entries.values():
        entry.trigger()
    assert done == [name for _, name in ENTRIES]
    for has[0] in (True, False):
        menu.aboutToShow.emit()
        assert menu.entries["export-lesson"].isVisible() == has[0]
