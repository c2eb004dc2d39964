"""Stops of a lesson whose run is trained before the class, and the recorded run where that takes too long."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop.classroom.conducting.conducting import Conducting
from desktop.training.scene_runs import RunSource, SceneRuns

BUSY = (RunSource.WAITING, RunSource.TRAINING)


class LiveStops(QObject):
    """Trains what a stop wants. A run that is stopped before its end makes room for the recording that ships."""

    def __init__(
        self,
        conducting: Conducting,
        live: SceneRuns,
        say: Callable[[str], None],
        unsay: Callable[[str], None],
    ) -> None:
        super().__init__(conducting)
        self._live, self._say, self._unsay = live, say, unsay
        self._preset, self._sentence = "", ""
        self.patience = QTimer(self, singleShot=True)
        self.patience.timeout.connect(self._offer)
        conducting.run_wanted.connect(self._train)
        live.changed.connect(self._follow)

    def _train(self, preset: str, patience: float) -> None:
        self._forget()
        self._live.train(preset)
        self._preset = preset
        instead = ", and the recorded run is shown" if self._live.ships(preset) else ""
        self._sentence = f"The run takes longer than {patience:g} s. N stops it{instead}."
        self.patience.start(round(1000 * patience))

    def _offer(self) -> None:
        if self._live.state(self._preset) in BUSY:
            self._say(self._sentence)

    def _follow(self, preset: str) -> None:
        """Take note of the end of the run, and put the recording back where it came too early."""
        if not preset or preset != self._preset or self._live.state(preset) in BUSY:
            return
        self._forget()
        run = self._live.recording(preset)
        if run is not None and run.step < run.total_steps and self._live.ships(preset):
            self._live.put_back(preset)

    def _forget(self) -> None:
        self.patience.stop()
        self._unsay(self._sentence)
        self._preset = ""
