"""The bottom line: how far the run is, how long it still takes, and a slider back through all of it."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from desktop.lab.run.pacing import PaceBar, Pacing
from desktop.runs.readings import duration_text
from desktop.theme.appearance import Appearance
from desktop.training.session import Phase
from desktop.widgets.parts import Ticker, button, strip
from desktop.widgets.slider import Slider
from engine.contract.pace import AS_FAST_AS_IT_GOES, Pace
from scenes.stage.data.recording import Recording


def where(recording: Recording) -> str:
    """In words: the step, the epoch and the batch at the end of a recording."""
    rows = len(recording.ticks)
    epoch = recording.column("epoch")[-1] if rows else 0.0
    batch = int(recording.column("batch")[-1]) if rows else recording.plan.batch
    pictures = "picture" if batch == 1 else "pictures"
    return f"step {recording.step:,} of {recording.total_steps:,},  epoch {epoch:.2f},  batch = {batch} {pictures}"


def seconds_left(recording: Recording, pace: Pace = AS_FAST_AS_IT_GOES) -> float:
    """How long the run still takes at a pace, or as fast as it could go so far; NaN where nobody can say."""
    if not len(recording.ticks):
        return math.nan
    progress, seconds = recording.column("progress")[-1], recording.column("seconds")[-1]
    rate = pace.steps_a_second(max(1, recording.total_steps))
    waited = (recording.total_steps - recording.step) / rate if rate else 0.0
    return max(float(seconds * (1 - progress) / progress), waited) if progress > 0 else math.nan


_ENDINGS = {
    "steps": "finished",
    "epochs": "finished",
    "accuracy": "reached the target accuracy",
    "stopped": "stopped",
    "diverged": "nothing left to train",
}


def fate(recording: Recording, phase: Phase, pace: Pace = AS_FAST_AS_IT_GOES) -> str:
    """In words: what the run is doing, and for how long; the waits of a pace are no time of its training."""
    if recording.ending is not None:
        took = duration_text(recording.ending.seconds)
        return f"{_ENDINGS.get(recording.ending.reason, recording.ending.reason)} after {took} of training"
    if phase is Phase.PAUSED:
        return "paused"
    if phase is Phase.OVER:
        return f"broken off after step {recording.step:,} of {recording.total_steps:,}"
    left = seconds_left(recording, pace)
    return f"{duration_text(left)} left" if math.isfinite(left) else ""


class Progress(QWidget):
    """Shows the run's progress.

    `scrubbed` carries the step to look at, None for the newest; `played` plays it; `go_on_wanted` asks for a new run
    that goes on from what is looked at.
    """

    scrubbed = Signal(object)
    played = Signal()
    go_on_wanted = Signal()

    def __init__(self, appearance: Appearance, pacing: Pacing) -> None:
        super().__init__()
        strip(self)
        self.where = Ticker("where", "step 88,888 of 88,888,  epoch 88.88,  batch = 8888 pictures")
        self.fate = Ticker("muted", "finished after 88 min of training", Qt.AlignmentFlag.AlignRight)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the run")
        self.slider = Slider(appearance, "Look back through the run", 0)
        self.slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.slider.wanted.connect(self._scrub)
        self._playing = self._within = False
        self.live = button("Live", "Show the newest step again", lambda: self.scrubbed.emit(None))
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
        self.play = button("Play again", "Play the run from where you look, at the pace", self.played.emit)
        bottom.addWidget(self.play)
        bottom.addWidget(self.slider, 1)
        bottom.addWidget(self.go_on)
        bottom.addWidget(self.live)
        bottom.addSpacing(8)
        bottom.addWidget(PaceBar(appearance, pacing))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(4)
        column.addLayout(top)
        column.addLayout(bottom)

    def show_run(self, recording: Recording, view: Recording, phase: Phase, cursor: int | None, pace: Pace) -> None:
        """Show how far a run is that goes at a pace; `view` is the part of it up to the cursor."""
        self.where.setText(where(view))
        self.fate.setText(fate(recording, phase, pace))
        done = recording.column("progress")[-1] if len(recording.ticks) else 0.0
        self.bar.setValue(round(1000 * float(done)))
        self.slider.setRange(0, recording.step)
        self.slider.show_position(recording.step if cursor is None else cursor)
        self.live.setChecked(cursor is None)
        self._within = cursor is not None and 0 < cursor < recording.step
        self._name_play()

    def show_playing(self, playing: bool) -> None:
        """Say on the button what it does next."""
        self._playing = playing
        self._name_play()

    def _name_play(self) -> None:
        self.play.setText("Pause" if self._playing else "Play on" if self._within else "Play again")

    def _scrub(self, step: int) -> None:
        self.scrubbed.emit(None if step >= self.slider.maximum() else step)
