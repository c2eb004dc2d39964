"""The lab's page: controls, charts and the inside of the networks around one session."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.lab.charts.board import ChartBoard
from desktop.lab.drawing.answering import Answering
from desktop.lab.kept_runs.panel import RunsPanel
from desktop.lab.kept_runs.selection import RunSelection
from desktop.lab.networks import open_filter as opening
from desktop.lab.networks.probe import ProbePanel
from desktop.lab.own_data.desk import OwnDataDesk
from desktop.lab.own_networks import OwnNetworks
from desktop.lab.run.cards import DivergenceNote, EngineCard, KeptRunBanner
from desktop.lab.run.controls import Controls
from desktop.lab.run.intro import Intro
from desktop.lab.run.progress import Progress
from desktop.lab.run.scoreboard import Scoreboard, standings
from desktop.lab.run.transport import Transport
from desktop.lab.run.wanted import Wanted
from desktop.lab.side_column import SideColumn
from desktop.lab.undo import UndoOrder
from desktop.runs import beginnings
from desktop.runs.beginnings import BeginningError
from desktop.runs.library import Library
from desktop.sets.store import SetStore
from desktop.system.paths import sets_folder
from desktop.theme.appearance import Appearance
from desktop.training.engine_process import Breakdown, EngineState
from desktop.training.questions import Questions
from desktop.training.session import Phase, TrainingSession
from desktop.widgets.fields import Segments
from desktop.widgets.parts import label
from engine.contract.events import Weights
from engine.contract.spec import OwnData, RunSpec
from scenes.stage.data.recording import Recording

FRAME = 33
"""Milliseconds between two looks at a recording that hasn't grown."""
PARTS = 6
"""The page is drawn in so many parts, one at a time, so that a scene can move beside it."""
BREAK = FRAME // PARTS
"""Milliseconds from one part to the next: everything is drawn about 30 times a second."""
SHARE = 0.25
"""How much of the window's time drawing may take; a very long run, which takes longer, is drawn less often."""
ROOM_FOR_BOTH = 640
"""Charts and networks stand side by side where there is so much room, in pixels for letters of the usual size."""
VIEWS = ("Both", "Charts", "Networks")
_ENGINE_SAYS = {
    EngineState.DOWN: "",
    EngineState.STARTING: "The engine is starting…",
    EngineState.LOADING: "The engine is loading torch…",
    EngineState.READY: "The engine is ready.",
}


def pause(took: float) -> int:
    """The milliseconds from one part of the page to the next, where drawing takes so many."""
    return max(BREAK, round(took / SHARE))


