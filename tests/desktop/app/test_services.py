from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.app.services import Services
from desktop.runs import storage as recordings
from desktop.theme.appearance import Appearance

Use = Callable[[str], None]

SLOW = "say(hello, ready)\nfor command in hear():\n    pass"


def test_what_the_engine_said_before_there_was_a_lab_reaches_it(use_engine: Use, qtbot: QtBot) -> None:
    use_engine(SLOW)
    parent = QObject()
    backstage = Services(parent)
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
    backstage = Services(parent, eager=False)
    backstage.import_lab()
    lab = backstage.lab(Appearance())
    qtbot.addWidget(lab)
    qtbot.waitUntil(lambda: bool(lab.session.devices), timeout=20_000)
    backstage.close()


def test_what_has_been_trained_is_there_at_the_next_start(use_engine: Use, qtbot: QtBot) -> None:
    use_engine(SLOW)
    parent = QObject()
    backstage = Services(parent, eager=False)
    run = recordings.bundled("twins-8")
    assert run is not None
    backstage.session.let_go.emit(run)
    backstage.close()  # at once, while it is being written
    again = Services(parent, eager=False)
    newest = again.library.runs[0]
    assert (newest.shipped, newest.trouble, newest.label.steps) == (False, "", 250)
    assert again.library.recording(newest.key) == run
    again.close()
