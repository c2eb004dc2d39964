"""The bench: which network lies on it, what was measured of it and of others, and what is being measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.edge.measuring.words import Form
from desktop.edge.model.asking import Answering, Heard, Measured, Measures, Over, Wish, Working
from desktop.edge.model.forms import FORMS, Forms
from desktop.edge.model.lessons import Lesson, lessons
from desktop.edge.model.networks import Network, Origin
from desktop.edge.model.result import Result
from desktop.edge.model.subject import Subject
from engine.contract.edge.timing import cores

BUSY = (
    "A run trains in the lab, and each would slow the other. So you can’t measure now: press Measure here when the run "
    "is over or paused."
)
GAVE_WAY, STOPPED = "A run began to train in the lab, so measuring has ended.", "Measuring was stopped."
SOME, NONE = "What was measured stays.", "No form was measured yet."
OTHER_PICTURES = (
    "The answers below are those to other pictures than you have chosen now. Measure again to ask about these."
)
AS_FILE = "PyTorch doesn’t run ONNX files, so there are no numbers here."
SOON = "As soon as there are forms to compare, what they teach stands here."
ALONE = "One form alone teaches nothing: there is no other to compare it with."
NOTHING = "These numbers say nothing that is beyond their spread. Measure again, or measure another network."


class Bench(QObject):
    """Holds one network, and measures it when somebody asks. `changed` says that there is something else to show.

    `is_training` tells whether a run goes on: nothing is measured then. Call `follow_training` when that changes.
    """

    changed = Signal()

    def __init__(
        self,
        measures: Measures,
        networks: tuple[Network, ...],
        is_training: Callable[[], bool] = lambda: False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._measures, self._is_training = measures, is_training
        self.networks = networks
        self.network = networks[0]
        self.threads = 1
        self.folder: Path | None = None
        """Where the user's own pictures are; None for those that belong to the network."""
        self.working: Working | None = None
        """What goes on; None where nothing is measured."""
        self.problem = ""
        self.missing = ""
        """Why forms could not be had, in a sentence."""
        self._wish: Wish | None = None
        self._fresh: Result | None = None
        self._results: dict[Origin, Result] = {}
        self._asked_in: dict[Origin, Path | None] = {}
        """Where the pictures are that each network was asked about."""

    # What lies on it

    def offer(self, networks: tuple[Network, ...]) -> None:
        """Have other networks to choose from; the one on the bench stays, if it is still among them."""
        self.networks = networks
        if self.network.origin in {each.origin for each in networks}:
            self.changed.emit()
        else:
            self.choose(networks[0])

    def choose(self, network: Network) -> None:
        """Lay another network on the bench, with what was measured of it before."""
        if network.origin != self.network.origin:
            self.problem = ""
            self.folder = None
        self.network = network
        self.changed.emit()

    def show_threads(self, threads: int) -> None:
        """Measure with so many threads from now on."""
        self.threads = max(1, min(threads, cores()))
        self.changed.emit()

    def show_folder(self, folder: Path | None) -> None:
        """Take the pictures in a folder, or again those that belong to the network."""
        self.folder = folder
        self.changed.emit()

    @property
    def result(self) -> Result | None:
        """What was measured of the network on the bench; None before anything was."""
        return self._results.get(self.network.origin)

    @property
    def why_no_lessons(self) -> str:
        """Why nothing is to be learned yet, in a sentence; "" before anything was measured."""
        result = self.result
        if result is None:
            return ""
        if self.form_now is not None:
            return SOON
        return NOTHING if len(result.forms.measurements) > 1 else ALONE

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """What is to be learned of it."""
        result = self.result
        if result is None:
            return ()
        others = tuple(each.forms for each in self._results.values() if each is not result)
        return lessons(result.forms, others)

    # Measuring

    @property
    def going(self) -> bool:
        """Whether something is being measured."""
        return self._wish is not None

    @property
    def measured_now(self) -> Network | None:
        """The network that is being measured, which need not be the one on the bench."""
        return self._wish.network if self._wish is not None else None

    @property
    def form_now(self) -> Form | None:
        """The form whose turn it is, where it is the network on the bench that is measured."""
        if self._wish is None or self._fresh is None or self._wish.network.origin != self.network.origin:
            return None
        over = {each.form for each in self._fresh.forms.measurements} | set(self.absent)
        return next((form for form in FORMS if form not in over), None)

    @property
    def absent(self) -> Mapping[Form, str]:
        """Why forms of the network on the bench can't be had, each in a sentence."""
        origin = self.network.origin
        found: dict[Form, str] = {"torch": AS_FILE} if isinstance(origin, Subject) and origin.as_file else {}
        others: tuple[Form, ...] = ("onnx", "int8")
        return found | dict.fromkeys(others, self.missing) if self.missing else found

    @property
    def hindrance(self) -> str:
        """Why nothing can be measured now, in a sentence; "" if it can."""
        return BUSY if self._is_training() else ""

    @property
    def outdated(self) -> str:
        """A sentence where what was measured is about other pictures than those that are chosen; "" otherwise."""
        result, origin = self.result, self.network.origin
        differ = result is not None and result.pictures is not None and self._asked_in[origin] != self.folder
        return OTHER_PICTURES if differ else ""

    def measure(self) -> None:
        """Measure the network on the bench in all its forms."""
        if self.going or self.hindrance:
            return
        self.problem = self.missing = ""
        self._wish = Wish(self.network, self.threads, self.folder)
        self._fresh = Result(Forms(self.network.title, gates=self.network.gates))
        self.working = Working("Getting ready")
        self._measures.measure(self._wish, self._hear)
        self.changed.emit()

    def stop(self) -> None:
        """Break it off; the forms that are measured stay."""
        if self.going:
            self._break_off(STOPPED)

    def follow_training(self) -> None:
        """Give way to a run that begins."""
        if self.going and self._is_training():
            self._break_off(GAVE_WAY)
        else:
            self.changed.emit()

    def _break_off(self, why: str) -> None:
        measured = self._fresh is not None and self._fresh.forms.measurements
        self._measures.stop()
        self._end(f"{why} {SOME if measured else NONE}")

    def close(self) -> None:
        """End what goes on."""
        if self.going:
            self._measures.stop()
            self._wish = self._fresh = self.working = None

    def _hear(self, heard: Heard) -> None:
        if self._wish is None or self._fresh is None:
            return
        match heard:
            case Working():
                self.working = heard
            case Answering(pictures, gates):
                known = self._wish.network.gates if gates is None else gates
                asked = pictures.asked if pictures is not None else None
                self._fresh = Result(Forms(self._wish.network.title, gates=known, asked=asked), pictures)
            case Measured(measurement, logits):
                self._fresh = self._fresh.with_one(measurement, logits)
                self._results[self._wish.network.origin] = self._fresh
                self._asked_in[self._wish.network.origin] = self._wish.folder
            case Over(problem, missing):
                self.missing = missing
                self._end(problem)
                return
        self.changed.emit()

    def _end(self, problem: str) -> None:
        now = self.measured_now
        elsewhere = problem and now is not None and now.origin != self.network.origin
        self.problem = f"{now.title}: {problem}" if elsewhere and now is not None else problem
        self._wish = self._fresh = self.working = None
        self.changed.emit()
