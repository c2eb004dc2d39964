from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.services import Services
from desktop.runs import storage as recordings
from desktop.runs.journal import Journal
from desktop.runs.library import Library
from desktop.theme.appearance import Appearance
from engine.contract.spec import PRESETS

Use = Callable[[str], None]

SLOW = "say(hello, ready)\nfor command in hear():\n    pass"


@pytest.fixture
def parent(qapp: QApplication) -> QObject:
    """Give what services belong to; it outlives the pages that a test makes of them, as the application does."""
    return QObject()


def test_what_the_engine_said_before_there_was_a_lab_reaches_it(parent: QObject, use_engine: Use, qtbot: QtBot) -> None:
    use_engine(SLOW)
    backstage = Services(parent)
    qtbot.waitUntil(lambda: bool(backstage.session.devices), timeout=20_000)
    with qtbot.waitSignal(backstage.imported, timeout=20_000):
        backstage.import_lab()
    lab = backstage.lab(Appearance())
    qtbot.addWidget(lab)
    assert [device.name for device in lab.session.devices] == ["cpu", "cuda"]
    backstage.close()


def test_without_haste_nothing_begins_before_it_is_asked_for(parent: QObject, use_engine: Use, qtbot: QtBot) -> None:
    use_engine(SLOW)
    backstage = Services(parent, eager=False)
    backstage.import_lab()
    lab = backstage.lab(Appearance())
    qtbot.addWidget(lab)
    qtbot.waitUntil(lambda: bool(lab.session.devices), timeout=20_000)
    backstage.close()


def test_what_has_been_trained_is_there_at_the_next_start(parent: QObject, use_engine: Use, qtbot: QtBot) -> None:
    use_engine(SLOW)
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


def test_a_run_in_progress_is_written_down_as_it_grows(
    parent: QObject, use_engine: Use, qtbot: QtBot, home: Path
) -> None:
    use_engine(
        "say(hello, ready)\nfrom tests.desktop.fake_runs import run_events\n"
        "for command in hear():\n    say(*run_events(30)) if isinstance(command, Start) else None"
    )
    backstage = Services(parent, eager=False)
    backstage.session.start(PRESETS["race"].spec)

    def noted() -> None:
        paths = list(home.glob("runs/*.journal"))
        assert [journal.read().step for journal in map(Journal, paths) if journal.path.stat().st_size] == [30]

    qtbot.waitUntil(noted, timeout=20_000)
    backstage.session.reset()
    backstage.close()
    assert sorted(path.suffix for path in home.glob("runs/*")) == [".json", ".tape"]


def test_a_run_that_was_broken_off_is_there_at_the_next_start(
    parent: QObject, use_engine: Use, qtbot: QtBot, home: Path
) -> None:
    use_engine(SLOW)
    run = recordings.bundled("twins-8")
    assert run is not None
    journal = Journal(home / "runs" / "20240309-150000-000000.journal")
    journal.write(run.upto(40))
    journal.release()
    backstage = Services(parent, eager=False)
    qtbot.waitUntil(lambda: backstage.library.runs[0].label.steps == 40)
    assert backstage.library.runs[0].label.broken_off
    backstage.close()


def test_runs_of_earlier_versions_move_from_the_settings_to_the_data(
    parent: QObject, use_engine: Use, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_engine(SLOW)
    monkeypatch.delenv("CONVOSCOPE_HOME")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    run = recordings.bundled("twins-8")
    assert run is not None
    earlier = Library(tmp_path / "config" / "convoscope" / "runs")
    earlier.keep(run)
    earlier.close()
    backstage = Services(parent, eager=False)
    assert backstage.library.folder == tmp_path / "data" / "convoscope" / "runs"
    assert backstage.library.runs[0].label.steps == 250
    assert list((tmp_path / "config" / "convoscope").iterdir()) == []
    backstage.close()
