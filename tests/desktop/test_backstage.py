from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.backstage import Backstage
from desktop.style import Appearance

Use = Callable[[str], None]

SLOW = "say(hello, ready)\nfor command in hear():\n    pass"


def test_what_the_engine_said_before_there_was_a_lab_reaches_it(use_engine: Use, qtbot: QtBot) -> None:
    use_engine(SLOW)
    parent = QObject()
    backstage = Backstage(parent)
    qtbot.waitUntil(lambda: bool(backstage.session.devices), timeout=20_000)
    with qtbot.waitSignal(backstage.imported, timeout=20_000):
        backstage.import_lab()
    lab = backstage.lab(Appearance())
    qtbot.addWidget(lab)
    assert [device.name for device in lab.session.devices] == ["cpu", "cuda"]
    backstage.close()


def test_without_haste_nothing_begins_before_it_is_asked_for(use_engine: Use, qtbot: QtBot) -> None:
    use_engine(SLOW)
    parent = QObject()
    backstage = Backstage(parent, eager=False)
    backstage.import_lab()
    lab = backstage.lab(Appearance())
    qtbot.addWidget(lab)
    qtbot.waitUntil(lambda: bool(lab.session.devices), timeout=20_000)
    backstage.close()
