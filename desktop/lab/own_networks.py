"""Networks of one's own: the builder that opens from the settings, and what is taken along as files."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.lab.builder import estimate
from desktop.lab.builder.dialog import BuilderDialog
from desktop.lab.run.controls import Controls
from desktop.lab.run.wanted import Wanted
from desktop.lab.take_away.kept_weights import Shown, WeightsMenu
from desktop.lab.take_away.menu import TakeAway
from desktop.lab.take_away.writing import Writing
from desktop.pictures.answers import called
from desktop.runs.library import Library
from desktop.theme.appearance import Appearance
from desktop.training.session import TrainingSession
from engine.contract.spec import Contestant, Data, RunSpec
from scenes.stage.data.recording import Checkpoint, Recording

GOES_ON = "This run goes on. Stop it or wait for its end: what its networks cost is measured then."


class OwnNetworks(QObject):
    """Ties builder and files to the wanted settings, and to the run that is `shown`.

    `start_wanted` asks for the wanted run, `scene_wanted` for a scene by name with knobs; `told` carries a sentence for
    the user, `file_opened` the path of settings that are wanted now. `edge_wanted` carries the key of a run, the index
    of a contestant, and the step after which it is to be measured (None for the last that was kept).
    """

    start_wanted = Signal()
    scene_wanted = Signal(str, object)
    told = Signal(str)
    file_opened = Signal(object)
    edge_wanted = Signal(str, int, object)

    def __init__(
        self,
        appearance: Appearance,
        session: TrainingSession,
        wanted: Wanted,
        controls: Controls,
        library: Library,
        shown: Callable[[], Shown],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._appearance, self._session, self._wanted, self._window = appearance, session, wanted, window
        self.dialog: BuilderDialog | None = None
        self.speed: float | None = None
        """How fast this machine was seen to be, in multiply-accumulates a second."""
        self._shown, self.writing = shown, Writing(self)
        self.writing.told.connect(self.told)
        self._library = library
        self.take_away = TakeAway(lambda: wanted.spec, shown, self._name, self.writing, window)
        self.take_away.told.connect(self.told)
        self.take_away.edge_wanted.connect(self._measure)
        self.take_away.opened.connect(self._use_settings)
        controls.build.clicked.connect(self.build)
        controls.take_away.setMenu(self.take_away)

    def build(self) -> None:
        """Open the wanted networks in the builder."""
        if self.dialog is None:
            self.dialog = BuilderDialog(self._appearance, self._window)
            self.dialog.used.connect(self._use)
            self.dialog.scene_wanted.connect(self.scene_wanted)
        self.dialog.show_for(self._wanted.spec, self.measured())

    def measured(self) -> float | None:
        """How fast the last run that was trained here shows this machine to be; None before the first one."""
        self.speed = estimate.speed(self._session.recording) or self.speed
        return self.speed

    def restore(self, speed: object) -> None:
        """Take on how fast this machine was at another start."""
        if isinstance(speed, float) and 0 < speed < math.inf:
            self.speed = speed

    def take_from_runs(self, button: QPushButton, chosen: Callable[[], Recording | None]) -> None:
        """Let a button offer the networks of the run that is chosen in a list, at the step at which it is shown."""

        def at_its_step() -> Shown:
            recording, shown = chosen(), self._shown()
            is_shown = recording is not None and shown[0] is not None and recording.plan is shown[0].plan
            return shown if is_shown else (recording, None)

        menu = WeightsMenu(at_its_step, self._name, self.writing, self._window)
        menu.told.connect(self.told)
        menu.edge_wanted.connect(self._measure)
        button.setMenu(menu)

    def _measure(self, recording: Recording, checkpoint: Checkpoint, contestant: int) -> None:
        """Ask for the costs of a contestant; a run that goes on is not kept yet, and would be disturbed."""
        key = self._library.key_of(recording)
        if (recording.ending is None and recording is self._session.recording) or not key:
            self.told.emit(GOES_ON)
            return
        last = recording.checkpoints[-1] is checkpoint
        self.edge_wanted.emit(key, contestant, None if last else checkpoint.step)

    def _name(self, recording: Recording) -> str:
        """What a run is called, in words."""
        run = self._library.find(self._library.key_of(recording))
        return f"“{run.label.name}”" if run is not None else "the run in progress"

    def close(self) -> None:
        """Let the files that are being written be finished."""
        self.writing.close()

    def _use(self, contestants: tuple[Contestant, ...], data: Data, at_once: bool) -> None:
        """Want what was built for the next run, and ask for that run if it is to begin at once."""
        if self._wanted.race(contestants, data) and at_once:
            self.start_wanted.emit()

    def _use_settings(self, spec: RunSpec, path: Path) -> None:
        """Want what a file says."""
        if self._wanted.repeat(spec):
            self.file_opened.emit(path)
            self.told.emit(f"The next run is as {called(path)} says.")
