"""The runs that scenes show: those that ship with Convoscope, and in their place what is trained on this machine."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.runs import storage as recordings
from desktop.runs.storage import RecordingError
from desktop.training.engine_process import Breakdown, EngineState
from desktop.training.session import Phase, TrainingSession
from engine.contract.spec import PRESETS, preset_of
from scenes.stage.data.recording import Recording

FRAME = 33
"""Milliseconds between two looks at a run in progress."""


class RunSource(Enum):
    """Where the run that a scene shows is from, and whether it still grows."""

    MISSING = "nobody has recorded it"
    RECORDED = "it ships with Convoscope"
    WAITING = "it was asked for"
    TRAINING = "it trains on this machine"
    TRAINED = "it was trained on this machine"


class SceneRuns(QObject):
    """Finds the recording of a preset, and trains a preset on this machine in its place.

    `changed` names a preset whose recording or state is another than before; `told` carries a sentence for the user.
    The engine has one run at a time: one that a scene asks for ends the lab's, and the other way round.
    """

    changed = Signal(str)
    told = Signal(str)

    def __init__(self, training: TrainingSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self._shipped: dict[str, Recording | None] = {}
        self._own: dict[str, Recording] = {}
        self._preset = ""
        """The preset whose run was asked for here last, until it is over or another run takes its place."""
        self._running = False
        """Whether that run has begun."""
        self._timer = QTimer(self, interval=FRAME)
        self._timer.timeout.connect(self._look)
        training.began.connect(self._begin)
        training.phase_changed.connect(self._follow)
        training.engine_changed.connect(self._tell)
        training.broke.connect(self._lose)

    def recording(self, preset: str) -> Recording | None:
        """The run that a scene shows for a preset; None where there is none."""
        return self._own.get(preset) or self._bundled(preset)

    @property
    def trained(self) -> dict[str, Recording]:
        """The runs that were trained on this machine, as far as they are, by their presets."""
        return dict(self._own)

    def state(self, preset: str) -> RunSource:
        """What can be said of that run."""
        if preset == self._preset:
            return RunSource.TRAINING if self._measured is not None else RunSource.WAITING
        if preset in self._own:
            return RunSource.TRAINED
        return RunSource.MISSING if self._bundled(preset) is None else RunSource.RECORDED

    @property
    def engine(self) -> EngineState:
        """How far the engine is that will train."""
        return self._training.client.stage

    def train(self, preset: str) -> None:
        """Train a preset on this machine; what was recorded is shown until its first step."""
        if self._preset:
            self._leave()
        self._training.start(PRESETS[preset].spec)
        self._preset = preset
        self._timer.start()
        self.changed.emit(preset)

    def stop(self) -> None:
        """End the run that was asked for here; what it has measured stays."""
        if self._running:
            self._training.stop()
        elif self._preset:
            self._training.reset()

    def put_back(self, preset: str) -> None:
        """Show the recording that ships in place of the run made on this machine."""
        if self._own.pop(preset, None) is not None:
            self.changed.emit(preset)

    def ships(self, preset: str) -> bool:
        """Whether a recording of a preset comes with Convoscope."""
        return self._bundled(preset) is not None

    def _bundled(self, preset: str) -> Recording | None:
        if preset not in self._shipped:
            try:
                self._shipped[preset] = recordings.bundled(preset)
            except RecordingError as error:
                self._shipped[preset] = None
                self.told.emit(str(error))
        return self._shipped[preset]

    # --- What the lab's session does ----------------------------------------------------------------------------------

    def _begin(self) -> None:
        """A run begins: the one asked for here, or one that the lab has asked for in its place."""
        if not self._preset:
            return
        self._running = self._training.spec is not None and preset_of(self._training.spec) == self._preset
        if self._running:
            self.changed.emit(self._preset)
        else:
            self._leave()

    @property
    def _measured(self) -> Recording | None:
        """The run that was asked for here, once it has made a step."""
        recording = self._training.recording
        return recording if self._running and recording is not None and recording.step else None

    def _look(self) -> None:
        """Take over what the run has measured since the last look."""
        recording = self._measured
        if recording is not None and recording is not self._own.get(self._preset):
            self._own[self._preset] = recording
            self.changed.emit(self._preset)

    def _follow(self) -> None:
        """Follow the run to its end."""
        if self._preset and self._training.phase in (Phase.OVER, Phase.IDLE):
            self._leave()

    def _leave(self) -> None:
        """The run that was asked for here is over, or gives way; what it has measured is shown."""
        self._look()
        self._timer.stop()
        preset, self._preset, self._running = self._preset, "", False
        self.changed.emit(preset)

    def _tell(self) -> None:
        if self._preset:
            self.changed.emit(self._preset)

    def _lose(self, breakdown: Breakdown) -> None:
        """Say why nothing is trained any more; the session has ended the run."""
        kept = " What was recorded is kept; train it again." * (self._training.recording is not None)
        self.told.emit(f"{breakdown.headline}. {breakdown.sentence}{kept}")
