"""Smoothness and memory: a scene plays with live charts beside it while the engine trains.

Run as a program (`python -m tests.benchmarks.smooth`) it opens the window, trains, and prints what it saw; `measure`
runs that program on a display of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile

import msgspec

from engine.contract.spec import StopAt
from tests.benchmarks.display import ROOT, display

SECONDS = 8.0
"""How long frames are counted."""


def measure_smooth() -> dict[str, object]:
    """Intervals between painted frames in milliseconds, steps a second, and the memory of both processes in MiB."""
    with display() as environment, tempfile.TemporaryDirectory() as home:
        environment["CONVOSCOPE_HOME"] = home
        command = [sys.executable, "-m", "tests.benchmarks.smooth"]
        done = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
    return {"aim": "p99 < 20 ms", **json.loads(done.stdout)}


def resident_mib(pid: int | str) -> float:
    """The resident memory of a process, from /proc; NaN where there is none."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as lines:
            return next(round(int(line.split()[1]) / 1024, 1) for line in lines if line.startswith("VmRSS"))
    except (OSError, StopIteration):
        return float("nan")


def _main() -> None:
    from PySide6.QtCore import QProcess, QTimer

    from engine.contract.spec import PRESETS
    from tests.benchmarks.lab_window import LabWindow
    from tests.benchmarks.painted import Painted

    whole, watch = LabWindow(), Painted()
    steps_before = 0

    def begin() -> None:
        nonlocal steps_before
        steps_before = whole.steps
        whole.canvas.installEventFilter(watch)
        QTimer.singleShot(int(SECONDS * 1000), finish)

    def finish() -> None:
        (engine,) = whole.lab.session.client.findChildren(QProcess)
        found = {
            **watch.found(),
            "training steps per second": round((whole.steps - steps_before) / SECONDS, 1),
            "memory MiB": {
                "window": resident_mib("self"),
                "engine": resident_mib(engine.processId()),
            },
        }
        print(json.dumps(found), flush=True)
        whole.close()

    endless = msgspec.structs.replace(PRESETS["race"].spec, stop=StopAt(epochs=50.0))
    whole.train(endless)
    whole.when(lambda: whole.steps > 50, begin)
    whole.run()


if __name__ == "__main__":
    _main()
