"""Questions to the engine about networks: whoever asks is called back with the answer, or with why there is none."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import NamedTuple, Protocol

from PySide6.QtCore import QObject

from desktop.training.engine_process import EngineState
from desktop.training.session import TrainingSession
from engine.contract.questions import BreakOff, NoReply, Query, Question, Reply, Subject, Waits

GONE = "The engine ended before it could answer; ask again."

_TOKENS = count()
"""No two questions of this window have the same, whoever asks."""

Answered = Callable[[Reply | NoReply], None]
Waiting = Callable[[str], None]


class Asks(Protocol):
    """What models ask through: `Questions`, or somebody in its place in a test."""

    def ask(self, about: Subject, question: Question, answered: Answered, waits: Waiting = ...) -> int:
        """Ask, and return the token to `stop` it."""

    def stop(self, token: int) -> None:
        """Break an answer off."""


class _Asker(NamedTuple):
    answered: Answered
    waits: Waiting


class Questions(QObject):
    """Asks, and knows who waits for which answer."""

    def __init__(self, session: TrainingSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._waiting: dict[int, _Asker] = {}
        session.replied.connect(self._take)
        session.engine_changed.connect(self._follow)

    def ask(
        self, about: Subject, question: Question, answered: Answered, waits: Waiting = lambda sentence: None
    ) -> int:
        """Ask about a network, and return the token to `stop` it; the engine is started if it isn't there.

        `answered` is called for every part of the answer as it comes, and at most once with a `NoReply`, after which
        nothing comes. `waits` is called with a sentence where a long question has to wait for a pause of the run.
        """
        token = next(_TOKENS)
        self._session.client.start()
        self._waiting[token] = _Asker(answered, waits)
        self._session.client.send(Query(token, about, question))
        return token

    def stop(self, token: int) -> None:
        """Break an answer off: whoever asked hears nothing more. Nothing happens where it is complete."""
        if self._waiting.pop(token, None) is not None:
            self._session.client.send(BreakOff(token))

    def _take(self, said: Reply | Waits | NoReply) -> None:
        """Hand an answer to whoever waits for it, until its last part."""
        if isinstance(said, Waits):
            if said.token in self._waiting:
                self._waiting[said.token].waits(said.message)
            return
        last = isinstance(said, NoReply) or said.part + 1 >= said.parts
        asker = self._waiting.pop(said.token, None) if last else self._waiting.get(said.token)
        if asker is not None:
            asker.answered(said)

    def _follow(self) -> None:
        """Whoever waits for an engine that is gone waits in vain."""
        if self._session.client.stage is EngineState.DOWN:
            waiting, self._waiting = self._waiting, {}
            for token, asker in waiting.items():
                asker.answered(NoReply(token, GONE))
