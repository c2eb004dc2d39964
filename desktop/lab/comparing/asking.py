"""One picture through the networks of several runs, as they were at their ends."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from desktop.runs import adapter
from desktop.runs.readings import spec_of
from desktop.runs.storage import weights
from desktop.training.questions import Questions
from engine.contract.numbers import Array
from engine.contract.pictures import source
from engine.contract.questions import Forward, Forwarded, NoReply, Reply, Stored
from engine.contract.spec import Data, SpecError, about
from scenes.stage.data.recording import Recording, View

OTHER_SHAPE = "It sees pictures of another size."
NO_WEIGHTS = "No weights of it were recorded."


class Run(NamedTuple):
    """A run that is compared, under the name that it has in the list."""

    name: str
    recording: Recording


class Seen(NamedTuple):
    """What a contestant made of the picture; without a view `said` tells why there is none, "" while it is asked."""

    name: str
    contestant: int
    view: View | None = None
    said: str = ""


class Asking(QObject):
    """Asks all networks of some runs about a validation picture of the first run's data. `changed`: there is more."""

    changed = Signal()

    def __init__(self, questions: Questions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self._tokens: list[int] = []
        self.picture: npt.NDArray[np.uint8] | None = None
        self.label = 0
        self.said = ""
        self.seen: list[list[Seen]] = []
        """For each run what its contestants say."""

    def ask(self, runs: tuple[Run, ...], index: int) -> None:
        """Ask about the picture of that index."""
        for token in self._tokens:
            self._questions.stop(token)
        self._tokens = []
        self.seen = [[Seen(each.name, i) for i, each in enumerate(run.recording.plan.contestants)] for run in runs]
        data = spec_of(runs[0].recording.plan).data
        try:
            found = source(data)
        except SpecError as error:
            self.picture, self.said = None, str(error)
        else:
            self.picture, self.label, self.said = found.validation_x[index], int(found.validation_y[index]), ""
            for place, run in enumerate(runs):
                self._ask_run(place, run.recording, data)
        self.changed.emit()

    def _ask_run(self, place: int, recording: Recording, data: Data) -> None:
        assert self.picture is not None
        plan, spec = recording.plan, spec_of(recording.plan)
        for seen in list(self.seen[place]):
            kept = [each.weights[seen.contestant] for each in recording.checkpoints]
            known = [each for each in kept if each is not None]
            if about(spec.data).shape != about(data).shape:
                self._put(place, seen._replace(said=OTHER_SHAPE))
            elif not known:
                self._put(place, seen._replace(said=NO_WEIGHTS))
            else:
                network = spec.contestants[seen.contestant].network
                subject = Stored(network, len(plan.classes), plan.mean, plan.deviation, weights(known[-1]))
                question = Forward(Array.of(self.picture))
                self._tokens.append(self._questions.ask(subject, question, partial(self._take, place, seen)))

    def _take(self, place: int, seen: Seen, reply: Reply | NoReply) -> None:
        if isinstance(reply, NoReply):
            self._put(place, seen._replace(said=reply.message))
        elif isinstance(reply.answer, Forwarded):
            self._put(place, seen._replace(view=adapter.view(reply.answer.view)))
        self.changed.emit()

    def _put(self, place: int, seen: Seen) -> None:
        self.seen[place][seen.contestant] = seen
