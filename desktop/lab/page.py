"""The lab's page: controls, charts and the inside of the networks around one session."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.collecting.preparing import Picture
from desktop.lab.charts.board import ChartBoard
from desktop.lab.drawing.answering import Answering
from desktop.lab.experiments import Experiments
from desktop.lab.kept_runs.panel import RunsPanel
from desktop.lab.kept_runs.selection import RunSelection
from desktop.lab.looking.lens import NONE
from desktop.lab.looking.panel import LookingPanel
from desktop.lab.mistakes.view import MistakesView
from desktop.lab.networks.probe import ProbePanel
from desktop.lab.own_data.desk import OwnDataDesk
from desktop.lab.own_networks import OwnNetworks
from desktop.lab.points.view import PointsView
from desktop.lab.run.cards import DivergenceNote, EngineCard, KeptRunBanner
from desktop.lab.run.controls import Controls
from desktop.lab.run.engine_status import SAYS, EngineStatus
from desktop.lab.run.intro import Intro
from desktop.lab.run.progress import Progress
from desktop.lab.run.scoreboard import Scoreboard, standings
from desktop.lab.run.transport import Transport
from desktop.lab.run.wanted import Wanted
from desktop.lab.side_column import SideColumn
from desktop.lab.steering import Steering
from desktop.lab.turns import Draw, Turns
from desktop.lab.views import CHARTS, MISTAKES, NETWORKS, VIEWS, Views
from desktop.lab.watching import Watching
from desktop.player.undo import UndoOrder
from desktop.runs.library import Library
from desktop.sets.store import SetStore
from desktop.sets.taught import TaughtStore
from desktop.system.paths import sets_folder
from desktop.theme.appearance import Appearance
from desktop.training.engine_process import Breakdown
from desktop.training.questions import Questions
from desktop.training.session import Phase, TrainingSession
from desktop.widgets.news import News
from engine.contract.spec import OwnData, RunSpec
from scenes.stage.data.recording import Recording

IN_HALL = 1.6
"""So much larger are the standings in a hall."""


class LabPage(QWidget):
    """Trains networks and shows it.

    `open_in_scene` asks for a scene by name with knobs by name; `message` carries a sentence for the user, `taken_back`
    one that is true no more; `state_changed` says that `state` is another.
    """

    open_in_scene = Signal(str, object)
    message, taken_back = Signal(str), Signal(str)
    state_changed = Signal()

    def __init__(
        self, appearance: Appearance, session: TrainingSession, library: Library, taught: TaughtStore | None = None
    ) -> None:
        super().__init__()
        self._appearance = appearance
        self.session, self.library = session, library
        self.selection = RunSelection(session, library, self)
        self.wanted = Wanted(session, self)
        self.watching = Watching(appearance, session, library, self.selection, self)
        self.steering = Steering(session, library, self.selection, self.wanted, self.watching.pacing, self)
        self.looking_at: int | None = None
        """The step that is looked at; None follows the run."""
        self._presenting = False
        self._way_out: QWidget | None = None
        self.own_data = OwnDataDesk(appearance, SetStore(sets_folder(), self), taught, self._runs_of, self)
        self._build()
        charts: tuple[Draw, ...] = tuple(partial(self._draw_chart, index) for index in range(len(self.board.charts)))
        parts = (
            self._draw_numbers,
            self._draw_probe,
            self.mistakes.show_recording,
            self.points.show_recording,
            *charts,
        )
        self.turns = Turns(self, self._shown, parts)
        self.changes = UndoOrder(self.wanted, library, self.probe.drawing.pad, self.own_data.adding)
        self._connect()
        self._dress()
        self._follow_phase()
        self.show_view(0)
        self.turns.start()

    # Building

    def _build(self) -> None:
        looks, library = self._appearance, self.library
        self.transport, self.scoreboard = Transport(), Scoreboard(looks)
        self.card, self.note, self.kept = EngineCard(), DivergenceNote(), KeptRunBanner()
        self.runs = RunsPanel(looks, self.session, self.library, self.selection)
        self.controls, self.board = Controls(looks, self.wanted), ChartBoard(looks)
        questions = Questions(self.session, self)
        looking = LookingPanel(looks, self.session, questions)
        self.probe = ProbePanel(looks, Answering(self.session, questions, self), looking)
        self.own = OwnNetworks(looks, self.session, self.wanted, self.controls, library, self._shown, self)
        self.own.take_from_runs(self.runs.take_away, self.runs.chosen)
        own = self.own_data.sweeps
        self.experiments = Experiments(looks, self.session, self.library, self.wanted, self.selection, own, self)
        shown = self._shown, self.scrub
        self.experiments.serve(self.controls, self.board, self.probe.inside, self.message, shown)
        watching, pacing = self.watching, self.watching.pacing
        self.intro, self.progress, self.status = Intro(looks, pacing), Progress(looks, pacing), EngineStatus()
        self.mistakes = MistakesView(looks)
        self.points = PointsView(looks, self.session, Questions(self.session, self))
        self.splitter = Views(looks, self.board, self.probe, self.mistakes, self.points)
        self.views = self.splitter.chooser
        self.progress.top.addWidget(self.views)
        self._top = QHBoxLayout()
        self._top.addWidget(self.transport)
        self._top.addSpacing(8)
        self._top.addWidget(self.scoreboard, 1)
        self.stack = QStackedWidget()
        for page in (watching.home, self.intro, self.splitter):
            self.stack.addWidget(page)
        self.aside = SideColumn(self.controls, self.runs)
        middle = QHBoxLayout()
        middle.setSpacing(6)
        middle.addWidget(self.aside)
        middle.addWidget(self.stack, 1)
        middle.addWidget(watching.doctor.sheet)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._top)
        notices = self.card, self.note, watching.result, self.kept
        self.news = News(self, notices, self.card, watching.doctor.line, self.stack)
        self._column.addWidget(self.news)
        self._column.addLayout(middle, 1)
        self._column.addWidget(self.progress)
        self._column.addWidget(self.status)

    def _connect(self) -> None:
        session = self.session
        session.phase_changed.connect(self._follow_phase)
        session.engine_changed.connect(self._follow_engine)
        session.engine_changed.connect(lambda: self.card.follow(session.client.stage))
        session.began.connect(self._follow_begin)
        session.broke.connect(self._show_breakdown)
        self.selection.moved.connect(self._look_at_end)
        self.selection.changed.connect(self._follow_selection)
        for teller in (self.selection, self.steering, self.own, self.splitter):
            teller.told.connect(self.message)
        for each in (self.runs, self.own_data):
            each.message.connect(self.message)
        self.selection.taken_back.connect(self.taken_back)
        self.steering.live_wanted.connect(self._look_at_end)
        self.steering.settings_wanted.connect(self.aside.show_settings)
        self.runs.undo_wanted.connect(partial(self.changes.undo_of, self.library))
        self.kept.settings_wanted.connect(self.steering.use_settings)
        self.kept.close_wanted.connect(self.selection.close)
        self.card.restart_wanted.connect(self.restart_engine)
        self.note.cure_wanted.connect(self.steering.cure)
        self.own.start_wanted.connect(self.steering.begin)
        self.own.scene_wanted.connect(self.open_in_scene)
        self.own.file_opened.connect(lambda: self.aside.show_page(0))
        self.transport.main.connect(self.toggle)
        self.transport.one_batch.connect(self.one_batch)
        self.transport.stop.connect(session.stop)
        self.transport.reset.connect(self.reset)
        self.transport.home.connect(self.watching.show_home)
        self.watching.chosen.connect(self.choose)
        self.watching.scene_wanted.connect(self.open_in_scene)
        self.watching.column_wanted.connect(self.aside.show_page)
        self.watching.twin_wanted.connect(self.steering.try_twin)
        self.watching.result.build_wanted.connect(self.steering.use_settings)
        self.watching.result.build_wanted.connect(self.own.build)
        self.watching.result.ground_wanted.connect(self.experiments.show_ground)
        self.watching.doctor.moment_wanted.connect(self.splitter.bring_charts)
        self.watching.doctor.moment_wanted.connect(self.board.show_moment)
        self.watching.doctor.mistakes_wanted.connect(lambda: self.show_view(MISTAKES))
        self.watching.doctor.mistakes_wanted.connect(self.mistakes.look_at)
        self.watching.doctor.width_changed.connect(self._arrange)
        self.watching.changed.connect(self.turns.all)
        self.intro.start_wanted.connect(self.toggle)
        for show in (self.probe.show_spec, self.intro.show_spec):
            self.wanted.changed.connect(show)
            show(self.wanted.spec)
        self.wanted.changed.connect(self._follow_wanted)
        self.wanted.changed.connect(self.state_changed)
        self.wanted.refused.connect(self._refuse)
        self.probe.probe_wanted.connect(partial(self.wanted.ask, "probe"))
        self.probe.scene_wanted.connect(self._leave_for_scene)
        self.probe.told.connect(self.message)
        self.probe.looking.lens_changed.connect(self._make_room_for_lens)
        self.probe.undo_wanted.connect(partial(self.changes.undo_of, self.probe.drawing.pad))
        self.progress.scrubbed.connect(self.scrub)
        self.progress.played.connect(self.play_again)
        self.progress.go_on_wanted.connect(lambda: self.steering.go_on(self.looking_at))
        self.watching.replay.moved.connect(self.scrub)
        self.watching.replay.playing_changed.connect(self.progress.show_playing)
        self.board.scrubbed.connect(self.scrub)
        for view in (self.mistakes, self.points):
            view.picture_wanted.connect(self.look_at_picture)
        self.views.picked.connect(self.show_view)
        for changed in (
            self.views.picked,
            self.board.room.changed,
            self.watching.pacing.changed,
            self.points.state_changed,
        ):
            changed.connect(self.state_changed)
        self.controls.add_own.clicked.connect(lambda: self.own_data.ask(self.controls.add_own))
        self.controls.stored.clicked.connect(self.own_data.show_stored)
        self.own_data.sweep_wanted.connect(self.experiments.sweeps.open)
        self.own_data.chosen.connect(self.steering.take_up)
        self.own_data.chosen.connect(lambda data: self.watching.leave_home(0))
        self.own_data.collected.connect(lambda data: self.watching.leave_home())
        self.own_data.collected.connect(self.steering.train_on)
        self.probe.drawing.add.clicked.connect(partial(self.own_data.offer, self.probe.drawing))
        self.controls.follow(self.own_data.store)
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
        self.turns.all()

    @property
    def recording(self) -> Recording | None:
        """The run that is shown: the session's, or a kept one."""
        return self.selection.recording

    def _shown(self) -> tuple[Recording | None, int | None]:
        """What is looked at: a run, and a step of it; None follows the run."""
        return self.recording, self.looking_at

    # What the user does

    def start_engine(self) -> None:
        """Load torch behind the window, so that the first run begins at once."""
        self.session.client.start()

    def toggle(self) -> None:
        """Start, pause or go on, whichever comes next."""
        if self.watching.at_home and self.watching.home.open_focused():
            return
        self.watching.leave_home()
        self.steering.toggle()

    def one_batch(self) -> None:
        """Train one batch and pause; begin a run for it if there is none."""
        self.watching.leave_home()
        self.steering.one_batch()

    def reset(self) -> None:
        """Show no run; the one that was shown is kept."""
        self.steering.reset()
        self.turns.all()

    def scrub(self, step: int | None) -> None:
        """Look at the run as it was after a step; None follows it again."""
        recording = self.recording
        if recording is None:
            return
        self.watching.seek(recording, step)
        beyond = step is not None and step >= recording.step
        self.looking_at = None if step is None or beyond else max(0, step)
        self.turns.all()

    def choose(self, preset: str) -> None:
        """Go to the page of a card; the run that was shown is ended and kept."""
        self.reset()
        self.wanted.choose(preset)
        self.watching.leave_home(0)
        self.intro.start.setFocus()

    def show_preset(self, preset: str) -> None:
        """Want a preset next, and show what that is unless there is a run."""
        self.wanted.choose(preset)
        self.watching.leave_home()

    def play_again(self) -> None:
        """Play the run that is shown from where it is looked at, or pause that."""
        self.watching.play(self.recording, self.looking_at)

    def _leave_for_scene(self, scene: str, knobs: dict[str, Any]) -> None:
        """Open what was clicked in its scene; what is played again waits meanwhile."""
        self.watching.replay.pause()
        self.open_in_scene.emit(scene, knobs)

    def come_back(self) -> None:
        """Look again at what was left for a scene."""
        self.probe.inside.come_back()

    def restart_engine(self) -> None:
        """Start a fresh engine after the old one broke."""
        self.card.hide()
        self.session.restart_engine()

    # Pictures of the user's own

    def _runs_of(self, data: OwnData) -> tuple[str, ...]:
        """The names of the kept runs that were trained on a set."""
        return tuple(run.label.name for run in self.library.runs if run.label.digest == data.digest)

    # What is wanted of the next run

    def _follow_wanted(self, spec: RunSpec, before: RunSpec) -> None:
        """Look at another picture at once where the networks that are shown can; else say when."""
        if spec.race != before.race:
            self.watching.leave_home()
        self.transport.show_phase(self.session.phase, spec.origin)
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
        self.transport.show_phase(session.phase, self.wanted.spec.origin)
        self._follow_engine()
        self.turns.all()

    def _follow_begin(self) -> None:
        self._look_at_end()
        spec = self.session.spec
        asked = spec is not None and spec.race == self.wanted.spec.race
        self.watching.expect(self.intro.predict.guess if asked else None)
        self.intro.predict.clear()
        self.probe.number.refuse("")  # what waited for the next run is past
        self.turns.all()

    def _look_at_end(self) -> None:
        self.watching.replay.pause()
        self.looking_at = None

    def _follow_selection(self) -> None:
        """Show another run, or others over it."""
        selection = self.selection
        self.watching.at_home &= selection.opened is None
        self.kept.show_run(selection.opened, selection.recording)
        self.intro.remember(selection.recording)
        self.board.show_overlays(selection.overlays)
        self.turns.soon()

    def _follow_engine(self) -> None:
        session = self.session
        self.controls.set_devices(session.devices)
        self.intro.show_engine(SAYS[session.client.stage], session.phase is Phase.QUEUED)
        self._show_status()

    def _show_status(self) -> None:
        self.status.show_session(self.session, self.stack.currentWidget() is self.splitter)

    def _show_breakdown(self, breakdown: Breakdown) -> None:
        self.card.show_breakdown(breakdown, kept=self.session.recording is not None)
        self._follow_engine()

    # Drawing

    def _draw_numbers(self, recording: Recording | None, cursor: int | None) -> None:
        shown = self.intro if recording is None else self.splitter
        self.stack.setCurrentWidget(self.watching.home if self.watching.at_home else shown)
        self.progress.setVisible(recording is not None and not self.watching.at_home)
        self.watching.show_run(recording, cursor)
        self.news.reserve(recording is not None and not self.watching.at_home)
        if recording is None:
            self.scoreboard.show_standings(())
            self.note.show_reasons(())
            return
        view = recording if cursor is None else recording.upto(cursor)
        self.scoreboard.show_standings(standings(view))
        phase = self.session.phase if self.selection.opened is None else Phase.OVER
        self.progress.show_run(recording, view, phase, cursor, self.session.pace)
        self.progress.go_on.setVisible(bool(recording.checkpoints) and bool(self.selection.key))
        self.note.show_reasons(tuple(each.reason for each in recording.divergences))

    def _draw_probe(self, recording: Recording | None, cursor: int | None) -> None:
        self.probe.show_recording(recording, cursor)
        self._show_status()

    def _draw_chart(self, index: int, recording: Recording | None, cursor: int | None) -> None:
        self.board.show_recording(recording, cursor, index)

    def show_chart(self, index: int | None) -> None:
        """Have a chart fill the page, or with None all have the same size."""
        if not self.board.isVisible() or self.probe.isVisible():
            self.show_view(CHARTS)
        self.board.room.show_large(index)

    def present(self, presenting: bool) -> None:
        """Show a hall one view without any settings, of the charts one; or show everything again."""
        self._presenting = presenting
        if self._way_out is not None:
            self._put_way_out(self._way_out)
        for widget in (self.aside, self.transport, self.views):
            widget.setVisible(not presenting)
        self.scoreboard.enlarge(IN_HALL if presenting else 1.0)
        for view in (self.board, self.probe, self.mistakes, self.points):
            view.present(presenting)
        self.watching.doctor.silence(presenting)
        self._arrange()

    def have_way_out(self, widget: QWidget) -> None:
        """Have a widget that leads out of the lab: above the settings, in full screen beside the standings."""
        self._way_out = widget
        self._put_way_out(widget)

    def _put_way_out(self, widget: QWidget) -> None:
        if self._presenting:
            self._top.addWidget(widget)
        else:
            self.aside.put_on_top(widget)

    def show_view(self, index: int) -> None:
        """Show charts and networks, or one view in the whole room."""
        self.splitter.wanted = index
        self._arrange()

    def look_at_picture(self, index: int, label: int, pixels: Picture) -> None:
        """Have all networks look at a validation picture; a run in progress goes on looking at it."""
        if self.recording is not None:
            self.probe.look_at(self.recording.plan, index, label, pixels)
            self.steering.look_at(index, self.looking_at)
            self.show_view(NETWORKS)
            self.turns.all()

    def _make_room_for_lens(self) -> None:
        """Let the charts go where a lens would have too little room beside them."""
        if self.probe.looking.lens != NONE and self.probe.looking.is_narrow and self.board.isVisible():
            self.views.picked.emit(NETWORKS)

    def _arrange(self) -> None:
        self.splitter.arrange(self.width() - self.aside.width(), self.watching.doctor.width, self._presenting)

    # From one start of the application to the next

    def state(self) -> dict[str, Any]:
        """What the next start should know, as plain data."""
        chart, pace = self.board.room.large, self.watching.pacing.to_plain()
        seen = {"view": self.splitter.wanted, "chart": chart, "points": self.points.state()}
        return {"spec": self.wanted.to_plain(), **seen, "pace": pace, "speed": self.own.measured()}

    def restore(self, state: dict[str, Any]) -> None:
        """Take on what another start left; what doesn't fit any more stays as at first, and a message says so."""
        try:
            if "spec" in state:
                self.wanted.restore(state["spec"])
        except ValueError as error:
            self.message.emit(str(error))
        self.watching.at_home = self.recording is None
        self.watching.pacing.restore(state.get("pace"))
        if state.get("view") in range(len(VIEWS)):
            self.show_view(state["view"])
        self.board.room.restore(state.get("chart", 0))
        self.points.restore(state.get("points"))
        self.own.restore(state.get("speed"))

    def shutdown(self) -> None:
        """End the engine; a later start brings it back."""
        self.turns.stop()
        for each in (self.own_data, self.mistakes.pictures, self.points.pictures, self.own, self.session):
            each.close()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt's
        super().showEvent(event)
        self.turns.start()
        self.turns.all()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self._arrange()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: D102 - Qt's
        self.shutdown()
        super().closeEvent(event)
