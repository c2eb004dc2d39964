"""All of teaching: the classes with their pictures, what was learned of them, and the picture that is tried."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.collecting.growing import Growing
from desktop.sets.collection import Collection
from desktop.teaching.model.bringing import Bringing, Brought
from desktop.teaching.model.comparing import Comparing
from desktop.teaching.model.examples import Example, Ready, ready
from desktop.teaching.model.teacher import Teacher
from desktop.teaching.model.trial import Trial
from desktop.training.questions import Asks
from engine.contract.questions import Headed
from engine.contract.teaching import SIDES, recorded

SIDE = SIDES[0]
"""So many pixels wide and high are pictures of one's own: the network takes a quarter of its time for the larger."""
TITLE = "My classes"


class Teaching(QObject):
    """Ties the parts. `changed` says that something else is to be shown, `told` carries a sentence."""

    changed = Signal()
    told = Signal(str)

    def __init__(self, questions: Asks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.growing = Growing(empty(), self)
        self.teacher = Teacher(questions, self)
        self.trial = Trial(questions, self)
        self.comparing = Comparing(questions, self)
        self.bringing = Bringing(self)
        self.example: Example | None = None
        """The ready set that is open; None for one's own."""
        self.ready: Ready | None = None
        self.key = ""
        """Under which what is taught is kept; none before it is kept first."""
        self._begun: Collection = self.growing.collection
        """What was there before any picture of one's own, or is kept."""
        self.teacher.begin(self.collection)
        self.growing.changed.connect(self._follow)
        self.growing.told.connect(self.told)
        self.teacher.changed.connect(self._use)
        self.trial.changed.connect(self.changed)
        self.comparing.changed.connect(self.changed)
        self.bringing.brought.connect(self._bring)
        self.bringing.failed.connect(self.told)
        self.bringing.failed.connect(self.changed)

    @property
    def collection(self) -> Collection:
        """The classes with their pictures."""
        return self.growing.collection

    @property
    def unkept(self) -> int:
        """How many pictures of one's own are in it that were not kept."""
        known = {each.pixels for pile in self._begun.piles for each in pile.samples}
        return sum(each.pixels not in known for pile in self.collection.piles for each in pile.samples)

    def compare(self) -> None:
        """Measure three ways to learn these classes."""
        teacher = self.teacher
        pupils = teacher.pupils()
        self.comparing.start(pupils, teacher.means.of(pupils.pixels), self.collection.shape)

    @property
    def head(self) -> Headed | None:
        """The layer that has learned from all that is there; None where there is none."""
        taught = self.teacher.taught
        return taught.headed if taught is not None and not self.teacher.stale else None

    def begin(self, collection: Collection, key: str = "") -> None:
        """Go on with another collection; what was open is gone unless it was kept."""
        self.example = self.ready = None
        self._begin(collection, key)

    def show_example(self, example: Example) -> None:
        """Go on with a ready set."""
        self.example, self.ready = example, ready(example)
        self._begin(self.ready.collection)
        self.comparing.show(recorded(example.data))

    def show_kept(self, key: str) -> None:
        """Take it that what there is now is kept."""
        self.key, self._begun = key, self.collection
        self.changed.emit()

    def close(self) -> None:
        """End what goes on."""
        self.bringing.close()
        self.comparing.stop()
        self.teacher.close()

    def _begin(self, collection: Collection, key: str = "") -> None:
        self.bringing.close()
        self.comparing.show(None)
        self.key, self._begun = key, collection
        self.growing.begin(collection)
        self.teacher.begin(collection)

    def _follow(self) -> None:
        self.teacher.follow(self.collection)
        self.changed.emit()

    def _use(self) -> None:
        self.trial.use(self.teacher.taught)
        self.changed.emit()

    def _bring(self, brought: Brought) -> None:
        if len(brought.classes) > 1:  # of a whole set: empty classes give way to its own
            full = tuple(pile for pile in self.collection.piles if pile.samples)
            self.growing.change(lambda now: brought.into(replace(now, piles=full)))
        else:
            self.growing.change(brought.into)
        if brought.skipped:
            self.told.emit(brought.skipped)
        self.changed.emit()


def empty() -> Collection:
    """Two classes without pictures."""
    return Collection(TITLE, (3, SIDE, SIDE)).with_class("Class 1").with_class("Class 2")
