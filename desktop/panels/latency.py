"""The card of a scene that shows how long real networks take here: what is measured, and the button that does it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout

from desktop.panels.training import line
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.training.latency import LatencySurvey
from scenes.stage.data.latencies import KNOB, Latencies
from scenes.stage.data.networks import network

METHOD = (
    "One picture at a time, 32-bit floats, random weights, one thread: the median of several passes after a warm-up. "
    "Only times are measured here, no accuracies."
)


class LatencyPanel(QFrame):
    """Measures the networks of the open scene, or stops it; not there where the scene shows no times."""

    def __init__(self, session: SceneSession, survey: LatencySurvey, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("card")
        self._session, self._survey = session, survey
        self.status, self.problem, self.method = line(), line(), line()
        self.method.setObjectName("small")
        self.method.setText(METHOD)
        self.button = QPushButton()
        self.button.setObjectName("primary")
        self.button.setToolTip("Measure how long the networks take on this computer, or stop it  N")
        self.button.clicked.connect(self.toggle)
        heading = QLabel("Speed")
        heading.setObjectName("try")
        column = QVBoxLayout(self)
        margin = appearance.px(12)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(appearance.px(7))
        for widget in (heading, self.status, self.problem, self.button, self.method):
            column.addWidget(widget)
        session.opened.connect(self.refresh)
        session.turned.connect(self.refresh)
        survey.changed.connect(self.refresh)
        self.refresh()

    def toggle(self) -> None:
        """Do what the button says."""
        if self._survey.busy:
            self._survey.stop()
        else:
            self._survey.begin()

    def refresh(self) -> None:
        """Say what is measured, what is being measured, and what a click does."""
        names, survey = self._session.networks, self._survey
        self.setVisible(bool(names))
        if not names:
            return
        known = getattr(self._session.knobs, KNOB)
        assert isinstance(known, Latencies)
        self.status.setText(progress(survey) if survey.busy else said(known.only(names), len(names)))
        self.problem.setText(survey.problem)
        self.problem.setVisible(bool(survey.problem))
        self.button.setText("Stop" if survey.busy else "Measure on this computer")


def progress(survey: LatencySurvey) -> str:
    """How far a survey is."""
    if survey.waiting:
        return "It begins as soon as the engine has loaded torch…"
    return f"Measuring {network(survey.network).title}: {survey.done + 1} of {survey.count}."


def said(known: Latencies, count: int) -> str:
    """What is known, and since when."""
    if not known.seconds:
        return "Nothing is measured yet."
    threads = "one thread" if known.threads == 1 else f"{known.threads} threads"
    return f"{len(known.seconds)} of {count} networks measured on {known.machine}, {threads}, {known.date}."
