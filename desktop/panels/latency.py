"""The card of a scene that shows how long real networks take here: what is measured, and the button that does it."""

from __future__ import annotations

from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.training.latency import LatencySurvey
from desktop.widgets.parts import Card, button, label
from scenes.stage.data.latencies import KNOB, Latencies
from scenes.stage.data.networks import network

METHOD = (
    "One picture at a time, 32-bit floats, random weights, one thread: the median of several passes after a warm-up. "
    "Only times are measured here, no accuracies."
)


class LatencyPanel(Card):
    """Measures the networks of the open scene, or stops it; not there where the scene shows no times."""

    def __init__(self, session: SceneSession, survey: LatencySurvey, appearance: Appearance) -> None:
        super().__init__("Speed", appearance)
        self._session, self._survey = session, survey
        self.status, self.problem, self.method = label(wrap=True), label(wrap=True), label(METHOD, "small", wrap=True)
        hint = "Measure how long the networks take on this computer, or stop it  N"
        self.button = button("", hint, self.toggle, "primary")
        for widget in (self.status, self.problem, self.button, self.method):
            self.column.addWidget(widget)
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
