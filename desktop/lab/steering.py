"""What begins, holds and goes on: the session's run, driven by the settings that are wanted next."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.lab.doctor.twins import Twin
from desktop.lab.kept_runs.selection import RunSelection
from desktop.lab.run.pacing import Pacing
from desktop.lab.run.wanted import Wanted
from desktop.runs import beginnings
from desktop.runs.beginnings import BeginningError
from desktop.runs.library import Library
from desktop.training.session import Phase, TrainingSession
from engine.contract.events import Weights
from engine.contract.spec import Data


class Steering(QObject):
    """Begins runs and lets them go on or wait; whatever it does, the session's own run is looked at.

    `told` carries a sentence for the user; `live_wanted` asks to look at the newest step, `settings_wanted` to show
    the settings of the next run, which are others now.
    """

    told = Signal(str)
    live_wanted = Signal()
    settings_wanted = Signal()

    def __init__(
        self,
        session: TrainingSession,
        library: Library,
        selection: RunSelection,
        wanted: Wanted,
        pacing: Pacing,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._library, self._selection = session, library, selection
        self._wanted, self._pacing = wanted, pacing
        self._laid_over = ""
        """The run to be laid over the one that was asked for, as soon as that begins."""
        session.began.connect(self._lay_over)

    def toggle(self) -> None:
        """Begin the wanted run, pause it or go on, whichever comes next."""
        session = self._session
        self._selection.close()
        if session.phase is Phase.RUNNING:
            session.pause()
        elif session.phase is Phase.PAUSED:
            session.resume()
        elif session.phase is not Phase.QUEUED:
            self.begin()

    def begin(self) -> None:
        """Begin the wanted run, in place of the present one."""
        self._selection.close()
        weights = self._weights()
        if weights is not None:
            self.live_wanted.emit()
            self._session.start(self._wanted.spec, pace=self._pacing.pace, weights=weights)

    def train_on(self, data: Data) -> None:
        """Begin a run of the wanted networks on other pictures, in place of the present one."""
        if self._wanted.ask("data", data):
            self.begin()

    def take_up(self, data: Data) -> None:
        """Want a run on pictures that were just brought in, and show what it will be unless one is in progress."""
        if self._wanted.ask("data", data) and not self._session.active:
            self.reset()

    def one_batch(self) -> None:
        """Train one batch and pause; begin a run for it if there is none."""
        self._selection.close()
        weights = () if self._session.active else self._weights()
        if weights is not None:
            self.live_wanted.emit()
            self._session.one_batch(self._wanted.spec, self._pacing.pace, weights)

    def reset(self) -> None:
        """Show no run; the one that was shown is kept."""
        self._selection.close()
        self.live_wanted.emit()
        self._session.reset()

    def cure(self, cure: str) -> None:
        """Begin anew what is looked at, with what may keep its numbers finite."""
        spec = self._selection.spec
        if spec is not None and self._wanted.cure(spec, cure):
            self.begin()

    def try_twin(self, twin: Twin) -> None:
        """Begin a run that differs in one thing from what is looked at; that is laid over it, unless it races there."""
        key = self._selection.key
        if self._wanted.repeat(twin.spec):
            self._laid_over = "" if twin.beside else key
            self.begin()
            self.told.emit(twin.begun)

    def _lay_over(self) -> None:
        """Lay what was looked at over its twin, which has begun."""
        key, self._laid_over = self._laid_over, ""
        if key and self._library.find(key) is not None and key not in self._selection.compared:
            self._selection.compare(key)

    def use_settings(self) -> None:
        """Want what the run that is looked at began with, on the present machine."""
        spec = self._selection.spec
        if spec is not None and self._wanted.repeat(spec):
            self.settings_wanted.emit()

    def go_on(self, step: int | None) -> None:
        """Want a run that begins with the last weights that are kept by a step; None is the newest."""
        recording, run = self._selection.recording, self._library.find(self._selection.key)
        if recording is None or run is None:
            return
        checkpoint = recording.checkpoint_by(recording.step if step is None else step)
        if checkpoint is not None:
            self._wanted.repeat(beginnings.continued(recording, checkpoint, run.key, run.label.name))
            self.settings_wanted.emit()

    def look_at(self, index: int, step: int | None) -> None:
        """Have a run in progress look at a validation picture from now on, unless an earlier step is looked at."""
        session = self._session
        newest = self._selection.opened is None and step is None
        if newest and session.active and session.looks_at(self._wanted.spec.data):
            self._wanted.ask("probe", index)

    def _weights(self) -> tuple[Weights, ...] | None:
        """What the wanted run begins with; None where that can't be had, which is said."""
        try:
            return beginnings.weights(self._library, self._wanted.spec)
        except BeginningError as error:
            self.told.emit(str(error))
            return None
