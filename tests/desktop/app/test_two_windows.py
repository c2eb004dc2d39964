"""Two windows on one home, as when the program is started twice."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app.composition import ANOTHER_WINDOW, Application
from desktop.runs import storage as recordings
from desktop.runs.journal import Journal
from desktop.system import sharing

PATIENCE = 30_000
"""Milliseconds that another process gets to start on a busy machine."""

SLOW = "say(hello, ready)\nfor command in hear():\n    pass"


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "LOOK_MS", 50)


@contextmanager
def started(root: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Convoscope, started once more."""
    with subprocess.Popen([sys.executable, "-m", "desktop"], cwd=root) as process:
        try:
            yield process
        finally:
            process.kill()


def words(application: Application) -> str:
    banner = application.workspace.banner
    return "" if banner.isHidden() else banner.label.text()


def test_each_window_says_that_there_is_another_as_long_as_there_is(
    open_application: Callable[..., Application], qtbot: QtBot
) -> None:
    one = open_application()
    assert words(one) == ""
    two = open_application()
    assert words(two) == ANOTHER_WINDOW
    qtbot.waitUntil(lambda: words(one) == ANOTHER_WINDOW)
    one.workspace.window().close()
    qtbot.waitUntil(lambda: words(two) == "")


def test_a_window_that_is_killed_is_spoken_of_no_longer_and_its_run_is_taken_over(
    application: Application, use_engine: Callable[[str], None], root: Path, home: Path, qtbot: QtBot
) -> None:
    use_engine(SLOW)
    with started(root) as other:
        qtbot.waitUntil(lambda: words(application) == ANOTHER_WINDOW, timeout=PATIENCE)
        run = recordings.bundled("twins-8")
        assert run is not None
        journal = Journal(home / "runs" / "20240309-150000-000000.journal", run.plan)
        journal.write(run.upto(40))  # as the other window would
        journal.release()
        other.kill()
        other.wait()
        qtbot.waitUntil(lambda: words(application).startswith("A run was broken off at step 40"), timeout=PATIENCE)
    assert ANOTHER_WINDOW not in words(application)
    banner, places = application.workspace.banner, application.workspace.places
    assert (banner.way.isHidden(), banner.way.text()) == (False, "Look at it")
    banner.way.click()
    assert places.in_lab
    assert places.lab is not None
    assert places.lab.recording is not None
    assert places.lab.recording.step == 40
    assert words(application) == ""
    assert [path.name for path in home.glob("*.lock")] == [application.others._own.name]


def test_what_was_changed_just_before_the_lab_is_made_is_kept(open_application: Callable[..., Application]) -> None:
    application = open_application()
    application.save()
    application.session.turn("n", 5)
    application.workspace.places.load_lab()
    application.save()
    assert open_application().session.knobs.n == 5
