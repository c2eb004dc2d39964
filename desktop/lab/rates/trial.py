"""One range test: asked for, growing, complete, broken off, or refused."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.lab.rates.reading import Marks, marks, together
from desktop.training.questions import Questions
from engine.contract.numbers import Weights
from engine.contract.questions import Fresh, NoReply, RateTried, Reply, TryRates
from engine.contract.spec import RunSpec, StopAt, about, opened
from engine.contract.spec.built.parts import BatchNorm, leaves

QUESTION = TryRates()


class Trial(QObject):
    """What is known of the test of a wanted run. `changed` says that it is more, or something else."""

    changed = Signal()

    def __init__(self, questions: Questions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self._token: int | None = None
        self.spec: RunSpec | None = None
        self.rates: list[float] = []
        self.losses: tuple[list[float | None], ...] = ()
        """Of each contestant, a loss for each rate."""
        self.said = ""
        """Why it waits, or why there is no more of it; "" where nothing is to be said."""

    @property
    def going(self) -> bool:
        """Whether more is to come."""
        return self._token is not None

    @property
    def complete(self) -> bool:
        """Whether all rates were tried."""
        return len(self.rates) == QUESTION.steps

    def is_of(self, spec: RunSpec) -> bool:
        """Whether the test of another run would be the same."""
        return self.spec is not None and _tested(spec) == _tested(self.spec)

    def begin(self, spec: RunSpec, weights: tuple[Weights, ...]) -> None:
        """Test copies of the contestants of a run, in place of what was tested before."""
        self.stop()
        self.spec, self.rates, self.said = spec, [], ""
        self.losses = tuple([] for _ in spec.contestants)
        self._token = self._questions.ask(Fresh(spec, weights), QUESTION, self._take, self._wait)
        self.changed.emit()

    def stop(self) -> None:
        """Break the test off."""
        if self._token is not None:
            self._questions.stop(self._token)
            self._token = None
            self.said = "Stopped."
            self.changed.emit()

    def marks(self) -> tuple[Marks | None, ...]:
        """What can be read off for each contestant, once all rates were tried."""
        return tuple(marks(self.rates, losses) for losses in self.losses) if self.complete else ()

    def advice(self) -> Marks | None:
        """What suits all contestants."""
        return together(self.marks())

    def normalised(self) -> bool:
        """Whether a contestant has batch normalisation, with which the band is careful."""
        spec = self.spec
        if spec is None:
            return False
        shape = about(spec.data).shape
        networks = [opened(each.network, shape) for each in spec.contestants]
        return any(isinstance(part, BatchNorm) for network in networks for part in leaves(network.parts))

    def _take(self, reply: Reply | NoReply) -> None:
        if isinstance(reply, NoReply):
            self.said, self._token = reply.message, None
        elif isinstance(reply.answer, RateTried):
            self.said = ""
            self.rates.append(reply.answer.rate)
            for losses, loss in zip(self.losses, reply.answer.losses, strict=True):
                losses.append(loss)
            if self.complete:
                self._token = None
        self.changed.emit()

    def _wait(self, sentence: str) -> None:
        self.said = sentence
        self.changed.emit()


def _tested(spec: RunSpec) -> RunSpec:
    """What of a run matters to its test."""
    return msgspec.structs.replace(
        spec, lr=1.0, schedule="constant", stop=StopAt(steps=1), probe=0, validate_every=None, snapshot_every=None
    )
