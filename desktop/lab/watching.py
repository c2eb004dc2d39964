"""How a run is watched: chosen from the cards, with a guess, at a pace, played again, and told of."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.lab.cards.home import LabHome
from desktop.lab.cards.result import ResultNote
from desktop.lab.doctor import twins
from desktop.lab.doctor.desk import Doctor
from desktop.lab.doctor.twins import Twin
from desktop.lab.kept_runs.selection import RunSelection
from desktop.lab.run.pacing import Pacing
from desktop.lab.run.replay import Replay
from desktop.runs.guess import Guess
from desktop.runs.library import Library
from desktop.runs.readings import spec_of
from desktop.theme.appearance import Appearance
from desktop.training.session import TrainingSession
from engine.contract.pace import Pace
from scenes.stage.data.recording import Recording


class Watching(QObject):
    """Owns the wished pace, the replay, the cards, the note at the end and the doctor; the page gives them places.

    `chosen` carries a preset, `scene_wanted` a scene and its knobs, `twin_wanted` a `Twin` of the run that is shown,
    `column_wanted` a page of the left column; `changed` says that something else is to be shown.
    """

    chosen = Signal(str)
    scene_wanted = Signal(str, object)
    twin_wanted = Signal(object)
    column_wanted = Signal(int)
    changed = Signal()

    def __init__(
        self,
        appearance: Appearance,
        session: TrainingSession,
        library: Library,
        selection: RunSelection,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._library, self._selection = session, library, selection
        self.pacing, self.replay = Pacing(self), Replay(self)
        self.home, self.result, self.doctor = LabHome(appearance), ResultNote(), Doctor(appearance, self)
        self.at_home = True
        """Whether the cards are shown instead of a run."""
        self._guess: Guess | None = None
        """What is expected of the session's run."""
        self._after: tuple[Recording, Twin | None] | None = None
        """The run that was told of last, and what to try after it."""
        self.pacing.changed.connect(self._follow_pace)
        self.pacing.changed.connect(self.home.show_pace)
        self.home.show_pace(self.pacing.pace)
        self.replay.playing_changed.connect(self.changed)
        self.home.own_wanted.connect(partial(self.leave_home, 0))
        self.home.runs_wanted.connect(partial(self.leave_home, 1))
        self.home.back_wanted.connect(self.leave_home)
        self.home.chosen.connect(self.chosen)
        self.result.next_wanted.connect(self.chosen)
        self.result.home_wanted.connect(self.show_home)
        for cards in (self.home, self.result):
            cards.scene_wanted.connect(lambda scene: self.scene_wanted.emit(scene, {}))
        self.doctor.scene_wanted.connect(self.scene_wanted)
        self.doctor.twin_wanted.connect(self.twin_wanted)
        self.result.again_wanted.connect(self._try_again)

    def show_home(self) -> None:
        """Show all cards; a run in progress goes on behind them."""
        self.replay.pause()
        self.at_home = True
        self.changed.emit()
        self.home.setFocus()

    def leave_home(self, page: int | None = None) -> None:
        """Show the present run or what the next is going to be, and a page of the left column."""
        self.at_home = False
        if page is not None:
            self.column_wanted.emit(page)
        self.changed.emit()

    def play(self, recording: Recording | None, step: int | None) -> None:
        """Play a run from a step on, or pause that."""
        if self.replay.playing:
            self.replay.pause()
        elif recording is not None:
            self.replay.play(recording, step, self.pacing.pace)

    def seek(self, recording: Recording, step: int | None) -> None:
        """Go on playing from where somebody looks now; None is the newest step."""
        self.replay.recording = recording
        self.replay.seek(recording.step if step is None else step)

    def expect(self, guess: Guess | None) -> None:
        """A run has begun, of which this is expected."""
        self.at_home, self._guess = False, guess
        recording = self._session.recording
        if guess is not None and recording is not None:
            self._library.expect(recording.plan, guess)

    def show_run(self, recording: Recording | None, step: int | None) -> None:
        """Offer the way back to a run, tell what came out where it is over and not played again, and what is found."""
        looked_at = recording if recording is None or step is None else recording.upto(step)
        self.doctor.show_run(None if self.at_home else looked_at)
        self.home.show_run(recording is not None)
        told = recording is not None and recording.ending is not None and not self.at_home and not self.replay.playing
        opened = self._selection.opened
        self.result.show_run(recording if told else None, opened.label.guess if opened else self._guess)
        if recording is not None and told and not self.result.is_of_a_card:
            self._offer_again(recording)

    def _offer_again(self, recording: Recording) -> None:
        """Offer what to try after a run that leads to no other card."""
        if self._after is None or self._after[0] is not recording:
            self._after = (recording, twins.after(recording))
        twin = self._after[1]
        if twin is None:
            self.result.offer_again("")
        else:
            is_other_seed = twin.spec.seed != spec_of(recording.plan).seed
            self.result.offer_again(f"{'Again with' if is_other_seed else 'Try'} {twin.words}", twin.hint)

    def _try_again(self) -> None:
        """Ask for what is offered after the run that is told of."""
        if self._after is not None and self._after[1] is not None:
            self.twin_wanted.emit(self._after[1])

    def _follow_pace(self, pace: Pace) -> None:
        """Let what goes on go at another pace."""
        self._session.set_pace(pace)
        self.replay.pace = pace
