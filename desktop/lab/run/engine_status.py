"""What the engine is doing and has noticed, in a small line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.training.engine_process import EngineState
from desktop.training.session import TrainingSession

SAYS = {
    EngineState.DOWN: "",
    EngineState.STARTING: "The engine is starting…",
    EngineState.LOADING: "The engine is loading torch…",
    EngineState.READY: "The engine is ready.",
}
NEWEST = 2
"""So many of the things that it has noticed are told."""


class EngineStatus(QLabel):
    """A line that is there while it has something to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("small")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def show_session(self, session: TrainingSession, beside_a_run: bool) -> None:
        """Say it; while no run is shown the page says elsewhere what the engine does."""
        words = [SAYS[session.client.stage]] if session.client.stage is not EngineState.READY else []
        words += session.notices[-NEWEST:]
        text = "  ".join(filter(None, words))
        if text != self.text():
            self.setText(text)
        self.setVisible(bool(text) and beside_a_run)
