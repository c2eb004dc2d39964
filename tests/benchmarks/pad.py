"""How soon a stroke on the drawing pad is answered: from the movement of the pen to the answers painted.

Run as a program (`python -m tests.benchmarks.pad`) it opens the lab, trains, draws, and prints what it saw;
`measure_pad` runs that program on a display of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import numpy as np

from engine.contract.spec import PRESETS
from tests.benchmarks.display import ROOT, display
from tests.benchmarks.timing import summary

STROKES = 100
"""So many movements of the pen are measured, each in a drawing of its own."""
WORK = 6.0
"""Seconds of work over which it is watched how often the engine hears questions."""


def measure_pad() -> dict[str, object]:
    """Milliseconds until two networks have answered: after a run, while they train, and when it is looked back.

    And how long the engine alone lets a question wait while it trains, which other programs change little.
    """
    with display() as environment, tempfile.TemporaryDirectory() as home:
        environment["CONVOSCOPE_HOME"] = home
        command = [sys.executable, "-m", "tests.benchmarks.pad"]
        done = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
    return {"aim": "p99 < 50 ms", **json.loads(done.stdout), "engine hears ms of its work": _heard()}


def _heard() -> dict[str, dict[str, float]]:
    """How long the rest is of what the engine is doing, when a question comes at any moment of a run."""
    import gc

    from engine.machine import runtime
    from engine.training import train

    runtime.wait_quietly()
    runtime.keep_pages()
    found = {}
    for name in ("race", "twins-20", "gates"):
        run = train.Run(PRESETS[name].spec, time.perf_counter, paused=False)
        list(train.begin(run))
        gc.freeze()  # as the engine does
        at: list[float] = [time.process_time()]
        run.between = lambda at=at: at.append(time.process_time())  # type: ignore[misc]
        while at[-1] < at[0] + WORK:
            list(run.advance())
            run.between()
        heard = np.array(at)
        asked = np.random.default_rng(0).uniform(heard[0], heard[-1], 10_000)
        found[name] = summary((1e3 * (heard[np.searchsorted(heard, asked)] - asked)).tolist())
    return found


def _main() -> None:
    from PySide6.QtCore import QEventLoop, QPoint, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from desktop.training.session import Phase
    from tests.benchmarks.lab_window import LabWindow
    from tests.benchmarks.timing import milliseconds

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
