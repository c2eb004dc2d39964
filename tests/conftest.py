"""Shared by every test: where Qt draws, where the user's state lies, what a test must leave behind."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes depends on what else the machine does, so no law fails by the clock.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

SNAPSHOTS = Path(__file__).resolve().parent / "snapshots"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-snapshots",
        action="store_true",
        help="write what the tests compute into tests/snapshots instead of comparing with it",
    )
    parser.addoption("--scenes", default="", help="of the catalogue's checks only those of these scenes: vgg,pooling")


def pytest_configure(config: pytest.Config) -> None:
    """Choose Qt's platform before anything imports Qt: a real window for `-m window`, else none."""
    wants_window = config.getoption("markexpr") == "window" and os.environ.get("DISPLAY")
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if wants_window else "offscreen")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ["QT_QPA_PLATFORM"] != "offscreen":
        return
    skip = pytest.mark.skip(reason="needs a real window; `python3 run.py test` opens one")
    for item in items:
        if item.get_closest_marker("window"):
            item.add_marker(skip)


@pytest.fixture(scope="session", autouse=True)
def _what_is_imported_is_no_garbage() -> None:
    """Let the search for leaked windows pass over all that was there before the first test: torch, Qt, every scene."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of folders, each given once. Pytest's own numbering looks through all that there are, for every test."""
    root = tmp_path_factory.mktemp("homes")
    return (root / str(number) for number in count())


@pytest.fixture(autouse=True)
def home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The application's own folder (state, recordings) for this test alone; the user's is never touched."""
    folder = next(homes)
    folder.mkdir()
    monkeypatch.setenv("CONVOSCOPE_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _no_leaked_windows(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a GUI test that leaves a top-level widget behind: it would repaint into every later test."""
    if not {"qapp", "qtbot"} & set(request.fixturenames):
        yield
        return
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    request.getfixturevalue("qapp")
    before = set(QApplication.topLevelWidgets())
    yield
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    leaked = [widget for widget in QApplication.topLevelWidgets() if widget not in before]
    assert not leaked, f"top-level widgets left behind: {leaked}"
    gc.freeze()  # what outlives a test is kept for the next ones; to look through it after each of them took a third


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return ``snapshot(name, text)``, which compares `text` with the file tests/snapshots/<name>.

    With ``--update-snapshots`` the file is written instead; look at the difference before you commit it.
    """

    def check(name: str, text: str) -> None:
        path = SNAPSHOTS / name
        if request.config.getoption("--update-snapshots"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"no snapshot {name}: make it with --update-snapshots"
        assert text == path.read_text(encoding="utf-8"), f"{name} changed: see --update-snapshots"

    return check


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's folder."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def typeface(request: pytest.FixtureRequest) -> None:
    """Have the bundled typeface at hand. Asked for by name, `qapp` would make every test look for leaked windows."""
    from desktop.theme import fonts

    request.getfixturevalue("qapp")
    fonts.load()
