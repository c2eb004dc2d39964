"""How long the real networks of a scene take on this computer, measured one after the other when somebody asks."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal

from desktop.player.session import SceneSession
from desktop.training.engine_process import Breakdown, EngineState
from desktop.training.session import Phase, TrainingSession
from engine.contract.events import Measured, Unmeasured
from scenes.stage.data.latencies import KNOB, Latencies

THREADS = 1
"""As on the smallest devices, and so that what else the computer does disturbs least."""
BUSY = "A training run is in progress, and each would slow the other: end it first, or measure when it is over."


class LatencySurvey(QObject):
    """Has the engine measure the networks of the open scene, and puts each result into that scene's knobs.

    `changed` says that there is something else to tell. Training goes first: a survey begins in no run, and one that
    begins meanwhile ends it. What was measured before an end stays.
    """

    changed = Signal()

    def __init__(self, training: TrainingSession, session: SceneSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._training, self._session = training, session
        self._scene = ""
        self._names: tuple[str, ...] = ()
        self._change = object()
        """What makes all results of one survey one change to take back."""
        self._kept: Latencies | None = None
        """What this survey has put into the knob so far; None before its first result."""
        self.done = 0
        """How many of the networks have had their turn."""
        self.problem = ""
        """One sentence on what went wrong last; "" where nothing did."""
        training.measured.connect(self._take)
        training.phase_changed.connect(self._give_way)
        training.engine_changed.connect(self.changed)
        training.broke.connect(self._lose)
        session.turned.connect(self._follow)

    @property
    def busy(self) -> bool:
        """Whether networks are being measured."""
        return bool(self._names)

    @property
    def count(self) -> int:
        """How many networks are measured in all."""
        return len(self._names)

    @property
    def network(self) -> str:
        """The name of the network whose turn it is."""
        return self._names[self.done]

    @property
    def waiting(self) -> bool:
        """Whether the engine is not there yet."""
        return self._training.client.stage is not EngineState.READY

    def begin(self) -> None:
        """Measure the networks of the open scene; in place of a survey in progress, if there is one."""
        self.problem = BUSY if self._in_use else ""
        self._change, self._kept = object(), None
        self._scene, self._names, self.done = self._session.scene.name, self._session.networks, 0
        if self._in_use:
            self._names = ()
        if self._names:
            self._training.measure(self.network, THREADS)
        self.changed.emit()

    def stop(self) -> None:
        """Break the survey off."""
        if self.busy:
            self._training.stop()
            self._end()

    @property
    def _in_use(self) -> bool:
        return self._training.active or self._training.phase is Phase.QUEUED

    def _take(self, answer: Measured | Unmeasured) -> None:
        """Keep a result and go on with the next network; an answer that nobody waits for any more is left."""
        if not self.busy or answer.network != self.network:
            return
        if isinstance(answer, Measured):
            self._keep(answer)
        else:
            self.problem = answer.message
        self.done += 1
        if self.done < self.count:
            self._training.measure(self.network, THREADS)
            self.changed.emit()
        else:
            self._end()

    def _keep(self, answer: Measured) -> None:
        before = getattr(self._session.knobs_of(self._scene), KNOB)
        assert isinstance(before, Latencies)
        today = date.today().isoformat()
        self._kept = before.measured(answer.network, answer.seconds, answer.machine, answer.threads, today)
        self._session.put(self._scene, KNOB, self._kept, merging=self._change)

    def _follow(self) -> None:
        """Whoever takes the results back, by undo or reset, doesn't want those to come either."""
        if self.busy and self._kept is not None and getattr(self._session.knobs_of(self._scene), KNOB) != self._kept:
            self.stop()

    def _give_way(self) -> None:
        if self.busy and self._training:
            self._end("Training has begun, so nothing more is measured; what was measured stays.")

    def _lose(self, breakdown: Breakdown) -> None:
        if self.busy:
            self._end(f"{breakdown.headline}; what was measured stays. Measure again to go on.")

    def _end(self, problem: str = "") -> None:
        self._names = ()
        self.problem = problem or self.problem
        self.changed.emit()
