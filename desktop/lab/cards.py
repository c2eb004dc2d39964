"""What stands above the charts when something went wrong: with the engine, or with the numbers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop.lab.client import Breakdown
from desktop.lab.parts import button, label


class EngineCard(QFrame):
    """Says that the engine is gone and why. The recording stays in view below."""

    restart_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.headline = label(name="heading")
        self.sentence = label(wrap=True)
        self.restart = button("Restart engine", act=self.restart_wanted.emit, name="primary")
        self.copy = button("Copy details", "What a bug report needs", self._copy)
        self._details = ""
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.headline)
        words.addWidget(self.sentence)
        row = QHBoxLayout(self)
        row.addLayout(words, 1)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.restart, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_breakdown(self, breakdown: Breakdown, kept: bool) -> None:
        """Say what happened; `kept` tells whether there is a recording to go on looking at."""
        self.headline.setText(breakdown.headline)
        consequence = " Everything recorded so far is still here." if kept else ""
        self.sentence.setText(breakdown.sentence + consequence)
        self.setAccessibleName(f"{breakdown.headline}. {breakdown.sentence}")
        self._details = breakdown.details
        self.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)


class DivergenceNote(QFrame):
    """Says which contestants' numbers broke, why, and what to try. `cure_wanted` names one: "lower" or "clip"."""

    cure_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.headline = label("Training broke down", "heading")
        self.reasons = label(wrap=True)
        lower = button("Again, learning rate ÷ 10", "Start anew with a tenth of the learning rate")
        clip = button("Again, clipped to 1", "Start anew with the norm of every network's gradient limited to 1")
        lower.clicked.connect(lambda: self.cure_wanted.emit("lower"))
        clip.clicked.connect(lambda: self.cure_wanted.emit("clip"))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.headline)
        words.addWidget(self.reasons)
        row = QHBoxLayout(self)
        row.addLayout(words, 1)
        row.addWidget(lower, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(clip, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_reasons(self, reasons: tuple[str, ...]) -> None:
        """Show one sentence for each contestant that broke down; none takes the note away."""
        text = "\n".join(reasons)
        if text != self.reasons.text():
            self.reasons.setText(text)
            self.setAccessibleName(text)
        self.setVisible(bool(reasons))
