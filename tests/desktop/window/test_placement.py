from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize

from desktop.window.placement import LARGEST_AT_FIRST, SMALLEST, first, is_small, within

PLACES = st.integers(-4000, 4000)
AVAILABLE = st.builds(QRect, PLACES, PLACES, st.integers(960, 4000), st.integers(500, 3000))
WINDOWS = st.builds(QRect, PLACES, PLACES, st.integers(SMALLEST[0], 5000), st.integers(SMALLEST[1], 5000))

PROGRAM = """
import json, sys
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from desktop.window.main_window import MainWindow, SavedGeometry
application = QApplication([])
window = MainWindow(SavedGeometry(sys.argv[1]))
window.show()
application.processEvents()
exec(sys.argv[2])
application.processEvents()
screen = window.screen()
print(json.dumps({
    "place": window.geometry().getRect(), "maximised": window.isMaximized(), "full": window.isFullScreen(),
    "available": screen.availableGeometry().getRect(), "kept": window.saveGeometry().toHex().toStdString(),
}))
"""
"""Opens the bare window as it was left, does something with it, and tells where it stands and what it would keep."""


@given(AVAILABLE)
def test_the_first_window_takes_four_fifths_of_the_screen_in_its_middle(available: QRect) -> None:
    found = first(available)
    assert available.contains(found)
    assert found.width() == max(min(round(0.8 * available.width()), LARGEST_AT_FIRST[0]), SMALLEST[0])
    assert found.height() == max(min(round(0.8 * available.height()), LARGEST_AT_FIRST[1]), SMALLEST[1])
    assert (found.center() - available.center()).manhattanLength() <= 2


@pytest.mark.parametrize(
    ("size", "small"), [((1280, 720), True), ((1366, 768), True), ((1024, 768), True), ((1440, 900), False)]
)
def test_small_screens_are_filled(size: tuple[int, int], small: bool) -> None:
    assert is_small(QSize(*size)) == small


@given(WINDOWS, AVAILABLE)
def test_a_window_that_comes_back_is_all_on_the_screen(window: QRect, available: QRect) -> None:
    found = within(window, available)
    assert available.contains(found)
    assert found.size() == window.size().boundedTo(available.size())
    if available.contains(window):
        assert found == window


def opened(
    root: Path, folder: Path, *screens: tuple[int, int], scale: str = "1", left: str = "", then: str = ""
) -> dict[str, Any]:
    """Open the window in a process of its own, beside each other on screens of these sizes in pixels."""
    given_screens, x = [], 0
    for number, (width, height) in enumerate(screens):
        size = {"x": x, "y": 0, "width": width, "height": height}
        given_screens.append({"name": str(number), **size, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1})
        x += width
    (folder / "screens.json").write_text(json.dumps({"windowFrameMargins": False, "screens": given_screens}))
    platform = f"offscreen:configfile={folder / 'screens.json'}"
    environment = {**os.environ, "QT_QPA_PLATFORM": platform, "QT_SCALE_FACTOR": scale, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, left, then], env=environment, cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("screen", "scale"),
    [
        ((1280, 720), "1"),
        ((1366, 768), "1"),
        ((1024, 768), "1"),
        ((1920, 1080), "1"),
        ((1920, 1080), "1.25"),
        ((1920, 1080), "1.5"),
        ((1920, 1080), "2"),
        ((3840, 2160), "1"),
        ((3840, 2160), "1.5"),
        ((3840, 2160), "2"),
    ],
)
def test_the_first_window_is_on_the_screen_at_every_size_and_scale(
    root: Path, home: Path, screen: tuple[int, int], scale: str
) -> None:
    found = opened(root, home, screen, scale=scale)
    place, available = QRect(*found["place"]), QRect(*found["available"])
    assert available.contains(place)
    logical = QSize(round(screen[0] / float(scale)), round(screen[1] / float(scale)))
    assert found["maximised"] == is_small(logical)
    assert place == (available if found["maximised"] else first(available))


def test_the_window_comes_back_where_it_was_left(root: Path, home: Path) -> None:
    screens = (1920, 1080), (2560, 1440)
    left = opened(root, home, *screens, then="window.setGeometry(2000, 100, 1500, 900)")
    again = opened(root, home, *screens, left=left["kept"])
    assert (again["place"], again["maximised"]) == ([2000, 100, 1500, 900], False)
    elsewhere = opened(root, home, screens[0], left=left["kept"])
    assert QRect(*elsewhere["available"]).contains(QRect(*elsewhere["place"])), "its screen is gone"


def test_a_maximised_window_comes_back_maximised_and_a_full_screen_does_not(root: Path, home: Path) -> None:
    maximise = "window.setWindowState(Qt.WindowState.WindowMaximized)"
    left = opened(root, home, (1920, 1080), then=maximise)
    assert opened(root, home, (1920, 1080), left=left["kept"])["maximised"]
    full = f"{maximise}; window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)"
    left = opened(root, home, (1920, 1080), then=full)
    again = opened(root, home, (1920, 1080), left=left["kept"])
    assert left["full"]
    assert (again["maximised"], again["full"]) == (True, False)
