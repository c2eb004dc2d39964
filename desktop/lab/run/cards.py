"""What is told above the charts: that the engine or the numbers broke down, or that the run is a kept one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from desktop.runs.folder import Run
from desktop.runs.labels import when_words
from desktop.runs.readings import length, machine
from desktop.training.engine_process import Breakdown, EngineState
from desktop.widgets.news import Notice
from desktop.widgets.parts import button, label
from scenes.stage.data.recording import Recording


class EngineCard(Notice):
    """Says that the engine is gone and why. The recording stays in view below."""

    title = "The engine"
    restart_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.headline = label(name="heading")
        self.sentence = label(wrap=True)
        self.restart = button("Restart engine", act=self.restart_wanted.emit, name="primary")
        self.copy = button("Copy details", "What a bug report needs", self._copy)
        self._details = ""
        self.close_it = button("Close", "Look at what lies below", self.hide)
        _lay_out(self, (self.headline, self.sentence), (self.copy, self.restart, self.close_it))
        self.hide()

    def follow(self, stage: EngineState) -> None:
        """A fresh engine that has answered makes what was said of the one before past."""
        if stage in (EngineState.LOADING, EngineState.READY):
            self.hide()

    def show_breakdown(self, breakdown: Breakdown, kept: bool) -> None:
        """Say what happened; `kept` tells whether there is a recording to go on looking at."""
        self.headline.setText(breakdown.headline)
        consequence = " Everything recorded so far is still here." if kept else ""
        self.sentence.setText(breakdown.sentence + consequence)
        self.setAccessibleName(f"{breakdown.headline}. {breakdown.sentence}")
        self._details = breakdown.details
        self.summarise(breakdown.headline)
        self.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)


class DivergenceNote(Notice):
    """Says which contestants' numbers broke, why, and what to try. `cure_wanted` names one: "lower" or "clip"."""

    title = "What to try"
    cure_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.headline = label("Training broke down", "heading")
        self.reasons = label(wrap=True)
        lower = button("Again, learning rate ÷ 10", "Start anew with a tenth of the learning rate")
        clip = button("Again, clipped to 1", "Start anew with the norm of every network's gradient limited to 1")
        lower.clicked.connect(lambda: self.cure_wanted.emit("lower"))
        clip.clicked.connect(lambda: self.cure_wanted.emit("clip"))
        _lay_out(self, (self.headline, self.reasons), (lower, clip))
        self.hide()

    def show_reasons(self, reasons: tuple[str, ...]) -> None:
        """Show one sentence for each contestant that broke down; none takes the note away."""
        text = "\n".join(reasons)
        if text != self.reasons.text():
            self.reasons.setText(text)
            self.setAccessibleName(text)
            self.summarise(" ".join(reasons))
        self.setVisible(bool(reasons))


class KeptRunBanner(Notice):
    """Says which kept run is looked at, and how to repeat it. `close_wanted` goes back to the present run."""

    title = "Kept run"
    settings_wanted = Signal()
    close_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.headline = label(name="key", wrap=True)
        self.sentence = label(name="muted", wrap=True)
        self.settings = button("Use its settings", "For the next run", self.settings_wanted.emit)
        self.back = button("Close the run", "Back to the present run", self.close_wanted.emit)
        row = _lay_out(self, (self.headline, self.sentence), (self.settings, self.back))
        row.setContentsMargins(10, 5, 8, 5)
        self.hide()

    def show_run(self, run: Run | None, recording: Recording | None) -> None:
        """Show a run's name, origin and machine; None takes the note away."""
        if run is not None and recording is not None:
            self.headline.setText(run.label.name)
            self.sentence.setText(f"{_origin(run)}: {length(recording)}. {machine(recording.plan)}")
            self.setAccessibleName(f"{self.headline.text()}. {self.sentence.text()}")
            self.summarise(f"{'A recording' if run.shipped else 'A kept run'}: {run.label.name}.")
        self.setVisible(run is not None)


def _lay_out(banner: QFrame, labels: Sequence[QLabel], buttons: Sequence[QPushButton]) -> QHBoxLayout:
    """Put words one under the other and buttons at their right."""
    words = QVBoxLayout()
    words.setSpacing(2)
    for line in labels:
        words.addWidget(line)
    row = QHBoxLayout(banner)
    row.addLayout(words, 1)
    for each in buttons:
        row.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
    return row


def _origin(run: Run) -> str:
    if run.shipped:
        return "A recording that comes with Convoscope"
    when = f" of {when_words(run.label.when, datetime.now().astimezone())}" if run.label.when else ""
    return f"Your kept run{when}"
