"""How soon a very long run is opened: from the click to its curves, and how much memory that takes.

Run as a program (`python -m tests.benchmarks.opening FOLDER`) it opens the lab over a folder of runs and the newest of
them; `measure_opening` makes such a folder and runs that program on a display of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import msgspec
import numpy as np

from desktop.runs import adapter, labels
from desktop.runs.folder import RunFolder
from desktop.runs.journal import SUFFIX, Journal
from engine.contract import events
from engine.contract.spec import PRESETS, StopAt
from scenes.stage.data.recording import Recording, Score, Validation
from scenes.stage.numbers.growing import Numbers
from tests.benchmarks.display import ROOT, display

STEPS = 600_000
SECONDS_OF_A_RUN = 1800
"""So often the journal of such a run is written."""
VALIDATED_EVERY = 150
LOOKED_EVERY = 3000


def long_run(steps: int = STEPS) -> Recording:
    """The race of two networks over so many steps of batch 20, with all that a run records on its way."""
    from engine.training.train import train

    spec = msgspec.structs.replace(PRESETS["race"].spec, batch=20, threads=1, stop=StopAt(steps=20))
    short = adapter.add_all(*_begun(train(spec)))
    whole = replace(short, plan=replace(short.plan, total_steps=steps), snapshots=short.snapshots.first(0))
    whole = replace(whole, ticks=whole.ticks.first(0), validations=whole.validations.first(0))
    whole = replace(whole, checkpoints=whole.checkpoints.first(0), ending=None)
    whole = whole.with_rows(_rows(short, steps))
    for step in range(0, steps + 1, VALIDATED_EVERY):
        score = Score(0.3 + 2.0 * 0.99999**step, 1 - 0.9 * 0.99999**step)
        whole = whole.with_validation(Validation(step, step * 20 / 8500, 500, (score, score)))
    look, weights = short.snapshots[-1], short.checkpoints[-1]
    for step in range(0, steps + 1, LOOKED_EVERY):
        whole = whole.with_snapshot(replace(look, step=step)).with_checkpoint(replace(weights, step=step))
    return whole


def _begun(said: Iterator[events.Event]) -> tuple[Recording, Iterator[events.Event]]:
    started = next(said)
    assert isinstance(started, events.Started)
    return adapter.begin(started), said


def _rows(short: Recording, steps: int) -> Numbers:
    """Numbers as noisy as those of a run, which no compression makes small."""
    draw = np.random.default_rng(1)
    step = np.arange(1.0, steps + 1)
    common = (step, step * 20 / 8500, np.full(steps, 3e-3), np.full(steps, 20.0), step / steps, 3e-3 * step)
    measured = np.exp(draw.normal(-step[:, None] / steps, 0.3, (steps, short.ticks.numbers.shape[1] - len(common))))
    return np.column_stack([*common, measured.astype(np.float32)])


def measure_opening() -> dict[str, object]:
    """Seconds and MiB until a kept run of 600,000 steps is drawn, and one whose window was killed from its journal."""
    with display() as environment, tempfile.TemporaryDirectory() as home:
        environment["CONVOSCOPE_HOME"] = home
        run, found = long_run(), {}
        for name, write in (("kept", _keep), ("broken off", _note)):
            folder = Path(home) / name
            size = write(folder, run)
            command = [sys.executable, "-m", "tests.benchmarks.opening", str(folder)]
            done = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
            found[name] = {"file MiB": round(size / 2**20, 1), **json.loads(done.stdout)}
    return {"aim": "< 1 s and < 200 MiB more", "steps": STEPS, **found}


def _keep(folder: Path, run: Recording) -> int:
    """Keep a run as the lab does when it is over."""
    runs = RunFolder(folder)
    size = runs.save("long", run)
    runs.write_label("long", labels.labelled(run, "A long run", None, size))
    return size


def _note(folder: Path, run: Recording) -> int:
    """Leave the journal of a run as a window that is killed does."""
    journal = Journal(folder / f"long{SUFFIX}", run.plan)
    for second in range(1, SECONDS_OF_A_RUN + 1):
        journal.write(run.upto(run.step * second // SECONDS_OF_A_RUN))
    journal.release()
    return journal.path.stat().st_size


def _main(folder: Path) -> None:
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from tests.benchmarks.lab_window import LabWindow
    from tests.benchmarks.smooth import resident_mib

    whole = LabWindow(folder)
    lab = whole.lab

    def until(ready: object) -> None:
        while not ready():  # type: ignore[operator]
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    until(lambda: lab.session.devices)
    lab.watching.leave_home(1)
    until(lambda: all(run.label.steps for run in whole.library.runs if run.shipped))  # the list says all that it can
    before, peak = resident_mib("self"), _Peak()
    begun, worked = time.perf_counter(), time.process_time()
    beats = [begun]
    heart = QTimer(interval=2)
    heart.timeout.connect(lambda: beats.append(time.perf_counter()))
    heart.start()
    if not any(run.key == "long" for run in whole.library.runs):
        whole.library.adopt()
        until(lambda: any(run.key == "long" for run in whole.library.runs))
    listed = time.perf_counter() - begun
    lab.selection.open("long")
    until(lambda: lab.selection.opened is not None and lab.board.loss.lines)
    lab.repaint()
    QApplication.processEvents()
    seconds = time.perf_counter() - begun
    heart.stop()
    beats.append(begun + seconds)
    assert lab.recording is not None
    found: dict[str, object] = {
        "seconds": round(seconds, 2),
        "seconds of work": round(time.process_time() - worked, 2),
        "until it is listed": round(listed, 2),
        "steps": lab.recording.step,
        "longest stop of the window s": round(max(later - earlier for earlier, later in pairwise(beats)), 2),
        "MiB more": round(resident_mib("self") - before, 1),
        "MiB more at most": round(peak.mib() - before, 1),
    }
    frames = []
    for draw in lab.turns.parts:
        turn = time.perf_counter()
        draw(lab.recording, lab.looking_at)
        frames.append(round(1000 * (time.perf_counter() - turn), 1))
    found["ms to draw each part"] = frames
    print(json.dumps(found), flush=True)
    whole.close()


class _Peak:
    """The most memory that this process has had since it was made."""

    def __init__(self) -> None:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")

    def mib(self) -> float:
        """MiB, from /proc."""
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
