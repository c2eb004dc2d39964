"""Whether the memory of a long run is level: both processes over some minutes of training at full speed.

`python3 run.py bench soak --minutes 10` takes as long; one minute is the default. Run as a program
(`python -m tests.benchmarks.soak MINUTES`) it opens the window, trains, and prints what it saw.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from typing import Any

import msgspec
import numpy as np

from engine.contract.spec import MAX_STEPS, PRESETS, StopAt
from scenes.stage.data.recording import Recording
from tests.benchmarks.display import ROOT, display

WARM_UP = 0.25
"""The share of the time after which the memory counts: caches, and the first snapshots, have been filled by then."""
SAMPLES = 60
"""The memory is read about so often."""


def measure_soak(minutes: float = 1.0) -> dict[str, object]:
    """Memory in MiB and its slope in MiB a minute, for each process; and what the recording alone takes."""
    with display() as environment, tempfile.TemporaryDirectory() as home:
        environment["CONVOSCOPE_HOME"] = home
        command = [sys.executable, "-m", "tests.benchmarks.soak", str(minutes)]
        done = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
    return {"aim": "engine level; window no steeper than the recording", **json.loads(done.stdout)}


def _main(minutes: float) -> None:
    from PySide6.QtCore import QProcess, QTimer

    from tests.benchmarks.lab_window import LabWindow
    from tests.benchmarks.smooth import resident_mib

    whole = LabWindow()
    samples: list[tuple[float, float, float, float, float, float]] = []
    begun = 0.0

    def begin() -> None:
        nonlocal begun
        begun = time.monotonic()
        watch.start()

    def look() -> None:
        (engine,) = whole.lab.session.client.findChildren(QProcess)
        now = (time.monotonic() - begun) / 60
        turn = time.perf_counter()
        whole.lab.turns.all()
        drawn = 1000 * (time.perf_counter() - turn)
        engine_mib = resident_mib(engine.processId())
        recording = whole.lab.session.recording
        held = _held_mib(recording) if recording is not None else 0.0
        samples.append((now, resident_mib("self"), engine_mib, float(whole.steps), held, drawn))
        if now >= minutes:
            watch.stop()
            tell()
            whole.close()

    def tell() -> None:
        at, window, engine, steps, held, drawn = np.array(samples).T
        late = at >= WARM_UP * minutes
        found = {
            "minutes": round(float(at[-1]), 1),
            "steps": int(steps[-1]),
            "recording": _summary(at, held, late),
            "window": _summary(at, window, late),
            "engine": _summary(at, engine, late),
            "ms to draw all parts, early and late": [_median(drawn[~late]), _median(drawn[-len(drawn) // 4 :])],
        }
        print(json.dumps(found), flush=True)

    watch = QTimer(interval=round(max(0.5, minutes * 60 / SAMPLES) * 1000))
    watch.timeout.connect(look)
    endless = msgspec.structs.replace(PRESETS["race"].spec, batch=20, stop=StopAt(steps=MAX_STEPS))
    whole.lab.session.told.connect(lambda sentence: print(sentence, file=sys.stderr))
    whole.train(endless)
    whole.when(lambda: whole.steps > 50, begin)
    whole.run()


def _held_mib(recording: Recording) -> float:
    """What a recording holds: the numbers of its steps, and the looks and weights that get sparser the longer it is."""
    parts: tuple[Any, ...] = (*recording.snapshots, *recording.checkpoints, *recording.predicted)
    return float(recording.ticks.numbers.nbytes + sum(part.size for part in parts)) / 2**20


def _summary(at: np.ndarray, mib: np.ndarray, late: np.ndarray) -> dict[str, float]:
    return {
        "MiB after the warm-up": round(float(mib[late][0]), 1),
        "MiB at the end": round(float(mib[-1]), 1),
        "MiB a minute": round(_slope(at[late], mib[late]), 2),
    }


def _slope(at: np.ndarray, values: np.ndarray) -> float:
    return float(np.polyfit(at, values, 1)[0])


def _median(values: np.ndarray) -> float:
    return round(float(np.median(values)), 1)


if __name__ == "__main__":
    _main(float(sys.argv[1]))
