"""Start: from the start of the process to the first painted window, beside a window with nothing in it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time

import numpy as np

from tests.benchmarks.display import ROOT, display

RUNS = 5

BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.monotonic() - float(sys.argv[1]), flush=True)
        QApplication.exit()
qt = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
qt.exec()
"""

OURS = """
import json, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop.app.application import fill as fill_window
from desktop.system.paths import state_file
from desktop.window.main_window import SavedGeometry, MainWindow
begun = float(sys.argv[1])
found = {}
qt = QApplication(["convoscope"])
window = MainWindow(SavedGeometry.of_state(state_file()))
def fill():
    found["window"] = time.monotonic() - begun
    window.application = fill_window(window, None)
    window.application.workspace.painted.connect(painted)
def painted():
    found["stage"] = time.monotonic() - begun
    watch()
def watch():
    lab = window.application.workspace.places.lab
    if lab is None:
        QTimer.singleShot(5, watch)
        return
    def follow():
        if lab.session.devices and "engine ready" not in found:
            found["engine ready"] = time.monotonic() - begun
            print(json.dumps(found), flush=True)
            window.close()
            qt.exit()
    lab.session.engine_changed.connect(follow)
    follow()
window.painted.connect(fill)
window.show()
qt.exec()
"""


def measure_start() -> dict[str, object]:
    """Seconds to the first paint of both, in turns, then to the first picture and to an engine ready to train."""
    bare, painted, stage, ready = [], [], [], []
    with display() as environment, tempfile.TemporaryDirectory() as home:
        environment["CONVOSCOPE_HOME"] = home
        # As on a user's machine: from the second start on nothing is compiled.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        _timed(OURS, environment)
        for _ in range(RUNS):
            bare.append(float(_timed(BARE, environment)))
            found = json.loads(_timed(OURS, environment))
            painted.append(found["window"])
            stage.append(found["stage"])
            ready.append(found["engine ready"] - found["window"])
    return {
        "aim": "first paint < 2x a bare window; first training step possible < 1.5 s later",
        "bare window s": round(float(np.median(bare)), 3),
        "first paint s": round(float(np.median(painted)), 3),
        "first paint over bare window": round(float(np.median(painted) / np.median(bare)), 2),
        "first picture of a scene s": round(float(np.median(stage)), 3),
        "engine ready after first paint s": round(float(np.median(ready)), 2),
    }


def _timed(program: str, environment: dict[str, str]) -> str:
    command = [sys.executable, "-c", program, str(time.monotonic())]
    return subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout
