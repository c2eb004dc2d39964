"""The bottom line: how far the run is, how long it still takes, and a slider back through all of it."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from desktop.runs.readings import duration_text
from desktop.theme.appearance import Appearance
from desktop.training.session import Phase
from desktop.widgets.parts import Ticker, button, label, strip
from desktop.widgets.slider import Slider
from scenes.stage.data.recording import Recording


def where(recording: Recording) -> str:
    """In words: the step, the epoch and the batch at the end of a recording."""
    rows = len(recording.ticks)
    epoch = recording.column("epoch")[-1] if rows else 0.0
    batch = int(recording.column("batch")[-1]) if rows else recording.plan.batch
    pictures = "picture" if batch == 1 else "pictures"
    return f"step {recording.step:,} of {recording.total_steps:,},  epoch {epoch:.2f},  batch = {batch} {pictures}"


def seconds_left(recording: Recording) -> float:
    """How long the run still takes at its pace so far; NaN where nobody can say."""
    if not len(recording.ticks):
        return math.nan
    progress, seconds = recording.column("progress")[-1], recording.column("seconds")[-1]
    return float(seconds * (1 - progress) / progress) if progress > 0 else math.nan


_ENDINGS = {
    "steps": "finished",
    "epochs": "finished",
    "accuracy": "reached the target accuracy",
    "stopped": "stopped",
    "diverged": "nothing left to train",
}


def fate(recording: Recording, phase: Phase) -> str:
    """In words: what the run is doing, and for how long."""
    if recording.ending is not None:
        took = duration_text(recording.ending.seconds)
        return f"{_ENDINGS.get(recording.ending.reason, recording.ending.reason)} after {took}"
    if phase is Phase.PAUSED:
        return "paused"
    if phase is Phase.OVER:
        return "broken off"
    left = seconds_left(recording)
    return f"{duration_text(left)} left" if math.isfinite(left) else ""


class Progress(QWidget):
    """Shows the run's progress; `scrubbed` carries the step to look at, None for the newest.

    `go_on_wanted` asks for a new run that goes on from what is looked at.
    """

    scrubbed = Signal(object)
    go_on_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        strip(self)
        self.where = Ticker("where", "step 88,888 of 88,888,  epoch 88.88,  batch = 8888 pictures")
        self.fate = Ticker("muted", "finished after 88 min", Qt.AlignmentFlag.AlignRight)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the run")
        self.slider = Slider(appearance, "Look back through the run", 0)
        self.slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.slider.wanted.connect(self._scrub)
        self.live = button("Live", "Show the newest step again", lambda: self.scrubbed.emit(None), "segment")
        self.live.setCheckable(True)
        self.live.setChecked(True)
        hint = "A new run begins with the weights of this step, and with whatever settings you choose"
        self.go_on = button("Go on from here…", hint, self.go_on_wanted.emit)
        self.go_on.hide()
        self.top = top = QHBoxLayout()
        top.addWidget(self.where)
        top.addWidget(self.bar, 1)
        top.addWidget(self.fate)
        top.addSpacing(8)
        bottom = QHBoxLayout()
        bottom.addWidget(label("look back", "muted"))
        bottom.addWidget(self.slider, 1)
        bottom.addWidget(self.go_on)
        bottom.addWidget(self.live)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(4)
        column.addLayout(top)
        column.addLayout(bottom)

    def show_run(self, recording: Recording, view: Recording, phase: Phase, cursor: int | None) -> None:
        """Show how far a run is; `view` is the part of it up to the cursor."""
        self.where.setText(where(view))
        self.fate.setText(fate(recording, phase))
        done = recording.column("progress")[-1] if len(recording.ticks) else 0.0
        self.bar.setValue(round(1000 * float(done)))
        self.slider.setRange(0, recording.step)
        self.slider.show_position(recording.step if cursor is None else cursor)
        self.live.setChecked(cursor is None)

    def _scrub(self, step: int) -> None:
        self.scrubbed.emit(None if step >= self.slider.maximum() else step)