class LabPage(QWidget):
    """Trains networks and shows it.

    `open_in_scene` asks for a scene by name with knobs by name; `message` carries a sentence for the user;
    `state_changed` says that `state` is another.
    """

    open_in_scene = Signal(str, object)
    message = Signal(str)
    state_changed = Signal()

    def __init__(
        self, appearance: Appearance, session: TrainingSession, library: Library, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.session, self.library = session, library
        self.selection = RunSelection(session, library, self)
        self.wanted = Wanted(session, self)
        self.looking_at: int | None = None
        """The step that is looked at; None follows the run."""
        self._seen: list[tuple[Recording | None, int | None] | None] = [None] * PARTS
        """What each part of the page shows: the numbers, the probe, and each of the charts."""
        self._part = 0
        self._view = 0
        self.own_data = OwnDataDesk(appearance, SetStore(sets_folder(), self), self._runs_of, self)
        self._build()
        self.changes = UndoOrder(self.wanted, library, self.probe.drawing.pad)
        self._connect()
        self._timer = QTimer(self, interval=FRAME)
        self._timer.timeout.connect(self._look)
        self._dress()
        self._follow_phase()
        self._show_view(0)
        self._timer.start()

    # Building

    def _build(self) -> None:
        looks = self._appearance
        self.transport, self.scoreboard = Transport(), Scoreboard(looks)
        self.views = Segments("Show", VIEWS)
        self.card, self.note, self.kept = EngineCard(), DivergenceNote(), KeptRunBanner()
        self.runs = RunsPanel(looks, self.session, self.library, self.selection)
        self.controls, self.board = Controls(looks, self.wanted), ChartBoard(looks)
        self.probe = ProbePanel(looks, Answering(self.session, Questions(self.session, self), self))
        self.own = OwnNetworks(looks, self.session, self.wanted, self.controls, self)
        self.intro, self.progress = Intro(looks), Progress(looks)
        self.progress.top.addWidget(self.views)
        self.status = label(name="small", wrap=True)
        self._top = QHBoxLayout()
        self._top.addWidget(self.transport)
        self._top.addSpacing(8)
        self._top.addWidget(self.scoreboard, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.board)
        self.splitter.addWidget(self.probe)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([600, 400])
        self.stack = QStackedWidget()
        self.stack.addWidget(self.intro)
        self.stack.addWidget(self.splitter)
        self.aside = SideColumn(self.controls, self.runs)
        middle = QHBoxLayout()
        middle.setSpacing(6)
        middle.addWidget(self.aside)
        middle.addWidget(self.stack, 1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._top)
        for widget in (self.card, self.note, self.kept):
            self._column.addWidget(widget)
        self._column.addLayout(middle, 1)
        self._column.addWidget(self.progress)
        self._column.addWidget(self.status)

    def _connect(self) -> None:
        session = self.session
        session.phase_changed.connect(self._follow_phase)
        session.engine_changed.connect(self._follow_engine)
        session.began.connect(self._follow_begin)
        session.broke.connect(self._show_breakdown)
        self.selection.moved.connect(self._look_at_end)
        self.selection.changed.connect(self._follow_selection)
        self.selection.told.connect(self.message)
        self.runs.message.connect(self.message)
        self.runs.undo_wanted.connect(partial(self.changes.undo_of, self.library))
        self.kept.settings_wanted.connect(self._use_settings)
        self.kept.close_wanted.connect(self.selection.close)
        self.card.restart_wanted.connect(self.restart_engine)
        self.note.cure_wanted.connect(self._cure)
        self.own.start_wanted.connect(self._begin)
        self.own.scene_wanted.connect(self.open_in_scene)
        self.own.told.connect(self.message)
        self.own.file_opened.connect(lambda: self.aside.show_page(0))
        self.transport.main.connect(self.toggle)
        self.transport.one_batch.connect(self.one_batch)
        self.transport.stop.connect(session.stop)
        self.transport.reset.connect(self.reset)
        self.intro.start_wanted.connect(self.toggle)
        for show in (self.probe.show_spec, self.intro.show_spec):
            self.wanted.changed.connect(show)
            show(self.wanted.spec)
        self.wanted.changed.connect(self._follow_wanted)
        self.wanted.changed.connect(self.state_changed)
        self.wanted.refused.connect(self._refuse)
        self.probe.probe_wanted.connect(partial(self.wanted.ask, "probe"))
        self.probe.opened.connect(self.open_filter)
        self.probe.undo_wanted.connect(partial(self.changes.undo_of, self.probe.drawing.pad))
        self.progress.scrubbed.connect(self.scrub)
        self.progress.go_on_wanted.connect(self.go_on)
        self.board.scrubbed.connect(self.scrub)
        self.views.picked.connect(self._show_view)
        self.views.picked.connect(self.state_changed)
        self.controls.add_own.clicked.connect(lambda: self.own_data.ask(self.controls.add_own))
        self.controls.stored.clicked.connect(self.own_data.show_stored)
        self.own_data.message.connect(self.message)
        self.own_data.chosen.connect(self._use_own)
        self.own_data.store.changed.connect(self._offer_own)
        self._offer_own()
        self._appearance.changed.connect(self._dress)

    def _dress(self) -> None:
        """Put the theme on, in the sizes that suit the window."""
        looks = self._appearance
        margin = looks.px(10)
        self._column.setContentsMargins(margin, margin, margin, margin // 2)
        self._column.setSpacing(looks.px(6))
        self.aside.setFixedWidth(looks.room(258))
        self.probe.setMinimumWidth(looks.room(280))
        self._arrange()
        self._redraw()

    @property
    def recording(self) -> Recording | None:
        """The run that is shown: the session's, or a kept one."""
        return self.selection.recording

    # What the user does

    def start_engine(self) -> None:
        """Load torch behind the window, so that the first run begins at once."""
        self.session.client.start()

    def toggle(self) -> None:
        """Start, pause or go on, whichever comes next."""
        session = self.session
        self.selection.close()
        if session.phase is Phase.RUNNING:
            session.pause()
        elif session.phase is Phase.PAUSED:
            session.resume()
        elif session.phase is not Phase.QUEUED:
            self._begin()

    def one_batch(self) -> None:
        """Train one batch and pause; begin a run for it if there is none."""
        self.selection.close()
        weights = () if self.session.active else self._weights()
        if weights is not None:
            self.looking_at = None
            self.session.one_batch(self.wanted.spec, weights)

    def reset(self) -> None:
        """Show no run; the one that was shown is kept."""
        self.selection.close()
        self.looking_at = None
        self.session.reset()
        self._redraw()

    def scrub(self, step: int | None) -> None:
        """Look at the run as it was after a step; None follows it again."""
        recording = self.recording
        if recording is None:
            return
        beyond = step is not None and step >= recording.step
        self.looking_at = None if step is None or beyond else max(0, step)
        self._redraw()

    def restart_engine(self) -> None:
        """Start a fresh engine after the old one broke."""
        self.card.hide()
        self.session.restart_engine()

    def open_filter(self, contestant: int, index: int) -> None:
        """Open a learned filter on the probe picture in the convolution scene."""
        recording, snapshot = self.recording, self.probe.inside.snapshot
        if recording is None or snapshot is None:
            return
        try:
            knobs = opening.knobs(recording.plan, snapshot, contestant, index)
        except opening.NotAConvolutionError as error:
            self.message.emit(str(error))
        else:
            self.open_in_scene.emit(opening.SCENE, knobs)

    def _cure(self, cure: str) -> None:
        """Start anew with what may keep the numbers finite."""
        spec = self.selection.spec
        if spec is not None and self.wanted.cure(spec, cure):
            self._begin()

    def _begin(self) -> None:
        """Begin the wanted run, in place of the present one."""
        self.selection.close()
        weights = self._weights()
        if weights is not None:
            self.looking_at = None
            self.session.start(self.wanted.spec, weights=weights)

    def _weights(self) -> tuple[Weights, ...] | None:
        """What the wanted run begins with; None where that can't be had, which is said."""
        try:
            return beginnings.weights(self.library, self.wanted.spec)
        except BeginningError as error:
            self.message.emit(str(error))
            return None

    def go_on(self) -> None:
        """Want a run that begins with the weights that are kept nearest to what is looked at."""
        recording, run = self.recording, self.library.find(self.selection.key)
        if recording is None or run is None:
            return
        checkpoint = recording.nearest_checkpoint(recording.step if self.looking_at is None else self.looking_at)
        if checkpoint is not None:
            self.wanted.repeat(beginnings.continued(recording, checkpoint, run.key, run.label.name))
            self.aside.show_page(0)

    def _use_settings(self) -> None:
        """Want what the kept run began with, on the present machine."""
        spec = self.selection.spec
        if spec is not None and self.wanted.repeat(spec):
            self.aside.show_page(0)

    # Pictures of the user's own

    def _use_own(self, data: OwnData) -> None:
        """Want a set that was just brought in; a network that doesn't suit it is refused with a sentence."""
        self.wanted.ask("data", data)

    def _offer_own(self) -> None:
        self.controls.offer_own(tuple(each.data for each in self.own_data.store.sets))

    def _runs_of(self, data: OwnData) -> tuple[str, ...]:
        """The names of the kept runs that were trained on a set."""
        return tuple(run.label.name for run in self.library.runs if run.label.digest == data.digest)

    # What is wanted of the next run

    def _follow_wanted(self, spec: RunSpec, before: RunSpec) -> None:
        """Look at another picture at once where the networks that are shown can; else say when."""
        if msgspec.structs.replace(before, probe=spec.probe) != spec:
            return
        if self.selection.opened is None and self.session.looks_at(spec.data):
            self.looking_at = None
        elif self.recording is not None:
            self.probe.number.refuse("The next run looks at this picture.")

    def _refuse(self, field: str, sentence: str) -> None:
        """Say why a setting can't be had, where it was asked for."""
        if field == "probe":
            self.probe.number.refuse(sentence)
        elif not self.controls.refuse(field, sentence):
            self.message.emit(sentence)

    # What the session does

    def _follow_phase(self) -> None:
        session = self.session
        if session.phase is Phase.QUEUED:
            self.card.hide()
        self.transport.show_phase(session.phase)
        self._follow_engine()
        self._redraw()

    def _follow_begin(self) -> None:
        self.looking_at = None
        self.probe.number.refuse("")  # what waited for the next run is past
        self._redraw()

    def _look_at_end(self) -> None:
        self.looking_at = None

    def _follow_selection(self) -> None:
        """Show another run, or others over it."""
        selection = self.selection
        self.kept.show_run(selection.opened, selection.recording)
        self.intro.remember(selection.recording)
        self.board.show_overlays(selection.overlays)
        self._redraw()

    def _follow_engine(self) -> None:
        session = self.session
        self.controls.set_devices(session.devices)
        waiting = session.phase is Phase.QUEUED
        says = _ENGINE_SAYS[session.client.stage]
        self.intro.show_engine(says, waiting)
        self._show_status()

    def _show_status(self) -> None:
        """Say in a small line what the engine is doing and has noticed."""
        session = self.session
        words = [_ENGINE_SAYS[session.client.stage]] if session.client.stage is not EngineState.READY else []
        words += session.notices[-2:]
        text = "  ".join(filter(None, words))
        if text != self.status.text():
            self.status.setText(text)
        self.status.setVisible(bool(text) and self.stack.currentWidget() is self.splitter)

    def _show_breakdown(self, breakdown: Breakdown) -> None:
        self.card.show_breakdown(breakdown, kept=self.session.recording is not None)
        self._follow_engine()

    # Drawing

    def _look(self) -> None:
        """Draw the next part of the page that is out of date, and leave the window time to do other things."""
        begun = time.perf_counter()
        drew = self.isVisible() and self._draw_next()
        self._timer.setInterval(pause(1000 * (time.perf_counter() - begun)) if drew else FRAME)

    def _draw_next(self) -> bool:
        """Draw one part, the parts taking turns; returns whether there was one to draw."""
        for _ in range(PARTS):
            self._part = (self._part + 1) % PARTS
            if self._draw(self._part):
                return True
        return False

    def _redraw(self) -> None:
        """Draw everything at once."""
        self._seen = [None] * PARTS
        if self.isVisible():
            for part in range(PARTS):
                self._draw(part)

    def _draw(self, part: int) -> bool:
        """Draw a part of the page unless it shows the present state already; returns whether it was drawn."""
        recording, cursor = self.recording, self.looking_at
        seen = self._seen[part]
        if seen is not None and seen[0] is recording and seen[1] == cursor:
            return False
        self._seen[part] = (recording, cursor)
        if part == 0:
            self._draw_numbers(recording, cursor)
        elif part == 1:
            self.probe.show_recording(recording, cursor)
            self._show_status()
        else:
            self.board.show_recording(recording, cursor, part - 2)
        return True

    def _draw_numbers(self, recording: Recording | None, cursor: int | None) -> None:
        self.stack.setCurrentWidget(self.intro if recording is None else self.splitter)
        self.controls.show_hint(recording is not None)
        self.progress.setVisible(recording is not None)
        if recording is None:
            self.scoreboard.show_standings(())
            self.note.show_reasons(())
            return
        view = recording if cursor is None else recording.upto(cursor)
        self.scoreboard.show_standings(standings(view))
        phase = self.session.phase if self.selection.opened is None else Phase.OVER
        self.progress.show_run(recording, view, phase, cursor)
        self.progress.go_on.setVisible(bool(recording.checkpoints) and bool(self.selection.key))
        self.note.show_reasons(tuple(each.reason for each in recording.divergences))

    def _show_view(self, index: int) -> None:
        """Show charts and networks, or one of them in the whole room."""
        self._view = index
        self._arrange()

    def _arrange(self) -> None:
        """Give the wanted view its room; where there is too little for both, the charts have it."""
        narrow = self.width() - self.aside.width() < self._appearance.px(ROOM_FOR_BOTH)
        shown = 1 if narrow and self._view == 0 else self._view
        reason = "There is no room for both: make the window larger or the letters smaller." if narrow else None
        self.views.show_index(shown, [reason, None, None])
        self.board.setVisible(shown != 2)
        self.probe.setVisible(shown != 1)

    # From one start of the application to the next

    def state(self) -> dict[str, Any]:
        """What the next start should know, as plain data."""
        return {"spec": self.wanted.to_plain(), "view": self._view}

    def restore(self, state: dict[str, Any]) -> None:
        """Take on what another start left; what doesn't fit any more stays as at first, and a message says so."""
        try:
            if "spec" in state:
                self.wanted.restore(state["spec"])
        except ValueError as error:
            self.message.emit(str(error))
        view = state.get("view")
        if isinstance(view, int) and 0 <= view < len(VIEWS):
            self._show_view(view)

    def shutdown(self) -> None:
        """End the engine; a later start brings it back."""
        self._timer.stop()
        self.own_data.close()
        self.session.close()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt's
        super().showEvent(event)
        self._timer.start()
        self._redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self._arrange()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: D102 - Qt's
        self.shutdown()
        super().closeEvent(event)
