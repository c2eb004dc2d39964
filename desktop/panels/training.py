"""The card of a scene that shows training: which run it is, and the button that trains it on this machine."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.player.session import SceneSession
from desktop.runs.readings import length, machine
from desktop.theme.appearance import Appearance
from desktop.training.engine_process import EngineState
from desktop.training.scene_runs import RunSource, SceneRuns
from desktop.widgets.parts import Card, label
from engine.contract.spec import PRESETS, source_of
from scenes.stage.data.recording import Recording


class TrainButton(QPushButton):
    """Trains the open scene's run on this machine, or stops it."""

    def __init__(self, session: SceneSession, live: SceneRuns) -> None:
        super().__init__()
        self._session, self._live = session, live
        self.setObjectName("primary")
        self.setToolTip("Train the run on this machine, or stop it  N")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self.toggle)
        live.changed.connect(self.refresh)
        session.opened.connect(self.refresh)
        session.turned.connect(self.refresh)
        self.refresh()

    def toggle(self) -> None:
        """Do what the button says, and show the step in which it can be seen."""
        preset = self._session.preset
        if self._busy(preset):
            self._live.stop()
        elif preset:
            self._live.train(preset)
            self._session.show_live()

    def refresh(self) -> None:
        """Say what a click does."""
        self.setText("Stop" if self._busy(self._session.preset) else "Train it live")

    def _busy(self, preset: str) -> bool:
        return bool(preset) and self._live.state(preset) in (RunSource.WAITING, RunSource.TRAINING)


class StepButton(TrainButton):
    """The same beside the title of a step that shows the run; not there in other steps."""

    def __init__(self, session: SceneSession, live: SceneRuns) -> None:
        super().__init__(session, live)
        session.stepped.connect(self.refresh)

    def refresh(self) -> None:
        """Say what a click does, where that can be seen."""
        super().refresh()
        session = self._session
        self.setVisible(bool(session.preset) and session.steps[session.step].live)


class LivePanel(Card):
    """Tells of the run that the open scene shows; not there where it shows none."""

    def __init__(self, session: SceneSession, live: SceneRuns, appearance: Appearance) -> None:
        super().__init__("Training", appearance)
        self._session, self._live = session, live
        self.title, self.status, self.look, self.source = (
            label(name=name, wrap=True) for name in ("key", "", "", "small")
        )
        self.train, self.put_back = TrainButton(session, live), QPushButton("Show the recording")
        self.put_back.clicked.connect(lambda: live.put_back(session.preset))
        for widget in (self.title, self.status, self.train, self.put_back, self.look, self.source):
            self.column.addWidget(widget)
        session.opened.connect(self.refresh)
        session.turned.connect(self.refresh)
        live.changed.connect(self._follow)
        self.refresh()

    def refresh(self) -> None:
        """Show what there is to say of the run."""
        name = self._session.preset
        self.setVisible(bool(name))
        if not name:
            return
        preset, state = PRESETS[name], self._live.state(name)
        self.title.setText(preset.title)
        self.status.setText(said(state, self._live.recording(name), self._live.engine))
        self.look.setText(preset.what_to_look_for)
        self.source.setText(source_of(name))
        self.source.setVisible(bool(preset.source))
        self.put_back.setVisible(state is RunSource.TRAINED)

    def _follow(self, preset: str) -> None:
        if preset == self._session.preset:
            self.refresh()


def said(state: RunSource, recording: Recording | None, engine: EngineState) -> str:
    """What a run is, in one or two sentences."""
    if state is RunSource.WAITING:
        ready = engine is EngineState.READY
        return "It begins…" if ready else "It begins as soon as the engine has loaded torch…"
    if recording is None:
        return "There is no recording of it here."
    if state is RunSource.TRAINING:
        return f"On this machine: step {recording.step:,} of {recording.total_steps:,}."
    where = "Trained on this machine" if state is RunSource.TRAINED else "A recording"
    return f"{where}: {length(recording)}. {machine(recording.plan)}"
