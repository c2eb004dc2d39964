"""What every network of a run makes of a picture that it was not shown, at the step that is looked at."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from desktop.collecting.preparing import Picture
from desktop.runs import adapter
from desktop.training.questions import Questions
from desktop.training.session import TrainingSession
from desktop.training.subjects import Then, subjects, then
from engine.contract.numbers import Array
from engine.contract.questions import Forward, Forwarded, NoReply, Reply
from scenes.stage.data.recording import Recording, Snapshot, View
from scenes.stage.numbers.values import Values

NO_WEIGHTS = "No weights were recorded of this run, so its networks can't look at another picture. Train it again."
UNKNOWN = -1
"""The label of a picture of which nobody knows what it shows, and its number in the data set, where it is not."""


class _Asked(NamedTuple):
    """What is asked about whom."""

    then: Then
    picture: Picture

    def same_as(self, other: _Asked | None) -> bool:
        """Whether the answers are the same."""
        return other is not None and self.then.same_as(other.then) and np.array_equal(self.picture, other.picture)


class Answering(QObject):
    """Asks all networks of a run about a picture, one picture at a time: of those that come meanwhile the last counts.

    `answered` carries a `Snapshot` of the picture, as if the run had looked at it then; `refused` one sentence.
    """

    answered = Signal(object)
    refused = Signal(str)

    def __init__(self, session: TrainingSession, questions: Questions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._questions = session, questions
        self._asked: _Asked | None = None
        self._next: _Asked | None = None
        self._views: dict[int, View | None] = {}
        self._step = 0
        self._missing = 0

    def ask(self, recording: Recording, cursor: int | None, picture: Picture) -> None:
        """Ask what the networks make of a picture, as they are now or (for a cursor) as they were then."""
        found = then(self._session, recording, cursor)
        if found is None:
            self.forget()
            self.refused.emit(NO_WEIGHTS)
            return
        wanted = _Asked(found, picture)
        if wanted.same_as(self._next or self._asked):
            return
        self._next = wanted
        if not self._missing:
            self._ask()

    def forget(self) -> None:
        """Nobody waits for an answer any more."""
        self._asked = self._next = None

    def _ask(self) -> None:
        """Ask every network about the picture that is next."""
        if self._next is None:
            return
        wanted = self._asked = self._next
        self._next = None
        self._step, self._views = wanted.then.step, {}
        asked = subjects(wanted.then)
        self._missing = len(asked)
        question = Forward(Array.of(wanted.picture))
        for index, subject in asked.items():
            self._questions.ask(subject, question, partial(self._take, index))

    def _take(self, contestant: int, reply: Reply | NoReply) -> None:
        """Keep what one network says, and tell when all have spoken."""
        self._missing -= 1
        if isinstance(reply, Reply) and isinstance(reply.answer, Forwarded):
            self._views[contestant] = adapter.view(reply.answer.view)
            self._step = self._step if reply.step is None else reply.step
        if self._missing:
            return
        asked = self._asked
        if asked is not None and self._views:
            self.answered.emit(self._snapshot(asked))
        elif asked is not None and isinstance(reply, NoReply):
            self.refused.emit(reply.message)
        self._ask()

    def _snapshot(self, asked: _Asked) -> Snapshot:
        plan = asked.then.plan
        views = tuple(self._views.get(index) for index in range(len(plan.contestants)))
        return Snapshot(self._step, self._step / plan.steps_per_epoch, UNKNOWN, Values(asked.picture), UNKNOWN, views)
