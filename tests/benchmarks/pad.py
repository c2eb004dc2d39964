"""How soon a stroke on the drawing pad is answered: from the movement of the pen to the answers painted.

Run as a program (`python -m tests.benchmarks.pad`) it opens the lab, trains, draws, and prints what it saw;
`measure_pad` runs that program on a display of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable

from engine.contract.spec import PRESETS
from tests.benchmarks.display import ROOT, display

STROKES = 100
"""So many movements of the pen are measured, each in a drawing of its own."""


def measure_pad() -> dict[str, object]:
    """Milliseconds until two networks have answered: after a run, while they train, and when it is looked back."""
    with display() as environment, tempfile.TemporaryDirectory() as home:
        environment["CONVOSCOPE_HOME"] = home
        command = [sys.executable, "-m", "tests.benchmarks.pad"]
        done = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
    return {"aim": "p99 < 50 ms", **json.loads(done.stdout)}


def _main() -> None:
    from PySide6.QtCore import QEventLoop, QPoint, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from desktop.training.session import Phase
    from tests.benchmarks.lab_window import LabWindow
    from tests.benchmarks.timing import milliseconds, summary

    whole = LabWindow()
    lab, probe = whole.lab, whole.lab.probe
    pad = probe.drawing.pad

    def until(ready: Callable[[], object]) -> None:
        while not ready():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def answered() -> bool:
        snapshot, picture = probe.inside.snapshot, probe.drawing.picture
        return snapshot is not None and picture is not None and bool((snapshot.picture.array == picture).all())

    def move(place: QPoint) -> None:
        QTest.mouseMove(pad, place)
        until(answered)
        probe.inside.repaint()

    def strokes() -> dict[str, float]:
        times = []
        for number in range(STROKES):
            x = 20 + number
            QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(x, 20))
            until(answered)
            times.append(milliseconds(lambda x=x: move(QPoint(x, 100))))  # type: ignore[misc]
            QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(x, 100))
            pad.clear()
            until(lambda: probe.inside.snapshot is None)
        return summary(times)

    until(lambda: lab.session.devices)
    lab.session.start(PRESETS["race"].spec)
    until(lambda: whole.steps > 20)
    probe.source.picked.emit(1)
    found = {"while_it_trains": strokes()}
    lab.session.stop()
    until(lambda: lab.session.phase is Phase.OVER)
    found["after_the_run"] = strokes()
    lab.scrub(20)
    found["looking_back"] = strokes()
    print(json.dumps(found), flush=True)
    whole.close()


if __name__ == "__main__":
    _main()
