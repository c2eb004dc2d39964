"""Smoothness and memory: a scene plays with live charts beside it while the engine trains.

Run as a program (`python -m tests.benchmarks.smooth`) it opens the window, trains, and prints what it saw; `measure`
runs that program on a display of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time

from tests.benchmarks.display import ROOT, display

SECONDS = 8.0
"""How long frames are counted."""


def measure_smooth() -> dict[str, object]:
    """Intervals between painted frames in milliseconds, steps a second, and the memory of both processes in MiB."""
    with display() as environment, tempfile.TemporaryDirectory() as home:
        environment["CONVOSCOPE_HOME"] = home
        command = [sys.executable, "-m", "tests.benchmarks.smooth"]
        done = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
    return {"aim": "p99 < 22 ms on two cores", **json.loads(done.stdout)}


def resident_mib(pid: int | str) -> float:
    """The resident memory of a process, from /proc; NaN where there is none."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as lines:
            return next(round(int(line.split()[1]) / 1024, 1) for line in lines if line.startswith("VmRSS"))
    except (OSError, StopIteration):
        return float("nan")


def _main() -> None:
    from PySide6.QtCore import QEvent, QObject, Qt, QTimer
    from PySide6.QtWidgets import QApplication, QSplitter

    from desktop import fonts
    from desktop.canvas import Canvas
    from desktop.clock import Clock
    from desktop.lab.page import LabPage
    from desktop.session import Session
    from desktop.style import Appearance
    from desktop.typeset import Typesetter
    from engine.spec import PRESETS
    from scenes.stage.catalogue import catalogue
    from tests.benchmarks.timing import summary

    application = QApplication([])
    application.setStyle("Fusion")
    application.setFont(fonts.font(14))
    appearance = Appearance()
    session = Session(catalogue())
    typesetter = Typesetter()
    canvas, lab = Canvas(session, appearance, typesetter), LabPage(appearance)
    clock = Clock(session)

    class Watch(QObject):
        """Notes when the canvas is painted."""

        def __init__(self) -> None:
            super().__init__()
            self.times: list[float] = []

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                self.times.append(time.monotonic())
            return False

    watch = Watch()
    window = QSplitter(Qt.Orientation.Horizontal)
    window.addWidget(canvas)
    window.addWidget(lab)
    window.resize(1920, 1080)
    window.setSizes([960, 960])
    window.show()

    def train() -> None:
        if not lab.session.devices:
            QTimer.singleShot(50, train)
            return
        lab.session.start(PRESETS["race"].spec)
        session.set_loop(True) if hasattr(session, "set_loop") else None
        session.toggle()
        QTimer.singleShot(1000, lambda: canvas.installEventFilter(watch))
        QTimer.singleShot(1000 + int(SECONDS * 1000), finish)

    def finish() -> None:
        intervals = [(b - a) * 1e3 for a, b in zip(watch.times, watch.times[1:], strict=False)]
        recording = lab.session.recording
        ticks = len(recording.steps) if recording is not None else 0
        pid = lab.session.client.process_id
        print(
            json.dumps(
                {
                    "interval ms": summary(intervals),
                    "frames": len(intervals),
                    "training steps meanwhile": ticks,
                    "memory MiB": {"window": resident_mib("self"), "engine": resident_mib(pid)},
                }
            ),
            flush=True,
        )
        lab.shutdown()
        typesetter.close()
        application.exit()

    lab.start_engine()
    QTimer.singleShot(100, train)
    application.exec()
    del clock


if __name__ == "__main__":
    _main()
