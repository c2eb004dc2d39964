"""What can be tried and looked at beside a run: rates, the ground it walked on, units, other runs, sweeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from desktop.lab.charts.board import ChartBoard
from desktop.lab.kept_runs.selection import RunSelection
from desktop.lab.networks.pointing import Pointed
from desktop.lab.networks.view import NetworkView
from desktop.lab.run.controls import Controls
from desktop.lab.run.wanted import Wanted
from desktop.lab.sweeps.desk import SweepDesk
from desktop.lab.turns import Shown
from desktop.runs import beginnings
from desktop.runs.beginnings import BeginningError
from desktop.runs.kept_sweeps import SweepStore
from desktop.runs.library import Library
from desktop.theme.appearance import Appearance
from desktop.training.questions import Questions
from desktop.training.session import TrainingSession

if TYPE_CHECKING:
    from desktop.lab.comparing.dialog import CompareDialog
    from desktop.lab.ground.dialog import GroundDialog
    from desktop.lab.rates.dialog import RangeDialog
    from desktop.lab.unit_card.dialog import UnitDialog


class Experiments(QObject):
    """Opens their windows, which are made when they are first wanted.

    `told` carries a sentence for the user, `scrubbed` a step that is looked at in one of them.
    """

    told = Signal(str)
    scrubbed = Signal(object)

    def __init__(
        self,
        appearance: Appearance,
        session: TrainingSession,
        library: Library,
        wanted: Wanted,
        selection: RunSelection,
        sweeps: SweepStore,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._appearance, self._library, self._window = appearance, library, window
        self._wanted, self._selection = wanted, selection
        self._session, self._questions = session, Questions(session, self)
        self._range: RangeDialog | None = None
        self._ground: GroundDialog | None = None
        self._comparison: CompareDialog | None = None
        self._card: UnitDialog | None = None
        self.sweeps = SweepDesk(appearance, library, selection, wanted, sweeps, window)
        self.sweeps.told.connect(self.told)

    def serve(
        self,
        controls: Controls,
        board: ChartBoard,
        inside: NetworkView,
        message: SignalInstance,
        looking: tuple[Callable[[], Shown], Callable[[int | None], None]],
    ) -> None:
        """Open them when they are asked for; hand on what they say.

        `looking` says what the lab looks at, and lets it look at the step that they show.
        """
        self._inside, self._shown = inside, looking[0]
        self.told.connect(message)
        self.scrubbed.connect(looking[1])
        inside.card_wanted.connect(self.show_card)
        controls.try_range.clicked.connect(self.try_rates)
        controls.repeat.setMenu(self.sweeps.menu)
        board.ground_wanted.connect(self.show_ground)
        board.compare_wanted.connect(self.compare)

    def try_rates(self) -> None:
        """Try a range of learning rates for the wanted run."""
        from desktop.lab.rates.dialog import RangeDialog

        spec = self._wanted.spec
        try:
            weights = beginnings.weights(self._library, spec)
        except BeginningError as error:
            self.told.emit(str(error))
            return
        if self._range is None:
            self._range = RangeDialog(self._appearance, self._questions, self._window)
            self._range.picked.connect(lambda rate: self._wanted.ask("lr", rate))
        self._range.show_for(spec, weights)

    def show_ground(self, step: int | None = None) -> None:
        """Show the ground that the run which is looked at walked on."""
        from desktop.lab.ground.dialog import GroundDialog

        recording = self._selection.recording
        if recording is None:
            return
        if self._ground is None:
            self._ground = GroundDialog(self._appearance, self._questions, self._window)
            self._ground.scrubbed.connect(self.scrubbed)
        self._ground.show_for(recording, step)

    def show_card(self, pointed: Pointed) -> None:
        """Show all about a map of the networks' picture."""
        from desktop.lab.unit_card.dialog import UnitDialog
        from desktop.lab.unit_card.unit import Unit

        if self._card is None:
            self._card = UnitDialog(
                self._appearance, self._questions, self._session, self._inside, self._shown, self._window
            )
            self._card.scrubbed.connect(self.scrubbed)
            self._card.scene_wanted.connect(self._inside.open)
        self._card.show_for(Unit(pointed.contestant, pointed.place.layer, pointed.place.index))

    def compare(self) -> None:
        """Compare the run that is looked at with those that are laid over it."""
        from desktop.lab.comparing.asking import Run
        from desktop.lab.comparing.dialog import CompareDialog

        recording, selection = self._selection.recording, self._selection
        if recording is None or not selection.overlays:
            return
        if self._comparison is None:
            self._comparison = CompareDialog(self._appearance, self._questions, self._window)
        kept = self._library.find(selection.key)
        self._comparison.show_for(Run(kept.label.name if kept else "This run", recording), selection.overlays)
